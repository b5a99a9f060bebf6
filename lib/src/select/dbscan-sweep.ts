import { dbscan, type DbscanResult } from '../cluster/dbscan.js';
import { ArgumentError, asPartOf, DataError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Progress } from '../progress.js';
import { nearestNeighbors } from '../reduce/nearest-neighbors.js';
import { bestScored } from './best-row.js';
import type { SweepResult, SweepRow } from './sweep-result.js';

/** Options of {@link dbscanSweep}. */
export interface DbscanSweepOptions extends LongRunningOptions {
  /** Distances to try, each above 0, in units of the data. @defaultValue `nEps` distances taken from the data, whatever their scale */
  readonly eps?: readonly number[];
  /** How many distances to try where `eps` is not given, at least 2. @defaultValue 30 */
  readonly nEps?: number;
  /** As in `dbscan`, an integer in [2, nRows]. @defaultValue 5 */
  readonly minSamples?: number;
  /** Fewest clusters of the best row, noise not counted, an integer in [2, maxClust]. @defaultValue 2 */
  readonly minClust?: number;
  /** Most clusters of the best row, an integer in [minClust, nRows - 1]. @defaultValue 25, or nRows - 1 if that is less */
  readonly maxClust?: number;
  /**
   * - `'zero'`: the silhouettes are those of the rows in clusters, among themselves; a row of noise counts as 0, so that noise costs;
   * - `'cluster'`: noise is scored as if it were one more cluster, as clusteval does.
   *
   * @defaultValue 'zero'
   */
  readonly noise?: 'zero' | 'cluster';
}

/** One distance of a {@link dbscanSweep}: the clusters, with their mean silhouette as `score`; NaN for a single cluster. */
export interface DbscanSweepRow extends SweepRow, Omit<DbscanResult, 'kDistances'> {}

/**
 * DBSCAN at several distances, each scored by the mean silhouette; `best` has the highest of those with `minClust` to
 * `maxClust` clusters: clusteval's search for epsilon, without its fixed grid of 0.1 to 5.
 *
 * The distances tried come from the k-distance curve: those within which 1/nEps, 2/nEps, ... of the rows have `minSamples` rows,
 * so that so large a share is in the core of clusters. Takes O(nRows^2 nColumns) for each of them.
 *
 * @param data - [nRows, nColumns], at least 3 rows; distances are Euclidean; not modified.
 * @returns A row per distance, ascending; labels numbered as by `dbscan`, -1 for noise.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity, if rows are so equal that no distance can be taken from them, or if
 *   no distance gives a number of clusters in the range.
 * @example
 * const rows = [[0], [1], [2], [20], [21], [22], [90]];
 * const { best } = await dbscanSweep(rows, { minSamples: 2 });
 * // best.eps: 1, best.labels: 0 0 0 1 1 1 -1
 * @see Ester, Kriegel, Sander & Xu (1996); Rousseeuw (1987).
 */
export async function dbscanSweep(
  data: MatrixLike,
  options: DbscanSweepOptions = {},
): Promise<SweepResult<DbscanSweepRow>> {
  const fn = 'dbscanSweep';
  checkOptions(fn, options, [
    'eps',
    'nEps',
    'minSamples',
    'minClust',
    'maxClust',
    'noise',
    ...longRunningKeys,
  ]);
  const x = toMatrix(data, fn);
  const n = x.nRows;
  if (n < 3) throw new ArgumentError(fn, 'data', 'at least 3 rows', `${n} rows`);
  const { eps, nEps = 30, minSamples = 5, maxClust = Math.min(25, n - 1), noise = 'zero', signal } = options;
  checkInteger(fn, 'nEps', nEps, 2);
  checkInteger(fn, 'minSamples', minSamples, 2, n, 'rows of data');
  checkInteger(fn, 'maxClust', maxClust, 2, n - 1, 'rows of data minus 1');
  const { minClust = 2 } = options;
  checkInteger(fn, 'minClust', minClust, 2, maxClust, 'options.maxClust');
  checkOneOf(fn, 'noise', noise, ['zero', 'cluster']);
  if (eps !== undefined) checkDistances(fn, eps);
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });
  const quietly = { signal };
  const distances = eps ?? (await asPartOf(fn, {}, () => distancesOf(x, nEps, minSamples, quietly)));
  const rows: DbscanSweepRow[] = [];
  for (const distance of [...distances].sort((a, b) => a - b)) {
    const onProgress = (progress: Progress): void =>
      options.onProgress?.({ ...progress, stage: `dbscan, eps = ${Number(distance.toPrecision(3))}` });
    const { kDistances: _, ...found } = await asPartOf(fn, {}, () =>
      dbscan(x, { eps: distance, minSamples, signal, onProgress }),
    );
    const before = rows.at(-1);
    const known = before !== undefined && sameLabels(before.labels, found.labels);
    const score = known ? before.score : await asPartOf(fn, {}, () => silhouetteOf(x, found, noise, quietly));
    rows.push({ ...found, score });
    await pacer.step('distances', rows.length, distances.length);
  }
  const fitting = rows.filter(({ nClusters }) => nClusters >= minClust && nClusters <= maxClust);
  const best = bestScored(fitting, false);
  if (best === undefined) {
    const found = [...new Set(rows.map(({ nClusters }) => nClusters))].join(', ');
    const problem = `no distance gives ${minClust} to ${maxClust} clusters with a silhouette, but ${found}`;
    throw new DataError(fn, `${problem}: try another minSamples`, { source: 'data' });
  }
  const warnings = rows.flatMap((row) => row.warnings.map((warning) => `eps = ${row.eps}: ${warning}`));
  return { method: 'dbscan', criterion: 'silhouette', rows, best, warnings };
}

function checkDistances(fn: string, eps: readonly number[]): void {
  const given: unknown = eps;
  if (!Array.isArray(given) || given.length === 0)
    throw new ArgumentError(fn, 'options.eps', 'a list of at least one distance', given);
  eps.forEach((distance, i) => checkNumber(fn, `eps[${i}]`, distance, 0, Infinity, true));
}

/** Evenly spaced quantiles of the distances within which rows have `minSamples` rows, themselves included; without repeats. */
async function distancesOf(
  x: Matrix,
  nEps: number,
  minSamples: number,
  options: LongRunningOptions,
): Promise<readonly number[]> {
  const found = await nearestNeighbors(x, { nNeighbors: minSamples, includeSelf: true, ...options });
  const kDistances = Float64Array.from(
    { length: x.nRows },
    (_, i) => found.distances[(i + 1) * minSamples - 1]!,
  ).sort();
  const quantile = (share: number): number => kDistances[Math.ceil(share * x.nRows) - 1]!;
  const distances = Array.from({ length: nEps }, (_, e) => quantile((e + 1) / nEps));
  const different = [...new Set(distances)].filter((distance) => distance > 0);
  if (different.length > 0) return different;
  throw new DataError('dbscanSweep', 'rows have no distance to their neighbours: give options.eps', {
    source: 'data',
  });
}

function sameLabels(a: Int32Array, b: Int32Array): boolean {
  return a.every((label, i) => label === b[i]);
}

async function silhouetteOf(
  x: Matrix,
  { labels, nClusters, nNoise }: Pick<DbscanResult, 'labels' | 'nClusters' | 'nNoise'>,
  noise: 'zero' | 'cluster',
  options: LongRunningOptions,
): Promise<number> {
  if (noise === 'cluster') {
    const nGroups = nClusters + (nNoise > 0 ? 1 : 0);
    return nGroups < 2 || nGroups >= x.nRows ? NaN : (await silhouetteScores(x, [labels], options))[0]!;
  }
  const clustered = Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  if (nClusters < 2 || nClusters >= clustered.length) return NaN;
  const own = clustered.map((row) => labels[row]!);
  const scores = await silhouetteScores(takeRows(x, clustered), [own], options);
  return (scores[0]! * clustered.length) / x.nRows;
}
