import type { RowMetric } from '../matrix/row-distances.js';

/** How the distance between two clusters follows from the distances of their parts; see {@link LinkageOptions}. */
export type LinkageMethod = 'ward' | 'complete' | 'average' | 'weighted' | 'single' | 'centroid' | 'median';

/** How the distance between two rows is measured; see {@link LinkageOptions}. */
export type LinkageMetric = RowMetric | 'precomputed';

/**
 * A hierarchy of merges, as `linkage` returns it: scipy's linkage matrix, column by column.
 *
 * Leaves are numbered 0 to nLeaves - 1 (the rows of the data), the cluster made by merge i is number nLeaves + i.
 */
export interface LinkageTree {
  /** The two clusters that merge i joins are `children[2 * i]` and `children[2 * i + 1]`, the smaller number first; [2 * (nLeaves - 1)]. */
  readonly children: Int32Array;
  /** Distance at which each merge happens, ascending (centroid and median may step back); [nLeaves - 1], units of the metric. */
  readonly heights: Float64Array;
  /** How many rows the cluster made by each merge holds; [nLeaves - 1]. */
  readonly counts: Int32Array;
  /** Number of rows that were clustered. */
  readonly nLeaves: number;
  /** How the distance of clusters was defined. */
  readonly method: LinkageMethod;
  /** How the distance of rows was defined. */
  readonly metric: LinkageMetric;
  /** What may surprise, e.g. how ties were decided; may be left out of a tree from elsewhere. */
  readonly warnings?: readonly string[];
}

/** Merges in the order in which an algorithm finds them, each named by a leaf (or the id) of either side. */
export interface RawMerges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
}

export function emptyMerges(nLeaves: number): RawMerges {
  const n = nLeaves - 1;
  return { left: new Int32Array(n), right: new Int32Array(n), heights: new Float64Array(n) };
}

/**
 * Sorts merges by height, equal heights in the order found, and names the clusters by number: the form of scipy's
 * linkage matrix. `left` and `right` name each side by any one of its leaves. O(n log n).
 */
export function sortMerges(
  { left, right, heights }: RawMerges,
  nLeaves: number,
): Pick<LinkageTree, 'children' | 'heights' | 'counts'> {
  const order = Array.from(heights, (_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const parent = Int32Array.from({ length: 2 * nLeaves - 1 }, (_, i) => i);
  const size = new Int32Array(2 * nLeaves - 1).fill(1, 0, nLeaves);
  const children = new Int32Array(2 * order.length);
  const counts = new Int32Array(order.length);
  order.forEach((merge, i) => {
    const a = findRoot(parent, left[merge]!);
    const b = findRoot(parent, right[merge]!);
    children[2 * i] = Math.min(a, b);
    children[2 * i + 1] = Math.max(a, b);
    parent[a] = parent[b] = nLeaves + i;
    counts[i] = size[nLeaves + i] = size[a]! + size[b]!;
  });
  return { children, heights: Float64Array.from(order, (merge) => heights[merge]!), counts };
}

/** Follows parents to the root, and points everything on the way straight at it. */
function findRoot(parent: Int32Array, node: number): number {
  let root = node;
  while (parent[root] !== root) root = parent[root]!;
  while (parent[node] !== root) {
    const next = parent[node]!;
    parent[node] = root;
    node = next;
  }
  return root;
}
