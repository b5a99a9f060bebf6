import { checkOptions } from '../options.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';
import type { Chart } from './chart.js';
import { checkSweep } from './check-sweep.js';
import { drawnOptions } from './drawn-text.js';
import { sweepCurve } from './sweep-curve.js';

/** Options of {@link elbowCurve}. */
export interface ElbowCurveOptions {
  /** @defaultValue names the method */
  readonly title?: string;
}

/**
 * The sum of squared distances (SSE, inertia) of every number of clusters that a sweep tried.
 *
 * The curve falls with every further cluster; a bend in it, the elbow, hints at a number beyond which little is gained.
 * The number that the sweep's criterion picked is marked. O(rows of the sweep).
 *
 * @param sweep - What `kMeansSweep` returned.
 * @throws {@link ArgumentError} if `sweep` is none of `kMeansSweep`.
 * @example
 * await show(elbowCurve(await kMeansSweep(data, { nClusters: [9, 10, 11, 12] })));
 */
export function elbowCurve(
  sweep: SweepResult<SweepRow & { readonly inertia: number }>,
  options: ElbowCurveOptions = {},
): Chart {
  const fn = 'elbowCurve';
  checkOptions(fn, options, ['title']);
  checkSweep(fn, sweep, { inertia: 'number' });
  const { nClusters } = sweep.best;
  return sweepCurve(fn, {
    title: drawnOptions(fn, options, ['title']).title ?? `Sum of squared distances of ${sweep.method}`,
    yTitle: 'sum of squared distances (SSE)',
    valueTitle: 'SSE',
    format: '.4~s',
    points: sweep.rows.map((row) => ({ nClusters: row.nClusters, value: row.inertia })),
    mark: { nClusters, label: `best ${sweep.criterion}: k = ${nClusters}` },
  });
}
