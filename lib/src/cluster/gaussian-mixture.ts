import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import {
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkSeed,
  DEFAULT_MAX_MEMORY_BYTES,
} from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { withScope } from '../tensorflow/tensor.js';
import { fitMixture } from './mixture-fit.js';
import type { MixtureFitOptions } from './mixture-options.js';
import { checkGivenComponents, type GivenComponents } from './mixture-given.js';
import type { CovarianceType } from './mixture-model.js';
import { mixtureResult, type GaussianMixtureResult } from './mixture-result.js';
import { mixtureRows } from './mixture-rows.js';
import { mixtureStart, type MixtureInit } from './mixture-start.js';

/** Options of {@link gaussianMixture}. */
export interface GaussianMixtureOptions extends LongRunningOptions, GivenComponents {
  /** Number of components, an integer in [1, nRows]. */
  readonly nComponents: number;
  /**
   * Each component its own covariance ('full'), one for all ('tied'), its own variance of each column ('diag'), or one variance
   * for all columns ('spherical'). @defaultValue 'full'
   */
  readonly covarianceType?: CovarianceType;
  /** A run stops when a step changes the mean log-likelihood of a row by less. @defaultValue 1e-3 */
  readonly tol?: number;
  /** Added to every variance, in squared units of the data; keeps components from collapsing. @defaultValue 1e-6 */
  readonly regCovar?: number;
  /** Upper limit of EM steps per run. @defaultValue 100 */
  readonly maxIter?: number;
  /** Runs, each from a new start; the one with the highest lower bound wins. @defaultValue 1 */
  readonly nInit?: number;
  /** How a run starts, see {@link MixtureInit}. @defaultValue 'kmeans' */
  readonly initParams?: MixtureInit;
  /** Seed of every random choice. @defaultValue 0 */
  readonly randomState?: number;
  /**
   * Upper limit of the table of moments, 4 nRows (nColumns + 1) (nColumns + 2) bytes (16 nRows nColumns for 'diag' and 'spherical'). Where
   * it does not fit, each step makes it anew: the same result, more slowly. @defaultValue 4 GiB
   */
  readonly maxMemoryBytes?: number;
}

const KEYS = [
  'nComponents',
  'covarianceType',
  'tol',
  'regCovar',
  'maxIter',
  'nInit',
  'initParams',
  'weightsInit',
  'meansInit',
  'precisionsInit',
  'randomState',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/**
 * Fits a mixture of Gaussian distributions by expectation maximization.
 *
 * @remarks
 * Step for step `sklearn.mixture.GaussianMixture` of scikit-learn 1.7 with the same seed or the same given start, to
 * about 1e-9. It finds a local optimum: compare runs. A component that shrinks to a point or a plane is held open by
 * `regCovar` and named in `warnings`; where that does not suffice (scikit-learn raises an error there) its variances are raised further, in
 * steps of ten from 1e-6 of the mean variance, and the warning tells by how much.
 *
 * In float64 on libtensorflow: with the products of columns as moments of a row, each half of a step is one matrix
 * product. O(nRows nComponents nColumns^2) a step, without the square for 'diag' and 'spherical'.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range, or given precisions are not symmetric and positive definite.
 * @throws {@link DataError} if `data` holds NaN or an infinity; row and column are named; or if its squares overflow.
 * @example
 * const rows = [[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]];
 * const { means, labels } = await gaussianMixture(rows, { nComponents: 2 });
 * // means.data: 10 2 1 2, labels: 1 1 1 0 0 0
 * @see Dempster, Laird & Rubin (1977); scikit-learn 1.7, `sklearn/mixture/_gaussian_mixture.py`.
 */
export async function gaussianMixture(
  data: MatrixLike,
  options: GaussianMixtureOptions,
): Promise<GaussianMixtureResult> {
  const fn = 'gaussianMixture';
  checkOptions(fn, options, KEYS);
  const x = toMatrix(data, fn);
  const { initParams = 'kmeans', randomState = 0, maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  const fit = resolveFit(fn, options, x);
  checkOneOf(fn, 'initParams', initParams, ['kmeans', 'k-means++', 'random_from_data', 'random']);
  checkSeed(fn, randomState);
  checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 0);
  const given = checkGivenComponents(fn, options, x, fit);
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });
  return withScope(async (scope) => {
    const { nComponents, covarianceType } = fit;
    const squaresOnly = covarianceType === 'diag' || covarianceType === 'spherical';
    const rows = mixtureRows(fn, scope, x, squaresOnly, maxMemoryBytes);
    const responsibilities = new Float64Array(x.nRows * nComponents);
    const start = mixtureStart(scope, x, initParams, fit, pacer);
    const random = createRandomState(randomState);
    const found = await fitMixture(rows, fit, given(rows.mean), start, random, responsibilities, pacer);
    return { ...mixtureResult(rows, fit, found, responsibilities), randomState };
  });
}

function resolveFit(fn: string, options: GaussianMixtureOptions, x: Matrix): MixtureFitOptions {
  const {
    nComponents,
    covarianceType = 'full',
    tol = 1e-3,
    regCovar = 1e-6,
    maxIter = 100,
    nInit = 1,
  } = options;
  checkInteger(fn, 'nComponents', nComponents, 1, x.nRows, 'rows of data');
  checkOneOf(fn, 'covarianceType', covarianceType, ['full', 'tied', 'diag', 'spherical']);
  checkNumber(fn, 'tol', tol, 0);
  checkNumber(fn, 'regCovar', regCovar, 0);
  checkInteger(fn, 'maxIter', maxIter, 1);
  checkInteger(fn, 'nInit', nInit, 1);
  return { nComponents, covarianceType, tol, regCovar, maxIter, nInit };
}
