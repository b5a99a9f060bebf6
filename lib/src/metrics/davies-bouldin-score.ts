import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { clusterMeans, squaredDistance } from './cluster-means.js';
import { encodeClusters, type LabelsLike } from './labels.js';

/** Scatters or distances that are all below this count as 0: NumPy's `allclose`. */
const ZERO = 1e-8;

/**
 * Davies-Bouldin index: for each cluster the worst ratio (S_i + S_j) / d_ij over the other clusters, averaged.
 * S is the mean distance of a cluster's rows to its mean, d the distance of the means. Lower is better, 0 is best.
 *
 * O(nRows nColumns + k^2 nColumns).
 *
 * @param data - [nRows, nColumns]; not modified.
 * @param labels - Cluster of each row, 2 to nRows - 1 different ones.
 * @returns At least 0; lower is better.
 * @throws {@link ArgumentError} if labels have another length or number of clusters.
 * @throws {@link DataError} if `data` holds NaN.
 * @example
 * daviesBouldinScore([[0], [2], [10], [12]], [0, 0, 1, 1]); // 0.2
 * @see Davies & Bouldin (1979); scikit-learn's `davies_bouldin_score`.
 */
export function daviesBouldinScore(data: MatrixLike, labels: LabelsLike): number {
  const x = toMatrix(data, 'daviesBouldinScore');
  const encoded = encodeClusters(labels, x.nRows, 'daviesBouldinScore', 'labels');
  checkMagnitude('daviesBouldinScore', { data: x });
  const { codes, counts } = encoded;
  const means = clusterMeans(x, encoded);
  const k = counts.length;
  const scatter = new Float64Array(k);
  codes.forEach(
    (code, i) => (scatter[code]! += Math.sqrt(squaredDistance(x, i, means, code)) / counts[code]!),
  );

  const worst = new Float64Array(k);
  let farthest = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) {
      const distance = Math.sqrt(squaredDistance(means, i, means, j));
      farthest = Math.max(farthest, distance);
      // Clusters with the same mean are left out of each other's comparison, as scikit-learn does.
      if (distance === 0) continue;
      const ratio = (scatter[i]! + scatter[j]!) / distance;
      worst[i] = Math.max(worst[i]!, ratio);
      worst[j] = Math.max(worst[j]!, ratio);
    }
  }
  if (farthest <= ZERO || scatter.every((value) => value <= ZERO)) return 0;
  return worst.reduce((sum, value) => sum + value, 0) / k;
}
