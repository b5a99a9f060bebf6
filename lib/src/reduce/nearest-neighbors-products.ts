import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { columnMeans } from '../matrix/row-panels.js';
import { squaredDistance } from '../matrix/squared-distance.js';
import type { Pacer } from '../progress.js';
import { matMul, slice, topK } from '../tensorflow/operations.js';
import { fromFloat32, toFloat32, toInt32, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { NearestRows, NeighborSearch } from './nearest-rows.js';

/** Half a unit in the last place of float32. */
const FLOAT32_ERROR = 2 ** -24;

/** Far more than float32 can lose where products fall below its smallest number; scores are at most 1. */
const UNDERFLOW = 1e-30;

/** Floating-point operations of one block of products: some 50 ms. */
const OPERATIONS_A_BLOCK = 8e9;

const STAGE = 'nearest neighbors';

/**
 * Squared Euclidean distances to the nearest rows. With c the centre of the points, the score of row y for query x,
 *
 *   s(x, y) = (x - c).(y - c) - |y - c|^2 / 2,
 *
 * is largest for the nearest row: |x - y|^2 = |x - c|^2 - 2 s. Appending -|y - c|^2 / 2 to y and 1 to x makes it one
 * product. Scores are float32; who is among the k nearest is decided in doubles.
 */
export async function searchByProducts(
  fn: string,
  search: NeighborSearch,
  found: NearestRows,
  pacer: Pacer,
): Promise<void> {
  const { points, queries, excludeSelf } = search;
  const pause = (): Promise<void> => pacer.step(STAGE, 0, queries.nRows);
  const frame = commonFrame(points, queries);
  await pause();
  const nCandidates = Math.min(points.nRows, found.k + (excludeSelf ? 1 : 0) + 8 + (found.k >> 3));
  const nBlockRows = blockRows(fn, search, nCandidates);
  await withScope(async (scope) => {
    const { rows } = inFrame(points, 0, points.nRows, frame, true);
    await pause();
    const factor = fromFloat32(scope, rows, [points.nRows, points.nColumns + 1]);
    for (let start = 0; start < queries.nRows; start += nBlockRows) {
      const nRows = Math.min(nBlockRows, queries.nRows - start);
      await searchBlock(scope, factor, { ...search, frame, start, nRows, nCandidates }, found, pacer);
    }
  });
}

/** The origin and unit in which scores are computed: float32 then neither overflows nor loses digits to an offset. */
interface Frame {
  readonly centre: Float64Array;
  readonly scale: number;
  /** How far, in this frame, rounding may have moved a row. */
  readonly shift: number;
}

interface Block extends NeighborSearch {
  readonly frame: Frame;
  /** First query of the block. */
  readonly start: number;
  readonly nRows: number;
  readonly nCandidates: number;
}

function commonFrame(points: Matrix, queries: Matrix): Frame {
  const centre = columnMeans(points);
  let largest = 0;
  let magnitude = 0;
  for (const { data, nRows, nColumns } of points === queries ? [points] : [points, queries]) {
    for (let i = 0, p = 0; i < nRows; i++) {
      for (let j = 0; j < nColumns; j++, p++) {
        largest = Math.max(largest, Math.abs(data[p]! - centre[j]!));
        magnitude = Math.max(magnitude, Math.abs(data[p]!));
      }
    }
  }
  const nColumns = points.nColumns;
  const scale = largest === 0 ? 1 : 1 / (largest * Math.sqrt(nColumns));
  return { centre, scale, shift: 2 ** -51 * magnitude * scale * Math.sqrt(nColumns) };
}

/** Rows in the common frame with the extra column of a point or of a query, and their norms. */
function inFrame(
  { data, nColumns }: Matrix,
  start: number,
  nRows: number,
  { centre, scale }: Frame,
  asPoints: boolean,
): { rows: Float32Array; norms: Float64Array } {
  const rows = new Float32Array(nRows * (nColumns + 1));
  const norms = new Float64Array(nRows);
  for (let i = 0, from = start * nColumns, to = 0; i < nRows; i++) {
    let sum = 0;
    for (let j = 0; j < nColumns; j++) {
      const value = (data[from++]! - centre[j]!) * scale;
      rows[to++] = value;
      sum += value * value;
    }
    norms[i] = Math.sqrt(sum);
    rows[to++] = asPoints ? -sum / 2 : 1;
  }
  return { rows, norms };
}

/** How many queries fit the memory at a time: the points in float32 once, for each query its scores and candidates. */
function blockRows(
  fn: string,
  { points, queries, maxMemoryBytes }: NeighborSearch,
  nCandidates: number,
): number {
  const { nRows: n, nColumns } = points;
  const fixed = 4 * n * (nColumns + 1);
  const perRow = 8 * (nColumns + 1) + 4 * n + 16 * nCandidates;
  const fitting = Math.floor((maxMemoryBytes - fixed) / perRow);
  if (fitting < 1) {
    throw new ArgumentError(
      fn,
      'options.maxMemoryBytes',
      `at least ${fixed + perRow} for ${n} rows of ${nColumns} columns`,
      maxMemoryBytes,
    );
  }
  const polite = Math.ceil(OPERATIONS_A_BLOCK / (2 * n * (nColumns + 1)));
  return Math.min(fitting, polite, 4096, queries.nRows);
}

async function searchBlock(
  scope: Scope,
  factor: Tensor,
  block: Block,
  found: NearestRows,
  pacer: Pacer,
): Promise<void> {
  const { points, queries, frame, start, nRows, nCandidates } = block;
  const { rows, norms } = inFrame(queries, start, nRows, frame, false);
  await withScope(async (step) => {
    const scores = matMul(step, fromFloat32(step, rows, [nRows, queries.nColumns + 1]), factor, {
      transposeB: true,
    });
    const best = topK(step, scores, nCandidates);
    const candidates = toInt32(best.indices);
    const values = toFloat32(best.values);
    for (let r = 0; r < nRows; r++) {
      const i = start + r;
      // Rows that are not candidates score at most as much as the last candidate. If that leaves them room among the
      // nearest (close or equal distances), everything that scores high enough is measured.
      for (let c = r * nCandidates; c < (r + 1) * nCandidates; c++) measure(block, found, i, candidates[c]!);
      const floor = floorScore(frame, norms[r]!, points.nColumns, found.worst(i));
      const settled = nCandidates === points.nRows || values[(r + 1) * nCandidates - 1]! < floor;
      if (!settled) {
        found.clear(i);
        const row = step.step((inner) => toFloat32(slice(inner, scores, [r, 0], [1, points.nRows])));
        for (let j = 0; j < row.length; j++) if (!(row[j]! < floor)) measure(block, found, i, j);
      }
      await pacer.step(STAGE, i, queries.nRows);
    }
  });
  if (start + nRows === queries.nRows) await pacer.step(STAGE, queries.nRows, queries.nRows);
}

/**
 * Every row at a squared distance of `worst` or less has a float32 score of at least this.
 *
 * Such a row lies within `reach` of the centre. A product of m terms in float32, its factors rounded to float32, is
 * off by at most ((1 + u)^(m + 3) - 1) times the product of the norms, u = 2^-24, in whatever order it is summed
 * (Higham, Accuracy and Stability of Numerical Algorithms, 3.1).
 */
function floorScore({ scale, shift }: Frame, norm: number, nColumns: number, worst: number): number {
  const radius = Math.sqrt(worst) * scale * (1 + (nColumns + 8) * Number.EPSILON) + 2 * shift;
  const reach = norm + radius;
  const error = Math.expm1((nColumns + 4) * Math.log1p(FLOAT32_ERROR)) * (norm * reach + (reach * reach) / 2);
  return (norm * norm - radius * radius) / 2 - error - UNDERFLOW;
}

function measure(
  { points, queries, excludeSelf }: NeighborSearch,
  found: NearestRows,
  i: number,
  j: number,
): void {
  if (excludeSelf && i === j) return;
  const { nColumns } = points;
  found.offer(i, j, squaredDistance(queries.data, i * nColumns, points.data, j * nColumns, nColumns));
}
