import { gaussianMixture, type GaussianMixtureOptions } from '../cluster/gaussian-mixture.js';
import type { GaussianMixtureResult } from '../cluster/mixture-result.js';
import { ArgumentError, asPartOf } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type Progress } from '../progress.js';
import { bestRow } from './best-row.js';
import { checkNumbersOfClusters } from './resampling.js';
import type { SweepResult, SweepRow } from './sweep-result.js';

/** Options of {@link mixtureSweep}: those of `gaussianMixture` that make sense for several numbers of components. */
export interface MixtureSweepOptions extends Omit<
  GaussianMixtureOptions,
  'nComponents' | 'weightsInit' | 'meansInit' | 'precisionsInit'
> {
  /** Numbers of components to try, each an integer in [1, nRows], none twice. */
  readonly nClusters: readonly number[];
  /** The score: the Bayesian or the Akaike information criterion, which punishes components less; lowest wins. @defaultValue 'bic' */
  readonly evaluate?: 'bic' | 'aic';
}

/** One k of a {@link mixtureSweep}: the fit, with its criterion as `score`. */
export interface MixtureSweepRow extends SweepRow, Omit<GaussianMixtureResult, 'labels' | 'counts'> {}

/** What each fit of a sweep takes over. */
export const mixtureSweepKeys: readonly string[] = [
  'covarianceType',
  'tol',
  'regCovar',
  'maxIter',
  'nInit',
  'initParams',
  'randomState',
  'maxMemoryBytes',
];

/**
 * Gaussian mixtures of several numbers of components, each scored by an information criterion: what the data lose in
 * likelihood, plus a price for every parameter. `best` has the lowest.
 *
 * The criterion asks how many Gaussians describe the density. Clusters that are not Gaussian take several each, so that on
 * many rows it may fall to the end of the range. Takes a `gaussianMixture` for each k, O(nRows nComponents nColumns^2) a step.
 *
 * @param data - [nRows, nColumns], at least 2 rows; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity.
 * @example
 * const rows = [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]];
 * const { best } = await mixtureSweep(rows, { nClusters: [1, 2] });
 * // best.nClusters: 2
 * @see Schwarz (1978), Estimating the dimension of a model; Fraley & Raftery (1998) for the number of clusters.
 */
export async function mixtureSweep(
  data: MatrixLike,
  options: MixtureSweepOptions,
): Promise<SweepResult<MixtureSweepRow>> {
  const fn = 'mixtureSweep';
  checkOptions(fn, options, ['nClusters', 'evaluate', ...mixtureSweepKeys, ...longRunningKeys]);
  const x = toMatrix(data, fn);
  if (x.nRows < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', `${x.nRows} rows`);
  const { nClusters, evaluate = 'bic', ...fit } = options;
  const ks = checkNumbersOfClusters(fn, nClusters, 1, x.nRows, 'rows of data');
  checkOneOf(fn, 'evaluate', evaluate, ['bic', 'aic']);
  createPacer(fn, options);
  checkMagnitude(fn, { data: x });
  const fits = await mixtureOfEachK(fn, x, ks, fit);
  const rows = fits.map((result, i) => ({ ...result, nClusters: ks[i]!, score: result[evaluate] }));
  const warnings = rows.flatMap((row) => row.warnings.map((warning) => `k = ${row.nClusters}: ${warning}`));
  const best = bestRow(fn, evaluate, rows);
  return { method: 'gaussian-mixture', criterion: evaluate, rows, best, warnings };
}

/** Fits every number of components from the same seed. */
export async function mixtureOfEachK(
  fn: string,
  x: Matrix,
  ks: readonly number[],
  options: Omit<GaussianMixtureOptions, 'nComponents'>,
): Promise<readonly GaussianMixtureResult[]> {
  const fits: GaussianMixtureResult[] = [];
  for (const nComponents of ks) {
    const onProgress = (progress: Progress): void =>
      options.onProgress?.({ ...progress, stage: `Gaussian mixture, k = ${nComponents}` });
    const fit = (): Promise<GaussianMixtureResult> =>
      gaussianMixture(x, { ...options, nComponents, onProgress });
    fits.push(await asPartOf(fn, { 'options.nComponents': 'options.nClusters' }, fit));
  }
  return fits;
}
