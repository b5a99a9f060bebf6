import type { Pacer } from '../progress.js';
import { emptyMerges, type RawMerges } from './linkage-tree.js';

const ROWS_PER_STEP = 64;

/**
 * Single linkage: the merges are the edges of a minimum spanning tree, grown from row 0 (Prim's algorithm).
 * On ties the lowest row joins first, as in scipy. O(n^2).
 *
 * @param distances - Square, symmetric, n x n; only read.
 */
export async function mergeBySpanningTree(
  distances: Float64Array,
  n: number,
  pacer: Pacer,
): Promise<RawMerges> {
  const merges = emptyMerges(n);
  const toTree = new Float64Array(n).fill(Infinity);
  const outside = new Uint8Array(n).fill(1);
  let newest = 0;
  for (let merge = 0; merge < n - 1; merge++) {
    outside[newest] = 0;
    const next = nearestOutside(distances, newest * n, toTree, outside);
    merges.left[merge] = newest;
    merges.right[merge] = next;
    merges.heights[merge] = toTree[next]!;
    newest = next;
    if (merge % ROWS_PER_STEP === 0) await pacer.step('merging', merge, n - 1);
  }
  await pacer.step('merging', n - 1, n - 1);
  return merges;
}

/** Takes the newest row of the tree into account, and finds the row outside that is nearest to the tree. */
function nearestOutside(
  distances: Float64Array,
  row: number,
  toTree: Float64Array,
  outside: Uint8Array,
): number {
  let nearest = -1;
  let best = Infinity;
  for (let i = 0; i < toTree.length; i++) {
    if (outside[i] === 0) continue;
    const d = distances[row + i]!;
    if (d < toTree[i]!) toTree[i] = d;
    if (toTree[i]! < best) {
      best = toTree[i]!;
      nearest = i;
    }
  }
  return nearest;
}
