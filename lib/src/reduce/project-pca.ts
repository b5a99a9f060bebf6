import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toNumericMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { transpose } from '../tensorflow/operations.js';
import { fromFloat64, withScope } from '../tensorflow/tensor.js';
import { rowsTimes } from './pca-fit.js';
import type { PcaModel } from './pca-result.js';

/**
 * Coordinates of new rows along the components of a fitted {@link pca}: (data - mean) . components'. O(nRows * nColumns * nComponents).
 *
 * @param model - A result of `pca`, or its `components` and `mean`.
 * @param data - [nRows, nColumns], columns as in the data of the fit; not modified.
 * @returns scores, [nRows, nComponents].
 * @throws {@link ArgumentError} if the number of columns differs from the model's.
 * @throws {@link DataError} if a value is not finite.
 * @example
 * const model = await pca([[0, 0], [1, 1], [2, 2]], { nComponents: 1 });
 * const scores = await projectPca(model, [[3, 3]]);
 * // scores.data: -2.828...
 * @see scikit-learn's `PCA.transform`.
 */
export async function projectPca(
  model: PcaModel,
  data: MatrixLike,
  options: LongRunningOptions = {},
): Promise<Matrix> {
  const x = toNumericMatrix(data, 'projectPca', 'data');
  checkOptions('projectPca', options, longRunningKeys);
  const { components, mean } = model;
  if (x.nColumns !== components.nColumns)
    throw new ArgumentError(
      'projectPca',
      'data',
      `a matrix of ${components.nColumns} columns, as the model has`,
      x.nColumns,
    );
  checkMagnitude('projectPca', { data: x, 'model.mean': { data: mean, nRows: 1, nColumns: x.nColumns } });
  const pacer = createPacer('projectPca', options);
  const scores = await withScope((scope) => {
    const rows = fromFloat64(scope, components.data, [components.nRows, components.nColumns]);
    return rowsTimes(x, mean, transpose(scope, rows), () => pacer.step('projectPca', 0, 1));
  });
  await pacer.step('projectPca', 1, 1);
  return scores;
}
