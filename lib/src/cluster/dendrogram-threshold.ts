import { checkInteger } from '../options.js';
import type { LinkageTree } from './linkage-tree.js';
import { subtreeHeights } from './subtree-heights.js';

/** Where a line across a dendrogram cuts it into a given number of clusters; see {@link dendrogramThreshold}. */
export interface DendrogramThreshold {
  /** Halfway between `lower` and `upper`: a good place for the line. */
  readonly threshold: number;
  /** Height of the last merge that is kept; 0 if none is. */
  readonly lower: number;
  /** Height of the first merge that is undone. Equal to `lower` if they tie: then no line gives this number. */
  readonly upper: number;
}

/**
 * The heights between which cutting a tree leaves `nClusters` clusters. clusteval guesses them from the sizes of merges,
 * which may be unrelated ones; here they are read off the cut itself.
 *
 * @remarks O(nLeaves log nLeaves).
 *
 * @param tree - From `linkage`.
 * @param nClusters - An integer in [2, nLeaves]: one cluster has no merge above it.
 * @throws {@link ArgumentError} if `nClusters` is out of range.
 * @example
 * const tree = await linkage([[0], [1], [5], [7]], { method: 'single' });
 * const { threshold, lower, upper } = dendrogramThreshold(tree, 2);
 * // threshold: 3, lower: 2, upper: 4
 * @see clusteval, `plot`: the height at which it draws the line.
 */
export function dendrogramThreshold(tree: LinkageTree, nClusters: number): DendrogramThreshold {
  checkInteger('dendrogramThreshold', 'nClusters', nClusters, 2, tree.nLeaves, 'rows of data');
  const heights = subtreeHeights(tree).sort();
  const upper = heights[tree.nLeaves - nClusters]!;
  const lower = nClusters === tree.nLeaves ? 0 : heights[tree.nLeaves - nClusters - 1]!;
  return { threshold: lower + (upper - lower) / 2, lower, upper };
}
