import type { LinkageTree } from '../cluster/linkage-tree.js';
import { subtreeHeights } from '../cluster/subtree-heights.js';

/**
 * The second difference of the merge heights at every number of clusters: entry k, in [2, nLeaves - 1], is
 * (h(k) - h(k + 1)) - (h(k + 1) - h(k + 2)), where h(k) is the height at which k clusters become k - 1 (0 where
 * there is no such merge). Large where the merge that ends k clusters climbs far more than the one before it.
 */
export function mergeAccelerations(tree: LinkageTree): Float64Array {
  const n = tree.nLeaves;
  const ascending = subtreeHeights(tree).sort();
  const height = (k: number): number => (k > n ? 0 : ascending[n - k]!);
  const accelerations = new Float64Array(n);
  for (let k = 2; k < n; k++) accelerations[k] = height(k) - 2 * height(k + 1) + height(k + 2);
  return accelerations;
}
