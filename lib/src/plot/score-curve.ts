import { ArgumentError } from '../errors.js';
import { checkOptions } from '../options.js';
import type { SweepResult } from '../select/sweep-result.js';
import type { Chart } from './chart.js';
import { checkSweep } from './check-sweep.js';
import { drawnOptions } from './drawn-text.js';
import { sweepCurve } from './sweep-curve.js';

/** Options of {@link scoreCurve}. */
export interface ScoreCurveOptions {
  /** @defaultValue names the criterion and the method */
  readonly title?: string;
}

const CRITERIA: Readonly<Record<SweepResult['criterion'], readonly [name: string, axis: string]>> = {
  silhouette: ['Silhouette', 'mean silhouette (-1 to 1, higher is better)'],
  'davies-bouldin': ['Davies-Bouldin index', 'Davies-Bouldin index (lower is better)'],
  dbindex: ["clusteval's Davies-Bouldin index", "clusteval's Davies-Bouldin index (lower is better)"],
  derivative: ['Elbow of the merge heights', 'second difference of the merge heights (higher is better)'],
  bic: ['Bayesian information criterion', 'BIC (lower is better)'],
  aic: ['Akaike information criterion', 'AIC (lower is better)'],
};

/**
 * The score of every number of clusters that a sweep tried, with the best one marked.
 *
 * Rows without a score (NaN) are left out. O(rows of the sweep).
 *
 * @param sweep - What `kMeansSweep`, `treeSweep` or `mixtureSweep` returned.
 * @throws {@link ArgumentError} if `sweep` is none of these, or its best row has no score.
 * @example
 * await show(scoreCurve(await kMeansSweep(data, { nClusters: [9, 10, 11, 12] })));
 */
export function scoreCurve(sweep: SweepResult, options: ScoreCurveOptions = {}): Chart {
  const fn = 'scoreCurve';
  checkOptions(fn, options, ['title']);
  checkSweep(fn, sweep, { score: 'number' });
  if (!Object.hasOwn(CRITERIA, sweep.criterion))
    throw new ArgumentError(
      fn,
      'sweep.criterion',
      `one of ${Object.keys(CRITERIA).join(', ')}`,
      sweep.criterion,
    );
  const [name, yTitle] = CRITERIA[sweep.criterion];
  const points = sweep.rows
    .filter(({ score }) => Number.isFinite(score))
    .map(({ nClusters, score }) => ({ nClusters, value: score }));
  const { nClusters, score } = sweep.best;
  return sweepCurve(fn, {
    title: drawnOptions(fn, options, ['title']).title ?? `${name} of ${sweep.method}`,
    yTitle,
    valueTitle: name,
    format: '.3~g',
    points,
    mark: { nClusters, label: `best: k = ${nClusters}, ${score.toPrecision(3)}` },
  });
}
