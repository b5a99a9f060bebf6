import { hdbscan } from '../cluster/hdbscan.js';
import type { Matrix } from '../matrix/matrix.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import type { LongRunningOptions } from '../progress.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';
import type { ClusterStage, ResolvedClusterSettings } from './clustering.js';
import { takeRows } from '../matrix/take-rows.js';

/** Clusters by density: their number is found, not chosen, so the sweep has one row, scored on the pictures that are not noise. */
export async function clusterByDensity(
  x: Matrix,
  settings: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<ClusterStage> {
  const density = await hdbscan(x, { ...settings.hdbscan, ...longRunning });
  const { labels, counts, nClusters, nNoise, warnings } = density;
  const best: SweepRow = {
    nClusters,
    score: await silhouetteOfClusters(x, labels, nClusters, longRunning),
    labels,
    counts,
  };
  const sweep: SweepResult = { method: 'hdbscan', criterion: 'silhouette', rows: [best], best, warnings };
  return { settings, tree: undefined, density, sweep, labels, counts, nClusters, nNoise };
}

/** Mean silhouette of the pictures that are in a cluster; NaN with fewer than two clusters. */
async function silhouetteOfClusters(
  x: Matrix,
  labels: Int32Array,
  nClusters: number,
  longRunning: LongRunningOptions,
): Promise<number> {
  if (nClusters < 2) return NaN;
  const members = Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  const [score] = await silhouetteScores(
    takeRows(x, members),
    [members.map((row) => labels[row]!)],
    longRunning,
  );
  return score!;
}
