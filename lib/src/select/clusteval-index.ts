import type { Matrix } from '../matrix/matrix.js';

/**
 * clusteval's variant of the Davies-Bouldin index: the largest (S_i + S_j) / d(c_i, c_j) over all pairs of clusters,
 * divided by the number of clusters. S is the mean distance of members to their center, d the distance of two centers.
 * (The standard index is the mean, over clusters, of each one's largest ratio.)
 */
export function clustevalIndex({ data, nColumns }: Matrix, labels: Int32Array, counts: Int32Array): number {
  const nClusters = counts.length;
  const centers = new Float64Array(nClusters * nColumns);
  labels.forEach((label, i) => {
    for (let j = 0; j < nColumns; j++) centers[label * nColumns + j]! += data[i * nColumns + j]! / counts[label]!;
  });
  const distance = (a: Float64Array, from: number, center: number): number => {
    let sum = 0;
    for (let j = 0; j < nColumns; j++) sum += (a[from + j]! - centers[center * nColumns + j]!) ** 2;
    return Math.sqrt(sum);
  };
  const spreads = new Float64Array(nClusters);
  labels.forEach((label, i) => {
    spreads[label]! += distance(data, i * nColumns, label) / counts[label]!;
  });
  let worst = 0;
  for (let a = 0; a < nClusters; a++) {
    for (let b = a + 1; b < nClusters; b++) worst = Math.max(worst, (spreads[a]! + spreads[b]!) / distance(centers, a * nColumns, b));
  }
  return worst / nClusters;
}
