import type { NumericMatrix } from '../matrix/matrix.js';
import { addColumns } from '../preprocess/column-passes.js';
import { cast, subtract } from '../tensorflow/operations.js';
import { DType, fromFloat64, fromUint8, type Scope, type Tensor } from '../tensorflow/tensor.js';

/** Rows that travel together: 1 024 rows of 4 096 doubles are 34 MB. */
export const PANEL_ROWS = 1024;

/** First row and number of rows of each panel. */
export function panelRanges(
  nRows: number,
  rowsPerPanel: number = PANEL_ROWS,
): { readonly start: number; readonly count: number }[] {
  return Array.from({ length: Math.ceil(nRows / rowsPerPanel) }, (_, i) => {
    const start = i * rowsPerPanel;
    return { start, count: Math.min(rowsPerPanel, nRows - start) };
  });
}

/** Sums of the columns, [nColumns]; exact for integers. */
export function columnSums({ data, nColumns }: NumericMatrix): Float64Array {
  const sums = new Float64Array(nColumns);
  addColumns(data, 0, data.length, sums);
  return sums;
}

/** Some rows minus `shift`, [count, nColumns] float64. Bytes cross to libtensorflow as bytes. */
export function shiftedRows(
  scope: Scope,
  x: NumericMatrix,
  shift: Float64Array,
  start: number,
  count: number,
): Tensor {
  const { data, nColumns } = x;
  const from = start * nColumns;
  const to = from + count * nColumns;
  return scope.step((step) => {
    const rows =
      data instanceof Uint8Array
        ? cast(step, fromUint8(step, data.subarray(from, to), [count, nColumns]), DType.float64)
        : fromFloat64(
            step,
            data instanceof Float64Array
              ? data.subarray(from, to)
              : Float64Array.from(data.subarray(from, to)),
            [count, nColumns],
          );
    return scope.adopt(subtract(step, rows, fromFloat64(step, shift, [1, nColumns])), step);
  });
}
