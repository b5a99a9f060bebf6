import { ArgumentError, asPartOf, DataError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkOneOf, checkOptions } from '../options.js';
import { createPacer, type LongRunningOptions, type Pacer } from '../progress.js';
import { randomState as createRandomState, type RandomState } from '../random/random-state.js';
import { pca } from '../reduce/pca.js';
import { mean, standardDeviation } from './moments.js';
import {
  drawSeed,
  fitEachK,
  resamplingKeys,
  resolveResampling,
  type Resampling,
  type ResamplingOptions,
} from './resampling.js';

/**
 * Where reference rows are drawn, uniformly: in the box whose sides are the ranges of the columns, or in the one that
 * is aligned with the principal axes of the data.
 */
export type GapReference = 'principal-axes' | 'ranges';

/** Options of {@link gapStatistic}. */
export interface GapStatisticOptions extends ResamplingOptions {
  /** Numbers of clusters to try, each an integer in [1, nRows - 1], none twice. The rule compares neighbours in this list. */
  readonly nClusters: readonly number[];
  /** Reference data sets, at least 2. @defaultValue 10 */
  readonly nRefs?: number;
  /**
   * Runs of k-means per reference. They are most of the work, and in data without clusters one run ends about where the best
   * of several does (0.002 apart in log inertia for 15 000 x 10 rows). @defaultValue 1
   */
  readonly nInitRefs?: number;
  /** Where reference rows are drawn, see {@link GapReference}. @defaultValue 'principal-axes' */
  readonly reference?: GapReference;
}

/** One k of a {@link gapStatistic}. */
export interface GapStatisticRow {
  /** Clusters that k-means was asked for. */
  readonly nClusters: number;
  /** The gap: `expectedLogInertia` less `logInertia`; NaN where k-means leaves no inertia. */
  readonly score: number;
  /** Standard deviation of the references' log inertia, times sqrt(1 + 1 / nRefs) for what their own mean may be off. */
  readonly standardError: number;
  /** Logarithm of the inertia of the data, the paper's log W_k; -Infinity where none is left. */
  readonly logInertia: number;
  /** Mean over the references; NaN where there is no gap. */
  readonly expectedLogInertia: number;
}

/** What {@link gapStatistic} found. */
export interface GapStatisticResult {
  /** What made the clusters. */
  readonly method: 'k-means';
  /** What `score` is. */
  readonly criterion: 'gap';
  /** By ascending `nClusters`. */
  readonly rows: readonly GapStatisticRow[];
  /**
   * The row of the fewest clusters whose gap is at least the gap of the next row less that row's standard error; the last row
   * with a gap if there is none, which then settles nothing but that there may be more clusters.
   */
  readonly best: GapStatisticRow;
  /** The seed that was used. */
  readonly randomState: number;
  /** What may surprise, e.g. numbers of clusters without a gap. */
  readonly warnings: readonly string[];
}

/**
 * How much smaller the inertia of k clusters is than it would be without clusters: the difference of its logarithm to
 * the mean over reference data drawn uniformly from a box around the data.
 *
 * Takes nInit + nRefs nInitRefs runs of k-means for each k; those on references, which have no clusters to find, take many steps. 'principal-axes' adds an exact `pca`.
 *
 * @param data - [nRows, nColumns], at least 2 rows; not modified.
 * @throws {@link ArgumentError} if an option is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity, or so few different rows that no k leaves any inertia.
 * @example
 * const rows = [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]];
 * const { best } = await gapStatistic(rows, { nClusters: [1, 2, 3] });
 * // best.nClusters: 2
 * @see Tibshirani, Walther & Hastie (2001), Estimating the number of clusters in a data set via the gap statistic; 'ranges' and
 * 'principal-axes' are its references (a) and (b). R's `cluster::clusGap(d.power = 2)` is the same, but for n - 1 in the deviation.
 */
export async function gapStatistic(
  data: MatrixLike,
  options: GapStatisticOptions,
): Promise<GapStatisticResult> {
  const fn = 'gapStatistic';
  checkOptions(fn, options, ['nRefs', 'nInitRefs', 'reference', ...resamplingKeys]);
  const x = toMatrix(data, fn);
  if (x.nRows < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', `${x.nRows} rows`);
  const { nRefs = 10, nInitRefs = 1, reference = 'principal-axes' } = options;
  const resampling = resolveResampling(fn, options, 1, x.nRows - 1, 'rows of data minus 1');
  const references = checkGapOptions(fn, { nRefs, nInitRefs, reference });
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });
  const { ks, randomState } = resampling;
  const fits = await fitEachK(x, resampling, randomState, pacer, (nFits) =>
    pacer.step('k-means', nFits, ks.length),
  );
  const inertias = fits.map(({ inertia }) => inertia);
  const rows = await asPartOf(fn, {}, () => gapOfEachK(x, inertias, resampling, references, pacer, options));
  const best = firstLargeGap(rows);
  if (best === undefined)
    throw new DataError(fn, 'no number of clusters leaves any inertia: the data have too few different rows');
  return { method: 'k-means', criterion: 'gap', rows, best, randomState, warnings: gapWarnings(rows) };
}

/** What the references of a gap are. */
export type GapReferences = Required<Pick<GapStatisticOptions, 'nRefs' | 'nInitRefs' | 'reference'>>;

export function checkGapOptions(fn: string, references: GapReferences): GapReferences {
  checkInteger(fn, 'nRefs', references.nRefs, 2);
  checkInteger(fn, 'nInitRefs', references.nInitRefs, 1);
  checkOneOf(fn, 'reference', references.reference, ['principal-axes', 'ranges']);
  return references;
}

/** The rule of the paper, over the rows that have a gap; the last of them where no row satisfies it. */
export function firstLargeGap(rows: readonly GapStatisticRow[]): GapStatisticRow | undefined {
  const known = rows.filter(({ score }) => !Number.isNaN(score));
  return known.find((row, i) => isLargeGap(row, known[i + 1])) ?? known.at(-1);
}

/** Whether a gap is no smaller than the next one less its standard error. */
export function isLargeGap({ score }: GapStatisticRow, next: GapStatisticRow | undefined): boolean {
  return next !== undefined && score >= next.score - next.standardError;
}

export function gapWarnings(rows: readonly GapStatisticRow[]): readonly string[] {
  return rows
    .filter(({ score }) => Number.isNaN(score))
    .map(({ nClusters }) => `k = ${nClusters}: no inertia is left, so there is no gap`);
}

/** @param inertias - Of the data, for each k. */
export async function gapOfEachK(
  x: Matrix,
  inertias: readonly number[],
  resampling: Resampling,
  { nRefs, nInitRefs, reference }: GapReferences,
  pacer: Pacer,
  { onProgress, signal }: LongRunningOptions,
): Promise<readonly GapStatisticRow[]> {
  const { ks } = resampling;
  const random = createRandomState(resampling.randomState);
  // Distances do not care about rotation: a box along the principal axes need not be turned back.
  const leftOver = smallestInertia(x);
  const hasGap = (i: number): boolean => inertias[i]! > leftOver;
  if (!ks.some((_, i) => hasGap(i)))
    return ks.map((nClusters) => ({ nClusters, ...NO_GAP, logInertia: -Infinity }));
  const draw = uniformBox(reference === 'ranges' ? x : await principalScores());
  const logs = ks.map(() => new Float64Array(nRefs));

  async function principalScores(): Promise<Matrix> {
    const nComponents = Math.min(x.nRows, x.nColumns);
    return (await pca(x, { nComponents, onProgress, signal })).scores;
  }

  for (let b = 0; b < nRefs; b++) {
    const rows = draw(random);
    const fits = await fitEachK(rows, { ...resampling, nInit: nInitRefs }, drawSeed(random), pacer, (nFits) =>
      pacer.step('gap references', b * ks.length + nFits, nRefs * ks.length),
    );
    fits.forEach(({ inertia }, i) => (logs[i]![b] = Math.log(inertia)));
  }
  return ks.map((nClusters, i) => {
    const logInertia = Math.log(inertias[i]!);
    const expectedLogInertia = mean(logs[i]!);
    if (!hasGap(i)) return { nClusters, ...NO_GAP, logInertia: -Infinity };
    const standardError = standardDeviation(logs[i]!) * Math.sqrt(1 + 1 / nRefs);
    return {
      nClusters,
      score: expectedLogInertia - logInertia,
      standardError,
      logInertia,
      expectedLogInertia,
    };
  });
}

const NO_GAP = { score: NaN, standardError: NaN, expectedLogInertia: NaN };

/** An inertia up to this is nothing but rounding. */
function smallestInertia({ data }: Matrix): number {
  return 1e-24 * data.reduce((sum, value) => sum + value * value, 0);
}

/** Draws matrices of the shape of `x`, uniform in the box of its columns' ranges. */
function uniformBox({ data, nRows, nColumns }: Matrix): (random: RandomState) => Matrix {
  const low = new Float64Array(nColumns).fill(Infinity);
  const high = new Float64Array(nColumns).fill(-Infinity);
  data.forEach((value, at) => {
    const c = at % nColumns;
    low[c] = Math.min(low[c]!, value);
    high[c] = Math.max(high[c]!, value);
  });
  return (random) => {
    const drawn = random.randomSampleArray(data.length);
    return {
      data: drawn.map((u, at) => low[at % nColumns]! + (high[at % nColumns]! - low[at % nColumns]!) * u),
      nRows,
      nColumns,
    };
  };
}
