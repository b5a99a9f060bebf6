import { ArgumentError, DataError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';

/**
 * Distances that the caller computed, as a full n x n array of our own.
 *
 * @param data - A square symmetric matrix with a zero diagonal, or scipy's condensed form: n (n - 1) / 2 doubles,
 *   the upper triangle row by row.
 * @throws {@link DataError} if a distance is negative or not finite, the matrix not symmetric, the diagonal not 0.
 */
export function copyDistances(data: MatrixLike | Float64Array, fn: string): { readonly distances: Float64Array; readonly n: number } {
  return data instanceof Float64Array ? expand(data, fn) : copySquare(toMatrix(data, fn, 'data'), fn);
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

function expand(condensed: Float64Array, fn: string): { readonly distances: Float64Array; readonly n: number } {
  const n = countPoints(condensed, fn);
  const distances = new Float64Array(n * n);
  for (let i = 0, from = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, from++) {
      const d = condensed[from]!;
      if (!(d >= 0 && d < Infinity)) throw notADistance(fn, i, j, d);
      distances[i * n + j] = d;
      distances[j * n + i] = d;
    }
  }
  return { distances, n };
}

function copySquare({ data, nRows: n, nColumns }: Matrix, fn: string): { readonly distances: Float64Array; readonly n: number } {
  if (nColumns !== n) throw new ArgumentError(fn, 'data', `a square matrix of distances with metric 'precomputed'`, { nRows: n, nColumns });
  for (let i = 0; i < n; i++) {
    if (data[i * n + i] !== 0) throw new DataError(fn, `the distance of row ${i} to itself is ${data[i * n + i]!}, not 0`, { source: 'data', row: i, column: i });
    for (let j = i + 1; j < n; j++) {
      const d = data[i * n + j]!;
      if (d < 0) throw notADistance(fn, i, j, d);
      if (d !== data[j * n + i]) {
        throw new DataError(fn, `the distances are not symmetric: (${i}, ${j}) is ${d}, (${j}, ${i}) is ${data[j * n + i]!}`, { source: 'data', row: i, column: j });
      }
    }
  }
  return { distances: data.slice(), n };
}

function notADistance(fn: string, row: number, column: number, value: number): DataError {
  return new DataError(fn, `the distance of rows ${row} and ${column} is ${value}, not a finite number of at least 0`, { source: 'data', row, column });
}
