import type { KMeansResult } from '../cluster/k-means-fit.js';
import type { CovarianceType } from '../cluster/mixture-model.js';
import type { Matrix } from '../matrix/matrix.js';
import { calinskiHarabaszScore } from '../metrics/calinski-harabasz-score.js';
import { daviesBouldinScore } from '../metrics/davies-bouldin-score.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import { assertNever } from '../options.js';
import type { LongRunningOptions, Pacer } from '../progress.js';
import { bestScored } from './best-row.js';
import { mostStable, stabilityOfEachK } from './cluster-stability.js';
import { firstLargeGap, gapOfEachK, gapWarnings, isLargeGap, type GapReferences } from './gap-statistic.js';
import { mixtureOfEachK } from './mixture-sweep.js';
import { strengthOfEachK, strongEnough } from './prediction-strength.js';
import type { Resampling } from './resampling.js';

/** What `chooseNClusters` can ask. */
export type SelectionCriterion =
  'silhouette' | 'davies-bouldin' | 'calinski-harabasz' | 'gap' | 'prediction-strength' | 'stability' | 'bic';

/** What one criterion recommends. */
export interface CriterionPick {
  /** Whose pick it is. */
  readonly criterion: SelectionCriterion;
  /** Undefined where the criterion rejects, or cannot score, every k of the list. */
  readonly nClusters: number | undefined;
  /** How the pick was made, in words. */
  readonly rule: string;
}

/** What a criterion works on. */
export interface EvaluationInput extends LongRunningOptions {
  readonly x: Matrix;
  /** k-means on all rows, for every k. */
  readonly fits: readonly KMeansResult[];
  readonly resampling: Resampling;
  readonly references: GapReferences;
  readonly nRepeats: number;
  readonly threshold: number;
  readonly nSubsamples: number;
  /** Rows of a subsample. */
  readonly nDrawn: number;
  readonly covarianceType: CovarianceType;
  readonly pacer: Pacer;
}

/** Score of one k; NaN where there is none. */
export interface ScoredK {
  readonly nClusters: number;
  readonly score: number;
  readonly standardError?: number;
}

/** What one criterion says of every k, and which it picks. */
export interface Evaluation {
  readonly rows: readonly ScoredK[];
  readonly pick: CriterionPick;
  readonly warnings: readonly string[];
}

export async function evaluateCriterion(
  criterion: SelectionCriterion,
  input: EvaluationInput,
): Promise<Evaluation> {
  const { x, fits, resampling, pacer, onProgress, signal } = input;
  const { ks, randomState } = resampling;
  const scored = (scores: ArrayLike<number>): ScoredK[] =>
    ks.map((nClusters, i) => ({ nClusters, score: scores[i]! }));
  const picked = (
    rows: readonly ScoredK[],
    best: ScoredK | undefined,
    rule: string,
    warnings: readonly string[] = [],
  ): Evaluation => ({
    rows,
    pick: { criterion, nClusters: best?.nClusters, rule: ruleInWords(rule, best, ks) },
    warnings,
  });
  const extreme = (rows: readonly ScoredK[], lowestWins: boolean, name: string): Evaluation =>
    picked(rows, bestScored(rows, lowestWins), `${lowestWins ? 'lowest' : 'highest'} ${name}`);

  switch (criterion) {
    case 'silhouette': {
      const comparable = fits.filter(hasSeveralClusters);
      const labelings = comparable.map(({ labels }) => labels);
      const scores = await silhouetteScores(x, labelings, { onProgress, signal });
      const all = fits.map((fit) => scores[comparable.indexOf(fit)] ?? NaN);
      return extreme(scored(all), false, 'mean silhouette');
    }
    case 'davies-bouldin':
      return extreme(scored(await scoreFits(daviesBouldinScore, input)), true, 'Davies-Bouldin index');
    case 'calinski-harabasz':
      return extreme(scored(await scoreFits(calinskiHarabaszScore, input)), false, 'Calinski-Harabasz index');
    case 'gap': {
      const { references } = input;
      const inertias = fits.map(({ inertia }) => inertia);
      const rows = await gapOfEachK(x, inertias, resampling, references, pacer, { onProgress, signal });
      const best = firstLargeGap(rows);
      const known = rows.filter(({ score }) => !Number.isNaN(score));
      const settled = best !== undefined && isLargeGap(best, known[known.indexOf(best) + 1]);
      const rule = 'fewest clusters whose gap is at least the next gap less its standard error';
      return picked(rows, best, settled ? rule : `no k is the ${rule}`, gapWarnings(rows));
    }
    case 'prediction-strength': {
      const { nRepeats, threshold } = input;
      const rows = await strengthOfEachK(x, resampling, nRepeats, pacer);
      const rule = `most clusters whose prediction strength plus its standard error reaches ${threshold}`;
      const best = strongEnough(rows, threshold);
      const none = `no k has a prediction strength that with its standard error reaches ${threshold}`;
      return picked(rows, best, best === undefined ? none : rule);
    }
    case 'stability': {
      const { nSubsamples, nDrawn } = input;
      // All clusterings into one cluster agree: that says nothing.
      const several = { ...resampling, ks: ks.filter((k) => k > 1) };
      const found = await stabilityOfEachK(x, several, nSubsamples, nDrawn, pacer);
      const rows = ks.map(
        (nClusters): ScoredK =>
          found.find((row) => row.nClusters === nClusters) ?? { nClusters, score: NaN, standardError: NaN },
      );
      const best = found.length > 0 ? mostStable(found) : undefined;
      return picked(rows, best, 'most clusters within one standard error of the highest stability');
    }
    case 'bic': {
      const { covarianceType } = input;
      const mixtures = await mixtureOfEachK('chooseNClusters', x, ks, {
        covarianceType,
        randomState,
        onProgress,
        signal,
      });
      const rows = scored(mixtures.map(({ bic }) => bic));
      const best = bestScored(rows, true);
      const warnings = mixtures.flatMap((mixture, i) =>
        mixture.warnings.map((warning) => `Gaussian mixture, k = ${ks[i]}: ${warning}`),
      );
      return picked(rows, best, 'lowest BIC of a Gaussian mixture', warnings);
    }
    default:
      return assertNever(criterion);
  }
}

/** Equal rows end in one cluster whatever k is. */
function hasSeveralClusters({ counts }: KMeansResult): boolean {
  return counts.filter((count) => count > 0).length > 1;
}

async function scoreFits(
  score: (x: Matrix, labels: Int32Array) => number,
  { x, fits, pacer }: EvaluationInput,
): Promise<readonly number[]> {
  const scores: number[] = [];
  for (const fit of fits) {
    scores.push(hasSeveralClusters(fit) ? score(x, fit.labels) : NaN);
    await pacer.step('indices', scores.length, fits.length);
  }
  return scores;
}

/** Adds what a pick at an end of the range leaves open. */
function ruleInWords(rule: string, best: ScoredK | undefined, ks: readonly number[]): string {
  if (best === undefined || ks.length === 1) return rule;
  if (best.nClusters === ks.at(-1)) return `${rule}; the last k tried: more may do better`;
  if (best.nClusters === ks[0] && best.nClusters > 1)
    return `${rule}; the first k tried: fewer may do better`;
  return rule;
}
