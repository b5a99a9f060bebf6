import type { LinkageTree } from './linkage-tree.js';

/**
 * For each merge the largest height within its subtree, [nLeaves - 1]. Cutting at height t keeps a subtree whole if
 * this is at most t; it differs from the merge's own height only where centroid or median step back.
 */
export function subtreeHeights({ children, heights, nLeaves }: LinkageTree): Float64Array {
  const largest = heights.slice();
  for (let merge = 0; merge < largest.length; merge++) {
    for (const child of [children[2 * merge]!, children[2 * merge + 1]!]) {
      if (child >= nLeaves) largest[merge] = Math.max(largest[merge]!, largest[child - nLeaves]!);
    }
  }
  return largest;
}
