import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { columnMeans, PANEL_ROWS } from '../matrix/row-panels.js';
import { rowsMinus } from '../matrix/rows-minus.js';
import { labelPanel } from './nearest-centers.js';

/**
 * The nearest centre of each row: what `predict` is in scikit-learn. The lowest number wins a tie.
 *
 * O(nRows nClusters nColumns), in float64 on libtensorflow.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @param centers - [nClusters, nColumns], e.g. `centers` of a k-means result.
 * @returns Labels in [0, nClusters), [nRows].
 * @throws {@link ArgumentError} if the numbers of columns differ.
 * @throws {@link DataError} if a value is not finite or beyond 1e140 in size.
 * @example
 * assignLabels([[1], [9]], [[0], [10]]); // 0 1
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
  checkMagnitude('assignLabels', { data: x, centers: points });
  const labels = new Int32Array(x.nRows);
  const mean = columnMeans(x);
  const centred = rowsMinus(points, mean);
  for (let start = 0; start < x.nRows; start += PANEL_ROWS) labelPanel(x, start, centred, mean, labels);
  return labels;
}
