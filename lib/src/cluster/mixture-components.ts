import { packedSquare, precisionCholesky } from './precision-cholesky.js';
import type { Components, CovarianceType } from './mixture-model.js';
import type { MixtureRows } from './mixture-rows.js';

/** The densities of components, ready to be evaluated. */
export interface Densities {
  readonly means: readonly Float64Array[];
  /** What turns a component into a unit sphere: an upper triangle [nColumns, nColumns], or one factor a column. */
  readonly factors: readonly Float64Array[];
  /** Logarithms of weight times density at the mean, [nComponents]. */
  readonly logPeaks: Float64Array;
  /** Row k times the moments of a row is minus half its squared distance to component k; [nComponents, nMoments]. */
  readonly coefficients: Float64Array;
  /** Components so small and far from the centre that the moments would lose digits to cancellation. */
  readonly inexact: readonly number[];
}

/** Above this the squares that cancel are so much larger than what is left that 1e-9 of it would be noise. */
const CANCELLATION_LIMIT = 1e6;

/** scikit-learn adds this to the rows of each component, so that an empty one divides by no zero. */
const PHANTOM = 10 * Number.EPSILON;

/**
 * The M step: components from sums of moments weighted by responsibilities.
 *
 * @param sums - [nComponents, nMoments]
 * @param exactScatter - Sum of the weighted products (x - mean)_i (x - mean)_j of a component, from the rows themselves.
 */
export async function estimateComponents(
  rows: MixtureRows,
  sums: Float64Array,
  type: CovarianceType,
  regCovar: number,
  exactScatter: (component: number, mean: Float64Array) => Float64Array,
  pause: () => Promise<void>,
): Promise<Components> {
  const nComponents = sums.length / rows.nMoments;
  const masses = new Float64Array(nComponents);
  const means: Float64Array[] = [];
  const scatters: Float64Array[] = [];
  for (let k = 0; k < nComponents; k++) {
    const own = sums.subarray(k * rows.nMoments, (k + 1) * rows.nMoments);
    const mass = (masses[k] = own[0]! + PHANTOM);
    // The phantom rows lie at the origin, which is at -mean here.
    const mean = rows.mean.map((origin, j) => (own[1 + j]! - PHANTOM * origin) / mass);
    means.push(mean);
    scatters.push(scatterOf(rows, own, mass, mean, type, () => exactScatter(k, mean)));
    await pause();
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return {
    // Where a run starts from single rows they sum to less than 1 at first, as in scikit-learn.
    weights: masses.map((mass) => mass / rows.centred.nRows),
    means,
    covariances: covariancesOf(rows, scatters, masses, total, type, regCovar),
  };
}

/** Weighted products of deviations from the mean. Those of scikit-learn include the phantom rows, except with 'full'. */
function scatterOf(
  { mean: origin, nMoments, pairs: { first, second } }: MixtureRows,
  own: Float64Array,
  mass: number,
  mean: Float64Array,
  type: CovarianceType,
  exact: () => Float64Array,
): Float64Array {
  const offset = nMoments - first.length;
  const phantom = type === 'full' ? 0 : PHANTOM;
  const scatter = new Float64Array(first.length);
  let cancels = false;
  for (let p = 0; p < first.length; p++) {
    const i = first[p]!;
    const j = second[p]!;
    const square = mass * mean[i]! * mean[j]!;
    const shift = (PHANTOM - phantom) * (origin[i]! + mean[i]!) * (origin[j]! + mean[j]!);
    scatter[p] = own[offset + p]! + PHANTOM * origin[i]! * origin[j]! - square - shift;
    if (i === j && scatter[p]! * CANCELLATION_LIMIT < square) cancels = true;
  }
  if (!cancels || type === 'tied') return scatter;
  return exact().map((sum, p) => {
    const i = first[p]!;
    const j = second[p]!;
    return sum + phantom * (origin[i]! + mean[i]!) * (origin[j]! + mean[j]!);
  });
}

function covariancesOf(
  { pairs: { first, second } }: MixtureRows,
  scatters: readonly Float64Array[],
  masses: Float64Array,
  total: number,
  type: CovarianceType,
  regCovar: number,
): Float64Array[] {
  const ridge = (p: number): number => (first[p] === second[p] ? regCovar : 0);
  if (type === 'tied') {
    const pooled = new Float64Array(first.length);
    for (const scatter of scatters) scatter.forEach((sum, p) => (pooled[p]! += sum));
    const shared = pooled.map((sum, p) => sum / total + ridge(p));
    return scatters.map(() => shared);
  }
  const own = scatters.map((scatter, k) => scatter.map((sum, p) => sum / masses[k]! + ridge(p)));
  if (type !== 'spherical') return own;
  return own.map((variances) => {
    const average = variances.reduce((sum, variance) => sum + variance, 0) / variances.length;
    return variances.fill(average);
  });
}

/** A covariance that is not positive definite. */
export interface SingularCovariance {
  readonly component: number;
}

/** The densities of components, or the first component that has none because its covariance is singular. */
export function densitiesOf(rows: MixtureRows, components: Components): Densities | SingularCovariance {
  const { nMoments, variance, pairs } = rows;
  const { weights, means, covariances } = components;
  const d = variance.length;
  const offset = nMoments - pairs.first.length;
  const logPeaks = new Float64Array(means.length);
  const coefficients = new Float64Array(means.length * nMoments);
  const factors: Float64Array[] = [];
  const inexact: number[] = [];
  for (let k = 0; k < means.length; k++) {
    const shared = k > 0 && covariances[k] === covariances[k - 1];
    const factor = shared ? factors[k - 1] : factorOf(covariances[k]!, pairs.first === pairs.second, d);
    if (factor === undefined) return { component: k };
    factors.push(factor);
    logPeaks[k] = Math.log(weights[k]!) + logDeterminant(factor, d) - (d / 2) * Math.log(2 * Math.PI);
    const own = coefficients.subarray(k * nMoments, (k + 1) * nMoments);
    const precision = factor.length === d ? factor.map((value) => value * value) : packedSquare(factor, d);
    const mean = means[k]!;
    let cancelling = 0;
    for (let p = 0; p < precision.length; p++) {
      const i = pairs.first[p]!;
      const j = pairs.second[p]!;
      const entry = precision[p]!;
      own[1 + i]! += entry * mean[j]!;
      if (i === j) cancelling += entry * (variance[i]! + mean[i]! ** 2);
      else own[1 + j]! += entry * mean[i]!;
      own[offset + p] = i === j ? -entry / 2 : -entry;
    }
    for (let j = 0; j < d; j++) own[0]! -= (own[1 + j]! * mean[j]!) / 2;
    if (cancelling > CANCELLATION_LIMIT) inexact.push(k);
  }
  return { means, factors, logPeaks, coefficients, inexact };
}

function factorOf(
  covariance: Float64Array,
  squaresOnly: boolean,
  nColumns: number,
): Float64Array | undefined {
  if (!squaresOnly) return precisionCholesky(covariance, nColumns);
  return covariance.every((variance) => variance > 0)
    ? covariance.map((variance) => 1 / Math.sqrt(variance))
    : undefined;
}

function logDeterminant(factor: Float64Array, nColumns: number): number {
  const stride = factor.length === nColumns ? 1 : nColumns + 1;
  let sum = 0;
  for (let j = 0; j < nColumns; j++) sum += Math.log(factor[j * stride]!);
  return sum;
}
