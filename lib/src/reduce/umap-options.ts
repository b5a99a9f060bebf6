import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { rowMetrics, type RowMetric } from '../matrix/row-distances.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, checkSeed } from '../options.js';
import { longRunningKeys, type LongRunningOptions } from '../progress.js';

/** Where {@link umap} places the points first: 'spectral', 'random', 'pca', or a matrix [nRows, nComponents]. */
export type UmapInit = 'spectral' | 'random' | 'pca' | MatrixLike;

/** Options of {@link umap}; names and defaults are those of umap-learn. */
export interface UmapOptions extends LongRunningOptions {
  /**
   * Neighbours that a row knows, the row itself counted, in [2, nRows]. Small values show fine structure, large ones the
   * overall shape. @defaultValue 15
   */
  readonly nNeighbors?: number;
  /** Columns of the embedding, in [1, 100]. Two or three to look at, about ten to cluster. @defaultValue 2 */
  readonly nComponents?: number;
  /** Distance down to which neighbours are drawn together, in [0, spread]; 0 packs clusters tightly. @defaultValue 0.1 */
  readonly minDist?: number;
  /** The unit of the layout: over about this distance beyond `minDist`, attraction fades. @defaultValue 1 */
  readonly spread?: number;
  /** How distance between rows is measured. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Times that every edge may be used; 0 returns the start. @defaultValue 500, from 10 001 rows on 200 */
  readonly nEpochs?: number;
  /** Step size at the beginning; falls to 0 in equal steps. @defaultValue 1 */
  readonly learningRate?: number;
  /** Random rows that a row is pushed off from whenever it is drawn to a neighbour. @defaultValue 5 */
  readonly negativeSampleRate?: number;
  /** Weight of these pushes, at least 0. @defaultValue 1 */
  readonly repulsionStrength?: number;
  /**
   * How memberships of two rows in each other's neighbourhood combine, in [0, 1]: 1 is the fuzzy union, 0 the
   * intersection. @defaultValue 1
   */
  readonly setOpMixRatio?: number;
  /** Neighbours to which a row is connected fully, in [0, nNeighbors - 1]. @defaultValue 1 */
  readonly localConnectivity?: number;
  /**
   * 'spectral': eigenvectors of the graph's normalized Laplacian; 'pca': the first principal components; 'random': uniform
   * draws; or start positions. Each column is stretched to [0, 10]. @defaultValue 'spectral'
   */
  readonly init?: UmapInit;
  /** Seed of the start and of the pushes. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbour search, in bytes. @defaultValue 2^30 */
  readonly maxMemoryBytes?: number;
}

const KNOWN: readonly string[] = [
  'nNeighbors',
  'nComponents',
  'minDist',
  'spread',
  'metric',
  'nEpochs',
  'learningRate',
  'negativeSampleRate',
  'repulsionStrength',
  'setOpMixRatio',
  'localConnectivity',
  'init',
  'randomState',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/** Up to so many rows, the default is 500 epochs. */
const MANY_ROWS = 10_000;

/** {@link UmapOptions} with the defaults filled in. */
export interface ResolvedUmapOptions {
  readonly nNeighbors: number;
  readonly nComponents: number;
  readonly minDist: number;
  readonly spread: number;
  readonly metric: RowMetric;
  readonly nEpochs: number;
  readonly learningRate: number;
  readonly negativeSampleRate: number;
  readonly repulsionStrength: number;
  readonly setOpMixRatio: number;
  readonly localConnectivity: number;
  readonly init: 'spectral' | 'random' | 'pca' | Matrix;
  readonly randomState: number;
  readonly maxMemoryBytes: number;
}

/** The epochs of a fit whose caller does not say; also the scale of what is too weak an edge in very short fits. */
export function defaultEpochs(nRows: number): number {
  return nRows <= MANY_ROWS ? 500 : 200;
}

/** Checks the options of {@link umap} for `n` rows; `isGraph` where neighbours are given instead of data. */
export function resolveUmapOptions(
  fn: string,
  options: UmapOptions,
  n: number,
  isGraph: boolean,
): ResolvedUmapOptions {
  checkOptions(fn, options, KNOWN);
  const { nNeighbors = 15, nComponents = 2, minDist = 0.1, spread = 1, metric = 'euclidean' } = options;
  const {
    nEpochs = defaultEpochs(n),
    learningRate = 1,
    negativeSampleRate = 5,
    repulsionStrength = 1,
  } = options;
  const { setOpMixRatio = 1, localConnectivity = 1, randomState = 0, maxMemoryBytes = 2 ** 30 } = options;
  checkInteger(fn, 'nNeighbors', nNeighbors, 2, n, 'rows of data');
  checkInteger(fn, 'nComponents', nComponents, 1, 100);
  checkNumber(fn, 'spread', spread, 0, Infinity, true);
  checkNumber(fn, 'minDist', minDist, 0, spread);
  checkOneOf(fn, 'metric', metric, rowMetrics);
  checkInteger(fn, 'nEpochs', nEpochs, 0);
  checkNumber(fn, 'learningRate', learningRate, 0, Infinity, true);
  checkNumber(fn, 'negativeSampleRate', negativeSampleRate, 0);
  checkNumber(fn, 'repulsionStrength', repulsionStrength, 0);
  checkNumber(fn, 'setOpMixRatio', setOpMixRatio, 0, 1);
  checkNumber(fn, 'localConnectivity', localConnectivity, 0, nNeighbors - 1);
  checkSeed(fn, randomState);
  checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (isGraph) {
    for (const name of ['metric', 'maxMemoryBytes'] as const) {
      if (options[name] !== undefined)
        throw new ArgumentError(fn, `options.${name}`, 'absent where neighbours are given', options[name]);
    }
  }
  return {
    nNeighbors,
    nComponents,
    minDist,
    spread,
    metric,
    nEpochs,
    learningRate,
    negativeSampleRate,
    repulsionStrength,
    setOpMixRatio,
    localConnectivity,
    init: resolveInit(fn, options.init ?? 'spectral', n, nComponents, isGraph),
    randomState,
    maxMemoryBytes,
  };
}

function resolveInit(
  fn: string,
  init: UmapInit,
  n: number,
  nComponents: number,
  isGraph: boolean,
): 'spectral' | 'random' | 'pca' | Matrix {
  if (init === 'random') return init;
  if (init === 'spectral') {
    if (nComponents + 1 > n)
      throw new ArgumentError(
        fn,
        'options.init',
        `'random' or a matrix for ${nComponents} components of ${n} rows`,
        init,
      );
    return init;
  }
  if (init === 'pca') {
    if (isGraph)
      throw new ArgumentError(
        fn,
        'options.init',
        `'spectral', 'random' or a matrix where neighbours are given`,
        init,
      );
    return init;
  }
  if (typeof init === 'string')
    throw new ArgumentError(fn, 'options.init', `'spectral', 'random', 'pca' or a matrix`, init);
  const start = toMatrix(init, fn, 'options.init');
  if (start.nRows !== n || start.nColumns !== nComponents) {
    const received = `${start.nRows} x ${start.nColumns}`;
    throw new ArgumentError(fn, 'options.init', `a matrix of ${n} x ${nComponents}`, received);
  }
  return start;
}
