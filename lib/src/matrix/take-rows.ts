import type { Matrix } from './matrix.js';

/** Copies the given rows, in the order given. */
export function takeRows({ data, nColumns }: Matrix, rows: Int32Array): Matrix {
  const taken = new Float64Array(rows.length * nColumns);
  rows.forEach((row, i) => taken.set(data.subarray(row * nColumns, (row + 1) * nColumns), i * nColumns));
  return { data: taken, nRows: rows.length, nColumns };
}
