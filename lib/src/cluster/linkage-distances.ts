import { DataError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { rowPanels, type Panel } from '../matrix/row-panels.js';
import { assertNever } from '../options.js';
import type { Pacer } from '../progress.js';
import { matMul } from '../tensorflow/operations.js';
import { toFloat64, withScope } from '../tensorflow/tensor.js';
import type { LinkageMetric } from './linkage-tree.js';
import { chebyshev, cityblock, squaredEuclidean, type RowDistance } from './row-distances.js';

/** Up to so many coordinate differences (some 0.3 s) distances are summed directly; above, by matrix products. */
const DIRECT_WORK = 2 ** 28;

/**
 * A squared distance below this share of the two squared norms has lost five digits to cancellation when it comes
 * from products, so it is summed directly instead. Equal rows get exactly 0 this way.
 */
const TOO_CLOSE = 1e-5;

/** Side of the squares in which a tile is written out, so that both its rows and its mirror image stay in cache. */
const SQUARE = 32;

/**
 * All distances between rows, as a full symmetric n x n array with a zero diagonal.
 *
 * Small inputs are summed term by term as scipy's `pdist` does, to the same bits for euclidean, cityblock and
 * chebyshev. Large euclidean, cosine and correlation go through blocked matrix products on libtensorflow: a relative
 * error of at most about 1e-10, and none in squared euclidean distances of integers.
 *
 * @throws {@link DataError} if a row has no direction: all zero for cosine, constant for correlation.
 */
export async function squareDistances(
  x: Matrix, metric: Exclude<LinkageMetric, 'precomputed'>, pacer: Pacer, directWork: number = DIRECT_WORK,
): Promise<Float64Array> {
  const small = (x.nRows * x.nRows * x.nColumns) / 2 <= directWork;
  switch (metric) {
    case 'cityblock':
      return directDistances(x, cityblock, pacer);
    case 'chebyshev':
      return directDistances(x, chebyshev, pacer);
    case 'euclidean':
      return small ? directDistances(x, (...rows) => Math.sqrt(squaredEuclidean(...rows)), pacer) : productDistances(x, Math.sqrt, pacer);
    case 'cosine':
    case 'correlation': {
      // For rows of length 1, |a - b|^2 = 2 - 2 cos(a, b).
      const rows = unitRows(x, metric);
      return small ? directDistances(rows, (...pair) => squaredEuclidean(...pair) / 2, pacer) : productDistances(rows, (squared) => squared / 2, pacer);
    }
    default:
      return assertNever(metric);
  }
}

async function directDistances({ data, nRows: n, nColumns }: Matrix, distance: RowDistance, pacer: Pacer): Promise<Float64Array> {
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const d = distance(data, i * nColumns, j * nColumns, nColumns);
      distances[i * n + j] = d;
      distances[j * n + i] = d;
    }
    await pacer.step('distances', i, n);
  }
  return distances;
}

/** |a|^2 + |b|^2 - 2 a.b for every pair, one product per pair of panels, so half the work of a full product. */
async function productDistances(x: Matrix, finish: (squared: number) => number, pacer: Pacer): Promise<Float64Array> {
  const n = x.nRows;
  const distances = new Float64Array(n * n);
  const norms = new Float64Array(n);
  await withScope(async (scope) => {
    // Products of integers are exact: centring would only add rounding, and break ties.
    const { panels } = rowPanels(scope, x, hasExactProducts(x) ? new Float64Array(x.nColumns) : undefined);
    const total = (panels.length * (panels.length + 1)) / 2;
    let done = 0;
    for (const [b, below] of panels.entries()) {
      // The diagonal tile first: it holds the squared norms.
      for (const above of [below, ...panels.slice(0, b)]) {
        const products = withScope((step) => toFloat64(matMul(step, above.tensor, below.tensor, { transposeB: true })));
        if (above === below) for (let i = 0; i < below.nRows; i++) norms[below.start + i] = products[i * below.nRows + i]!;
        writeTile(distances, x, norms, products, above, below, finish);
        await pacer.step('distances', ++done, total);
      }
    }
  });
  return distances;
}

/** Whether all values are integers so small that no sum of products of two rows is rounded. */
function hasExactProducts({ data, nColumns }: Matrix): boolean {
  const limit = Math.sqrt(Number.MAX_SAFE_INTEGER / (4 * nColumns));
  return data.every((value) => Number.isInteger(value) && Math.abs(value) <= limit);
}

/** Turns a tile of products into distances and writes them twice, mirrored. */
function writeTile(
  distances: Float64Array, { data, nRows: n, nColumns }: Matrix, norms: Float64Array,
  products: Float64Array, rows: Panel, columns: Panel, finish: (squared: number) => number,
): void {
  for (let i0 = 0; i0 < rows.nRows; i0 += SQUARE) {
    const i1 = Math.min(i0 + SQUARE, rows.nRows);
    for (let j0 = 0; j0 < columns.nRows; j0 += SQUARE) {
      const j1 = Math.min(j0 + SQUARE, columns.nRows);
      for (let i = i0; i < i1; i++) {
        const a = rows.start + i;
        const norm = norms[a]!;
        for (let j = j0; j < j1; j++) {
          const b = columns.start + j;
          const norms2 = norm + norms[b]!;
          let squared = norms2 - 2 * products[i * columns.nRows + j]!;
          if (squared <= TOO_CLOSE * norms2) squared = squaredEuclidean(data, a * nColumns, b * nColumns, nColumns);
          const d = finish(squared);
          distances[a * n + b] = d;
          distances[b * n + a] = d;
        }
      }
    }
  }
}

/** Rows scaled to length 1, for correlation after their own mean is taken off. */
function unitRows({ data, nRows, nColumns }: Matrix, metric: 'cosine' | 'correlation'): Matrix {
  const unit = data.slice();
  for (let i = 0; i < nRows; i++) {
    const row = unit.subarray(i * nColumns, (i + 1) * nColumns);
    if (metric === 'correlation') subtractMean(row);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) {
      const problem = metric === 'cosine' ? `row ${i} of data is all zeros` : `row ${i} of data is constant`;
      throw new DataError('linkage', `${problem}, so its ${metric} distance is undefined`, { source: 'data', row: i });
    }
    for (let j = 0; j < nColumns; j++) row[j]! /= length;
  }
  return { data: unit, nRows, nColumns };
}

function subtractMean(row: Float64Array): void {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  for (let j = 0; j < row.length; j++) row[j]! -= mean;
}
