import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { columnMeans } from '../matrix/row-panels.js';
import { clusterMeans, squaredDistance } from './cluster-means.js';
import { encodeClusters, type LabelsLike } from './labels.js';

/**
 * Calinski-Harabasz index: variance between the clusters over variance within them, B (n - k) / (W (k - 1)).
 * Higher is better; 1 if all rows of every cluster are equal.
 *
 * O(nRows nColumns).
 *
 * @param data - [nRows, nColumns]; not modified.
 * @param labels - Cluster of each row, 2 to nRows - 1 different ones.
 * @returns At least 0; higher is better.
 * @throws {@link ArgumentError} if labels have another length or number of clusters.
 * @throws {@link DataError} if `data` holds NaN.
 * @example
 * calinskiHarabaszScore([[0], [2], [10], [12]], [0, 0, 1, 1]); // 50
 * @see Calinski & Harabasz (1974); scikit-learn's `calinski_harabasz_score`.
 */
export function calinskiHarabaszScore(data: MatrixLike, labels: LabelsLike): number {
  const x = toMatrix(data, 'calinskiHarabaszScore');
  const encoded = encodeClusters(labels, x.nRows, 'calinskiHarabaszScore', 'labels');
  checkMagnitude('calinskiHarabaszScore', { data: x });
  const { codes, counts } = encoded;
  const means = clusterMeans(x, encoded);
  const centre: Matrix = { data: columnMeans(x), nRows: 1, nColumns: x.nColumns };
  const k = counts.length;
  const within = codes.reduce((sum, code, i) => sum + squaredDistance(x, i, means, code), 0);
  if (within === 0) return 1;
  const between = counts.reduce(
    (sum, count, code) => sum + count * squaredDistance(means, code, centre, 0),
    0,
  );
  return (between * (x.nRows - k)) / (within * (k - 1));
}
