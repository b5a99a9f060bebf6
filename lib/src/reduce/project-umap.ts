import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import { checkInteger, checkNumber, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { memberships, neighborWidths } from './fuzzy-graph.js';
import { findNeighbors, type NearestNeighbors } from './nearest-neighbors.js';
import { checkNeighborGraph, isNeighborGraph } from './neighbor-graph.js';
import { optimizeLayout } from './umap-layout.js';
import type { UmapModel } from './umap.js';

/** Options of {@link projectUmap}. */
export interface ProjectUmapOptions extends LongRunningOptions {
  /** Times that every edge may be used; 0 leaves each row at the mean of its neighbours. @defaultValue 100, from 10 001 rows on 30 */
  readonly nEpochs?: number;
  /** Seed of the pushes. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbour search, in bytes. @defaultValue 2^30 */
  readonly maxMemoryBytes?: number;
}

const FN = 'projectUmap';

/** Up to so many rows, the default is 100 epochs. */
const MANY_ROWS = 10_000;

/** New rows start near their place: their steps are this much smaller than those of the fit; as umap-learn. */
const STEP_SHARE = 0.25;

/**
 * Places new rows into a layout of {@link umap}, which stays as it is: each row starts at the mean of its neighbours among the rows
 * of the fit, weighted by membership (at the place of its duplicate, if it has one there), and is then moved by the same forces. umap-learn's `transform`.
 * Rows do not act on each other. O(nRows nRowsOfTheFit nColumns) for the neighbours.
 *
 * @param model - A result of `umap`.
 * @param data - New rows, [nRows, nColumns], columns as in the data of the fit; or their nearest rows among those of the
 * fit (`nearestNeighbors(fitted, { queries, nNeighbors })`, at least the model's nNeighbors); not modified.
 * @returns [nRows, nComponents]
 * @throws {@link ArgumentError} if the number of columns differs, or the model was made from neighbours and `data` are not.
 * @throws {@link DataError} if a value is not finite, or a given graph names rows or distances that cannot be.
 * @example
 * const model = await umap(train);
 * const placed = await projectUmap(model, test);
 * // placed.nColumns: 2
 * @see `UMAP.transform` of umap-learn.
 */
export async function projectUmap(
  model: UmapModel,
  data: MatrixLike | NearestNeighbors,
  options: ProjectUmapOptions = {},
): Promise<Matrix> {
  checkOptions(FN, options, ['nEpochs', 'randomState', 'maxMemoryBytes', ...longRunningKeys]);
  const input = isNeighborGraph(data) ? data : toMatrix(data, FN);
  const {
    nEpochs = input.nRows <= MANY_ROWS ? 100 : 30,
    randomState = 0,
    maxMemoryBytes = 2 ** 30,
  } = options;
  checkInteger(FN, 'nEpochs', nEpochs, 0);
  checkSeed(FN, randomState);
  checkNumber(FN, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (isNeighborGraph(input) && options.maxMemoryBytes !== undefined)
    throw new ArgumentError(
      FN,
      'options.maxMemoryBytes',
      'absent where neighbours are given',
      maxMemoryBytes,
    );
  const pacer = createPacer(FN, options);
  const neighbors = await neighborsOf(model, input, maxMemoryBytes, pacer);
  const graph = await membershipGraph(model, neighbors, pacer);
  const { embedding, a, b, learningRate, negativeSampleRate, repulsionStrength } = model;
  const steps = optimizeLayout(
    {
      start: meansOfNeighbors(graph, embedding),
      anchors: embedding.data,
      nComponents: embedding.nColumns,
      graph,
      curve: { a, b },
      nEpochs,
      learningRate: STEP_SHARE * learningRate,
      negativeSampleRate,
      repulsionStrength,
      seed: randomState,
    },
    pacer,
  );
  for (;;) {
    const next = await steps.next();
    if (next.done === true) return next.value;
  }
}

async function neighborsOf(
  { data, embedding, metric, nNeighbors }: UmapModel,
  input: Matrix | NearestNeighbors,
  maxMemoryBytes: number,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  if (isNeighborGraph(input)) {
    const purpose = `the model's nNeighbors = ${nNeighbors}`;
    checkNeighborGraph(FN, input, { needed: nNeighbors, purpose, nPoints: embedding.nRows, bipartite: true });
    return input;
  }
  if (data === undefined) {
    const expected = 'the nearest rows of each new row, since the model was made from neighbours';
    throw new ArgumentError(FN, 'data', expected, input);
  }
  if (input.nColumns !== data.nColumns)
    throw new ArgumentError(
      FN,
      'data',
      `a matrix of ${data.nColumns} columns, as the model has`,
      input.nColumns,
    );
  const search = { points: data, queries: input, excludeSelf: false, maxMemoryBytes };
  return findNeighbors(FN, search, nNeighbors, metric, pacer);
}

/** Memberships of the neighbours of each new row, [nRows, rows of the fit]. */
async function membershipGraph(
  { nNeighbors, localConnectivity, embedding }: UmapModel,
  neighbors: NearestNeighbors,
  pacer: Pacer,
): Promise<SparseMatrix> {
  const { nRows, indices } = neighbors;
  // The row itself, which the fit counts, is missing here.
  const settings = { nNeighbors, localConnectivity: Math.max(0, localConnectivity - 1), selfFirst: false };
  const values = memberships(neighbors, nNeighbors, await neighborWidths(neighbors, settings, pacer));
  const columns = new Int32Array(nRows * nNeighbors);
  for (let i = 0; i < nRows; i++) {
    const first = i * neighbors.nNeighbors;
    columns.set(indices.subarray(first, first + nNeighbors), i * nNeighbors);
  }
  const offsets = Int32Array.from({ length: nRows + 1 }, (_, i) => i * nNeighbors);
  return { nRows, nColumns: embedding.nRows, offsets, columns, values };
}

/** Where new rows start: at a full member, else at the weighted mean of all members. */
function meansOfNeighbors(
  { nRows, offsets, columns, values }: SparseMatrix,
  embedding: Matrix,
): Float64Array {
  const { data, nColumns } = embedding;
  const means = new Float64Array(nRows * nColumns);
  for (let i = 0; i < nRows; i++) {
    const row = values.subarray(offsets[i], offsets[i + 1]);
    const duplicate = row.indexOf(1);
    const total = row.reduce((sum, value) => sum + value, 0);
    row.forEach((value, j) => {
      const weight = duplicate < 0 ? value / total : Number(j === duplicate);
      const from = columns[offsets[i]! + j]! * nColumns;
      for (let c = 0; c < nColumns; c++) means[i * nColumns + c]! += weight * data[from + c]!;
    });
  }
  return means;
}
