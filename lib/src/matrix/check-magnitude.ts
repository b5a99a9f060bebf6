import { DataError } from '../errors.js';
import type { NumericMatrix } from './matrix.js';

/** Squares of smaller values can be added up without overflow. */
export const LARGEST_VALUE = 1e140;

/** Squares of larger differences can be added up without underflow. */
const SMALLEST_SPREAD = 1e-140;

/**
 * Refuses rows whose squared distances would overflow or vanish, for every function that measures distances or variances:
 * values beyond 1e140 in size, and rows that differ, but nowhere by as much as 1e-140 from the first one. An infinite
 * distance has no nearest neighbor, and neither has one that is 0 by underflow.
 *
 * Rows that are all equal pass. So do small differences beside large ones: below some 1e-160 they count as 0. O(nRows nColumns).
 *
 * @param matrices - By the name of their argument. All hold points of one space, and the first row of the first one
 * stands for it.
 */
export function checkMagnitude(fn: string, matrices: Readonly<Record<string, NumericMatrix>>): void {
  const all = Object.entries(matrices);
  // Integers of 32 bits are neither too large nor too close.
  if (all.every(([, { data }]) => !(data instanceof Float64Array || data instanceof Float32Array))) return;
  for (const [argument, { data, nColumns }] of all)
    for (let at = 0; at < data.length; at++)
      if (Math.abs(data[at]!) > LARGEST_VALUE)
        throw tooLarge(fn, data[at]!, {
          source: argument,
          row: Math.floor(at / nColumns),
          column: at % nColumns,
        });
  const origin = all[0]![1].data;
  let largest = 0;
  for (const [, { data, nColumns }] of all)
    for (let i = 0; i < data.length; i += nColumns)
      for (let j = 0; j < nColumns; j++) {
        largest = Math.max(largest, Math.abs(data[i + j]! - origin[j]!));
        if (largest >= SMALLEST_SPREAD) return;
      }
  if (largest === 0) return;
  const names = all.map(([argument]) => argument).join(' and ');
  throw new DataError(
    fn,
    `the rows of ${names} differ by ${largest} at most; squares of differences below ${SMALLEST_SPREAD} vanish, scale the data up`,
    { source: all[0]![0] },
  );
}

/** The error for a value beyond {@link LARGEST_VALUE}. */
export function tooLarge(
  fn: string,
  value: number,
  at: { readonly source: string; readonly row?: number; readonly column?: number },
): DataError {
  const where = at.row === undefined ? at.source : `row ${at.row}, column ${at.column} of ${at.source}`;
  return new DataError(
    fn,
    `${where} holds ${value}; values beyond ${LARGEST_VALUE} overflow when squared, scale the data down`,
    at,
  );
}
