import type { Pacer } from '../progress.js';
import { matMul } from '../tensorflow/operations.js';
import { toFloat64, withScope } from '../tensorflow/tensor.js';
import type { Matrix } from './matrix.js';
import { metricRows } from './metric-rows.js';
import { squaredEuclidean, type RowDistance, type RowMetric } from './row-distances.js';
import { rowPanels, type Panel } from './row-panels.js';

/** A run of rows. */
export interface RowRange {
  readonly start: number;
  readonly nRows: number;
}

/** Receives the distances of `rows` (above or the same) to `columns`: entry (i, j) is `tile[i * columns.nRows + j]`. */
export type TileVisitor = (tile: Float64Array, rows: RowRange, columns: RowRange) => void;

/** Up to so many coordinate differences (some 0.3 s) distances are summed directly; above, by matrix products. */
const DIRECT_WORK = 2 ** 28;

/** Rows of a tile of direct sums: 64 x 64 distances of 10 000 columns are 40 ms. */
const DIRECT_ROWS = 64;

/**
 * A squared distance below this share of the two squared norms has lost five digits to cancellation when it comes
 * from products, so it is summed directly instead. Equal rows get exactly 0 this way.
 */
const TOO_CLOSE = 1e-5;

/**
 * Computes the distances of all pairs of rows and shows them tile by tile: each unordered pair of row ranges once,
 * a range with itself whole. Memory: one tile and one copy of the rows, two with cosine and correlation.
 *
 * Small inputs are summed term by term as scipy's `pdist` does, to the same bits for euclidean, cityblock and
 * chebyshev. Large euclidean, cosine and correlation go through matrix products on libtensorflow: a relative
 * error of at most about 1e-10, and none in squared euclidean distances of small integers such as bytes.
 *
 * @param directWork - Up to how many coordinate differences to sum directly; tests set it.
 * @throws {@link DataError} if a row has no direction: all zero for cosine, constant for correlation.
 */
export async function visitDistanceTiles(
  x: Matrix,
  metric: RowMetric,
  visit: TileVisitor,
  fn: string,
  pacer: Pacer,
  directWork: number = DIRECT_WORK,
): Promise<void> {
  const { rows, distance } = metricRows(x, metric, fn);
  const small = (x.nRows * x.nRows * x.nColumns) / 2 <= directWork;
  if (small || metric === 'cityblock' || metric === 'chebyshev')
    await visitDirect(rows, distance, visit, pacer);
  else await visitProducts(rows, metric === 'euclidean' ? takeRoots : takeHalves, visit, pacer);
}

async function visitDirect(
  { data, nRows, nColumns }: Matrix,
  distance: RowDistance,
  visit: TileVisitor,
  pacer: Pacer,
): Promise<void> {
  const ranges = Array.from({ length: Math.ceil(nRows / DIRECT_ROWS) }, (_, r): RowRange => {
    const start = r * DIRECT_ROWS;
    return { start, nRows: Math.min(DIRECT_ROWS, nRows - start) };
  });
  const total = (ranges.length * (ranges.length + 1)) / 2;
  let done = 0;
  for (const [b, columns] of ranges.entries()) {
    for (const rows of ranges.slice(0, b + 1)) {
      const tile = new Float64Array(rows.nRows * columns.nRows);
      for (let i = 0, at = 0; i < rows.nRows; i++) {
        const row = (rows.start + i) * nColumns;
        for (let j = 0; j < columns.nRows; j++)
          tile[at++] = distance(data, row, data, (columns.start + j) * nColumns, nColumns);
      }
      visit(tile, rows, columns);
      await pacer.step('distances', ++done, total);
    }
  }
}

/** |a|^2 + |b|^2 - 2 a.b for every pair, one product per pair of panels, so half the work of a full product. */
async function visitProducts(
  x: Matrix,
  finish: (squares: Float64Array) => void,
  visit: TileVisitor,
  pacer: Pacer,
): Promise<void> {
  const norms = new Float64Array(x.nRows);
  await withScope(async (scope) => {
    // Products of integers are exact: centring would only add rounding, and break ties.
    const mean = hasExactProducts(x) ? new Float64Array(x.nColumns) : undefined;
    const { panels } = await rowPanels(scope, x, () => pacer.step('distances', 0, 1), { mean });
    const total = (panels.length * (panels.length + 1)) / 2;
    let done = 0;
    for (const [b, below] of panels.entries()) {
      // The diagonal tile first: it holds the squared norms.
      for (const above of [below, ...panels.slice(0, b)]) {
        const tile = withScope((step) =>
          toFloat64(matMul(step, above.tensor, below.tensor, { transposeB: true })),
        );
        if (above === below)
          for (let i = 0; i < below.nRows; i++) norms[below.start + i] = tile[i * below.nRows + i]!;
        productsToSquares(tile, x, norms, above, below);
        finish(tile);
        visit(tile, above, below);
        await pacer.step('distances', ++done, total);
      }
    }
  });
}

/** Whether all values are integers so small that no sum of products of two rows is rounded. */
function hasExactProducts({ data, nColumns }: Matrix): boolean {
  const limit = Math.sqrt(Number.MAX_SAFE_INTEGER / (4 * nColumns));
  return data.every((value) => Number.isInteger(value) && Math.abs(value) <= limit);
}

function productsToSquares(
  tile: Float64Array,
  { data, nColumns }: Matrix,
  norms: Float64Array,
  rows: Panel,
  columns: Panel,
): void {
  for (let i = 0, at = 0; i < rows.nRows; i++) {
    const a = rows.start + i;
    const norm = norms[a]!;
    for (let b = columns.start; b < columns.start + columns.nRows; b++, at++) {
      const both = norm + norms[b]!;
      const squared = both - 2 * tile[at]!;
      tile[at] =
        squared > TOO_CLOSE * both
          ? squared
          : squaredEuclidean(data, a * nColumns, data, b * nColumns, nColumns);
    }
  }
}

function takeRoots(squares: Float64Array): void {
  for (let at = 0; at < squares.length; at++) squares[at] = Math.sqrt(squares[at]!);
}

/** Cosine distance of rows of length 1: |a - b|^2 = 2 - 2 cos(a, b). */
function takeHalves(squares: Float64Array): void {
  for (let at = 0; at < squares.length; at++) squares[at]! /= 2;
}
