import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toNumericMatrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import type { Wanted } from './eigenpairs.js';
import { exactPca, randomizedPca } from './pca-fit.js';
import type { PcaResult, PcaSolver, SignFlip } from './pca-result.js';

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
  /** 'all' finds the variance of the components that are not kept too, for a scree curve:
   * eight seconds more at 4 096 columns, in one piece; nothing more up to 1 500. @defaultValue 'kept' */
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
 * whichever is smaller. Up to m = 1 500 of them, m = min(nRows, nColumns), libtensorflow's dense solver finds all; beyond, block
 * iteration finds the leading ones in a fraction of the time, each checked against `tol`. Where more than four in ten are wanted, or
 * the last wanted variance hardly differs from those that follow (noise), the dense solver takes over: O(m^3), a minute at m = 4 096.
 * It works in one piece, without progress or a look at the signal: two seconds at m = 1 500, and two at a time where block iteration
 * needs it for a small problem, as for 943 components of 4 096.
 *
 * O(nRows m^2 + m^2 nComponents); about 12 m^2 bytes, with the dense solver 40 m^2, and for 'gram' a copy of the data in doubles.
 * Bytes are multiplied faster than doubles, and exactly. Variances below about 1e-15 of the largest are rounding errors, given as 0
 * or more.
 *
 * @param data - [nRows, nColumns], at least two rows; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if a value is not finite, if squares of values overflow, or if all rows are equal.
 * @example
 * const { scores, explainedVarianceRatio } = await pca([[0, 0], [1, 1], [2, 2]], { nComponents: 1 });
 * // scores.data: 1.414... 0 -1.414..., explainedVarianceRatio: 1
 * @see Jolliffe (2002), Principal component analysis.
 */
export async function pca(data: MatrixLike, options: PcaOptions = {}): Promise<PcaResult> {
  const x = toNumericMatrix(data, 'pca', 'data');
  checkOptions('pca', options, KEYS);
  const {
    svdSolver = 'auto',
    signFlip = 'scores',
    spectrum = 'kept',
    tol = 1e-10,
    randomState: seed = 0,
  } = options;
  if (x.nRows < 2) throw new ArgumentError('pca', 'data', 'at least 2 rows', x.nRows);
  checkOneOf('pca', 'svdSolver', svdSolver, ['auto', 'covariance', 'gram', 'randomized']);
  checkOneOf('pca', 'signFlip', signFlip, ['scores', 'loadings']);
  checkOneOf('pca', 'spectrum', spectrum, ['kept', 'all']);
  checkNumber('pca', 'tol', tol, 1e-13, 1e-4);
  checkSeed('pca', seed);
  checkMagnitude('pca', { data: x });
  const wanted = checkWanted(options.nComponents, x, svdSolver);
  if (svdSolver === 'randomized' && spectrum === 'all') {
    throw new ArgumentError(
      'pca',
      'options.spectrum',
      "'kept' with svdSolver 'randomized', which never sees the rest",
      spectrum,
    );
  }
  const route = x.nRows < x.nColumns ? 'gram' : 'covariance';
  const task = {
    fn: 'pca',
    x,
    signFlip,
    tol,
    everyValue: spectrum === 'all',
    seed,
    pacer: createPacer('pca', options),
  };
  if (svdSolver === 'randomized' && 'count' in wanted) return randomizedPca(task, wanted.count, route);
  return exactPca(task, wanted, svdSolver === 'covariance' || svdSolver === 'gram' ? svdSolver : route);
}

function checkWanted(
  nComponents: number | undefined,
  { nRows, nColumns }: NumericMatrix,
  solver: string,
): Wanted {
  const most = Math.min(nRows, nColumns);
  if (nComponents === undefined) return { count: most };
  if (nComponents > 0 && nComponents < 1 && solver !== 'randomized') return { share: nComponents };
  const why =
    solver === 'randomized'
      ? "rows and columns of data; no share with svdSolver 'randomized'"
      : 'rows and columns of data, or a share in (0, 1)';
  return { count: checkInteger('pca', 'nComponents', nComponents, 1, most, why) };
}
