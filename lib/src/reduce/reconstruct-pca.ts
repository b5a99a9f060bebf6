import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { fromFloat64, withScope } from '../tensorflow/tensor.js';
import { rowsTimes } from './pca-fit.js';
import type { PcaModel } from './pca-result.js';

/**
 * Rows from their coordinates along the components, the opposite of `projectPca`: scores . components + mean. With all components
 * the original rows, with fewer the nearest rows that the components can express. O(nRows * nColumns * nComponents).
 *
 * @param model - A result of `pca`, or its `components` and `mean`.
 * @param scores - [nRows, nComponents]; not modified.
 * @returns [nRows, nColumns], in the units of the data of the fit.
 * @throws {@link ArgumentError} if the number of columns of `scores` differs from the number of components.
 * @throws {@link DataError} if a value is not finite.
 * @example
 * const model = await pca([[0, 0], [1, 1], [2, 2]], { nComponents: 1 });
 * const rows = await reconstructPca(model, model.scores);
 * // rows.data: 0 0 1 1 2 2
 * @see scikit-learn's `PCA.inverse_transform`.
 */
export async function reconstructPca(
  model: PcaModel,
  scores: MatrixLike,
  options: LongRunningOptions = {},
): Promise<Matrix> {
  const y = toMatrix(scores, 'reconstructPca', 'scores');
  checkOptions('reconstructPca', options, longRunningKeys);
  const { components, mean } = model;
  if (y.nColumns !== components.nRows)
    throw new ArgumentError(
      'reconstructPca',
      'scores',
      `a matrix of ${components.nRows} columns, one a component`,
      y.nColumns,
    );
  const pacer = createPacer('reconstructPca', options);
  const none = new Float64Array(y.nColumns);
  const rows = await withScope((scope) => {
    const directions = fromFloat64(scope, components.data, [components.nRows, components.nColumns]);
    return rowsTimes(y, none, directions, () => pacer.step('reconstructPca', 0, 1));
  });
  for (let i = 0, p = 0; i < rows.nRows; i++) {
    for (let j = 0; j < rows.nColumns; j++, p++) rows.data[p]! += mean[j]!;
  }
  await pacer.step('reconstructPca', 1, 1);
  return rows;
}
