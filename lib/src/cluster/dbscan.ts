import { ArgumentError, DataError } from '../errors.js';
import { visitDistanceTiles, type RowRange } from '../matrix/distance-tiles.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { rowMetrics, type RowMetric } from '../matrix/row-distances.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { ownNeighbors } from './own-neighbors.js';

/** Options of {@link dbscan}. */
export interface DbscanOptions extends LongRunningOptions {
  /**
   * Largest distance of neighbours, above 0, in units of `metric`. @defaultValue the knee of the k-distance curve: see {@link DbscanResult.kDistances}
   */
  readonly eps?: number;
  /** Neighbours within `eps`, itself included, that make a row the core of a cluster; an integer in [1, nRows]. @defaultValue 5 */
  readonly minSamples?: number;
  /** How distance is measured, by the formulas of `scipy.spatial.distance`. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
}

/** What {@link dbscan} found. */
export interface DbscanResult {
  /** Cluster of each row, -1 for noise, [nRows]. Numbered by their first core row. */
  readonly labels: Int32Array;
  /** Clusters found; noise is none. */
  readonly nClusters: number;
  /** Rows in each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Rows that are noise. */
  readonly nNoise: number;
  /** Rows with enough neighbours, ascending. */
  readonly coreSampleIndices: Int32Array;
  /** The distance used. */
  readonly eps: number;
  /**
   * For each row the distance within which it has `minSamples` rows, itself included, ascending, [nRows]; undefined where `eps` was given.
   * Rows in clusters lie on its flat part, noise on its steep end; the knee between them is the point farthest below the straight line
   * from the first to the last value, both axes scaled to [0, 1].
   */
  readonly kDistances: Float64Array | undefined;
  /** What may surprise, e.g. that all rows are noise. */
  readonly warnings: readonly string[];
}

/**
 * Clusters of any shape at one density, and noise, by DBSCAN: rows with at least `minSamples` rows within `eps` are cores, cores within
 * `eps` of each other share a cluster, other rows join a core within `eps`, the rest is noise.
 *
 * Labels equal scikit-learn's `DBSCAN`: a row within reach of several clusters joins the one with the lowest number. Without `eps` the distance
 * comes from the data, whatever their scale. O(nRows^2 nColumns), O(nRows minSamples) memory.
 *
 * @param data - Points as rows; not modified.
 * @throws {@link ArgumentError} if an option is out of range.
 * @throws {@link DataError} if a value is not finite or beyond 1e140 in size, if a row has no direction (all zero for cosine, constant
 * for correlation), or if `eps` is not given and every row has `minSamples` rows equal to it, itself included.
 * @example
 * const { labels } = await dbscan([[0], [1], [2], [20], [21], [22], [90]], { eps: 1.5, minSamples: 2 });
 * // labels: 0 0 0 1 1 1 -1
 * @see Ester, Kriegel, Sander & Xu (1996), A density-based algorithm for discovering clusters, 4.2 for the k-distance curve; Satopaa,
 * Albrecht, Irwin & Raghavan (2011), Finding a "kneedle" in a haystack.
 */
export async function dbscan(data: MatrixLike, options: DbscanOptions = {}): Promise<DbscanResult> {
  const fn = 'dbscan';
  const x = toMatrix(data, fn);
  checkOptions(fn, options, ['eps', 'minSamples', 'metric', ...longRunningKeys]);
  const { minSamples = 5, metric = 'euclidean' } = options;
  checkInteger(fn, 'minSamples', minSamples, 1, x.nRows, 'rows of data');
  checkOneOf(fn, 'metric', metric, rowMetrics);
  if (options.eps !== undefined) checkNumber(fn, 'eps', options.eps, 0, Infinity, true);
  else if (minSamples < 2)
    throw new ArgumentError(
      fn,
      'options.minSamples',
      'at least 2 where options.eps is not given',
      minSamples,
    );
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });

  let kDistances: Float64Array | undefined;
  if (options.eps === undefined) {
    const wanted = { nNeighbors: minSamples, includeSelf: true, metric };
    const { distances } = await ownNeighbors(fn, x, wanted, pacer);
    kDistances = Float64Array.from(
      { length: x.nRows },
      (_, i) => distances[(i + 1) * minSamples - 1]!,
    ).sort();
  }
  const eps = options.eps ?? kneeOf(kDistances!);
  return { ...(await clusterWithin(x, eps, minSamples, metric, pacer)), eps, kDistances };
}

/** The value at the knee of an ascending curve; the first above 0 if that is 0. */
function kneeOf(curve: Float64Array): number {
  const low = curve[0]!;
  const high = curve.at(-1)!;
  if (high === 0)
    throw new DataError('dbscan', 'no row has a distance to its minSamples nearest rows: give options.eps', {
      source: 'data',
    });
  let knee = 0;
  let deepest = -Infinity;
  for (let i = 0; i < curve.length && high > low; i++) {
    const depth = i / (curve.length - 1) - (curve[i]! - low) / (high - low);
    if (depth > deepest) [deepest, knee] = [depth, i];
  }
  return curve.subarray(knee).find((value) => value > 0)!;
}

type Clusters = Omit<DbscanResult, 'eps' | 'kDistances'>;

async function clusterWithin(
  x: Matrix,
  eps: number,
  minSamples: number,
  metric: RowMetric,
  pacer: Pacer,
): Promise<Clusters> {
  const n = x.nRows;
  const neighbors = new Int32Array(n).fill(1);
  await visitPairsWithin(x, eps, metric, pacer, (a, b) => {
    neighbors[a]!++;
    neighbors[b]!++;
  });
  const isCore = (row: number): boolean => neighbors[row]! >= minSamples;

  // Cores within eps are joined under the lowest row of their cluster; a border row remembers its fewer than minSamples cores.
  const leader = Int32Array.from({ length: n }, (_, i) => i);
  const coresNearby = new Map<number, number[]>();
  const remember = (border: number, core: number): void => {
    const known = coresNearby.get(border);
    if (known === undefined) coresNearby.set(border, [core]);
    else known.push(core);
  };
  await visitPairsWithin(x, eps, metric, pacer, (a, b) => {
    if (isCore(a) && isCore(b)) join(leader, a, b);
    else if (isCore(a)) remember(b, a);
    else if (isCore(b)) remember(a, b);
  });

  const labels = new Int32Array(n).fill(-1);
  const coreSampleIndices = Int32Array.from(labels.keys()).filter(isCore);
  let nClusters = 0;
  for (const row of coreSampleIndices) {
    const first = leaderOf(leader, row);
    labels[row] = first === row ? nClusters++ : labels[first]!;
  }
  for (const [border, cores] of coresNearby)
    labels[border] = cores.reduce((least, core) => Math.min(least, labels[core]!), nClusters);
  const counts = new Int32Array(nClusters);
  for (const label of labels) if (label >= 0) counts[label]!++;
  const nNoise = n - counts.reduce((sum, count) => sum + count, 0);
  const warnings = nClusters === 0 ? ['dbscan: no row has enough neighbours, every row is noise'] : [];
  return { labels, nClusters, counts, nNoise, coreSampleIndices, warnings };
}

/** Shows every pair of different rows at a distance of at most `eps` once. */
async function visitPairsWithin(
  x: Matrix,
  eps: number,
  metric: RowMetric,
  pacer: Pacer,
  visit: (a: number, b: number) => void,
): Promise<void> {
  const eachTile = (tile: Float64Array, rows: RowRange, columns: RowRange): void => {
    for (let i = 0; i < rows.nRows; i++) {
      // A range with itself holds every pair twice.
      for (let j = rows.start === columns.start ? i + 1 : 0; j < columns.nRows; j++) {
        if (tile[i * columns.nRows + j]! <= eps) visit(rows.start + i, columns.start + j);
      }
    }
  };
  await visitDistanceTiles(x, metric, eachTile, 'dbscan', pacer);
}

function leaderOf(leader: Int32Array, row: number): number {
  let at = row;
  while (leader[at] !== at) {
    leader[at] = leader[leader[at]!]!;
    at = leader[at]!;
  }
  return at;
}

function join(leader: Int32Array, a: number, b: number): void {
  const [first, second] = [leaderOf(leader, a), leaderOf(leader, b)];
  leader[Math.max(first, second)] = Math.min(first, second);
}
