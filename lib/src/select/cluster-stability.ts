import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { adjustedRandScore } from '../metrics/adjusted-rand-score.js';
import { checkInteger, checkNumber, checkOptions } from '../options.js';
import { createPacer, type Pacer } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { mean } from './moments.js';
import {
  drawSeed,
  fitEachK,
  resamplingKeys,
  resolveResampling,
  type Resampling,
  type ResamplingOptions,
} from './resampling.js';

/** Options of {@link clusterStability}. */
export interface ClusterStabilityOptions extends ResamplingOptions {
  /** Numbers of clusters to try, each an integer in [2, rows of a subsample], none twice. */
  readonly nClusters: readonly number[];
  /** Subsamples drawn, at least 3. @defaultValue 10 */
  readonly nSubsamples?: number;
  /** Share of the rows in a subsample, in [0.5, 1); rounded down. @defaultValue 0.8 */
  readonly subsampleSize?: number;
}

/** One k of a {@link clusterStability}. */
export interface ClusterStabilityRow {
  /** Clusters that k-means was asked for. */
  readonly nClusters: number;
  /** Mean adjusted Rand index over all pairs of subsamples, at most 1. */
  readonly score: number;
  /** Jackknife standard error of that mean, leaving out one subsample at a time. */
  readonly standardError: number;
  /** Adjusted Rand index of each pair: (0, 1), (0, 2), ..., (1, 2), ...; [nSubsamples (nSubsamples - 1) / 2]. */
  readonly similarities: Float64Array;
}

/** What {@link clusterStability} found. */
export interface ClusterStabilityResult {
  /** What made the clusters. */
  readonly method: 'k-means';
  /** What `score` is. */
  readonly criterion: 'stability';
  /** By ascending `nClusters`. */
  readonly rows: readonly ClusterStabilityRow[];
  /** The row of the most clusters within one standard error of the highest score. */
  readonly best: ClusterStabilityRow;
  /** The seed that was used. */
  readonly randomState: number;
}

/**
 * How alike the clusterings of different subsamples are: k-means clusters each subsample, and every two of the
 * clusterings are compared on the rows that they share, by the adjusted Rand index (1: the same, 0: as by chance).
 *
 * Coarse clusterings that merge true clusters can be as stable as the true one, so of equal scores, within a standard
 * error, the most clusters win. Takes nSubsamples nInit runs of k-means for each k.
 *
 * @param data - [nRows, nColumns], at least 4 rows; not modified.
 * @throws {@link ArgumentError} if an option is out of range, or the subsamples are so small that two share no 2 rows.
 * @throws {@link DataError} if `data` holds NaN or an infinity.
 * @example
 * const rows = [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]];
 * const { best } = await clusterStability(rows, { nClusters: [2, 3] });
 * // best.nClusters: 2, best.score: 1
 * @see Ben-Hur, Elisseeff & Guyon (2002), A stability based method for discovering structure in clustered data, for the scheme and
 * the choice of the most clusters; Hubert & Arabie (1985) for the index, which unlike theirs is corrected for chance.
 */
export async function clusterStability(
  data: MatrixLike,
  options: ClusterStabilityOptions,
): Promise<ClusterStabilityResult> {
  const fn = 'clusterStability';
  checkOptions(fn, options, ['nSubsamples', 'subsampleSize', ...resamplingKeys]);
  const x = toMatrix(data, fn);
  const { nSubsamples = 10, subsampleSize = 0.8 } = options;
  const nDrawn = checkSubsamples(fn, x.nRows, nSubsamples, subsampleSize);
  const resampling = resolveResampling(fn, options, 2, nDrawn, 'rows of a subsample');
  checkMagnitude(fn, { data: x });
  const rows = await stabilityOfEachK(x, resampling, nSubsamples, nDrawn, createPacer(fn, options));
  const { randomState } = resampling;
  return { method: 'k-means', criterion: 'stability', rows, best: mostStable(rows), randomState };
}

/** Rows of a subsample. Two of them share at least 2 rows. */
export function checkSubsamples(fn: string, nRows: number, nSubsamples: number, share: number): number {
  checkInteger(fn, 'nSubsamples', nSubsamples, 3);
  checkNumber(fn, 'subsampleSize', share, 0.5, 1 - Number.EPSILON);
  const nDrawn = Math.floor(share * nRows);
  if (2 * nDrawn - nRows < 2) {
    const expected = 'rows enough that any two subsamples share 2 of them';
    throw new ArgumentError(fn, 'data', expected, `${nRows} rows, subsamples of ${nDrawn}`);
  }
  return nDrawn;
}

/** The most clusters within one standard error of the highest score. */
export function mostStable(rows: readonly ClusterStabilityRow[]): ClusterStabilityRow {
  const highest = rows.reduce((winner, row) => (row.score > winner.score ? row : winner));
  return rows.filter(({ score }) => score >= highest.score - highest.standardError).at(-1)!;
}

export async function stabilityOfEachK(
  x: Matrix,
  resampling: Resampling,
  nSubsamples: number,
  nDrawn: number,
  pacer: Pacer,
): Promise<readonly ClusterStabilityRow[]> {
  const { ks } = resampling;
  const random = createRandomState(resampling.randomState);
  const total = nSubsamples * ks.length;
  // Label of each row of the data, -1 where the subsample lacks it; for each subsample and k.
  const labelings: Int32Array[][] = [];
  for (let s = 0; s < nSubsamples; s++) {
    const drawn = random.permutation(x.nRows).subarray(0, nDrawn);
    const step = (nFits: number): Promise<void> => pacer.step('stability', s * ks.length + nFits, total);
    const fits = await fitEachK(takeRows(x, drawn), resampling, drawSeed(random), pacer, step);
    labelings.push(
      fits.map(({ labels }) => {
        const all = new Int32Array(x.nRows).fill(-1);
        drawn.forEach((row, i) => (all[row] = labels[i]!));
        return all;
      }),
    );
  }
  const rows: ClusterStabilityRow[] = [];
  for (const [i, nClusters] of ks.entries()) {
    const similarities: number[] = [];
    for (const [s, first] of labelings.entries()) {
      for (const second of labelings.slice(s + 1)) similarities.push(sharedRowsScore(first[i]!, second[i]!));
      await pacer.step('comparing subsamples', i * nSubsamples + s + 1, total);
    }
    rows.push({
      nClusters,
      score: mean(similarities),
      standardError: jackknifeError(similarities, nSubsamples),
      similarities: Float64Array.from(similarities),
    });
  }
  return rows;
}

function sharedRowsScore(first: Int32Array, second: Int32Array): number {
  const isShared = (_: number, row: number): boolean => first[row]! >= 0 && second[row]! >= 0;
  return adjustedRandScore(first.filter(isShared), second.filter(isShared));
}

/**
 * Standard error of the mean over all pairs of n items. Pairs with an item in common are not independent, so items
 * are left out, not pairs.
 */
function jackknifeError(similarities: readonly number[], n: number): number {
  const ofItem = new Float64Array(n);
  let pair = 0;
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++, pair++) {
      ofItem[a]! += similarities[pair]!;
      ofItem[b]! += similarities[pair]!;
    }
  }
  const total = mean(ofItem) * (n / 2);
  const without = ofItem.map((sum) => (total - sum) / ((n - 1) * (n / 2 - 1)));
  const centre = mean(without);
  return Math.sqrt((n - 1) * mean(without.map((value) => (value - centre) ** 2)));
}
