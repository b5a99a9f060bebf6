import type { Matrix } from '../matrix/matrix.js';
import { columnMeans } from '../matrix/row-panels.js';
import { narrowCenters } from './narrow-centers.js';
import { squaredNorms, type RowSource } from './row-source.js';

/** Rows of few columns: plain loops over the centred rows, no libtensorflow. */
export function narrowSource(x: Matrix): RowSource {
  const { data, nRows, nColumns } = x;
  const mean = columnMeans(x);
  const centred: Matrix = { data: data.map((value, at) => value - mean[at % nColumns]!), nRows, nColumns };
  const rowsAt = (rows: ArrayLike<number>): Float64Array[] =>
    Array.from(rows, (row) => centred.data.slice(row * nColumns, (row + 1) * nColumns));
  const norms = squaredNorms(x, mean);
  return {
    x,
    squaredNorms: norms,
    productsWithRows: (rows) => rowsAt(rows).map((point) => productsWith(centred, point)),
    centersAtRows: (rows) => narrowCenters(centred, norms, mean, rowsAt(rows)),
  };
}

function productsWith({ data, nRows, nColumns }: Matrix, point: Float64Array): Float64Array {
  const products = new Float64Array(nRows);
  for (let i = 0, p = 0; i < nRows; i++) {
    let sum = 0;
    for (let c = 0; c < nColumns; c++, p++) sum += data[p]! * point[c]!;
    products[i] = sum;
  }
  return products;
}
