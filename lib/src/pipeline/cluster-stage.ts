import { linkageMethods, linkage } from '../cluster/linkage.js';
import type { LinkageTree } from '../cluster/linkage-tree.js';
import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { pdist } from '../matrix/pdist.js';
import { rowMetrics } from '../matrix/row-distances.js';
import { checkInteger, checkOneOf } from '../options.js';
import type { LongRunningOptions } from '../progress.js';
import { kMeansSweep } from '../select/k-means-sweep.js';
import type { SweepResult } from '../select/sweep-result.js';
import { treeSweep } from '../select/tree-sweep.js';
import { clusterByDensity } from './density-stage.js';
import type {
  ClusterMethod,
  ClusterSettings,
  ClusterStage,
  Clustering,
  ResolvedClusterSettings,
} from './clustering.js';

/** The names of {@link ClusterSettings}, for `checkOptions`. */
export const clusterSettingKeys: readonly string[] = [
  'cluster',
  'evaluate',
  'metric',
  'linkage',
  'minClust',
  'maxClust',
  'clusterSpace',
  'dbscan',
  'hdbscan',
  'maxMemoryBytes',
];

/** Fewer pictures leave no choice of a number of clusters. */
const MIN_IMAGES = 3;

/** Settings that each method has no use for. */
const UNUSED: Readonly<Record<ClusterMethod, readonly (keyof ClusterSettings)[]>> = {
  agglomerative: ['dbscan', 'hdbscan'],
  kmeans: ['linkage', 'dbscan', 'hdbscan'],
  dbscan: ['linkage', 'minClust', 'maxClust', 'maxMemoryBytes', 'hdbscan'],
  hdbscan: ['linkage', 'minClust', 'maxClust', 'maxMemoryBytes', 'dbscan'],
};

/** Refuses settings that would do nothing. An unknown method is left to {@link resolveClusterSettings}. */
export function refuseUnused(fn: string, options: ClusterSettings, cluster: ClusterMethod): void {
  const names = (UNUSED as Readonly<Record<string, readonly (keyof ClusterSettings)[]>>)[cluster] ?? [];
  const unused = names.find((name) => options[name] !== undefined);
  if (unused === undefined) return;
  throw new ArgumentError(
    fn,
    `options.${unused}`,
    `left out with cluster '${cluster}', which does not use it`,
    options[unused],
  );
}

/** Fills in the defaults and checks everything that does not need the features. */
export function resolveClusterSettings(
  fn: string,
  options: ClusterSettings,
  nImages: number,
): ResolvedClusterSettings {
  if (nImages < MIN_IMAGES) throw new ArgumentError(fn, 'images', `at least ${MIN_IMAGES} pictures`, nImages);
  const {
    cluster = 'agglomerative',
    evaluate = 'silhouette',
    metric = 'euclidean',
    linkage: method = 'ward',
    clusterSpace = 'high',
  } = options;
  const {
    maxClust = Math.min(24, nImages - 1),
    dbscan = {},
    hdbscan = {},
    maxMemoryBytes = 4 * 2 ** 30,
  } = options;
  checkInteger(fn, 'maxClust', maxClust, 2, nImages - 1, 'pictures minus 1');
  const { minClust = Math.min(3, maxClust) } = options;
  checkOneOf(fn, 'cluster', cluster, ['agglomerative', 'kmeans', 'dbscan', 'hdbscan']);
  checkOneOf(fn, 'evaluate', evaluate, ['silhouette', 'davies-bouldin', 'dbindex', 'derivative']);
  checkOneOf(fn, 'metric', metric, rowMetrics);
  checkOneOf(fn, 'linkage', method, linkageMethods);
  checkOneOf(fn, 'clusterSpace', clusterSpace, ['high', 'low']);
  checkInteger(fn, 'minClust', minClust, 2, maxClust, 'options.maxClust');
  checkInteger(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  if (cluster !== 'agglomerative') {
    if (evaluate !== 'silhouette')
      throw new ArgumentError(fn, 'options.evaluate', `'silhouette' with cluster '${cluster}'`, evaluate);
    if (metric !== 'euclidean' && cluster !== 'dbscan')
      throw new ArgumentError(fn, 'options.metric', `'euclidean' with cluster '${cluster}'`, metric);
  } else if ((method === 'ward' || method === 'centroid' || method === 'median') && metric !== 'euclidean') {
    throw new ArgumentError(
      fn,
      'options.metric',
      `'euclidean' with linkage '${method}', which is about means`,
      metric,
    );
  }
  return {
    cluster,
    evaluate,
    metric,
    linkage: method,
    minClust,
    maxClust,
    clusterSpace,
    dbscan,
    hdbscan,
    maxMemoryBytes,
  };
}

/**
 * Makes clusters and picks their number.
 *
 * @param known - A tree of the same rows by the same metric and linkage, if there is one already.
 */
export async function chooseClusters(
  { features, embedding, randomState }: Pick<Clustering, 'features' | 'embedding' | 'randomState'>,
  settings: ResolvedClusterSettings,
  known: LinkageTree | undefined,
  { onProgress, signal }: LongRunningOptions,
): Promise<ClusterStage> {
  const x: Matrix = settings.clusterSpace === 'high' ? features : embedding;
  const { minClust, maxClust, maxMemoryBytes, evaluate } = settings;
  const longRunning = { onProgress, signal };
  if (settings.cluster === 'dbscan' || settings.cluster === 'hdbscan')
    return clusterByDensity(x, settings, longRunning);
  let tree: LinkageTree | undefined;
  let sweep: SweepResult;
  if (settings.cluster === 'agglomerative') {
    const shared = known === undefined && sharesDistances(settings, x.nRows);
    const distances = shared ? await pdist(x, longRunning) : undefined;
    tree = known ?? (await treeOf(x, distances, settings, longRunning));
    sweep = await treeSweep(x, tree, { minClust, maxClust, evaluate, distances, ...longRunning });
  } else {
    const nClusters = Array.from({ length: maxClust - minClust + 1 }, (_, i) => minClust + i);
    sweep = await kMeansSweep(x, { nClusters, randomState, maxMemoryBytes, ...longRunning });
  }
  const { labels, counts, nClusters } = sweep.best;
  return {
    settings,
    tree,
    dbscan: undefined,
    hdbscan: undefined,
    sweep,
    labels,
    counts,
    nClusters,
    nNoise: 0,
  };
}

/** Whether tree and silhouettes are about the same distances, and there is room to keep them beside the tree's table. */
function sharesDistances(
  { metric, evaluate, maxMemoryBytes }: ResolvedClusterSettings,
  nRows: number,
): boolean {
  return metric === 'euclidean' && evaluate === 'silhouette' && 13 * nRows * nRows <= maxMemoryBytes;
}

async function treeOf(
  x: Matrix,
  distances: Float64Array | undefined,
  { metric, linkage: method, maxMemoryBytes }: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<LinkageTree> {
  if (distances === undefined) return linkage(x, { method, metric, maxMemoryBytes, ...longRunning });
  const tree = await linkage(distances, { method, metric: 'precomputed', maxMemoryBytes, ...longRunning });
  return { ...tree, metric };
}
