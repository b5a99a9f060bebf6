import { ArgumentError, DataError } from '../errors.js';
import { toNumericMatrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { randomState, type RandomState } from '../random/random-state.js';
import { toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { columnSums } from './centred-panels.js';
import { covariance, gram, type Pause } from './covariance.js';
import type { Wanted } from './eigenpairs.js';
import { leadingEigenpairs } from './leading-eigenpairs.js';
import { componentsFromRows, scoresOf, withSigns } from './pca-parts.js';
import type { PcaResult, PcaSolver, SignFlip } from './pca-result.js';
import { randomizedEigenpairs } from './randomized-eigenpairs.js';
import { trace } from './symmetric-matrix.js';

/** Options of {@link pca}. */
export interface PcaOptions extends LongRunningOptions {
  /**
   * How many components to keep: an integer in [1, min(nRows, nColumns)], or a share of the variance in (0, 1), which
   * keeps the fewest components that together reach it. @defaultValue all
   */
  readonly nComponents?: number;
  /**
   * 'covariance' decomposes the nColumns x nColumns covariance, 'gram' the nRows x nRows inner products, 'auto' the
   * smaller of the two; all three are exact. 'randomized' is scikit-learn's sketch with the same draws: close for the leading
   * components, off for the last ones; it needs a count. @defaultValue 'auto'
   */
  readonly svdSolver?: 'auto' | PcaSolver;
  /**
   * Which entry of each component is positive: the score that is largest in magnitude ('scores', scikit-learn up to 1.4) or the
   * loading that is ('loadings', from 1.5). The first on ties. @defaultValue 'scores'
   */
  readonly signFlip?: SignFlip;
  /** 'all' finds the variance of the components that are not kept too, for a scree curve; a few seconds more at 4 096 columns. @defaultValue 'kept' */
  readonly spectrum?: 'kept' | 'all';
  /** Largest error |C v - lambda v| of a kept pair, as a share of the largest eigenvalue, in [1e-13, 1e-4]. @defaultValue 1e-10 */
  readonly tol?: number;
  /** Seed of the start of the iteration; decides the result with 'randomized' only. @defaultValue 0 */
  readonly randomState?: number;
}

const KEYS = ['nComponents', 'svdSolver', 'signFlip', 'spectrum', 'tol', 'randomState', ...longRunningKeys];

/**
 * Principal component analysis: the orthogonal directions along which the rows vary most.
 *
 * Exact up to rounding, as scikit-learn's `PCA`: eigenvectors of the covariance of the columns, or of the inner products of the rows,
 * whichever is smaller. Up to 1 500 columns (or rows) libtensorflow's dense solver finds all of them; beyond, block iteration
 * finds the leading ones in a fraction of the time, each checked against `tol`, unless more than four in ten are wanted.
 * O(nRows * m^2 + m^2 * nComponents) with m = min(nRows, nColumns). Bytes are multiplied faster than doubles, and exactly.
 * Variances below about 1e-15 of the largest are rounding errors, given as 0 or more.
 *
 * @param data - [nRows, nColumns], at least two rows; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if a value is not finite, or if all rows are equal.
 * @example
 * const { scores, explainedVarianceRatio } = await pca([[0, 0], [1, 1], [2, 2]], { nComponents: 1 });
 * // scores.data: 1.414..., 0, -1.414...   explainedVarianceRatio: 1
 * @see Jolliffe (2002), Principal component analysis.
 */
export async function pca(data: MatrixLike, options: PcaOptions = {}): Promise<PcaResult> {
  const x = toNumericMatrix(data, 'pca', 'data');
  checkOptions('pca', options, KEYS);
  const { svdSolver = 'auto', signFlip = 'scores', spectrum = 'kept', tol = 1e-10, randomState: seed = 0 } = options;
  if (x.nRows < 2) throw new ArgumentError('pca', 'data', 'at least 2 rows', x.nRows);
  checkOneOf('pca', 'svdSolver', svdSolver, ['auto', 'covariance', 'gram', 'randomized']);
  checkOneOf('pca', 'signFlip', signFlip, ['scores', 'loadings']);
  checkOneOf('pca', 'spectrum', spectrum, ['kept', 'all']);
  checkNumber('pca', 'tol', tol, 1e-13, 1e-4);
  checkSeed('pca', seed);
  const wanted = checkWanted(options.nComponents, x, svdSolver);
  if (svdSolver === 'randomized' && spectrum === 'all') {
    throw new ArgumentError('pca', 'options.spectrum', "'kept' with svdSolver 'randomized', which never sees the rest", spectrum);
  }
  const pacer = createPacer('pca', options);
  const route = x.nRows < x.nColumns ? 'gram' : 'covariance';
  const task = { x, wanted, signFlip, tol, everyValue: spectrum === 'all', seed, random: randomState(seed), pacer };
  if (svdSolver === 'randomized') return randomizedPca(task, route);
  return exactPca(task, svdSolver === 'auto' ? route : svdSolver);
}
