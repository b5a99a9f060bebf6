import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import { checkOptions } from '../options.js';
import type { ChooseNClustersResult, ChooseNClustersRow } from '../select/choose-n-clusters.js';
import type { CriterionPick, SelectionCriterion } from '../select/evaluate-criterion.js';
import { type Chart, makeChart, palette } from './chart.js';
import { drawnOptions } from './drawn-text.js';
import { highest, lowest } from './extremes.js';

/** Options of {@link criteriaChart}. */
export interface CriteriaChartOptions {
  /** @defaultValue 'How many clusters? What each criterion picks' */
  readonly title?: string;
}

const NAMES: Readonly<Record<SelectionCriterion, string>> = {
  silhouette: 'Silhouette',
  'davies-bouldin': 'Davies-Bouldin (lower is better)',
  'calinski-harabasz': 'Calinski-Harabasz',
  gap: 'Gap statistic',
  'prediction-strength': 'Prediction strength',
  stability: 'Stability of subsamples',
  bic: 'BIC of mixtures (lower is better)',
};

/** One point of a curve. */
interface Point {
  /** Name of the criterion, with what it picks: the title of the small chart. */
  readonly criterion: string;
  readonly nClusters: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly picked: boolean;
}

/**
 * The scores of every criterion over the number of clusters, a small chart each, what it picks marked; bars are standard errors.
 *
 * A number of clusters without a score (NaN) is left out. O(criteria times rows).
 *
 * @param choice - What `chooseNClusters` returned.
 * @throws {@link ArgumentError} if `choice` is none of `chooseNClusters`, or a criterion has no score at all.
 * @example
 * await show(criteriaChart(await chooseNClusters(data, { nClusters: [2, 3, 4, 5, 6] })));
 */
export function criteriaChart(choice: ChooseNClustersResult, options: CriteriaChartOptions = {}): Chart {
  const fn = 'criteriaChart';
  checkOptions(fn, options, ['title']);
  const { title = 'How many clusters? What each criterion picks' } = drawnOptions(fn, options, ['title']);
  checkChoice(fn, choice);
  const points = choice.picks.flatMap((pick) => curveOf(fn, choice.rows, pick));
  const heads = choice.picks.map(headOf);
  const ks = choice.rows.map(({ nClusters }) => nClusters);
  const range = `${lowest(ks)} to ${highest(ks)} clusters`;
  const alt = `${heads.length} small line charts of scores for ${range}. ${title}. ${heads.join('; ')}.`;
  const x = {
    field: 'nClusters',
    type: 'quantitative',
    title: 'number of clusters k',
    scale: { zero: false, nice: false, padding: 10 },
    axis: { format: 'd', tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    field: 'score',
    type: 'quantitative',
    title: null,
    scale: { zero: false, padding: 8 },
    // 0.5 rather than 500m, yet 1.5M rather than 1500000; all as wide, so that the small charts stand in line.
    axis: {
      labelExpr: "format(datum.value, abs(datum.value) < 1 ? '.3~g' : '.3~s')",
      tickCount: 5,
      minExtent: 38,
    },
  };
  const tooltip = [
    { field: 'nClusters', title: 'k' },
    { field: 'score', title: 'score', format: '.6~g' },
  ];
  return makeChart(fn, title, alt, {
    data: { values: points },
    columns: 3,
    facet: {
      field: 'criterion',
      type: 'nominal',
      title: null,
      sort: heads,
      header: { labelFontWeight: 'bold', labelAnchor: 'start' },
    },
    resolve: { scale: { y: 'independent' }, axis: { x: 'independent' } },
    spec: {
      width: 220,
      height: 130,
      encoding: { x, y },
      layer: [
        {
          transform: [{ filter: 'datum.picked' }],
          mark: { type: 'rule', strokeDash: [4, 4], color: palette[1] },
          encoding: { y: null },
        },
        {
          mark: { type: 'rule', color: palette[0], opacity: 0.6 },
          encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        { mark: { type: 'line', color: palette[0] } },
        {
          mark: { type: 'point', filled: true, size: 30, opacity: 1, color: palette[0] },
          encoding: { tooltip },
        },
        {
          // Hidden rather than filtered out: where nothing is picked, an empty layer would have no range.
          mark: { type: 'point', size: 140, strokeWidth: 2, color: palette[1] },
          encoding: { opacity: { condition: { test: 'datum.picked', value: 1 }, value: 0 } },
        },
      ],
    },
  });
}

function checkChoice(fn: string, choice: ChooseNClustersResult): void {
  checkModel(fn, 'choice', choice, 'a result of chooseNClusters', { rows: 'list', picks: 'list' });
  choice.rows.forEach((row, i) =>
    checkModel(fn, `choice.rows[${i}]`, row, 'a row of chooseNClusters', {
      nClusters: 'count',
      scores: 'object',
      standardErrors: 'object',
    }),
  );
  if (choice.picks.length === 0)
    throw new ArgumentError(fn, 'choice.picks', 'what at least one criterion picks', choice.picks);
  choice.picks.forEach((pick, i) => {
    checkModel(fn, `choice.picks[${i}]`, pick, 'a pick of chooseNClusters', {
      criterion: 'text',
      nClusters: 'count?',
    });
    if (!Object.hasOwn(NAMES, pick.criterion))
      throw new ArgumentError(
        fn,
        `choice.picks[${i}].criterion`,
        `one of ${Object.keys(NAMES).join(', ')}`,
        pick.criterion,
      );
  });
}

function headOf({ criterion, nClusters }: CriterionPick): string {
  return `${NAMES[criterion]}: ${nClusters === undefined ? 'picks none' : `k = ${nClusters}`}`;
}

function curveOf(fn: string, rows: readonly ChooseNClustersRow[], pick: CriterionPick): Point[] {
  const points = rows.flatMap(({ nClusters, scores, standardErrors }): Point[] => {
    const score = scores[pick.criterion] ?? NaN;
    const error = standardErrors[pick.criterion] ?? 0;
    if (!Number.isFinite(score)) return [];
    const picked = nClusters === pick.nClusters;
    return [{ criterion: headOf(pick), nClusters, score, low: score - error, high: score + error, picked }];
  });
  if (points.length === 0)
    throw new ArgumentError(fn, 'choice.rows', `rows with a ${pick.criterion} score`, rows);
  return points;
}
