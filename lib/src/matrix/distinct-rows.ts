import type { Matrix, NumericArray, NumericMatrix } from './matrix.js';
import { takeRows } from './take-rows.js';

/** Which rows of a matrix are equal. A kind is a set of equal rows. */
export interface DistinctRows {
  /** The first row of each kind, ascending, [nKinds]. */
  readonly rows: Int32Array;
  /** The kind of each row, [nRows]. */
  readonly kinds: Int32Array;
  /** The kind of a row of another matrix of as many columns, given by where it begins in its data; -1 if no row is equal to it. */
  readonly find: (data: NumericArray, from: number) => number;
}

/** The two halves of a double, combined; of equal values equal. */
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
const wordOf = (value: number): number => {
  // Adding 0 makes one zero of both.
  double[0] = value + 0;
  return halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1);
};
const BYTE_WORDS = Int32Array.from({ length: 256 }, (_, byte) => wordOf(byte));

/** Finds rows that are equal number for number. O(nRows nColumns). */
export function distinctRows({ data, nRows, nColumns }: NumericMatrix): DistinctRows {
  const mask = 2 ** Math.ceil(Math.log2(2 * nRows + 1)) - 1;
  // Kinds by their hash; a taken place sends a kind to the next one.
  const table = new Int32Array(mask + 1).fill(-1);
  const rows = new Int32Array(nRows);
  const kinds = new Int32Array(nRows);
  /** The place in the table of the row's kind, or the free one where it belongs. */
  const placeOf = (values: NumericArray, from: number): number => {
    let place = hashOf(values, from, nColumns) & mask;
    for (; table[place]! >= 0; place = (place + 1) & mask)
      if (isEqual(values, from, data, rows[table[place]!]! * nColumns, nColumns)) break;
    return place;
  };
  let nKinds = 0;
  for (let row = 0; row < nRows; row++) {
    const place = placeOf(data, row * nColumns);
    if (table[place]! < 0) {
      rows[nKinds] = row;
      table[place] = nKinds++;
    }
    kinds[row] = table[place]!;
  }
  return { rows: rows.slice(0, nKinds), kinds, find: (values, from) => table[placeOf(values, from)]! };
}

/** Gives every row the place of its kind: row i of the result is row `kinds[i]` of `places`. */
export function toEveryRow(places: Matrix, kinds: Int32Array): Matrix {
  return kinds.length === places.nRows && kinds.every((kind, row) => kind === row)
    ? places
    : takeRows(places, kinds);
}

/** Gives every row that is a copy by `distinct` what the first of its kind has in `x`; `x` itself where there are no copies. */
export function asFirstOfKind(x: Matrix, { rows, kinds }: DistinctRows): Matrix {
  if (rows.length === kinds.length) return x;
  return takeRows(
    x,
    kinds.map((kind) => rows[kind]!),
  );
}

function hashOf(data: NumericArray, from: number, nColumns: number): number {
  let hash = 0;
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  for (let at = from; at < from + nColumns; at++) {
    hash = Math.imul(hash ^ (isBytes ? BYTE_WORDS[data[at]!]! : wordOf(data[at]!)), 0x85ebca6b);
    // What a product has learnt is in its high bits; the next one would lose it.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function isEqual(a: NumericArray, fromA: number, b: NumericArray, fromB: number, n: number): boolean {
  for (let i = 0; i < n; i++) if (a[fromA + i] !== b[fromB + i]) return false;
  return true;
}
