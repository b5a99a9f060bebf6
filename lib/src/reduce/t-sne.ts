import { checkMagnitude } from '../matrix/check-magnitude.js';
import { takePairs } from '../matrix/condensed.js';
import { toEveryRow } from '../matrix/distinct-rows.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { createPacer, type Pacer } from '../progress.js';
import { rowsToLayOut } from './laid-out-rows.js';
import { findNeighbors, type NearestNeighbors } from './nearest-neighbors.js';
import { checkNeighborGraph, isNeighborGraph } from './neighbor-graph.js';
import { neighborsFromDistances } from './neighbors-from-distances.js';
import { principalStart } from './principal-start.js';
import { jointProbabilities } from './t-sne-affinities.js';
import { descend, type TSneStep, type TSneStop } from './t-sne-descent.js';
import { degreesOfFreedom } from './t-sne-gradient.js';
import { gridRepulsion } from './t-sne-grid-repulsion.js';
import {
  neighborsFor,
  resolveTSneOptions,
  type ResolvedTSneOptions,
  type TSneOptions,
} from './t-sne-options.js';
import { exactRepulsion } from './t-sne-repulsion.js';
import { pcaStart, randomStart } from './t-sne-start.js';

/** What {@link tSne} found. */
export interface TSneResult {
  /** The layout, [nRows, nComponents], in units in which points closer than about 1 are neighbours. */
  readonly embedding: Matrix;
  /** Kullback-Leibler divergence of the layout from the affinities; comparable for equal data and perplexity only. */
  readonly klDivergence: number;
  /** Iterations done, at most `maxIter`. */
  readonly nIter: number;
  /** Why it ended. */
  readonly stop: TSneStop;
  /** The step sizes of the first 250 iterations and of the others. */
  readonly learningRates: readonly [number, number];
  /** The perplexity that was used. */
  readonly perplexity: number;
  /** How the repulsion was summed. */
  readonly method: 'exact' | 'fft';
  /** The seed that was used. */
  readonly randomState: number;
  /** E.g. rows whose perplexity cannot be reached because too many of their neighbours are equally far. */
  readonly warnings: readonly string[];
}

/**
 * Lays rows out in the plane so that neighbours stay neighbours (t-distributed stochastic neighbour embedding).
 *
 * @remarks
 * Distances between clusters, their sizes and densities in the layout mean little; try several perplexities.
 * O(nRows^2 nColumns) once for the exact neighbours, then O(nRows perplexity + m log m) an iteration for a grid of m nodes
 * (three nodes a unit of the layout).
 *
 * The start, the affinities (over min(nRows - 1, 3 perplexity + 1) neighbours) and the schedule equal scikit-learn's, but for
 * the step size of the second phase (see `learningRate`) and openTSNE's limit of 5 on a single step.
 * The gradient is exact or, with 'fft', right to about half a percent (`t-sne-grid-repulsion.ts`). The iterations amplify
 * any difference, so layouts agree with scikit-learn's and openTSNE's in quality, not in coordinates.
 * scikit-learn's method 'exact' differs: it gives every pair an affinity, not only neighbours.
 * Same seed, input and machine type: same bytes.
 *
 * Equal rows are laid out once and share their place, unlike in scikit-learn: copies have no weight of their own. What the
 * defaults ask for and little data do not have is made do without, and said in `warnings`.
 *
 * @param data - Points as rows, or the neighbours of every row as {@link nearestNeighbors} returns them (without the
 * row itself, at least as many as needed); not modified.
 * @throws {@link ArgumentError} if an option is out of range; in particular if a given `perplexity` is not below nRows, or if
 * init 'pca' is asked for and the data vary in fewer than `nComponents` directions.
 * @throws {@link DataError} if a value is not finite, if all rows are equal, or if a given graph names rows or distances that
 * cannot be.
 * @example
 * const { embedding, klDivergence } = await tSne(scores, { perplexity: 30, randomState: 0 });
 * // embedding.nColumns: 2
 * @see van der Maaten & Hinton (2008), Visualizing data using t-SNE; Linderman et al. (2019), Fast interpolation-based t-SNE.
 */
export async function tSne(
  data: MatrixLike | NearestNeighbors,
  options: TSneOptions = {},
): Promise<TSneResult> {
  const steps = runTSne('tSne', data, options);
  for (;;) {
    const next = await steps.next();
    if (next.done === true) return next.value;
  }
}

/**
 * {@link tSne} step by step: yields the layout every 50 iterations, e.g. to draw it, and returns the result.
 * Costs as {@link tSne}, O(nRows^2 nColumns) once and O(nRows perplexity + m log m) an iteration.
 *
 * @param data - As {@link tSne} takes it.
 * @throws {@link ArgumentError} at the first step, where {@link tSne} would.
 * @throws {@link DataError} likewise.
 * @example
 * for await (const { iteration, klDivergence, embedding } of tSneSteps(scores)) draw(embedding);
 * @see {@link tSne}.
 */
export function tSneSteps(
  data: MatrixLike | NearestNeighbors,
  options: TSneOptions = {},
): AsyncGenerator<TSneStep, TSneResult, void> {
  return runTSne('tSneSteps', data, options);
}

async function* runTSne(
  fn: string,
  data: MatrixLike | NearestNeighbors,
  options: TSneOptions,
): AsyncGenerator<TSneStep, TSneResult, void> {
  const given = isNeighborGraph(data) ? data : toMatrix(data, fn);
  const { input, rows, kinds } = rowsToLayOut(fn, given);
  const nGiven = isNeighborGraph(given) ? given.nNeighbors : undefined;
  const o = resolveTSneOptions(fn, options, { nRows: given.nRows, rows, nGiven });
  const n = input.nRows;
  const nNeighbors = neighborsFor(o.perplexity, n - 1);
  const pacer = createPacer(fn, options);
  if (isNeighborGraph(input)) {
    const purpose = 'this perplexity';
    checkNeighborGraph(fn, input, { needed: nNeighbors, purpose, nPoints: n, bipartite: false });
  }
  if (!isNeighborGraph(input)) checkMagnitude(fn, { data: input });
  const graph = isNeighborGraph(input) ? input : await neighborsOf(fn, input, rows, nNeighbors, o, pacer);
  const affinities = await jointProbabilities(graph, nNeighbors, o.perplexity, pacer);
  const { y, warnings } = await startPositions(fn, input, o, pacer);
  const createRepulsion: Parameters<typeof descend>[1]['createRepulsion'] =
    o.method === 'fft'
      ? (scope) => gridRepulsion(scope, fn)
      : () => exactRepulsion(n, o.nComponents, degreesOfFreedom(o.nComponents));
  const end = yield* descend(y, { ...o, fn, affinities, kinds, createRepulsion }, pacer);
  const unreached = `${affinities.nUnreached} of ${n} rows do not reach perplexity ${o.perplexity}: too many of their ${nNeighbors} neighbors are equally far.`;
  const { learningRates, perplexity, method, randomState } = o;
  return {
    embedding: toEveryRow({ data: y, nRows: n, nColumns: o.nComponents }, kinds),
    ...end,
    learningRates,
    perplexity,
    method,
    randomState,
    warnings: [...o.warnings, ...warnings, ...(affinities.nUnreached === 0 ? [] : [unreached])],
  };
}

function neighborsOf(
  fn: string,
  points: Matrix,
  rows: Int32Array,
  nNeighbors: number,
  { metric, distances, maxMemoryBytes }: ResolvedTSneOptions,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  if (distances !== undefined)
    return neighborsFromDistances(takePairs(distances, rows), points.nRows, nNeighbors, metric, pacer);
  return findNeighbors(
    fn,
    { points, queries: points, excludeSelf: true, maxMemoryBytes },
    nNeighbors,
    metric,
    pacer,
  );
}

async function startPositions(
  fn: string,
  input: Matrix | NearestNeighbors,
  { init, isDefaultInit, nComponents, randomState }: ResolvedTSneOptions,
  pacer: Pacer,
): Promise<{ readonly y: Float64Array; readonly warnings: readonly string[] }> {
  if (typeof init === 'object') return { y: init.data.slice(), warnings: [] };
  if (init === 'random' || isNeighborGraph(input))
    return { y: randomStart(input.nRows, nComponents, randomState), warnings: [] };
  const others = isDefaultInit ? undefined : "'random' or a matrix";
  const scores = await principalStart(fn, input, { nComponents, randomState, others }, pacer);
  const { nColumns } = scores;
  const missing = `the data vary in ${nColumns === 1 ? 'one direction' : `${nColumns} directions`}: the other columns of the start are small random numbers.`;
  return {
    y: pcaStart(scores, nComponents, randomState),
    warnings: nColumns < nComponents ? [missing] : [],
  };
}
