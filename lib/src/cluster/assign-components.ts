import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { withScope } from '../tensorflow/tensor.js';
import { densitiesOf } from './mixture-components.js';
import { componentsOf, type GaussianMixtureModel } from './mixture-model.js';
import { expectation } from './mixture-pass.js';
import { mostProbable } from './mixture-result.js';
import { mixtureRows } from './mixture-rows.js';

/** What {@link assignComponents} found. */
export interface ComponentAssignment {
  /** The most probable component of each row, [nRows]; the lowest number wins a tie. */
  readonly labels: Int32Array;
  /** Probability that a row belongs to a component; rows sum to 1; [nRows, nComponents]. */
  readonly responsibilities: Matrix;
  /** Logarithm of the density of the whole mixture at each row, [nRows]: low for rows unlike those of the fit. */
  readonly logDensities: Float64Array;
}

/**
 * The components that new rows belong to: scikit-learn's `predict`, `predict_proba` and `score_samples` in one.
 * O(nRows nComponents nColumns^2), in float64 on libtensorflow.
 *
 * @param model - A result of `gaussianMixture`, or its weights, means, covariances and covarianceType.
 * @param data - [nRows, nColumns], columns as in the data of the fit; not modified.
 * @throws {@link ArgumentError} if the number of columns differs from the model's, or a covariance is singular.
 * @throws {@link DataError} if a value is not finite, or its square overflows.
 * @example
 * const rows = [[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]];
 * const model = await gaussianMixture(rows, { nComponents: 2 });
 * const { labels } = await assignComponents(model, [[0, 0], [12, 3]]);
 * // labels: 1 0
 * @see scikit-learn's `GaussianMixture.predict` and `predict_proba`.
 */
export async function assignComponents(
  model: GaussianMixtureModel,
  data: MatrixLike,
  options: LongRunningOptions = {},
): Promise<ComponentAssignment> {
  const fn = 'assignComponents';
  const x = toMatrix(data, fn);
  checkOptions(fn, options, longRunningKeys);
  const { covarianceType, means } = model;
  if (x.nColumns !== means.nColumns)
    throw new ArgumentError(
      fn,
      'data',
      `a matrix of ${means.nColumns} columns, as the model has`,
      x.nColumns,
    );
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x, 'model.means': means });
  return withScope(async (scope) => {
    const squaresOnly = covarianceType === 'diag' || covarianceType === 'spherical';
    const rows = mixtureRows(fn, scope, x, squaresOnly, 0);
    const densities = densitiesOf(rows, componentsOf(model, rows.mean));
    if ('component' in densities)
      throw new ArgumentError(
        fn,
        'model.covariances',
        'positive definite',
        `component ${densities.component}`,
      );
    const responsibilities = new Float64Array(x.nRows * means.nRows);
    const pause = (): Promise<void> => pacer.step(fn, 0, 1);
    const logDensities = await expectation(rows, densities, responsibilities, pause);
    await pacer.step(fn, 1, 1);
    return {
      labels: mostProbable(responsibilities, means.nRows),
      responsibilities: { data: responsibilities, nRows: x.nRows, nColumns: means.nRows },
      logDensities,
    };
  });
}
