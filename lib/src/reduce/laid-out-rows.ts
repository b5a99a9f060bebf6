import { DataError } from '../errors.js';
import { distinctRows } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import type { NearestNeighbors } from './nearest-neighbors.js';
import { isNeighborGraph } from './neighbor-graph.js';

/** What a layout is made of. */
export interface LaidOutRows<Input> {
  /** The rows that are laid out, or their neighbours as they were given. */
  readonly input: Input;
  /** Their numbers among all rows. */
  readonly rows: Int32Array;
  /** Where every row takes its place from: a number among the rows that are laid out. */
  readonly kinds: Int32Array;
}

/**
 * Equal rows are laid out once and share the place: umap-learn's `unique`. Otherwise copies would be each other's only neighbours,
 * and drift apart in parcels.
 *
 * Where neighbours are given instead of rows, all rows are laid out, and those at distance 0 of each other move to the first of them.
 *
 * @throws {@link DataError} if all rows are equal.
 */
export function rowsToLayOut(fn: string, given: Matrix): LaidOutRows<Matrix>;
export function rowsToLayOut(
  fn: string,
  given: Matrix | NearestNeighbors,
): LaidOutRows<Matrix | NearestNeighbors>;
export function rowsToLayOut(
  fn: string,
  given: Matrix | NearestNeighbors,
): LaidOutRows<Matrix | NearestNeighbors> {
  if (isNeighborGraph(given)) {
    const rows = Int32Array.from({ length: given.nRows }, (_, row) => row);
    return { input: given, rows, kinds: firstAtDistanceZero(given) };
  }
  const { rows, kinds } = distinctRows(given);
  if (rows.length === 1 && given.nRows > 1)
    throw new DataError(fn, `all ${given.nRows} rows are equal, so there is nothing to lay out`, {
      source: 'data',
    });
  return { input: rows.length === given.nRows ? given : takeRows(given, rows), rows, kinds };
}

/** For every row the first one that is joined to it by distances of 0. */
export function firstAtDistanceZero({ indices, distances, nRows, nNeighbors }: NearestNeighbors): Int32Array {
  const first = Int32Array.from({ length: nRows }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (first[root] !== root) root = first[root]!;
    first[row] = root;
    return root;
  };
  for (let at = 0; at < indices.length; at++) {
    if (distances[at] !== 0) continue;
    const [a, b] = [rootOf(Math.floor(at / nNeighbors)), rootOf(indices[at]!)];
    first[Math.max(a, b)] = Math.min(a, b);
  }
  return first.map((_, row) => rootOf(row));
}
