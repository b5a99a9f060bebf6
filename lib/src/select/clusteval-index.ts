import type { Matrix } from '../matrix/matrix.js';
import { clusterMeans, squaredDistance } from '../metrics/cluster-means.js';
import { encodeClusters, type LabelsLike } from '../metrics/labels.js';

/**
 * clusteval's variant of the Davies-Bouldin index: the largest (S_i + S_j) / d(c_i, c_j) over all pairs of clusters,
 * divided by the number of clusters. S is the mean distance of members to their center, d the distance of two centers.
 * (The standard index is the mean, over clusters, of each one's largest ratio.) Infinite if two centers coincide.
 */
export function clustevalIndex(x: Matrix, labels: LabelsLike, fn: string): number {
  const encoded = encodeClusters(labels, x.nRows, fn, 'labels');
  const { codes, counts } = encoded;
  const centers = clusterMeans(x, encoded);
  const spreads = new Float64Array(counts.length);
  codes.forEach(
    (code, i) => (spreads[code]! += Math.sqrt(squaredDistance(x, i, centers, code)) / counts[code]!),
  );
  let worst = 0;
  for (let a = 0; a < counts.length; a++) {
    for (let b = a + 1; b < counts.length; b++) {
      const both = spreads[a]! + spreads[b]!;
      if (both > 0) worst = Math.max(worst, both / Math.sqrt(squaredDistance(centers, a, centers, b)));
    }
  }
  return worst / counts.length;
}
