import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { distinctRows } from '../matrix/distinct-rows.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { checkInteger, checkNumber, checkOptions, checkSeed, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { memberships, neighborWidths } from './fuzzy-graph.js';
import { findNeighbors, type NearestNeighbors } from './nearest-neighbors.js';
import { checkNeighborGraph, isNeighborGraph } from './neighbor-graph.js';
import { optimizeLayout } from './umap-layout.js';
import { mostOf } from './umap-options.js';
import type { UmapModel } from './umap.js';

/** Options of {@link projectUmap}. */
export interface ProjectUmapOptions extends LongRunningOptions {
  /** Times that every edge may be used, up to 20 000; 0 leaves each row at the mean of its neighbours. @defaultValue 100, from 10 001 rows on 30 */
  readonly nEpochs?: number;
  /** Seed of the pushes. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbour search, in bytes. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

const FN = 'projectUmap';

/** Up to so many rows, the default is 100 epochs. */
const MANY_ROWS = 10_000;

/** New rows start near their place: their steps are this much smaller than those of the fit; as umap-learn. */
const STEP_SHARE = 0.25;

/**
 * Places new rows into a layout of {@link umap}, which stays as it is: each row starts at the mean of its neighbours among the
 * rows of the fit, weighted by membership (at the place of a full member, if it has one), and is then moved by the same forces. umap-learn's `transform`. A row that is
 * equal to one of the fit is placed exactly where that one is (neighbours given: a row with one at distance 0).
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
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  checkInteger(FN, 'nEpochs', nEpochs, 0, mostOf.nEpochs);
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
  const { anchors, known, neighbors } = await neighborsOf(model, input, maxMemoryBytes, pacer);
  const { embedding, a, b, learningRate, negativeSampleRate, repulsionStrength } = model;
  const graph = await membershipGraph(model, anchors.nRows, neighbors, pacer);
  const steps = optimizeLayout(
    {
      start: meansOfNeighbors(graph, anchors),
      anchors: anchors.data,
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
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  return putTogether(embedding, known, step.value);
}

/** Who stays, and around whom the others move. */
interface Neighborhood {
  /** Places of the fitted rows that others may have as neighbours, [nAnchors, nComponents]. */
  readonly anchors: Matrix;
  /** For each row the fitted row that it is equal to, -1 for new ones. */
  readonly known: Int32Array;
  /** Of the new rows, in their order: nearest anchors. */
  readonly neighbors: NearestNeighbors;
}

async function neighborsOf(
  { data, embedding, metric, nNeighbors }: UmapModel,
  input: Matrix | NearestNeighbors,
  maxMemoryBytes: number,
  pacer: Pacer,
): Promise<Neighborhood> {
  if (isNeighborGraph(input)) {
    const purpose = `the model's nNeighbors = ${nNeighbors}`;
    checkNeighborGraph(FN, input, { needed: nNeighbors, purpose, nPoints: embedding.nRows, bipartite: true });
    const known = Int32Array.from({ length: input.nRows }, (_, row) =>
      input.distances[row * input.nNeighbors] === 0 ? input.indices[row * input.nNeighbors]! : -1,
    );
    return { anchors: embedding, known, neighbors: takeNeighbors(input, newRows(known)) };
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
  checkMagnitude(FN, { data: input, 'model.data': data });
  // Copies would be a new row's only neighbours.
  const { rows, find } = distinctRows(data);
  const known = Int32Array.from({ length: input.nRows }, (_, row) => {
    const kind = find(input.data, row * input.nColumns);
    return kind < 0 ? -1 : rows[kind]!;
  });
  const points = takeRows(data, rows);
  const queries = takeRows(input, newRows(known));
  const search = { points, queries, excludeSelf: false, maxMemoryBytes };
  const nearest = Math.min(nNeighbors, rows.length);
  const neighbors =
    queries.nRows === 0
      ? { indices: new Int32Array(0), distances: new Float64Array(0), nRows: 0, nNeighbors: nearest, metric }
      : await findNeighbors(FN, search, nearest, metric, pacer);
  return { anchors: takeRows(embedding, rows), known, neighbors };
}

/** Numbers of the rows that were not fitted. */
function newRows(known: Int32Array): Int32Array {
  return Int32Array.from(known.keys()).filter((row) => known[row]! < 0);
}

function takeNeighbors(graph: NearestNeighbors, rows: Int32Array): NearestNeighbors {
  const { nNeighbors } = graph;
  const indices = new Int32Array(rows.length * nNeighbors);
  const distances = new Float64Array(rows.length * nNeighbors);
  rows.forEach((row, i) => {
    const [from, to] = [row * nNeighbors, (row + 1) * nNeighbors];
    indices.set(graph.indices.subarray(from, to), i * nNeighbors);
    distances.set(graph.distances.subarray(from, to), i * nNeighbors);
  });
  return { ...graph, indices, distances, nRows: rows.length };
}

/** Fitted rows at their places, the others where they have moved. */
function putTogether(embedding: Matrix, known: Int32Array, moved: Matrix): Matrix {
  const { nColumns } = embedding;
  const data = new Float64Array(known.length * nColumns);
  let next = 0;
  known.forEach((row, i) => {
    const [from, at] = row < 0 ? [moved.data, next++] : [embedding.data, row];
    data.set(from.subarray(at * nColumns, (at + 1) * nColumns), i * nColumns);
  });
  return { data, nRows: known.length, nColumns };
}

/** Memberships of the neighbours of each new row, [nRows, nAnchors]. */
async function membershipGraph(
  model: UmapModel,
  nAnchors: number,
  neighbors: NearestNeighbors,
  pacer: Pacer,
): Promise<SparseMatrix> {
  const { nRows, indices } = neighbors;
  const { localConnectivity } = model;
  const nNeighbors = Math.min(model.nNeighbors, neighbors.nNeighbors);
  // The row itself, which the fit counts, is missing here.
  const settings = { nNeighbors, localConnectivity: Math.max(0, localConnectivity - 1), selfFirst: false };
  const values = memberships(neighbors, nNeighbors, await neighborWidths(neighbors, settings, pacer));
  const columns = new Int32Array(nRows * nNeighbors);
  for (let i = 0; i < nRows; i++) {
    const first = i * neighbors.nNeighbors;
    columns.set(indices.subarray(first, first + nNeighbors), i * nNeighbors);
  }
  const offsets = Int32Array.from({ length: nRows + 1 }, (_, i) => i * nNeighbors);
  return { nRows, nColumns: nAnchors, offsets, columns, values };
}

/** Where new rows start: at a full member, else at the mean of all, weighted by membership. */
function meansOfNeighbors({ nRows, offsets, columns, values }: SparseMatrix, anchors: Matrix): Float64Array {
  const { data, nColumns } = anchors;
  const means = new Float64Array(nRows * nColumns);
  for (let i = 0; i < nRows; i++) {
    const row = values.subarray(offsets[i], offsets[i + 1]);
    const full = row.indexOf(1);
    const total = row.reduce((sum, value) => sum + value, 0);
    row.forEach((value, j) => {
      const mean = total > 0 ? value / total : 1 / row.length;
      const weight = full < 0 ? mean : Number(j === full);
      const from = columns[offsets[i]! + j]! * nColumns;
      for (let c = 0; c < nColumns; c++) means[i * nColumns + c]! += weight * data[from + c]!;
    });
  }
  return means;
}
