import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { rowPanels } from '../matrix/row-panels.js';
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkSeed,
  DEFAULT_MAX_MEMORY_BYTES,
} from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { withScope } from '../tensorflow/tensor.js';
import type { SeedingCompat } from './k-means-plus-plus.js';
import { fitKMeans, startAtRows, type KMeansFitOptions, type KMeansResult } from './k-means-fit.js';
import { chooseRowSource } from './choose-row-source.js';
import { centersAtPoints, panelSource } from './row-source.js';

/** Options of {@link kMeans}. */
export interface KMeansOptions extends LongRunningOptions {
  /** Number of clusters, an integer in [1, nRows]. */
  readonly nClusters: number;
  /** How a run starts: greedy k-means++, random rows, or given centres [nClusters, nColumns]. @defaultValue 'k-means++' */
  readonly init?: 'k-means++' | 'random' | MatrixLike;
  /** Runs, each from new seeds; the one with the lowest inertia wins. 1 if `init` gives the centres. @defaultValue 10 */
  readonly nInit?: number;
  /** Upper limit of Lloyd steps per run. @defaultValue 300 */
  readonly maxIter?: number;
  /** A run stops when the summed squared shift of its centres is at most `tol` times the mean variance of the columns. @defaultValue 1e-4 */
  readonly tol?: number;
  /** Seed of every random choice. @defaultValue 0 */
  readonly randomState?: number;
  /** Whose seeding to follow, see {@link SeedingCompat}. @defaultValue 'sklearn-1.2' */
  readonly compat?: SeedingCompat;
  /**
   * Upper limit of the table of inner products, 8 nRows^2 bytes, that makes many runs over wide rows fast.
   * Where it does not fit, each step multiplies the rows anew: the same result, more slowly. @defaultValue 4 GiB
   */
  readonly maxMemoryBytes?: number;
}

/** The names of {@link KMeansOptions}, for `checkOptions`. */
export const kMeansKeys: readonly string[] = [
  'nClusters',
  'init',
  'nInit',
  'maxIter',
  'tol',
  'randomState',
  'compat',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/**
 * Partitions rows into `nClusters` groups around their means (Lloyd's algorithm from greedy k-means++ seeds).
 *
 * Label for label the result of `sklearn.cluster.KMeans(algorithm='lloyd')` with the same seed. It finds a local
 * optimum: compare runs, and scale the columns first. In float64 on libtensorflow; inertia agrees with
 * scikit-learn's to about 1e-12.
 *
 * O(nRows^2 nColumns) once for the inner products, then O(nRows) a moved row; or O(nRows nClusters nColumns) a step
 * where the rows are narrow or the table would not fit.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity, row and column are named; or a value beyond 1e140 in size.
 * @example
 * const { labels, inertia } = await kMeans([[0], [1], [10], [11]], { nClusters: 2 });
 * // labels: 0 0 1 1, inertia: 1
 * @see Lloyd (1982); Arthur & Vassilvitskii (2007); scikit-learn 1.2.1, `sklearn/cluster/_kmeans.py`.
 */
export async function kMeans(data: MatrixLike, options: KMeansOptions): Promise<KMeansResult> {
  checkOptions('kMeans', options, kMeansKeys);
  const x = toMatrix(data, 'kMeans');
  const { init, ...o } = resolveKMeansOptions('kMeans', options, x);
  const { maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  checkNumber('kMeans', 'maxMemoryBytes', maxMemoryBytes, 0);
  const pacer = createPacer('kMeans', options);
  checkMagnitude('kMeans', { data: x });
  if (typeof init !== 'string') checkMagnitude('kMeans', { 'options.init': init });
  const step = (done: number): Promise<void> => pacer.step('k-means', done, o.nInit);
  await step(0);
  return withScope(async (scope) => {
    if (typeof init === 'string') {
      const source = await chooseRowSource(scope, x, o.nInit, maxMemoryBytes, pacer);
      return fitKMeans(source, o, startAtRows(source, o, init), step);
    }
    const panels = await rowPanels(scope, x, () => step(0));
    const start = { centers: centersAtPoints(x, panels, init), seeds: new Int32Array(0) };
    return fitKMeans(panelSource(x, panels), o, () => Promise.resolve(start), step);
  });
}

/** Checks what {@link kMeans} and the sweep over k have in common, and fills in the defaults. */
export function resolveKMeansOptions(
  fn: string,
  options: KMeansOptions,
  x: Matrix,
): KMeansFitOptions & { readonly init: 'k-means++' | 'random' | Matrix } {
  const {
    nClusters,
    init = 'k-means++',
    maxIter = 300,
    tol = 1e-4,
    randomState = 0,
    compat = 'sklearn-1.2',
  } = options;
  checkInteger(fn, 'nClusters', nClusters, 1, x.nRows, 'rows of data');
  const points = typeof init === 'string' ? undefined : toMatrix(init, fn, 'options.init');
  if (points === undefined) checkOneOf(fn, 'init', init, ['k-means++', 'random']);
  else checkStart(fn, points, nClusters, x.nColumns);
  const { nInit = points === undefined ? 10 : 1 } = options;
  checkInteger(fn, 'nInit', nInit, 1);
  if (points !== undefined && nInit !== 1)
    throw new ArgumentError(fn, 'options.nInit', '1, since options.init gives the centres', nInit);
  checkInteger(fn, 'maxIter', maxIter, 1);
  checkNumber(fn, 'tol', tol, 0);
  checkSeed(fn, randomState);
  checkOneOf(fn, 'compat', compat, ['sklearn-1.2', 'sklearn-1.3']);
  return {
    nClusters,
    init: points ?? (init as 'k-means++' | 'random'),
    nInit,
    maxIter,
    tol,
    randomState,
    compat,
  };
}

function checkStart(fn: string, points: Matrix, nClusters: number, nColumns: number): void {
  if (points.nRows === nClusters && points.nColumns === nColumns) return;
  throw new ArgumentError(
    fn,
    'options.init',
    `${nClusters} centres of ${nColumns} columns`,
    `${points.nRows} x ${points.nColumns}`,
  );
}
