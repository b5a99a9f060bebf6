import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import { createPacer, type Pacer } from '../progress.js';
import { rowsToLayOut } from './laid-out-rows.js';
import type { NearestNeighbors } from './nearest-neighbors.js';
import { isNeighborGraph } from './neighbor-graph.js';
import { principalStart } from './principal-start.js';
import { spectralStart, uniformStart, type StartPositions } from './spectral-start.js';
import { fitUmapCurve } from './umap-curve.js';
import { umapGraph, umapNeighbors, withoutWeakEdges } from './umap-graph.js';
import { optimizeLayout, type UmapStep } from './umap-layout.js';
import {
  checkUmapOptions,
  defaultEpochs,
  resolveUmapOptions,
  type ResolvedUmapOptions,
  type UmapOptions,
} from './umap-options.js';
import { jittered, stretchedStart } from './umap-start.js';

/** What {@link projectUmap} needs to know of a layout. */
export interface UmapModel {
  /** The layout, [nRows, nComponents]. */
  readonly embedding: Matrix;
  /** The rows that were laid out, not copied; undefined where neighbours were given instead. */
  readonly data: Matrix | undefined;
  /** How distances of rows are measured. */
  readonly metric: RowMetric;
  /** Neighbours of a row that were used, the row itself counted. */
  readonly nNeighbors: number;
  /** Nearest neighbours of a row that count in full. */
  readonly localConnectivity: number;
  /** The curve 1 / (1 + a x^(2 b)) that turns distances of the layout into memberships. */
  readonly a: number;
  /** See `a`. */
  readonly b: number;
  /** Size of the first steps. */
  readonly learningRate: number;
  /** Rows that repel, for each that attracts. */
  readonly negativeSampleRate: number;
  /** Weight of the rows that repel. */
  readonly repulsionStrength: number;
}

/** What {@link umap} found. */
export interface UmapResult extends UmapModel {
  /**
   * The fuzzy neighbour graph: how much two rows belong to each other's neighbourhood, in (0, 1], symmetric. Row i of it is row
   * `laidOutRows[i]` of the data: [nRows, nRows] unless rows are equal.
   */
  readonly graph: SparseMatrix;
  /** The rows that were laid out: the first of each set of equal rows, ascending. */
  readonly laidOutRows: Int32Array;
  /** Epochs done. */
  readonly nEpochs: number;
  /** The seed that was used. */
  readonly randomState: number;
  /** E.g. that the neighbour graph falls into parts, or that a random start took the place of the spectral one. */
  readonly warnings: readonly string[];
}

/**
 * Lays rows out in few dimensions so that neighbours stay neighbours (uniform manifold approximation and projection).
 *
 * @remarks
 * Every row gives its nearest neighbours memberships in its neighbourhood, which decay at the pace at which the neighbours thin out;
 * the layout is moved until its own memberships resemble these. Clusters come out compact and apart, which helps clustering;
 * their sizes and the gaps between them mean little.
 *
 * Exact neighbours, O(nRows^2 nColumns) in fast products, unless given; then O(nRows nNeighbors nEpochs
 * negativeSampleRate nComponents) in one thread. Memberships and curve equal umap-learn's to the rounding of its
 * float32, start and descent follow its rules with random numbers of our own: layouts agree in quality, not in coordinates. Same
 * seed, input and machine type: same bytes.
 *
 * Equal rows are laid out once and share their place, as with umap-learn's `unique`: copies have no weight of their own.
 * Where the neighbour graph falls into parts, each is laid out by itself, and a warning in the result says so; likewise where
 * there are fewer rows than the default number of neighbours.
 *
 * @param data - Points as rows, or the neighbours of every row as {@link nearestNeighbors} returns them (without the
 * row itself, at least nNeighbors - 1); not modified.
 * @throws {@link ArgumentError} if an option is out of range; in particular if a given `nNeighbors` is above nRows, or if with
 * init 'pca' the data vary in fewer than `nComponents` directions.
 * @throws {@link DataError} if a value is not finite, if all rows are equal, or if a given graph names rows or distances that
 * cannot be.
 * @example
 * const { embedding } = await umap(scores, { nComponents: 10, minDist: 0, randomState: 0 });
 * // embedding.nColumns: 10
 * @see McInnes, Healy & Melville (2018), UMAP: uniform manifold approximation and projection for dimension reduction; umap-learn 0.5.
 */
export async function umap(
  data: MatrixLike | NearestNeighbors,
  options: UmapOptions = {},
): Promise<UmapResult> {
  const steps = runUmap('umap', data, options);
  for (;;) {
    const next = await steps.next();
    if (next.done === true) return next.value;
  }
}

/**
 * {@link umap} step by step: yields the layout every 10 epochs, e.g. to draw it, and returns the result.
 * Costs as {@link umap}, O(nRows nNeighbors nComponents) an epoch beside the neighbours.
 *
 * @param data - As {@link umap} takes it.
 * @throws {@link ArgumentError} at the first step, where {@link umap} would.
 * @throws {@link DataError} likewise.
 * @example
 * for await (const { epoch, nEpochs, embedding } of umapSteps(scores)) draw(embedding);
 * @see {@link umap}.
 */
export function umapSteps(
  data: MatrixLike | NearestNeighbors,
  options: UmapOptions = {},
): AsyncGenerator<UmapStep, UmapResult, void> {
  return runUmap('umapSteps', data, options);
}

async function* runUmap(
  fn: string,
  data: MatrixLike | NearestNeighbors,
  options: UmapOptions,
): AsyncGenerator<UmapStep, UmapResult, void> {
  const given = isNeighborGraph(data) ? data : toMatrix(data, fn);
  checkUmapOptions(fn, options, given.nRows, isNeighborGraph(given));
  const { input, rows, kinds } = rowsToLayOut(fn, given);
  const nKnown = isNeighborGraph(input) ? input.nNeighbors + 1 : input.nRows;
  const o = resolveUmapOptions(options, { nRows: given.nRows, rows, nKnown });
  const pacer = createPacer(fn, options);
  if (!isNeighborGraph(given)) checkMagnitude(fn, { data: given });
  const neighbors = await umapNeighbors(fn, input, o, pacer);
  const graph = await umapGraph(neighbors, o, pacer);
  const curve = fitUmapCurve(o.spread, o.minDist);
  // An edge so weak that its turn never comes is none, for the start as for the descent.
  const strong = withoutWeakEdges(graph, o.nEpochs > 10 ? o.nEpochs : defaultEpochs(input.nRows));
  const { positions, warnings } = await startOf(fn, input, strong, o, pacer);
  const start = stretchedStart(positions, o.nComponents);
  const layout = { ...o, start, graph: strong, curve, seed: o.randomState, kinds };
  const embedding = yield* optimizeLayout(layout, pacer);
  return {
    embedding,
    data: isNeighborGraph(given) ? undefined : given,
    metric: neighbors.metric,
    nNeighbors: o.nNeighbors,
    localConnectivity: o.localConnectivity,
    ...curve,
    learningRate: o.learningRate,
    negativeSampleRate: o.negativeSampleRate,
    repulsionStrength: o.repulsionStrength,
    graph,
    laidOutRows: rows,
    nEpochs: o.nEpochs,
    randomState: o.randomState,
    warnings: [...o.warnings, ...warnings],
  };
}

async function startOf(
  fn: string,
  input: Matrix | NearestNeighbors,
  graph: SparseMatrix,
  { init, nComponents, randomState }: ResolvedUmapOptions,
  pacer: Pacer,
): Promise<StartPositions> {
  if (typeof init === 'object') return { positions: init.data, warnings: [] };
  if (init === 'spectral') {
    const start = await spectralStart(graph, nComponents, randomState, pacer);
    return { ...start, positions: jittered(start.positions, randomState) };
  }
  if (init === 'random' || isNeighborGraph(input))
    return { positions: uniformStart(input.nRows, nComponents, randomState), warnings: [] };
  const others = "'spectral', 'random' or a matrix";
  const { data } = await principalStart(fn, input, { nComponents, randomState, others }, pacer);
  return { positions: jittered(data, randomState), warnings: [] };
}
