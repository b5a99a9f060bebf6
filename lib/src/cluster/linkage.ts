import { ArgumentError, DataError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { rowMetrics } from '../matrix/row-distances.js';
import { checkInteger, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { mergeByChain } from './linkage-chain.js';
import { squareDistances } from './linkage-distances.js';
import { mergeClosest } from './linkage-generic.js';
import { copyDistances, countPoints } from './linkage-precomputed.js';
import { mergeBySpanningTree } from './linkage-spanning-tree.js';
import { tableWidth } from './linkage-table.js';
import { sortMerges, type LinkageMethod, type LinkageMetric, type LinkageTree } from './linkage-tree.js';
import { distanceUpdate } from './linkage-update.js';

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
  /** Upper limit for the table of distances, 8.8 n^2 bytes at most. @defaultValue 4 GiB (22 091 rows) */
  readonly maxMemoryBytes?: number;
}

const LARGEST_VALUE = 1e140;

export const linkageMethods: readonly LinkageMethod[] = [
  'ward',
  'complete',
  'average',
  'weighted',
  'single',
  'centroid',
  'median',
];
export const linkageMetrics: readonly LinkageMetric[] = [...rowMetrics, 'precomputed'];

/**
 * Builds the tree of an agglomerative clustering: start with every row on its own, join the two closest clusters
 * until one is left. Cut it with `cutTree`.
 *
 * @remarks
 * Merges, their order and heights are those of scipy's `linkage`, tied distances included; see `visitDistanceTiles`
 * for how distances of large inputs are rounded. Ward, complete, average and weighted use a nearest-neighbour chain,
 * single a minimum spanning tree, all O(n^2); centroid and median a heap, O(n^2) to O(n^3). Distances cost
 * O(n^2 nColumns). Memory: 8.8 n^2 bytes (single, centroid, median: 8 n^2), and a copy of the data.
 *
 * @param data - [nRows, nColumns], at least 2 rows; with `metric: 'precomputed'` a square symmetric matrix of distances
 *   or its upper triangle, row by row, as one Float64Array (scipy's condensed form). Not modified.
 * @throws {@link ArgumentError} if an option is out of range, or the distances do not fit `maxMemoryBytes`.
 * @throws {@link DataError} if a value is not finite, or given distances are negative or not symmetric.
 * @example
 * const tree = await linkage([[0], [1], [5], [7]], { method: 'single' });
 * // tree.children: 0 1 2 3 4 5, tree.heights: 1 2 4, tree.counts: 2 2 4
 * @see Müllner (2011), Modern hierarchical, agglomerative clustering algorithms.
 */
export async function linkage(
  data: MatrixLike | Float64Array,
  options: LinkageOptions = {},
): Promise<LinkageTree> {
  checkOptions('linkage', options, ['method', 'metric', 'maxMemoryBytes', ...longRunningKeys]);
  const { method = 'ward', metric = 'euclidean', maxMemoryBytes = 4 * 2 ** 30 } = options;
  checkOneOf('linkage', 'method', method, linkageMethods);
  checkOneOf('linkage', 'metric', metric, linkageMetrics);
  checkInteger('linkage', 'maxMemoryBytes', maxMemoryBytes, 1);
  if (
    (method === 'ward' || method === 'centroid' || method === 'median') &&
    metric !== 'euclidean' &&
    metric !== 'precomputed'
  ) {
    throw new ArgumentError(
      'linkage',
      'options.metric',
      `'euclidean' (or 'precomputed') with method '${method}', which is defined by means`,
      metric,
    );
  }
  const pacer = createPacer('linkage', options);
  const { distances, n } = await distancesOf(data, method, metric, maxMemoryBytes, pacer);
  return { ...(await mergeAll(distances, n, method, pacer)), nLeaves: n, method, metric };
}

async function distancesOf(
  data: MatrixLike | Float64Array,
  method: LinkageMethod,
  metric: LinkageMetric,
  maxMemoryBytes: number,
  pacer: Pacer,
): Promise<{ readonly distances: Float64Array; readonly n: number }> {
  if (metric === 'precomputed') {
    const n = countPoints(data, 'linkage');
    const width = checkSize(n, method, maxMemoryBytes);
    checkMagnitude(data instanceof Float64Array ? data : toMatrix(data).data);
    return { distances: copyDistances(data, width, 'linkage'), n };
  }
  if (data instanceof Float64Array)
    throw new ArgumentError('linkage', 'data', `a matrix, unless options.metric is 'precomputed'`, data);
  const x = toMatrix(data, 'linkage', 'data');
  const width = checkSize(x.nRows, method, maxMemoryBytes);
  checkMagnitude(x.data);
  return { distances: await squareDistances(x, width, metric, pacer), n: x.nRows };
}

/** The columns that the method wants for n rows of distances. */
function checkSize(n: number, method: LinkageMethod, maxMemoryBytes: number): number {
  if (n < 2) throw new ArgumentError('linkage', 'data', 'at least 2 rows', n);
  const width = usesChain(method) ? tableWidth(n) : n;
  const bytes = 8 * n * width;
  if (bytes <= maxMemoryBytes) return width;
  const way = `at least ${bytes} for the distances of ${n} rows (or cluster fewer rows, a sample or k-means centers)`;
  throw new ArgumentError('linkage', 'options.maxMemoryBytes', way, maxMemoryBytes);
}

function usesChain(method: LinkageMethod): method is 'ward' | 'complete' | 'average' | 'weighted' {
  return method !== 'single' && method !== 'centroid' && method !== 'median';
}

/** Sums of squares must stay finite: an infinite distance has no nearest neighbour. */
function checkMagnitude(values: Float64Array): void {
  for (let at = 0; at < values.length; at++) {
    if (!(Math.abs(values[at]!) > LARGEST_VALUE)) continue;
    throw new DataError(
      'linkage',
      `data holds ${values[at]!}; values beyond ${LARGEST_VALUE} overflow when squared, scale the data`,
      { source: 'data' },
    );
  }
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
