import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { checkCondensed } from '../matrix/condensed.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { rowMetrics } from '../matrix/row-distances.js';
import { checkInteger, checkOneOf, checkOptions, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { mergeByChain } from './linkage-chain.js';
import { squareDistances } from './linkage-distances.js';
import { mergeClosest } from './linkage-generic.js';
import { copyDistances, countPoints } from './linkage-precomputed.js';
import { mergeBySpanningTree } from './linkage-spanning-tree.js';
import { tableWidth } from './linkage-table.js';
import { sortMerges, type LinkageMethod, type LinkageMetric, type LinkageTree } from './linkage-tree.js';
import { distanceUpdate } from './linkage-update.js';
import { wardBytes, wardWithoutTable } from './ward-without-table.js';

/** Options of {@link linkage}. */
export interface LinkageOptions extends LongRunningOptions {
  /**
   * What counts as the distance of two clusters:
   * - `'ward'`: sqrt(2 a b / (a + b)) times the distance of their means (sizes a, b); compact, similar sizes;
   * - `'complete'`, `'single'`: the largest, the smallest distance between their members;
   * - `'average'`: the mean distance between their members; `'weighted'`: the mean of their parts' distances;
   * - `'centroid'`: the distance of their means; `'median'`: of the midpoints of their parts. Both may step back in height.
   *
   * @defaultValue 'ward'
   */
  readonly method?: LinkageMethod;
  /**
   * What counts as the distance of two rows; `'precomputed'` takes `data` as distances.
   * Ward, centroid and median are about means, and take only `'euclidean'` or distances that are Euclidean.
   *
   * @defaultValue 'euclidean'
   */
  readonly metric?: LinkageMetric;
  /**
   * Distances of all pairs of rows of `data` as `pdist` gives them, in this metric, if they exist already: spares most of the work.
   *
   * @defaultValue made anew
   */
  readonly distances?: Float64Array | undefined;
  /**
   * Upper limit for the table of distances, 8.8 n^2 bytes at most. Ward of 2 000 rows or more takes 12 bytes a value of `data`
   * instead; it makes the table only for ties, and only if it fits. @defaultValue 4 GiB (22 091 rows)
   */
  readonly maxMemoryBytes?: number;
}

export const linkageMethods: readonly LinkageMethod[] = [
  'ward',
  'complete',
  'average',
  'weighted',
  'single',
  'centroid',
  'median',
];
const linkageMetrics: readonly LinkageMetric[] = [...rowMetrics, 'precomputed'];

/**
 * Builds the tree of an agglomerative clustering: start with every row on its own, join the two closest clusters
 * until one is left. Cut it with `cutTree`.
 *
 * @remarks
 * Merges, their order and heights are those of scipy's `linkage`, tied distances included; see `visitDistanceTiles`
 * for how distances of large inputs are rounded. Complete, average and weighted use a nearest-neighbour chain, single a
 * minimum spanning tree, all O(n^2); centroid and median a heap, O(n^2) to O(n^3). Distances cost O(n^2 nColumns). Memory:
 * 8.8 n^2 bytes (single, centroid, median: 8 n^2), and a copy of the data.
 *
 * From 2 000 rows on, Ward needs no table: it finds the nearest means by matrix products, in O(n^2 nColumns) with 12 bytes a value
 * of the data. Heights are then scipy's to about 1e-12. Equal rows are joined first, in scipy's order. Where other distances tie, or
 * differ too little for float32 to see, it goes back to the chain if the table fits `maxMemoryBytes`. If it does not, distances equal to
 * eleven digits count as tied, ties are decided by scipy's rule (the previous cluster of the chain, else the lowest
 * slot), which may differ from scipy's choice in the last digits, and `warnings` say so.
 *
 * @param data - [nRows, nColumns], at least 2 rows; with `metric: 'precomputed'` a square symmetric matrix of distances
 *   or its upper triangle, row by row, as one Float64Array (scipy's condensed form). Not modified.
 * @throws {@link ArgumentError} if an option is out of range, or what the method needs does not fit `maxMemoryBytes`; before any work.
 * @throws {@link DataError} if a value is not finite or beyond 1e140 in size, a row has no direction (all zero for cosine,
 *   constant for correlation), or given distances are negative or not symmetric.
 * @example
 * const tree = await linkage([[0], [1], [5], [7]], { method: 'single' });
 * // tree.children: 0 1 2 3 4 5, tree.heights: 1 2 4, tree.counts: 2 2 4
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms.
 */
export async function linkage(
  data: MatrixLike | Float64Array,
  options: LinkageOptions = {},
): Promise<LinkageTree> {
  checkOptions('linkage', options, ['method', 'metric', 'distances', 'maxMemoryBytes', ...longRunningKeys]);
  return growTree('linkage', 'method', data, options);
}

/** {@link linkage} in the name of `fn`, which calls the option of the method `methodName`. */
export async function growTree(
  fn: string,
  methodName: string,
  data: MatrixLike | Float64Array,
  options: LinkageOptions,
): Promise<LinkageTree> {
  const {
    method = 'ward',
    metric = 'euclidean',
    distances: known,
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  checkOneOf(fn, methodName, method, linkageMethods);
  checkOneOf(fn, 'metric', metric, linkageMetrics);
  checkInteger(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (
    (method === 'ward' || method === 'centroid' || method === 'median') &&
    metric !== 'euclidean' &&
    metric !== 'precomputed'
  ) {
    throw new ArgumentError(
      fn,
      'options.metric',
      `'euclidean' (or 'precomputed') with ${methodName} '${method}', which is defined by means`,
      metric,
    );
  }
  if (data instanceof Float64Array && metric !== 'precomputed')
    throw new ArgumentError(fn, 'data', `a matrix, unless options.metric is 'precomputed'`, data);
  const pacer = createPacer(fn, options);
  const given = data instanceof Float64Array ? data : toMatrix(data, fn, 'data');
  const n = countPoints(given, fn);
  if (n < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', n);
  checkCondensed(fn, known, n);
  const areDistances = given instanceof Float64Array || metric === 'precomputed';
  if (areDistances && known !== undefined)
    throw new ArgumentError(fn, 'options.distances', 'left out where data are distances', known);
  if (!areDistances) checkMagnitude(fn, { data: given });
  const width = usesChain(method) ? tableWidth(n) : n;
  const tableBytes = 8 * n * width;
  if (!areDistances && method === 'ward' && n >= ROUNDS_FROM) {
    checkBytes(fn, maxMemoryBytes, wardBytes(given), `the means of ${n} rows`);
    const found = await wardWithoutTable(given, known, tableBytes <= maxMemoryBytes, pacer);
    if (found !== undefined)
      return { ...sortMerges(found.merges, n), nLeaves: n, method, metric, warnings: found.warnings };
  }
  checkBytes(fn, maxMemoryBytes, tableBytes, `the distances of ${n} rows`);
  const distances =
    known !== undefined || areDistances
      ? await copyDistances(known ?? given, width, fn, pacer)
      : await squareDistances(given, width, metric, fn, pacer);
  return { ...(await mergeAll(distances, n, method, pacer)), nLeaves: n, method, metric, warnings: [] };
}

/** From this number of rows on, products are faster than the table. */
const ROUNDS_FROM = 2000;

function checkBytes(fn: string, maxMemoryBytes: number, bytes: number, what: string): void {
  if (bytes <= maxMemoryBytes) return;
  const way = `at least ${bytes} for ${what} (or cluster fewer rows, a sample or k-means centers)`;
  throw new ArgumentError(fn, 'options.maxMemoryBytes', way, maxMemoryBytes);
}

function usesChain(method: LinkageMethod): method is 'ward' | 'complete' | 'average' | 'weighted' {
  return method !== 'single' && method !== 'centroid' && method !== 'median';
}

async function mergeAll(
  distances: Float64Array,
  n: number,
  method: LinkageMethod,
  pacer: Pacer,
): Promise<Pick<LinkageTree, 'children' | 'heights' | 'counts'>> {
  if (usesChain(method))
    return sortMerges(await mergeByChain(distances, n, distanceUpdate(method), pacer), n);
  if (method === 'single') return sortMerges(await mergeBySpanningTree(distances, n, pacer), n);
  return mergeClosest(distances, n, distanceUpdate(method), pacer);
}
