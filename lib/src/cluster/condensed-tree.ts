import type { SpanningTree } from './mutual-reachability-tree.js';

/**
 * The hierarchy of clusters as density rises (lambda = 1 / distance), without the splits in which only a few points fall off. Nodes
 * 0 .. n-1 are the points, n is the cluster of all, higher numbers are its parts, each numbered after its parent. One row
 * for each node that leaves a cluster.
 */
export interface CondensedTree {
  /** The cluster that is left, [nEdges]. */
  readonly parent: Int32Array;
  /** The point that falls out of it, or the part that it becomes, [nEdges]. */
  readonly child: Int32Array;
  /** Density at which that happens: 1 / distance, infinite for duplicates, [nEdges]. */
  readonly lambda: Float64Array;
  /** Points in the child, [nEdges]. */
  readonly size: Int32Array;
}

/** Merges of single linkage: node n + i joins `left[i]` and `right[i]`. */
interface Hierarchy {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
  /** Points below each node, 2n - 1 of them. */
  readonly counts: Int32Array;
}

/** Single linkage from its spanning tree: the edges by length, equal ones in the order of the tree. */
function hierarchyOf({ from, to, lengths }: SpanningTree): Hierarchy {
  const n = lengths.length + 1;
  const order = Array.from(lengths.keys()).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const counts = new Int32Array(2 * n - 1).fill(1, 0, n);
  const above = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i);
  const top = (node: number): number => {
    let at = node;
    while (above[at] !== at) {
      above[at] = above[above[at]!]!;
      at = above[at]!;
    }
    return at;
  };
  order.forEach((edge, i) => {
    left[i] = top(from[edge]!);
    right[i] = top(to[edge]!);
    above[left[i]] = n + i;
    above[right[i]] = n + i;
    counts[n + i] = counts[left[i]]! + counts[right[i]]!;
  });
  return { left, right, heights: Float64Array.from(order, (edge) => lengths[edge]!), counts };
}

/**
 * Condenses the single linkage tree: a split counts as one only if both sides have at least `minClusterSize` points, else the smaller
 * sides' points fall out of a cluster that lives on. O(n log n).
 *
 * @see Campello, Moulavi & Sander (2013), Density-based clustering based on hierarchical density estimates.
 */
export function condensedTree(tree: SpanningTree, minClusterSize: number): CondensedTree {
  const { left, right, heights, counts } = hierarchyOf(tree);
  const n = heights.length + 1;
  const rows: { parent: number; child: number; lambda: number; size: number }[] = [];
  const cluster = new Int32Array(2 * n - 1);
  const root = 2 * n - 2;
  cluster[root] = n;
  let nextCluster = n + 1;
  // Level by level from the root; a part too small to be a cluster is not followed further.
  let level = [root];
  while (level.length > 0) {
    const below: number[] = [];
    for (const node of level) {
      const height = heights[node - n]!;
      const lambda = height > 0 ? 1 / height : Infinity;
      const parent = cluster[node]!;
      const sides = [left[node - n]!, right[node - n]!];
      const large = sides.filter((side) => counts[side]! >= minClusterSize);
      for (const side of sides) {
        if (!large.includes(side)) {
          for (const child of pointsBelow(side, n, left, right))
            rows.push({ parent, child, lambda, size: 1 });
          continue;
        }
        if (large.length === 2) {
          cluster[side] = nextCluster++;
          rows.push({ parent, child: cluster[side], lambda, size: counts[side]! });
        } else {
          cluster[side] = parent;
        }
        below.push(side);
      }
    }
    level = below;
  }
  return {
    parent: Int32Array.from(rows, (row) => row.parent),
    child: Int32Array.from(rows, (row) => row.child),
    lambda: Float64Array.from(rows, (row) => row.lambda),
    size: Int32Array.from(rows, (row) => row.size),
  };
}

function pointsBelow(node: number, n: number, left: Int32Array, right: Int32Array): number[] {
  const points: number[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < n) points.push(next);
    else open.push(right[next - n]!, left[next - n]!);
  }
  return points;
}
