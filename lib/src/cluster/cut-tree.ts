import { ArgumentError } from '../errors.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { largestNodesFirst } from './largest-nodes-first.js';
import type { LinkageTree } from './linkage-tree.js';
import { subtreeHeights } from './subtree-heights.js';

/** Options of {@link cutTree}: where to cut, by one of the first two. */
export interface CutTreeOptions {
  /** How many clusters are wanted, an integer in [1, nLeaves]. @defaultValue given by `height` */
  readonly nClusters?: number;
  /** Everything that was joined at or below this height stays together. At least 0, units of the tree's metric. @defaultValue given by `nClusters` */
  readonly height?: number;
  /**
   * Whose rules number the clusters.
   * - `'scipy'`: as `fcluster`, minus 1: by the way down the tree. Where merges tie at the cut, `nClusters` is
   *   a maximum: no height separates the tied merges.
   * - `'sklearn'`: as `AgglomerativeClustering`: always exactly `nClusters`, the last merges undone one by one; and
   *   merges exactly at `height` are undone.
   *
   * @defaultValue 'scipy'
   */
  readonly numbering?: 'scipy' | 'sklearn';
}

/**
 * Cuts a tree of merges into clusters.
 *
 * @remarks O(nLeaves log nLeaves).
 *
 * @param tree - From `linkage`.
 * @returns A label per row, from 0 without gaps; [nLeaves].
 * @throws {@link ArgumentError} if not exactly one of `nClusters` and `height` is given, or it is out of range.
 * @example
 * const tree = await linkage([[0], [1], [5], [7]]);
 * const labels = cutTree(tree, { nClusters: 2 });
 * // labels: 0 0 1 1
 * @see SciPy's `fcluster`; scikit-learn's `_hc_cut`.
 */
export function cutTree(tree: LinkageTree, options: CutTreeOptions): Int32Array {
  checkOptions('cutTree', options, ['nClusters', 'height', 'numbering']);
  const { nClusters, height, numbering = 'scipy' } = options;
  checkOneOf('cutTree', 'numbering', numbering, ['scipy', 'sklearn']);
  if ((nClusters === undefined) === (height === undefined)) {
    throw new ArgumentError('cutTree', 'options', 'exactly one of nClusters and height', options);
  }
  if (nClusters !== undefined) {
    checkInteger('cutTree', 'nClusters', nClusters, 1, tree.nLeaves, 'rows of data');
    return numbering === 'scipy' ? cutIntoAtMost(tree, nClusters) : largestNodesFirst(tree, nClusters);
  }
  const limit = checkNumber('cutTree', 'height', height, 0);
  if (numbering === 'scipy') return cutAtHeight(tree, subtreeHeights(tree), limit);
  return largestNodesFirst(tree, tree.heights.filter((h) => h >= limit).length + 1);
}

/** Cuts at the lowest merge that leaves at most `nClusters`, found by bisection over the merges. */
function cutIntoAtMost(tree: LinkageTree, nClusters: number): Int32Array {
  if (nClusters === tree.nLeaves) return Int32Array.from({ length: nClusters }, (_, i) => i);
  const heights = subtreeHeights(tree);
  let below = -1;
  let cut = heights.length - 1;
  while (cut - below > 1) {
    const middle = (below + cut) >> 1;
    const nAbove = heights.reduce((count, h) => (h > heights[middle]! ? count + 1 : count), 0);
    if (nAbove + 1 > nClusters) below = middle;
    else cut = middle;
  }
  return cutAtHeight(tree, heights, heights[cut]!);
}

/**
 * Numbers the subtrees that stay whole at `limit`, in the order of a walk from the root that takes the left merge,
 * then the right merge, and counts single rows on the way back.
 */
function cutAtHeight({ children, nLeaves }: LinkageTree, heights: Float64Array, limit: number): Int32Array {
  const labels = new Int32Array(nLeaves);
  const clusterOf = new Int32Array(heights.length).fill(-1);
  let nClusters = 0;
  // Merges still to enter, and, as their complement, merges still to leave.
  const stack = [heights.length - 1];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const merge = step < 0 ? ~step : step;
    const pair = [children[2 * merge]!, children[2 * merge + 1]!];
    if (step < 0) {
      for (const child of pair)
        if (child < nLeaves) labels[child] = clusterOf[merge]! >= 0 ? clusterOf[merge]! : nClusters++;
      continue;
    }
    if (clusterOf[merge]! < 0 && heights[merge]! <= limit) clusterOf[merge] = nClusters++;
    stack.push(~merge);
    for (const child of pair.reverse()) {
      if (child < nLeaves) continue;
      clusterOf[child - nLeaves] = clusterOf[merge]!;
      stack.push(child - nLeaves);
    }
  }
  return labels;
}
