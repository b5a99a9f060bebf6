import { ArgumentError, DataError } from '../errors.js';
import { LARGEST_VALUE, tooLarge } from '../matrix/check-magnitude.js';
import { pairIndex } from '../matrix/condensed.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';

/**
 * Distances that the caller computed, in an array of our own: n rows of `width` columns, of which the first n are filled.
 *
 * @param data - A square symmetric matrix with a zero diagonal, or scipy's condensed form: n (n - 1) / 2 doubles,
 *   the upper triangle row by row.
 * @throws {@link DataError} if a distance is negative, not finite or beyond 1e140, the matrix not symmetric, the diagonal not 0.
 */
export function copyDistances(
  data: Matrix | Float64Array,
  width: number,
  fn: string,
  pacer: Pacer,
): Promise<Float64Array> {
  return data instanceof Float64Array ? expand(data, width, fn, pacer) : copySquare(data, width, fn, pacer);
}

/** The rows of a matrix, or the n of condensed distances, before anything is allocated for them. */
export function countPoints(data: Matrix | Float64Array, fn: string): number {
  if (!(data instanceof Float64Array)) return data.nRows;
  const n = Math.round((1 + Math.sqrt(1 + 8 * data.length)) / 2);
  if (data.length === 0 || (n * (n - 1)) / 2 !== data.length) {
    throw new ArgumentError(fn, 'data', 'n (n - 1) / 2 condensed distances (1, 3, 6, 10, ...)', data);
  }
  return n;
}

/** Side of the squares in which the triangle is mirrored, so that both it and its image stay in the nearest cache. */
const SQUARE = 32;

const STAGE = 'copying distances';

async function expand(
  condensed: Float64Array,
  width: number,
  fn: string,
  pacer: Pacer,
): Promise<Float64Array> {
  const n = countPoints(condensed, fn);
  const distances = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const from = pairIndex(n, i, i + 1);
    for (let j = i + 1; j < n; j++) {
      const d = condensed[from + j - i - 1]!;
      if (!(d >= 0 && d <= LARGEST_VALUE)) throw notADistance(fn, i, j, d);
      distances[i * width + j] = d;
    }
    await pacer.step(STAGE, i, 2 * n);
  }
  for (let i0 = 0; i0 < n; i0 += SQUARE) {
    for (let j0 = i0; j0 < n; j0 += SQUARE)
      mirrorSquare(distances, width, i0, j0, Math.min(i0 + SQUARE, n), Math.min(j0 + SQUARE, n));
    await pacer.step(STAGE, n + i0, 2 * n);
  }
  return distances;
}

/** Copies what lies above the diagonal in rows i0 .. i1 and columns j0 .. j1 to its image below. */
function mirrorSquare(
  distances: Float64Array,
  width: number,
  i0: number,
  j0: number,
  i1: number,
  j1: number,
): void {
  for (let j = j0; j < j1; j++) {
    for (let i = i0; i < Math.min(i1, j); i++) distances[j * width + i] = distances[i * width + j]!;
  }
}

async function copySquare(
  { data, nRows: n, nColumns }: Matrix,
  width: number,
  fn: string,
  pacer: Pacer,
): Promise<Float64Array> {
  if (nColumns !== n)
    throw new ArgumentError(fn, 'data', `a square matrix of distances with metric 'precomputed'`, {
      nRows: n,
      nColumns,
    });
  const distances = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    distances.set(data.subarray(i * n, (i + 1) * n), i * width);
    if (data[i * n + i] !== 0)
      throw new DataError(fn, `the distance of row ${i} to itself is ${data[i * n + i]!}, not 0`, {
        source: 'data',
        row: i,
        column: i,
      });
    for (let j = i + 1; j < n; j++) {
      const d = data[i * n + j]!;
      if (!(d >= 0 && d <= LARGEST_VALUE)) throw notADistance(fn, i, j, d);
      if (d !== data[j * n + i]) {
        throw new DataError(
          fn,
          `the distances are not symmetric: (${i}, ${j}) is ${d}, (${j}, ${i}) is ${data[j * n + i]!}`,
          { source: 'data', row: i, column: j },
        );
      }
    }
    await pacer.step(STAGE, i, n);
  }
  return distances;
}

function notADistance(fn: string, row: number, column: number, value: number): DataError {
  if (value > LARGEST_VALUE) return tooLarge(fn, value, { source: 'data', row, column });
  return new DataError(
    fn,
    `the distance of rows ${row} and ${column} is ${value}, not a finite number of at least 0`,
    { source: 'data', row, column },
  );
}
