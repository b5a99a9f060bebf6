import { ArgumentError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { productsWithPoints, rowPanels } from '../matrix/row-panels.js';
import { withScope } from '../tensorflow/tensor.js';
import { nearestCenters } from './nearest-centers.js';

/**
 * The nearest centre of each row: what `predict` is in scikit-learn. The lowest number wins a tie.
 *
 * O(nRows nClusters nColumns), in float64 on libtensorflow.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @param centers - [nClusters, nColumns], e.g. `centers` of a k-means result.
 * @returns Labels in [0, nClusters), [nRows].
 * @throws {@link ArgumentError} if the numbers of columns differ.
 * @throws {@link DataError} if a value is not finite.
 * @example
 * assignLabels([[1], [9]], [[0], [10]]); // Int32Array [ 0, 1 ]
 * @see scikit-learn's `KMeans.predict`.
 */
export function assignLabels(data: MatrixLike, centers: MatrixLike): Int32Array {
  const x = toMatrix(data, 'assignLabels');
  const points = toMatrix(centers, 'assignLabels', 'centers');
  if (points.nColumns !== x.nColumns) {
    throw new ArgumentError(
      'assignLabels',
      'centers',
      `rows of ${x.nColumns} columns, as the data has`,
      `${points.nColumns} columns`,
    );
  }
  const labels = new Int32Array(x.nRows);
  withScope((scope) => {
    const panels = rowPanels(scope, x);
    const centred = Array.from({ length: points.nRows }, (_, j) =>
      points.data.slice(j * x.nColumns, (j + 1) * x.nColumns).map((value, c) => value - panels.mean[c]!),
    );
    const norms = Float64Array.from(centred, (point) => point.reduce((sum, value) => sum + value * value, 0));
    const scale = new Float64Array(points.nRows).fill(1);
    nearestCenters({ products: productsWithPoints(panels, centred), scale, norms }, labels);
  });
  return labels;
}
