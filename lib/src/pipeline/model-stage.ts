import { asPartOf } from '../errors.js';
import { checkInteger } from '../options.js';
import { gaussianMixture } from '../cluster/gaussian-mixture.js';
import type { GaussianMixtureResult } from '../cluster/mixture-result.js';
import { spectralClustering } from '../cluster/spectral-clustering.js';
import { distinctRows } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import type { LongRunningOptions } from '../progress.js';
import { nearestNeighbors } from '../reduce/nearest-neighbors.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';
import type { ResolvedClusterSettings } from './clustering.js';
import { bestOf, countLabels, NOTHING, withoutGaps, type Found } from './found-clusters.js';
import { namesWithin, stageNames } from './stage-names.js';

/** What a method says of one number of clusters. */
interface Trial {
  readonly labels: Int32Array;
  readonly mixture?: GaussianMixtureResult;
  readonly warnings: readonly string[];
}

/** Mixtures or spectral clusters for every number of a range; the best by silhouette, which all share one pass for. */
export async function clusterByModel(
  fn: string,
  x: Matrix,
  settings: ResolvedClusterSettings,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<Found> {
  const { cluster, minClust, maxClust } = settings;
  const attempt =
    cluster === 'spectral'
      ? await spectralTrials(fn, x, settings, randomState, longRunning)
      : (nComponents: number): Promise<Trial> =>
          mixtureTrial(fn, x, nComponents, settings, randomState, longRunning);
  const trials: Trial[] = [];
  for (let k = minClust; k <= maxClust; k++) trials.push(await attempt(k));
  const compact = trials.map(({ labels }) => withoutGaps(labels));
  const labelings = compact.map(({ labels }) => labels);
  const scores = await asPartOf(fn, stageNames, () => scoresOf(x, labelings, longRunning));
  const rows = compact.map(({ labels, nClusters }, i): SweepRow => ({
    nClusters,
    score: scores[i]!,
    labels,
    counts: countLabels(labels, nClusters),
  }));
  const best = rows.reduce((winner, row) =>
    row.score > winner.score || Number.isNaN(winner.score) ? row : winner,
  );
  const { mixture, warnings } = trials[rows.indexOf(best)]!;
  const sweep: SweepResult = { method: cluster, criterion: 'silhouette', rows, best, warnings };
  return { ...NOTHING, mixture, sweep, ...bestOf(sweep) };
}

async function mixtureTrial(
  fn: string,
  x: Matrix,
  nComponents: number,
  settings: ResolvedClusterSettings,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<Trial> {
  const { gaussianMixture: given, maxMemoryBytes } = settings;
  const options = { ...given, nComponents, randomState, maxMemoryBytes, ...longRunning };
  const mixture = await asPartOf(fn, namesWithin('gaussianMixture'), () => gaussianMixture(x, options));
  return { labels: mixture.labels, mixture, warnings: mixture.warnings };
}

/** The neighbours are found once for all numbers of clusters, among the distinct rows; copies share a label. */
async function spectralTrials(
  fn: string,
  x: Matrix,
  { spectral, maxMemoryBytes }: ResolvedClusterSettings,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<(nClusters: number) => Promise<Trial>> {
  const { rows, kinds } = distinctRows(x);
  const { nNeighbors = 10, ...rest } = spectral;
  // The graph does not list a row among its own neighbours; the option counts it.
  if (spectral.nNeighbors !== undefined)
    checkInteger(fn, 'spectral.nNeighbors', nNeighbors, 2, x.nRows, 'images');
  const names = namesWithin('spectral');
  const search = { nNeighbors: Math.min(nNeighbors, rows.length) - 1, maxMemoryBytes, ...longRunning };
  const graph = await asPartOf(fn, names, () => nearestNeighbors(takeRows(x, rows), search));
  return async (nClusters) => {
    const options = { ...rest, nClusters: Math.min(nClusters, rows.length), randomState, ...longRunning };
    const { labels, warnings } = await asPartOf(fn, names, () => spectralClustering(graph, options));
    return { labels: kinds.map((kind) => labels[kind]!), warnings };
  };
}

/** NaN where everything is one cluster, which has no silhouette. */
async function scoresOf(
  x: Matrix,
  labelings: readonly Int32Array[],
  longRunning: LongRunningOptions,
): Promise<Float64Array> {
  const scored = labelings.filter((labels) => labels.some((label) => label > 0));
  const scores = scored.length === 0 ? [] : await silhouetteScores(x, scored, longRunning);
  return Float64Array.from(labelings, (labels) => scores[scored.indexOf(labels)] ?? NaN);
}
