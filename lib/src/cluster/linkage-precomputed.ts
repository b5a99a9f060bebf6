import { ArgumentError, DataError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';

/**
 * Distances that the caller computed, in an array of our own: n rows of `width` columns, of which the first n are filled.
 *
 * @param data - A square symmetric matrix with a zero diagonal, or scipy's condensed form: n (n - 1) / 2 doubles,
 *   the upper triangle row by row.
 * @throws {@link DataError} if a distance is negative or not finite, the matrix not symmetric, the diagonal not 0.
 */
export function copyDistances(data: MatrixLike | Float64Array, width: number, fn: string): Float64Array {
  return data instanceof Float64Array
    ? expand(data, width, fn)
    : copySquare(toMatrix(data, fn, 'data'), width, fn);
}

/** The n of a condensed or square distance matrix, before anything is allocated for it. */
export function countPoints(data: MatrixLike | Float64Array, fn: string): number {
  if (!(data instanceof Float64Array)) return toMatrix(data, fn, 'data').nRows;
  const n = Math.round((1 + Math.sqrt(1 + 8 * data.length)) / 2);
  if (data.length === 0 || (n * (n - 1)) / 2 !== data.length) {
    throw new ArgumentError(fn, 'data', 'n (n - 1) / 2 condensed distances (1, 3, 6, 10, ...)', data);
  }
  return n;
}

function expand(condensed: Float64Array, width: number, fn: string): Float64Array {
  const n = countPoints(condensed, fn);
  const distances = new Float64Array(n * width);
  for (let i = 0, from = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, from++) {
      const d = condensed[from]!;
      if (!(d >= 0 && d < Infinity)) throw notADistance(fn, i, j, d);
      distances[i * width + j] = d;
      distances[j * width + i] = d;
    }
  }
  return distances;
}

function copySquare({ data, nRows: n, nColumns }: Matrix, width: number, fn: string): Float64Array {
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
      if (d < 0) throw notADistance(fn, i, j, d);
      if (d !== data[j * n + i]) {
        throw new DataError(
          fn,
          `the distances are not symmetric: (${i}, ${j}) is ${d}, (${j}, ${i}) is ${data[j * n + i]!}`,
          { source: 'data', row: i, column: j },
        );
      }
    }
  }
  return distances;
}

function notADistance(fn: string, row: number, column: number, value: number): DataError {
  return new DataError(
    fn,
    `the distance of rows ${row} and ${column} is ${value}, not a finite number of at least 0`,
    { source: 'data', row, column },
  );
}
