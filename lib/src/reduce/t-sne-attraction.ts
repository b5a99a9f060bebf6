import type { Affinities } from './t-sne-affinities.js';

/**
 * What neighbours do to one another, for the pairs of the rows from `from` to `to`: adds `factor * sum_j p_ij w_ij (y_i - y_j)`
 * to the forces on either end, where w = 1 / (1 + d^2 / dof).
 */
export function addAttraction(
  p: Affinities,
  from: number,
  to: number,
  y: Float64Array,
  nComponents: number,
  dof: number,
  factor: number,
  forces: Float64Array,
): void {
  if (nComponents === 2 && dof === 1) attractInPlane(p, from, to, y, factor, forces);
  else attract(p, from, to, y, nComponents, dof, factor, forces);
}

/** {@link attract} for the usual two components, without inner loops. */
function attractInPlane(
  { offsets, columns, values }: Affinities,
  from: number,
  to: number,
  y: Float64Array,
  factor: number,
  forces: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const xi = y[2 * i]!;
    const yi = y[2 * i + 1]!;
    let sumX = 0;
    let sumY = 0;
    const end = offsets[i + 1]!;
    for (let at = offsets[i]!; at < end; at++) {
      const j = 2 * columns[at]!;
      const dx = xi - y[j]!;
      const dy = yi - y[j + 1]!;
      const force = (factor * values[at]!) / (1 + dx * dx + dy * dy);
      const fx = force * dx;
      const fy = force * dy;
      sumX += fx;
      sumY += fy;
      forces[j]! -= fx;
      forces[j + 1]! -= fy;
    }
    forces[2 * i]! += sumX;
    forces[2 * i + 1]! += sumY;
  }
}

function attract(
  { offsets, columns, values }: Affinities,
  from: number,
  to: number,
  y: Float64Array,
  nComponents: number,
  dof: number,
  factor: number,
  forces: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) {
      const a = i * nComponents;
      const b = columns[at]! * nComponents;
      const force = (factor * values[at]!) / (1 + squaredDistance(y, a, b, nComponents) / dof);
      for (let c = 0; c < nComponents; c++) {
        const f = force * (y[a + c]! - y[b + c]!);
        forces[a + c]! += f;
        forces[b + c]! -= f;
      }
    }
  }
}

/**
 * The Kullback-Leibler divergence of a layout: sum of p ln(p / q) over all pairs, with q_ij = w_ij^((dof + 1) / 2) / z.
 * Pairs without affinity add nothing.
 */
export function klDivergence(
  p: Affinities,
  y: Float64Array,
  nComponents: number,
  dof: number,
  z: number,
): number {
  let sum = 0;
  for (let i = 0; i < p.n; i++) {
    for (let at = p.offsets[i]!; at < p.offsets[i + 1]!; at++) {
      const d2 = squaredDistance(y, i * nComponents, p.columns[at]! * nComponents, nComponents);
      // To the sum of all, log1p would add nothing but time.
      sum += p.values[at]! * Math.log(1 + d2 / dof);
    }
  }
  // The stored half of all p sums to 1 / 2.
  return 2 * p.logSum + (dof + 1) * sum + Math.log(z);
}

function squaredDistance(y: Float64Array, a: number, b: number, nComponents: number): number {
  let sum = 0;
  for (let c = 0; c < nComponents; c++) sum += (y[a + c]! - y[b + c]!) ** 2;
  return sum;
}
