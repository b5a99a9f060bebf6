import { ArgumentError } from '../errors.js';
import { checkInteger } from '../options.js';

/**
 * Numbers of rows that a user gave in an option.
 *
 * @throws {@link ArgumentError} if it is no array, or one of them is not a row in [0, nRows).
 */
export function rowNumbers(
  fn: string,
  name: string,
  rows: ArrayLike<number>,
  nRows: number,
  what: string,
): readonly number[] {
  const isList = Array.isArray(rows) || (ArrayBuffer.isView(rows) && !(rows instanceof DataView));
  if (!isList) throw new ArgumentError(fn, `options.${name}`, 'an array of row numbers', rows);
  return Array.from(rows, (row, i) => checkInteger(fn, `${name}[${i}]`, row, 0, nRows - 1, what));
}
