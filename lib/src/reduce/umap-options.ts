import { ArgumentError } from '../errors.js';
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

/** Where {@link umap} places the points first: 'spectral', 'random', 'pca', or a matrix [nRows, nComponents]. */
export type UmapInit = 'spectral' | 'random' | 'pca' | MatrixLike;

/** Options of {@link umap}; names and defaults are those of umap-learn. */
export interface UmapOptions extends LongRunningOptions {
  /**
   * Neighbours that a row knows, the row itself counted, in [2, nRows]. Small values show fine structure, large ones the
   * overall shape. @defaultValue 15, or the number of distinct rows if that is less
   */
  readonly nNeighbors?: number;
  /** Columns of the embedding, in [1, 100]. Two or three to look at, about ten to cluster. @defaultValue 2 */
  readonly nComponents?: number;
  /** Distance down to which neighbours are drawn together, in [0, spread]; 0 packs clusters tightly. @defaultValue 0.1, or the spread if that is less */
  readonly minDist?: number;
  /** The unit of the layout: over about this distance beyond `minDist`, attraction fades; in [0.001, 1000]. @defaultValue 1 */
  readonly spread?: number;
  /** How distance between rows is measured. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Times that every edge may be used, up to 20 000; 0 returns the start. @defaultValue 500, from 10 001 rows on 200 */
  readonly nEpochs?: number;
  /** Step size at the beginning, in (0, 1000); falls to 0 in equal steps. @defaultValue 1 */
  readonly learningRate?: number;
  /** Random rows that a row is pushed off from whenever it is drawn to a neighbour, up to 100. @defaultValue 5 */
  readonly negativeSampleRate?: number;
  /** Weight of these pushes, in [0, 1000]. @defaultValue 1 */
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
   * draws; or start positions. Each column is stretched to [0, 10].
   * @defaultValue 'spectral', but 'random' where there are no more distinct rows than components
   */
  readonly init?: UmapInit;
  /** Seed of the start and of the pushes. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbour search, in bytes. @defaultValue 4 GiB */
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
  readonly warnings: readonly string[];
}

/** The epochs of a fit whose caller does not say; also the scale of what is too weak an edge in very short fits. */
export function defaultEpochs(nRows: number): number {
  return nRows <= MANY_ROWS ? 500 : 200;
}

const N_NEIGHBORS = 15;
const MIN_DIST = 0.1;

/** More than any layout needs; beyond, a call would seem to have no end, or places would leave the range of float32. */
export const mostOf = {
  nEpochs: 20_000,
  negativeSampleRate: 100,
  learningRate: 1000,
  repulsionStrength: 1000,
};
const MOST_SPREAD = 1000;

/** Refuses options of {@link umap} that are wrong for `n` rows, whatever the rows are; `isGraph` where neighbours are given instead of data. */
export function checkUmapOptions(fn: string, options: UmapOptions, n: number, isGraph: boolean): void {
  checkOptions(fn, options, KNOWN);
  if (n < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', n);
  const { nNeighbors = Math.min(N_NEIGHBORS, n), nComponents = 2, spread = 1, minDist = MIN_DIST } = options;
  const { learningRate = 1, negativeSampleRate = 5, repulsionStrength = 1, setOpMixRatio = 1 } = options;
  checkInteger(fn, 'nNeighbors', nNeighbors, 2, n, 'rows of data');
  checkInteger(fn, 'nComponents', nComponents, 1, 100);
  checkNumber(fn, 'spread', spread, 1 / MOST_SPREAD, MOST_SPREAD);
  if (options.minDist !== undefined) checkNumber(fn, 'minDist', minDist, 0, spread);
  checkOneOf(fn, 'metric', options.metric ?? 'euclidean', rowMetrics);
  checkInteger(fn, 'nEpochs', options.nEpochs ?? 0, 0, mostOf.nEpochs);
  checkNumber(fn, 'learningRate', learningRate, 0, mostOf.learningRate, true);
  checkNumber(fn, 'negativeSampleRate', negativeSampleRate, 0, mostOf.negativeSampleRate);
  checkNumber(fn, 'repulsionStrength', repulsionStrength, 0, mostOf.repulsionStrength);
  checkNumber(fn, 'setOpMixRatio', setOpMixRatio, 0, 1);
  checkNumber(fn, 'localConnectivity', options.localConnectivity ?? 1, 0, nNeighbors - 1);
  checkSeed(fn, options.randomState ?? 0);
  checkNumber(fn, 'maxMemoryBytes', options.maxMemoryBytes ?? 1, 1);
  checkInit(fn, options.init, n, nComponents, isGraph);
  if (!isGraph) return;
  for (const name of ['metric', 'maxMemoryBytes'] as const) {
    if (options[name] !== undefined)
      throw new ArgumentError(fn, `options.${name}`, 'absent where neighbours are given', options[name]);
  }
}

function checkInit(
  fn: string,
  init: UmapInit | undefined,
  n: number,
  nComponents: number,
  isGraph: boolean,
): void {
  if (init === undefined || init === 'random') return;
  const refuse = (expected: string, received: unknown): never => {
    throw new ArgumentError(fn, 'options.init', expected, received);
  };
  if (init === 'spectral') {
    if (nComponents >= n) refuse(`'random' or a matrix for ${nComponents} components of ${n} rows`, init);
  } else if (init === 'pca') {
    if (isGraph) refuse(`'spectral', 'random' or a matrix where neighbours are given`, init);
  } else if (typeof init === 'string') {
    refuse(`'spectral', 'random', 'pca' or a matrix`, init);
  } else {
    const { nRows, nColumns } = toMatrix(init, fn, 'options.init');
    if (nRows !== n || nColumns !== nComponents)
      refuse(`a matrix of ${n} x ${nComponents}`, `${nRows} x ${nColumns}`);
  }
}

/** What {@link resolveUmapOptions} fits the options to. */
export interface UmapInput {
  /** All rows, copies too. */
  readonly nRows: number;
  /** The rows that are laid out. */
  readonly rows: Int32Array;
  /** Neighbours of a row that are known, itself counted: as many as rows are laid out, fewer where neighbours are given. */
  readonly nKnown: number;
}

/** Fills in the defaults of options that have been checked. Where there is less than they ask for, they take what there is. */
export function resolveUmapOptions(
  options: UmapOptions,
  { nRows, rows, nKnown }: UmapInput,
): ResolvedUmapOptions {
  const { nComponents = 2, spread = 1, metric = 'euclidean', randomState = 0 } = options;
  const { learningRate = 1, negativeSampleRate = 5, repulsionStrength = 1, setOpMixRatio = 1 } = options;
  const {
    minDist = Math.min(MIN_DIST, spread),
    nEpochs = defaultEpochs(nRows),
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  const warnings: string[] = [];
  const there = rows.length === nRows ? `${nRows} rows` : `${rows.length} distinct rows among ${nRows}`;
  const wanted = options.nNeighbors ?? N_NEIGHBORS;
  // Too few neighbours of a given graph are an error where they were asked for.
  const most = options.nNeighbors === undefined ? Math.min(nKnown, rows.length) : rows.length;
  const nNeighbors = Math.min(wanted, most);
  if (nNeighbors < wanted)
    warnings.push(
      `nNeighbors is ${nNeighbors} instead of ${wanted}: there are ${most < rows.length ? `${nKnown - 1} neighbors a row` : there}.`,
    );
  const { init = 'spectral' } = options;
  const isTooSmall = init === 'spectral' && nComponents >= rows.length;
  if (isTooSmall)
    warnings.push(`the start is random instead of spectral: ${nComponents} components of ${there}.`);
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
    localConnectivity: Math.min(options.localConnectivity ?? 1, nNeighbors - 1),
    init: isTooSmall ? 'random' : typeof init === 'string' ? init : takeRows(toMatrix(init), rows),
    randomState,
    maxMemoryBytes,
    warnings,
  };
}
