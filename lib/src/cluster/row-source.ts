import { innerProductsRows, type InnerProducts } from '../matrix/inner-products.js';
import type { Matrix } from '../matrix/matrix.js';
import { productsWithPoints, type RowPanels } from '../matrix/row-panels.js';
import { reduceSum } from '../tensorflow/operations.js';
import { toFloat64, withScope } from '../tensorflow/tensor.js';
import type { Centers } from './centers.js';
import { gramCenters } from './centers-from-inner-products.js';
import { panelCenters } from './centers-from-panels.js';

/**
 * The rows of a data set as k-means sees them: norms, and inner products on demand. Three sources give the same
 * answers at different costs: {@link panelSource} multiplies the rows anew each time, {@link gramSource} looks the
 * products up in a table made once, `narrowSource` does without libtensorflow.
 */
export interface RowSource {
  readonly x: Matrix;
  /** Squared norms of the centred rows, [nRows]. */
  readonly squaredNorms: Float64Array;
  /** For each of the given rows, its inner products with all rows. Read only: the arrays may be views. */
  productsWithRows(rows: readonly number[]): readonly Float64Array[];
  /** Centres that start at rows of the data. */
  centersAtRows(rows: Int32Array): Centers;
}

/** Looks products up in the inner products of the same (centred) rows. */
export function gramSource(x: Matrix, gram: InnerProducts): RowSource {
  // The table is symmetric: sums along its rows are those along its columns, and faster.
  const total = withScope((scope) => toFloat64(reduceSum(scope, gram.tensor, 1)));
  return {
    x,
    squaredNorms: gram.squaredNorms,
    productsWithRows: (rows) => innerProductsRows(gram, rows),
    centersAtRows: (rows) => gramCenters(x, gram, total, rows),
  };
}

/** Multiplies the panels of the same (centred) rows. */
export function panelSource(x: Matrix, panels: RowPanels): RowSource {
  return {
    x,
    squaredNorms: squaredNorms(x, panels.mean),
    productsWithRows: (rows) =>
      productsWithPoints(
        panels,
        rows.map((row) => centredRow(x, row, panels.mean)),
      ),
    centersAtRows: (rows) =>
      panelCenters(
        x,
        panels,
        Array.from(rows, (row) => centredRow(x, row, panels.mean)),
      ),
  };
}

/** Centres that start at given points, [nClusters, nColumns], in the units of the data. */
export function centersAtPoints(x: Matrix, panels: RowPanels, points: Matrix): Centers {
  return panelCenters(
    x,
    panels,
    Array.from({ length: points.nRows }, (_, j) => centredRow(points, j, panels.mean)),
  );
}

function centredRow({ data, nColumns }: Matrix, row: number, mean: Float64Array): Float64Array {
  return data.slice(row * nColumns, (row + 1) * nColumns).map((value, c) => value - mean[c]!);
}

export function squaredNorms({ data, nRows, nColumns }: Matrix, mean: Float64Array): Float64Array {
  const norms = new Float64Array(nRows);
  for (let i = 0, p = 0; i < nRows; i++) {
    let sum = 0;
    for (let j = 0; j < nColumns; j++, p++) {
      const value = data[p]! - mean[j]!;
      sum += value * value;
    }
    norms[i] = sum;
  }
  return norms;
}
