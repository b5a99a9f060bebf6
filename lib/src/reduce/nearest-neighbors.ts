import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { unitRows } from '../matrix/metric-rows.js';
import { rowMetrics, type RowMetric } from '../matrix/row-distances.js';
import {
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  DEFAULT_MAX_MEMORY_BYTES,
} from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { searchByProducts } from './nearest-neighbors-products.js';
import { searchByScan } from './nearest-neighbors-scan.js';
import { createNearestRows, type NearestRows, type NeighborSearch } from './nearest-rows.js';

/** Options of {@link nearestNeighbors}. */
export interface NearestNeighborsOptions extends LongRunningOptions {
  /** Neighbours of each row, in [1, nRows - 1]; up to nRows with `includeSelf` or `queries`. */
  readonly nNeighbors: number;
  /** How distance is measured, by the formulas of `scipy.spatial.distance`. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Count a row among its own neighbours. Cannot be combined with `queries`. @defaultValue false */
  readonly includeSelf?: boolean;
  /** Rows whose neighbours in `data` are wanted, [nQueries, nColumns]. @defaultValue the rows of `data` */
  readonly queries?: MatrixLike;
  /** Upper limit of the memory needed beside `data`, in bytes; more rows at a time are faster. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

/** The neighbours that {@link nearestNeighbors} found; entry (i, j) is at `i * nNeighbors + j`. */
export interface NearestNeighbors {
  /** Row numbers in `data`, nearest first, [nRows, nNeighbors]. */
  readonly indices: Int32Array;
  /** Their distances in units of `metric`, ascending, [nRows, nNeighbors]. */
  readonly distances: Float64Array;
  /** Rows that were asked for: those of `queries`, else of `data`. */
  readonly nRows: number;
  /** Neighbours of a row. */
  readonly nNeighbors: number;
  /** What the distances are. */
  readonly metric: RowMetric;
}

/**
 * Finds the k nearest rows of every row, exactly.
 *
 * @remarks
 * Distances are computed in doubles from the differences of the rows, so that close pairs keep all their digits.
 * Equal distances are ordered by row number. A row is not its own neighbour, but its duplicates are.
 *
 * Euclidean, cosine and correlation distances: float32 products on libtensorflow pick a few rows more than needed,
 * and a bound on their rounding error proves that no other row can belong to the k nearest; where it cannot, every
 * row within the bound is measured. O(nRows^2 nColumns) in fast products, O(nRows k nColumns) in exact ones.
 * The other metrics measure all pairs one by one, stopping early in far ones: some hundred times slower.
 *
 * @param data - Points as rows; not modified.
 * @throws {@link ArgumentError} if an option is out of range, or one row of distances exceeds `maxMemoryBytes`.
 * @throws {@link DataError} if a value is not finite, or a row has no direction (all zeros) with 'cosine', no
 * variation with 'correlation'.
 * @example
 * const { indices, distances } = await nearestNeighbors([[0], [1], [3], [7]], { nNeighbors: 1 });
 * // indices: 1 0 1 2, distances: 1 1 2 4
 * @see scikit-learn's `NearestNeighbors(algorithm='brute')`.
 */
export async function nearestNeighbors(
  data: MatrixLike,
  options: NearestNeighborsOptions,
): Promise<NearestNeighbors> {
  const fn = 'nearestNeighbors';
  const points = toMatrix(data, fn);
  checkOptions(fn, options, [
    'nNeighbors',
    'metric',
    'includeSelf',
    'queries',
    'maxMemoryBytes',
    ...longRunningKeys,
  ]);
  const {
    nNeighbors,
    metric = 'euclidean',
    includeSelf = false,
    queries: given,
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  checkOneOf(fn, 'metric', metric, rowMetrics);
  checkBoolean(fn, 'includeSelf', includeSelf);
  checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (given !== undefined && options.includeSelf !== undefined) {
    throw new ArgumentError(fn, 'options.includeSelf', 'absent where options.queries is given', includeSelf);
  }
  const queries = given === undefined ? points : toMatrix(given, fn, 'options.queries');
  if (queries.nColumns !== points.nColumns) {
    throw new ArgumentError(
      fn,
      'options.queries',
      `of ${points.nColumns} columns as the data`,
      queries.nColumns,
    );
  }
  const excludeSelf = given === undefined && !includeSelf;
  checkInteger(
    fn,
    'nNeighbors',
    nNeighbors,
    1,
    points.nRows - (excludeSelf ? 1 : 0),
    `rows of data${excludeSelf ? ', without the row itself' : ''}`,
  );
  checkMagnitude(fn, queries === points ? { data: points } : { data: points, 'options.queries': queries });
  return findNeighbors(
    fn,
    { points, queries, excludeSelf, maxMemoryBytes },
    nNeighbors,
    metric,
    createPacer(fn, options),
  );
}

/** The search behind {@link nearestNeighbors}, for input that has been checked; `fn` is named in errors. */
export async function findNeighbors(
  fn: string,
  search: NeighborSearch,
  nNeighbors: number,
  metric: RowMetric,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  const nRows = search.queries.nRows;
  const found = createNearestRows(nRows, nNeighbors);
  await fill(fn, search, metric, found, pacer);
  return { indices: found.indices, distances: found.distances, nRows, nNeighbors, metric };
}

async function fill(
  fn: string,
  search: NeighborSearch,
  metric: RowMetric,
  found: NearestRows,
  pacer: Pacer,
): Promise<void> {
  if (metric === 'cityblock' || metric === 'chebyshev') return searchByScan(search, metric, found, pacer);
  const { distances } = found;
  if (metric === 'euclidean') {
    await searchByProducts(fn, search, found, pacer);
    for (let at = 0; at < distances.length; at++) distances[at] = Math.sqrt(distances[at]!);
    return;
  }
  // Rows of length 1 lie at the squared distance 2 - 2 cos: the same neighbours in the same order.
  const points = unitRows(search.points, metric, fn, 'data');
  const queries =
    search.queries === search.points ? points : unitRows(search.queries, metric, fn, 'options.queries');
  await searchByProducts(fn, { ...search, points, queries }, found, pacer);
  for (let at = 0; at < distances.length; at++) distances[at]! /= 2;
}
