import { ArgumentError } from '../errors.js';

/** Pairs of n rows. */
export function nPairs(n: number): number {
  return (n * (n - 1)) / 2;
}

/** Where the distance of rows i and j, i < j, stands among those of n rows. */
export function pairIndex(n: number, i: number, j: number): number {
  return i * n - (i * (i + 1)) / 2 + j - i - 1;
}

/** Refuses distances that are not those of so many rows, by their number. */
export function checkCondensed(fn: string, distances: Float64Array | undefined, nRows: number): void {
  if (distances === undefined) return;
  if (!(distances instanceof Float64Array) || distances.length !== nPairs(nRows)) {
    const way = `a Float64Array of the ${nPairs(nRows)} distances that pdist gives for ${nRows} rows`;
    throw new ArgumentError(fn, 'options.distances', way, distances);
  }
}

/** The distances of some rows, ascending, among those of all; not copied where the rows are all. */
export function takePairs(distances: Float64Array, rows: Int32Array): Float64Array {
  // n^2 - n - 2 nPairs = 0
  const n = (1 + Math.sqrt(1 + 8 * distances.length)) / 2;
  if (rows.length === n) return distances;
  const taken = new Float64Array(nPairs(rows.length));
  let to = 0;
  for (let i = 0; i < rows.length; i++)
    for (let j = i + 1; j < rows.length; j++) taken[to++] = distances[pairIndex(n, rows[i]!, rows[j]!)]!;
  return taken;
}
