import { asPartOf } from '../errors.js';
import { dbscan } from '../cluster/dbscan.js';
import { hdbscan } from '../cluster/hdbscan.js';
import type { Matrix } from '../matrix/matrix.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import type { LongRunningOptions } from '../progress.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';
import type { ResolvedClusterSettings } from './clustering.js';
import { NOTHING, type Found } from './found-clusters.js';
import { namesWithin, stageNames } from './stage-names.js';
import { takeRows } from '../matrix/take-rows.js';

/** Clusters by density: their number is found, not chosen, so the sweep has one row, scored on the pictures that are not noise. */
export async function clusterByDensity(
  fn: string,
  x: Matrix,
  settings: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<Found> {
  const { cluster: method, metric } = settings;
  const byDbscan =
    method === 'dbscan'
      ? await asPartOf(fn, namesWithin('dbscan'), () =>
          dbscan(x, { ...settings.dbscan, metric, ...longRunning }),
        )
      : undefined;
  const byHdbscan =
    byDbscan === undefined
      ? await asPartOf(fn, namesWithin('hdbscan'), () => hdbscan(x, { ...settings.hdbscan, ...longRunning }))
      : undefined;
  const { labels, counts, nClusters, nNoise, warnings } = byDbscan ?? byHdbscan!;
  const best: SweepRow = {
    nClusters,
    score: await asPartOf(fn, stageNames, () => silhouetteOfClusters(x, labels, nClusters, longRunning)),
    labels,
    counts,
  };
  const sweep: SweepResult = { method, criterion: 'silhouette', rows: [best], best, warnings };
  return {
    ...NOTHING,
    dbscan: byDbscan,
    hdbscan: byHdbscan,
    sweep,
    labels,
    counts,
    nClusters,
    nNoise,
  };
}

/** Mean silhouette of the pictures that are in a cluster; NaN with fewer than two clusters, or of one picture each. */
async function silhouetteOfClusters(
  x: Matrix,
  labels: Int32Array,
  nClusters: number,
  longRunning: LongRunningOptions,
): Promise<number> {
  const members = Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  if (nClusters < 2 || nClusters === members.length) return NaN;
  const [score] = await silhouetteScores(
    takeRows(x, members),
    [members.map((row) => labels[row]!)],
    longRunning,
  );
  return score!;
}
