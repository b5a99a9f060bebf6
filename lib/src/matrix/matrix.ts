import { ArgumentError, DataError, describe } from '../errors.js';

/** A dense matrix of doubles, row by row: entry (i, j) is `data[i * nColumns + j]`. */
export interface Matrix {
  /** The values, [nRows * nColumns], row after row. */
  readonly data: Float64Array;
  /** Rows: samples. */
  readonly nRows: number;
  /** Columns: features. */
  readonly nColumns: number;
}

/** Typed arrays whose entries are numbers that doubles hold exactly. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** A matrix of any number type, row by row; a set of loaded images is one. */
export interface NumericMatrix {
  /** The values, [nRows * nColumns], row after row. */
  readonly data: NumericArray;
  /** Rows: samples. */
  readonly nRows: number;
  /** Columns: features. */
  readonly nColumns: number;
}

/** A matrix of bytes, row by row: one 8-bit picture a row. */
export interface ByteMatrix {
  /** The bytes, [nRows * nColumns], row after row. */
  readonly data: Uint8Array;
  /** Rows: samples. */
  readonly nRows: number;
  /** Columns: features. */
  readonly nColumns: number;
}

/** What a danfojs frame looks like from outside; the library does not import danfojs to accept one. */
export interface DataFrameLike {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** [nRows, nColumns]. */
  readonly shape: readonly number[];
  /** The cells, as an array of rows. */
  readonly values: unknown;
}

/** Everything that the library takes as a table of numbers, one row a sample. */
export type MatrixLike = NumericMatrix | DataFrameLike | readonly (readonly number[] | NumericArray)[];

/**
 * Turns arrays of rows, typed arrays or a danfojs frame into a {@link Matrix} of finite doubles.
 *
 * A matrix that already holds doubles is returned as it is, not copied. O(nRows * nColumns).
 *
 * @param data - At least one row and one column; not modified.
 * @param fn - Name of the calling function, for messages.
 * @param argument - Name of the argument, for messages.
 * @returns [nRows, nColumns]; `data` itself if it is such a matrix already.
 * @throws {@link ArgumentError} if `data` is none of the accepted kinds or is empty.
 * @throws {@link DataError} if rows differ in length or a value is not a finite number; row and column are named.
 * @example
 * const m = toMatrix([[1, 2], [3, 4]]);
 * // m.data: 1 2 3 4, m.nRows: 2, m.nColumns: 2
 */
export function toMatrix(data: MatrixLike, fn: string = 'toMatrix', argument: string = 'data'): Matrix {
  if (Array.isArray(data))
    return fromRows(data as readonly (readonly number[] | NumericArray)[], fn, argument);
  if (typeof data !== 'object' || data === null)
    throw new ArgumentError(fn, argument, `${KINDS}${hint(data)}`, data);
  if ('columns' in data && 'values' in data) return fromFrame(data, fn, argument);
  if (isNumericMatrix(data)) return fromNumericMatrix(data, fn, argument);
  throw new ArgumentError(fn, argument, `${KINDS}${hint(data)}`, data);
}

const KINDS = 'rows of numbers, a matrix { data, nRows, nColumns } or a danfojs DataFrame';

/** What to do with something that is no table of numbers: a path must be read, and results hold tables in their fields. */
function hint(data: unknown): string {
  if (typeof data === 'string')
    return ' (images come from await loadImages(path), tables from await readTable(path))';
  if (typeof data !== 'object' || data === null) return '';
  const inside = Object.entries(data)
    .filter(([, value]) => typeof value === 'object' && value !== null && isNumericMatrix(value as object))
    .map(([name]) => name);
  return inside.length === 0 ? '' : ` (as in its ${inside.slice(0, 3).join(' or ')})`;
}

function isNumericMatrix(data: object): data is NumericMatrix {
  return 'data' in data && isTypedArray(data.data) && 'nRows' in data && 'nColumns' in data;
}

/**
 * Like {@link toMatrix}, but typed arrays stay what they are: a set of 8-bit pictures is not blown up to doubles
 * for a function that can read bytes.
 */
export function toNumericMatrix(
  data: MatrixLike,
  fn: string = 'toNumericMatrix',
  argument: string = 'data',
): NumericMatrix {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !isNumericMatrix(data))
    return toMatrix(data, fn, argument);
  checkNumericMatrix(data, fn, argument);
  return data;
}

function checkNumericMatrix({ data, nRows, nColumns }: NumericMatrix, fn: string, argument: string): void {
  if (!Number.isInteger(nRows) || nRows < 1)
    throw new ArgumentError(fn, `${argument}.nRows`, 'an integer of at least 1', nRows);
  if (!Number.isInteger(nColumns) || nColumns < 1)
    throw new ArgumentError(fn, `${argument}.nColumns`, 'an integer of at least 1', nColumns);
  if (data.length !== nRows * nColumns) {
    throw new ArgumentError(
      fn,
      `${argument}.data`,
      `an array of nRows * nColumns = ${nRows * nColumns} numbers`,
      data,
    );
  }
  if (data instanceof Float64Array || data instanceof Float32Array)
    assertFinite(data, nColumns, fn, argument);
}

function fromNumericMatrix(matrix: NumericMatrix, fn: string, argument: string): Matrix {
  checkNumericMatrix(matrix, fn, argument);
  const { data, nRows, nColumns } = matrix;
  return { data: data instanceof Float64Array ? data : Float64Array.from(data), nRows, nColumns };
}

function fromRows(rows: readonly (readonly number[] | NumericArray)[], fn: string, argument: string): Matrix {
  const first = rows[0];
  if (first === undefined) throw new ArgumentError(fn, argument, 'at least one row', rows);
  if (!isRow(first) || first.length === 0)
    throw new ArgumentError(fn, `${argument}[0]`, `a row of at least one number${hint(first)}`, first);
  const nRows = rows.length;
  const nColumns = first.length;
  const data = new Float64Array(nRows * nColumns);
  for (let i = 0; i < nRows; i++) {
    const row = rows[i]!;
    if (!isRow(row))
      throw new DataError(fn, `row ${i} of ${argument} is not a row of numbers`, {
        source: argument,
        row: i,
      });
    if (row.length !== nColumns) {
      throw new DataError(fn, `row ${i} of ${argument} has ${row.length} values, row 0 has ${nColumns}`, {
        source: argument,
        row: i,
      });
    }
    for (let j = 0; j < nColumns; j++) {
      const value: unknown = row[j];
      if (typeof value !== 'number') throw notANumber(fn, argument, i, j, value);
      data[i * nColumns + j] = value;
    }
  }
  assertFinite(data, nColumns, fn, argument);
  return { data, nRows, nColumns };
}

function fromFrame(frame: DataFrameLike, fn: string, argument: string): Matrix {
  const rows = frame.values;
  if (!Array.isArray(frame.columns) || !Array.isArray(rows))
    throw new ArgumentError(fn, argument, KINDS, frame);
  const nColumns = frame.columns.length;
  if (rows.length === 0 || nColumns === 0)
    throw new ArgumentError(fn, argument, 'a table of at least one row and one column', frame);
  const data = new Float64Array(rows.length * nColumns);
  rows.forEach((row: unknown, i) => {
    const cells = Array.isArray(row) ? (row as readonly unknown[]) : [row];
    for (let j = 0; j < nColumns; j++) {
      const value = cells[j];
      if (typeof value !== 'number' || !Number.isFinite(value))
        throw notANumber(fn, argument, i, String(frame.columns[j]), value);
      data[i * nColumns + j] = value;
    }
  });
  return { data, nRows: rows.length, nColumns };
}

function isRow(row: unknown): row is readonly number[] | NumericArray {
  return Array.isArray(row) || isTypedArray(row);
}

/** Whether doubles can be made of its entries, which those of a BigInt64Array are not. */
function isTypedArray(value: unknown): value is NumericArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

function notANumber(
  fn: string,
  argument: string,
  row: number,
  column: number | string,
  value: unknown,
): DataError {
  const isPlain = value === null || !['string', 'object', 'function', 'symbol'].includes(typeof value);
  const text = isPlain ? String(value) : describe(value).replace(/ \(string\)$/, '');
  return new DataError(fn, `row ${row}, column ${column} of ${argument} is ${text}, not a finite number`, {
    source: argument,
    row,
    column,
  });
}

function assertFinite(
  data: Float64Array | Float32Array,
  nColumns: number,
  fn: string,
  argument: string,
): void {
  // A sum is not finite if and only if a term is not finite or the sum overflows: one cheap pass decides for most data.
  // In four running sums, which the processor can add side by side.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = data.length - (data.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += data[i]!;
    s1 += data[i + 1]!;
    s2 += data[i + 2]!;
    s3 += data[i + 3]!;
  }
  for (let i = whole; i < data.length; i++) s0 += data[i]!;
  if (Number.isFinite(s0 + s1 + s2 + s3)) return;
  const first = data.findIndex((value) => !Number.isFinite(value));
  if (first >= 0) throw notANumber(fn, argument, Math.floor(first / nColumns), first % nColumns, data[first]);
}
