import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';

/** Edges of a spanning tree of n points, n - 1 of them. */
export interface SpanningTree {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengths: Float64Array;
}

/** Columns summed between two looks at whether a distance can still matter. */
const CHUNK = 16;

/**
 * Minimum spanning tree under the mutual reachability distance max(core of a, core of b, |a - b| / alpha), grown from row 0 (Prim's
 * algorithm), edges in the order in which they were found, the first row on ties.
 *
 * O(n^2 nColumns) at worst. A distance matters only if it brings a row nearer to the tree than it is: no row comes nearer
 * than the two core distances, so most pairs are passed over at once, and most sums stop after a few columns.
 */
export async function mutualReachabilityTree(
  x: Matrix,
  core: Float64Array,
  alpha: number,
  pacer: Pacer,
): Promise<SpanningTree> {
  const { data, nRows: n, nColumns } = x;
  const from = new Int32Array(n - 1);
  const to = new Int32Array(n - 1);
  const lengths = new Float64Array(n - 1);
  const reach = new Float64Array(n).fill(Infinity);
  const source = new Int32Array(n);
  const outside = Int32Array.from({ length: n }, (_, i) => i);
  let newest = 0;
  let newestAt = 0;
  for (let edge = 0; edge < n - 1; edge++) {
    outside.copyWithin(newestAt, newestAt + 1);
    let shortest = Infinity;
    for (let at = 0; at < n - 1 - edge; at++) {
      const j = outside[at]!;
      const floor = Math.max(core[newest]!, core[j]!);
      if (floor < reach[j]!) {
        const d = distanceBelow(data, newest * nColumns, j * nColumns, nColumns, reach[j]! * alpha) / alpha;
        const mutual = Math.max(floor, d);
        if (mutual < reach[j]!) {
          reach[j] = mutual;
          source[j] = newest;
        }
      }
      if (reach[j]! < shortest) {
        shortest = reach[j]!;
        newestAt = at;
      }
    }
    from[edge] = source[outside[newestAt]!]!;
    to[edge] = outside[newestAt]!;
    lengths[edge] = shortest;
    newest = to[edge]!;
    await pacer.step('hdbscan: spanning tree', edge + 1, n - 1);
  }
  return { from, to, lengths };
}

/** Euclidean distance of the rows that start at a and b; Infinity as soon as it is sure to exceed `limit`. */
function distanceBelow(data: Float64Array, a: number, b: number, nColumns: number, limit: number): number {
  const most = limit * limit * (1 + 1e-12);
  let sum = 0;
  for (let start = 0; start < nColumns; start += CHUNK) {
    const end = Math.min(start + CHUNK, nColumns);
    for (let j = start; j < end; j++) {
      const difference = data[a + j]! - data[b + j]!;
      sum += difference * difference;
    }
    if (sum > most) return Infinity;
  }
  return Math.sqrt(sum);
}
