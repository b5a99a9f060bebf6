import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import type { SeedingCompat } from './k-means-plus-plus.js';
import { fitMiniBatches, type MiniBatchFitOptions } from './mini-batch-fit.js';
import type { MiniBatchKMeansResult } from './mini-batch-result.js';

/** Options of {@link miniBatchKMeans}. */
export interface MiniBatchKMeansOptions extends LongRunningOptions {
  /** Number of clusters, an integer in [1, nRows]. */
  readonly nClusters: number;
  /** How the centres start: greedy k-means++, random rows, or given centres [nClusters, nColumns]. @defaultValue 'k-means++' */
  readonly init?: 'k-means++' | 'random' | MatrixLike;
  /** Starts tried on a sample of rows; the best one is used. 1 if `init` gives the centres. @defaultValue 3 */
  readonly nInit?: number;
  /** Rows drawn for each step. @defaultValue 1024, or nRows if that is less */
  readonly batchSize?: number;
  /** Rows drawn for each start, and for comparing the starts; at least nClusters. @defaultValue 3 batchSize, or 3 nClusters if batches are smaller than clusters are many; at most nRows */
  readonly initSize?: number;
  /** Upper limit of passes: at most maxIter * nRows / batchSize steps are done. @defaultValue 100 */
  readonly maxIter?: number;
  /** Stop when the summed squared shift of the centres is at most `tol` times the mean variance of the columns; 0 never. @defaultValue 0 */
  readonly tol?: number;
  /** Stop after so many steps without a new minimum of the smoothed inertia; null never. @defaultValue 10 */
  readonly maxNoImprovement?: number | null;
  /** Centres with fewer rows than this share of the largest cluster's, in [0, 1], are moved to random rows now and then. @defaultValue 0.01 */
  readonly reassignmentRatio?: number;
  /** Seed of every random choice. @defaultValue 0 */
  readonly randomState?: number;
  /** Whose seeding to follow, see {@link SeedingCompat}. @defaultValue 'sklearn-1.2' */
  readonly compat?: SeedingCompat;
}

const KEYS = [
  'nClusters',
  'init',
  'nInit',
  'batchSize',
  'initSize',
  'maxIter',
  'tol',
  'maxNoImprovement',
  'reassignmentRatio',
  'randomState',
  'compat',
  ...longRunningKeys,
];

/**
 * k-means from random batches of rows: each step moves every centre a little towards the rows of its batch. Nearly as
 * good as `kMeans` at a fraction of its cost where rows are many.
 *
 * Label for label and step for step the result of scikit-learn's `MiniBatchKMeans` with the same seed, unless
 * clusters are more than 16, more than half a batch of centres is to be moved at once, and their counts tie: which of
 * them move is then up to the sort. In float64 on libtensorflow.
 *
 * O(batchSize nClusters nColumns) a step, O(nRows nClusters nColumns) for the labels at the end.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity, row and column are named; or a value beyond 1e140 in size.
 * @example
 * const { labels } = await miniBatchKMeans([[0], [1], [10], [11]], { nClusters: 2 });
 * // labels: 1 1 0 0
 * @see Sculley (2010), Web-scale k-means clustering; scikit-learn 1.2.1, `sklearn/cluster/_kmeans.py`.
 */
export async function miniBatchKMeans(
  data: MatrixLike,
  options: MiniBatchKMeansOptions,
): Promise<MiniBatchKMeansResult> {
  checkOptions('miniBatchKMeans', options, KEYS);
  const x = toMatrix(data, 'miniBatchKMeans');
  const fit = resolve(options, x);
  const pacer = createPacer('miniBatchKMeans', options);
  checkMagnitude('miniBatchKMeans', { data: x });
  if (typeof fit.init !== 'string') checkMagnitude('miniBatchKMeans', { 'options.init': fit.init });
  return fitMiniBatches(x, fit, pacer);
}

function resolve(options: MiniBatchKMeansOptions, x: Matrix): MiniBatchFitOptions {
  const fn = 'miniBatchKMeans';
  const {
    nClusters,
    init = 'k-means++',
    maxIter = 100,
    tol = 0,
    maxNoImprovement = 10,
    reassignmentRatio = 0.01,
    randomState = 0,
    compat = 'sklearn-1.2',
  } = options;
  const n = x.nRows;
  checkInteger(fn, 'nClusters', nClusters, 1, n, 'rows of data');
  const { batchSize = Math.min(1024, n) } = options;
  checkInteger(fn, 'batchSize', batchSize, 1, n, 'rows of data');
  const { initSize = Math.min(n, 3 * batchSize < nClusters ? 3 * nClusters : 3 * batchSize) } = options;
  checkInteger(fn, 'initSize', initSize, nClusters, n, 'from nClusters to the rows of data');
  const points = typeof init === 'string' ? undefined : toMatrix(init, fn, 'options.init');
  if (points === undefined) checkOneOf(fn, 'init', init, ['k-means++', 'random']);
  else if (points.nRows !== nClusters || points.nColumns !== x.nColumns) {
    throw new ArgumentError(
      fn,
      'options.init',
      `${nClusters} centres of ${x.nColumns} columns`,
      `${points.nRows} x ${points.nColumns}`,
    );
  }
  const { nInit = points === undefined ? 3 : 1 } = options;
  checkInteger(fn, 'nInit', nInit, 1);
  if (points !== undefined && nInit !== 1)
    throw new ArgumentError(fn, 'options.nInit', '1, since options.init gives the centres', nInit);
  checkInteger(fn, 'maxIter', maxIter, 1);
  checkNumber(fn, 'tol', tol, 0);
  if (maxNoImprovement !== null) checkInteger(fn, 'maxNoImprovement', maxNoImprovement, 0);
  checkNumber(fn, 'reassignmentRatio', reassignmentRatio, 0, 1);
  checkSeed(fn, randomState);
  checkOneOf(fn, 'compat', compat, ['sklearn-1.2', 'sklearn-1.3']);
  const start = points ?? (init as 'k-means++' | 'random');
  return {
    nClusters,
    init: start,
    nInit,
    batchSize,
    initSize,
    maxIter,
    tol,
    maxNoImprovement,
    reassignmentRatio,
    randomState,
    compat,
  };
}
