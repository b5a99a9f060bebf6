import type { CovarianceType } from '../cluster/mixture-model.js';
import { ArgumentError, asPartOf } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOneOf, checkOptions } from '../options.js';
import { createPacer } from '../progress.js';
import { checkSubsamples } from './cluster-stability.js';
import {
  evaluateCriterion,
  type CriterionPick,
  type Evaluation,
  type SelectionCriterion,
} from './evaluate-criterion.js';
import { checkGapOptions, type GapReference } from './gap-statistic.js';
import { checkStrengthOptions } from './prediction-strength.js';
import { fitEachK, resamplingKeys, resolveResampling, type ResamplingOptions } from './resampling.js';

/** All of {@link SelectionCriterion}. */
const ALL: readonly SelectionCriterion[] = [
  'silhouette',
  'davies-bouldin',
  'calinski-harabasz',
  'gap',
  'prediction-strength',
  'stability',
  'bic',
];

/** Options of {@link chooseNClusters}. */
export interface ChooseNClustersOptions extends ResamplingOptions {
  /**
   * Numbers of clusters to try, integers of at least 1, none twice. At most nRows - 1; for 'prediction-strength' nRows / 2,
   * for 'stability' the rows of a subsample.
   */
  readonly nClusters: readonly number[];
  /** What to ask, none twice. @defaultValue all of {@link SelectionCriterion} */
  readonly criteria?: readonly SelectionCriterion[];
  /** As in `gapStatistic`. @defaultValue 10 */
  readonly nRefs?: number;
  /** As in `gapStatistic`. @defaultValue 1 */
  readonly nInitRefs?: number;
  /** As in `gapStatistic`. @defaultValue 'principal-axes' */
  readonly reference?: GapReference;
  /** As in `predictionStrength`. @defaultValue 10 */
  readonly nRepeats?: number;
  /** As in `predictionStrength`. @defaultValue 0.8 */
  readonly threshold?: number;
  /** As in `clusterStability`. @defaultValue 10 */
  readonly nSubsamples?: number;
  /** As in `clusterStability`. @defaultValue 0.8 */
  readonly subsampleSize?: number;
  /** Of the mixtures behind 'bic', as in `gaussianMixture`. @defaultValue 'full' */
  readonly covarianceType?: CovarianceType;
}

/** One k of a {@link chooseNClusters}. */
export interface ChooseNClustersRow {
  /** Clusters that k-means was asked for. */
  readonly nClusters: number;
  /** Cluster of each row by k-means on all rows, [nRows]. */
  readonly labels: Int32Array;
  /** Rows of each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Sum of the squared distances of the rows to their centres. */
  readonly inertia: number;
  /** What each criterion says; NaN where it says nothing, as all but gap, prediction strength and BIC of one cluster. */
  readonly scores: Readonly<Partial<Record<SelectionCriterion, number>>>;
  /** Standard errors of the scores that have one: gap, prediction strength, stability. */
  readonly standardErrors: Readonly<Partial<Record<SelectionCriterion, number>>>;
}

/** What {@link chooseNClusters} found. */
export interface ChooseNClustersResult {
  /** What made the clusters. */
  readonly method: 'k-means';
  /** In the order of `options.criteria`, as `picks`. */
  readonly criteria: readonly SelectionCriterion[];
  /** By ascending `nClusters`. */
  readonly rows: readonly ChooseNClustersRow[];
  /** What each criterion picks, and by which rule. */
  readonly picks: readonly CriterionPick[];
  /** The seed that was used. */
  readonly randomState: number;
  /** What may surprise, e.g. criteria that pick nothing. */
  readonly warnings: readonly string[];
}

/**
 * Asks several criteria how many clusters there are, and says what each picks and by which rule. They often disagree: each
 * has its own idea of a cluster.
 *
 * One k-means for each k serves silhouette, Davies-Bouldin, Calinski-Harabasz and gap, all silhouettes share one pass over the
 * distances, O(nRows^2 nColumns). The others cluster anew: see `gapStatistic`, `predictionStrength`, `clusterStability` and
 * `mixtureSweep`, whose scores these are.
 *
 * @param data - [nRows, nColumns], at least 3 rows; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity.
 * @example
 * const rows = [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]];
 * const { picks } = await chooseNClusters(rows, { nClusters: [2, 3], criteria: ['silhouette', 'stability'] });
 * // picks[0].criterion: silhouette, picks[0].nClusters: 2, picks[1].criterion: stability, picks[1].nClusters: 2
 * @see Rousseeuw (1987), Davies & Bouldin (1979), Calinski & Harabasz (1974), Tibshirani, Walther & Hastie (2001), Tibshirani &
 * Walther (2005), Ben-Hur, Elisseeff & Guyon (2002), Schwarz (1978).
 */
export async function chooseNClusters(
  data: MatrixLike,
  options: ChooseNClustersOptions,
): Promise<ChooseNClustersResult> {
  const fn = 'chooseNClusters';
  checkOptions(fn, options, [...resamplingKeys, ...ownKeys]);
  const x = toMatrix(data, fn);
  if (x.nRows < 3) throw new ArgumentError(fn, 'data', 'at least 3 rows', `${x.nRows} rows`);
  const {
    criteria = ALL,
    nRefs = 10,
    nInitRefs = 1,
    reference = 'principal-axes',
    nRepeats = 10,
    threshold = 0.8,
    nSubsamples = 10,
    subsampleSize = 0.8,
    covarianceType = 'full',
    onProgress,
    signal,
  } = options;
  checkCriteria(fn, criteria);
  const references = checkGapOptions(fn, { nRefs, nInitRefs, reference });
  checkStrengthOptions(fn, nRepeats, threshold);
  checkOneOf(fn, 'covarianceType', covarianceType, ['full', 'tied', 'diag', 'spherical']);
  const subsampled = criteria.includes('stability');
  const nDrawn = subsampled ? checkSubsamples(fn, x.nRows, nSubsamples, subsampleSize) : x.nRows;
  const half = criteria.includes('prediction-strength') ? Math.floor(x.nRows / 2) : x.nRows;
  const most = Math.min(x.nRows - 1, half, nDrawn);
  const why = 'rows of data minus 1, of half of them or of a subsample';
  const resampling = resolveResampling(fn, options, 1, most, why);
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });
  const { ks, randomState } = resampling;
  const fits = await fitEachK(x, resampling, randomState, pacer, (nFits) =>
    pacer.step('k-means', nFits, ks.length),
  );
  const settings = { references, nRepeats, threshold, nSubsamples, nDrawn, covarianceType };
  const evaluations: Evaluation[] = [];
  const input = { x, fits, resampling, pacer, onProgress, signal, ...settings };
  for (const criterion of criteria)
    evaluations.push(await asPartOf(fn, {}, () => evaluateCriterion(criterion, input)));
  const rows = fits.map(({ labels, counts, inertia }, i): ChooseNClustersRow => {
    const scores: Partial<Record<SelectionCriterion, number>> = {};
    const standardErrors: Partial<Record<SelectionCriterion, number>> = {};
    evaluations.forEach(({ pick: { criterion }, rows: scored }) => {
      scores[criterion] = scored[i]!.score;
      const { standardError } = scored[i]!;
      if (standardError !== undefined) standardErrors[criterion] = standardError;
    });
    return { nClusters: ks[i]!, labels, counts, inertia, scores, standardErrors };
  });
  const warnings = [
    ...fits.flatMap((fit, i) => fit.warnings.map((warning) => `k = ${ks[i]}: ${warning}`)),
    ...evaluations.flatMap((evaluation) => evaluation.warnings),
  ];
  const picks = evaluations.map(({ pick }) => pick);
  return { method: 'k-means', criteria, rows, picks, randomState, warnings };
}

const ownKeys: readonly string[] = [
  'criteria',
  'nRefs',
  'nInitRefs',
  'reference',
  'nRepeats',
  'threshold',
  'nSubsamples',
  'subsampleSize',
  'covarianceType',
];

function checkCriteria(fn: string, criteria: readonly SelectionCriterion[]): void {
  const given: unknown = criteria;
  if (!Array.isArray(given) || given.length === 0)
    throw new ArgumentError(fn, 'options.criteria', 'a list of at least one criterion', given);
  criteria.forEach((criterion, i) => checkOneOf(fn, `criteria[${i}]`, criterion, ALL));
  const twice = criteria.find((criterion, i) => criteria.indexOf(criterion) !== i);
  if (twice !== undefined)
    throw new ArgumentError(fn, 'options.criteria', 'a list of different criteria', `${twice} twice`);
}
