import { ArgumentError } from '../errors.js';
import { checkCondensed } from '../matrix/condensed.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { rowMetrics, type RowMetric } from '../matrix/row-distances.js';
import { takeRows } from '../matrix/take-rows.js';
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkSeed,
  DEFAULT_MAX_MEMORY_BYTES,
} from '../options.js';
import { longRunningKeys, type LongRunningOptions } from '../progress.js';
import { EXPLORATION_ITERATIONS } from './t-sne-descent.js';

/** Where {@link tSne} places the points first: 'pca', 'random', or a matrix [nRows, nComponents]. */
export type TSneInit = 'pca' | 'random' | MatrixLike;

/** How {@link tSne} sums the repulsion of all pairs. */
export type TSneMethod = 'auto' | 'exact' | 'fft';

/** Options of {@link tSne}; names and defaults are those of scikit-learn 1.2 and later. */
export interface TSneOptions extends LongRunningOptions {
  /** Columns of the embedding. @defaultValue 2 */
  readonly nComponents?: number;
  /**
   * About how many neighbours a row attracts, above 1 and below nRows. Small values show local knots, large ones the
   * overall shape; cost grows in proportion. @defaultValue 30; where there are no more than 30 distinct rows, a third of the others
   */
  readonly perplexity?: number;
  /** Factor of the attraction in the first 250 iterations, at least 1: moves neighbours together early. @defaultValue 12 */
  readonly earlyExaggeration?: number;
  /**
   * Step size of both phases. 'auto' is max(nRows / earlyExaggeration / 4, 50) in the first phase, as scikit-learn, and
   * max(nRows / 4, 50) in the second, as openTSNE: scikit-learn keeps the first one, and ends at a visibly higher
   * divergence. @defaultValue 'auto'
   */
  readonly learningRate?: number | 'auto';
  /** Upper limit of the iterations of both phases, at least 250. @defaultValue 1000 */
  readonly maxIter?: number;
  /**
   * 'pca': the first principal components, scaled to standard deviation 1e-4; 'random': normal draws of standard
   * deviation 1e-4; or start positions, taken as they are.
   * @defaultValue 'pca', filled up with small random numbers where the data vary in fewer directions; with a given graph 'random'
   */
  readonly init?: TSneInit;
  /** How distance between rows is measured. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /**
   * Distances of all pairs of rows as `pdist` gives them, in this metric, if they exist already: then neighbours need not be
   * searched for. @defaultValue made anew, only those that are needed
   */
  readonly distances?: Float64Array | undefined;
  /** Stop when the gradient (gains included) is no longer than this; looked at every 50 iterations. @defaultValue 1e-7 */
  readonly minGradNorm?: number;
  /** Stop when the KL divergence has not fallen for more iterations than this in the second phase. @defaultValue 300 */
  readonly nIterWithoutProgress?: number;
  /**
   * 'exact' sums all pairs, O(nRows^2) an iteration; 'fft' sums them over a grid with an error of about half a percent, for two
   * components; 'auto' is 'fft' from 1000 rows in two components. @defaultValue 'auto'
   */
  readonly method?: TSneMethod;
  /** Seed of the start, 'pca' or 'random'. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbour search, in bytes. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

const PERPLEXITY = 30;

/** Of the perplexities that are lowered, since 1 is none. */
const LOWEST = 1.1;

const KNOWN: readonly string[] = [
  'nComponents',
  'perplexity',
  'earlyExaggeration',
  'learningRate',
  'maxIter',
  'init',
  'metric',
  'distances',
  'minGradNorm',
  'nIterWithoutProgress',
  'method',
  'randomState',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/** From this number of rows on, the grid is faster than all pairs. */
const GRID_FROM = 1000;

/** {@link TSneOptions} with the defaults filled in. */
export interface ResolvedTSneOptions {
  readonly nComponents: number;
  readonly perplexity: number;
  readonly earlyExaggeration: number;
  readonly learningRates: readonly [number, number];
  readonly maxIter: number;
  readonly init: 'pca' | 'random' | Matrix;
  /** Whether `init` is the default. */
  readonly isDefaultInit: boolean;
  readonly metric: RowMetric;
  readonly distances: Float64Array | undefined;
  readonly minGradNorm: number;
  readonly nIterWithoutProgress: number;
  readonly method: 'exact' | 'fft';
  readonly randomState: number;
  readonly maxMemoryBytes: number;
  readonly warnings: readonly string[];
}

/** What {@link resolveTSneOptions} fits the options to. */
export interface TSneInput {
  /** All rows, copies too. */
  readonly nRows: number;
  /** The rows that are laid out. */
  readonly rows: Int32Array;
  /** Neighbours of a row in the given graph; undefined where they are searched for. */
  readonly nGiven: number | undefined;
}

/** Checks the options of {@link tSne}. Where there is less than the defaults ask for, they take what there is. */
export function resolveTSneOptions(
  fn: string,
  options: TSneOptions,
  { nRows: n, rows, nGiven }: TSneInput,
): ResolvedTSneOptions {
  const isGraph = nGiven !== undefined;
  checkOptions(fn, options, KNOWN);
  if (n < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', n);
  const {
    nComponents = 2,
    perplexity: wanted = PERPLEXITY,
    earlyExaggeration = 12,
    learningRate = 'auto',
    maxIter = 1000,
    metric = 'euclidean',
    distances,
  } = options;
  const {
    minGradNorm = 1e-7,
    nIterWithoutProgress = 300,
    method = 'auto',
    randomState = 0,
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  checkInteger(fn, 'nComponents', nComponents, 1);
  checkNumber(fn, 'perplexity', wanted, 1, Infinity, true);
  if (options.perplexity !== undefined && wanted >= n)
    throw new ArgumentError(fn, 'options.perplexity', `below the number of rows, ${n}`, wanted);
  checkNumber(fn, 'earlyExaggeration', earlyExaggeration, 1);
  if (learningRate !== 'auto') checkNumber(fn, 'learningRate', learningRate, 0, Infinity, true);
  checkInteger(fn, 'maxIter', maxIter, EXPLORATION_ITERATIONS);
  checkOneOf(fn, 'metric', metric, rowMetrics);
  checkCondensed(fn, distances, n);
  checkNumber(fn, 'minGradNorm', minGradNorm, 0);
  checkInteger(fn, 'nIterWithoutProgress', nIterWithoutProgress, 0);
  checkOneOf(fn, 'method', method, ['auto', 'exact', 'fft']);
  checkSeed(fn, randomState);
  checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (method === 'fft' && nComponents !== 2)
    throw new ArgumentError(fn, 'options.method', `'exact' or 'auto' for ${nComponents} components`, method);
  if (isGraph) {
    for (const name of ['metric', 'distances', 'maxMemoryBytes'] as const) {
      if (options[name] !== undefined)
        throw new ArgumentError(fn, `options.${name}`, 'absent where neighbours are given', options[name]);
    }
  }
  const nLaidOut = rows.length;
  const { perplexity, warnings } = possiblePerplexity(options.perplexity, { nRows: n, rows, nGiven });
  const init = resolveInit(fn, options.init, n, nComponents, isGraph);
  return {
    nComponents,
    perplexity,
    earlyExaggeration,
    learningRates:
      learningRate === 'auto'
        ? [Math.max(nLaidOut / earlyExaggeration / 4, 50), Math.max(nLaidOut / 4, 50)]
        : [learningRate, learningRate],
    maxIter,
    init: typeof init === 'string' ? init : takeRows(init, rows),
    isDefaultInit: options.init === undefined,
    metric,
    distances,
    minGradNorm,
    nIterWithoutProgress,
    method: method === 'auto' ? (nLaidOut >= GRID_FROM && nComponents === 2 ? 'fft' : 'exact') : method,
    randomState,
    maxMemoryBytes,
    warnings,
  };
}

/** The perplexity that is wanted, or the largest that makes sense, a third of the neighbours, as openTSNE takes it. */
function possiblePerplexity(
  wanted: number | undefined,
  { nRows, rows, nGiven }: TSneInput,
): { readonly perplexity: number; readonly warnings: readonly string[] } {
  const perplexity = wanted ?? PERPLEXITY;
  const others = rows.length - 1;
  const isKnown = wanted !== undefined || nGiven === undefined || neighborsFor(perplexity, others) <= nGiven;
  if (perplexity <= others && isKnown) return { perplexity, warnings: [] };
  const lower = Math.max(LOWEST, isKnown ? others / 3 : (nGiven - 1) / 3);
  const distinct = rows.length === nRows ? `${nRows} rows` : `${rows.length} distinct rows among ${nRows}`;
  const there = isKnown ? distinct : `${nGiven} neighbors a row`;
  const warning = `perplexity is ${Number(lower.toPrecision(3))} instead of ${perplexity}: there are ${there}.`;
  return { perplexity: lower, warnings: [warning] };
}

/** How many of the others a row needs to know. */
export function neighborsFor(perplexity: number, others: number): number {
  return Math.min(others, Math.trunc(3 * perplexity + 1));
}

function resolveInit(
  fn: string,
  init: TSneInit | undefined,
  n: number,
  nComponents: number,
  isGraph: boolean,
): 'pca' | 'random' | Matrix {
  if (init === undefined) return isGraph ? 'random' : 'pca';
  if (init === 'random') return init;
  if (init === 'pca') {
    if (isGraph)
      throw new ArgumentError(fn, 'options.init', `'random' or a matrix where neighbours are given`, init);
    return init;
  }
  if (typeof init === 'string')
    throw new ArgumentError(fn, 'options.init', `'pca', 'random' or a matrix`, init);
  const start = toMatrix(init, fn, 'options.init');
  if (start.nRows !== n || start.nColumns !== nComponents) {
    throw new ArgumentError(
      fn,
      'options.init',
      `a matrix of ${n} x ${nComponents}`,
      `${start.nRows} x ${start.nColumns}`,
    );
  }
  return start;
}
