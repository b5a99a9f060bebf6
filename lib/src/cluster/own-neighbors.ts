import type { Matrix } from '../matrix/matrix.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { Pacer } from '../progress.js';
import { findNeighbors, type NearestNeighbors } from '../reduce/nearest-neighbors.js';

/** Room for the distances of some rows at a time. */
const BLOCK_BYTES = 2 ** 30;

/** Which neighbours {@link ownNeighbors} looks for. */
interface Wanted {
  readonly nNeighbors: number;
  readonly includeSelf: boolean;
  readonly metric: RowMetric;
}

/** The nearest rows of every row, in the name of `fn`: `nearestNeighbors` with room for whatever is asked. */
export function ownNeighbors(
  fn: string,
  x: Matrix,
  { nNeighbors, includeSelf, metric }: Wanted,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  // The search keeps a copy of the rows in single precision.
  const maxMemoryBytes = BLOCK_BYTES + 4 * x.nRows * (x.nColumns + 1);
  const search = { points: x, queries: x, excludeSelf: !includeSelf, maxMemoryBytes };
  return findNeighbors(fn, search, nNeighbors, metric, pacer);
}
