import { linkageMethods } from '../cluster/linkage.js';
import { selfLabelSettings } from '../deep/self-label-options.js';
import { ArgumentError, asPartOf } from '../errors.js';
import { rowMetrics } from '../matrix/row-distances.js';
import { checkInteger, checkOneOf, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import type { ClusterMethod, ClusterSettings, ResolvedClusterSettings } from './clustering.js';
import { namesWithin } from './stage-names.js';

/** The names of {@link ClusterSettings}, for `checkOptions`. */
export const clusterSettingKeys: readonly string[] = [
  'cluster',
  'evaluate',
  'metric',
  'linkage',
  'minClust',
  'maxClust',
  'clusterSpace',
  'umap',
  'gaussianMixture',
  'spectral',
  'dbscan',
  'hdbscan',
  'refine',
  'selfLabel',
  'maxMemoryBytes',
];

/** Fewer pictures leave no choice of a number of clusters. */
const MIN_IMAGES = 3;

const METHODS: readonly ClusterMethod[] = [
  'agglomerative',
  'kmeans',
  'gaussian-mixture',
  'spectral',
  'dbscan',
  'hdbscan',
];

/** Settings that only some methods have a use for. */
const USED_BY: Readonly<Partial<Record<keyof ClusterSettings, readonly ClusterMethod[]>>> = {
  linkage: ['agglomerative'],
  gaussianMixture: ['gaussian-mixture'],
  spectral: ['spectral'],
  dbscan: ['dbscan'],
  hdbscan: ['hdbscan'],
  minClust: ['agglomerative', 'kmeans', 'gaussian-mixture', 'spectral'],
  maxClust: ['agglomerative', 'kmeans', 'gaussian-mixture', 'spectral'],
};

/** Refuses settings that would do nothing. An unknown method is left to {@link resolveClusterSettings}. */
export function refuseUnused(
  fn: string,
  options: ClusterSettings,
  { cluster = 'agglomerative', clusterSpace, refine }: ClusterSettings,
  embedding?: string,
): void {
  const refuse = (name: string, value: unknown, why: string): void => {
    if (value !== undefined)
      throw new ArgumentError(fn, `options.${name}`, `left out with ${why}, which does not use it`, value);
  };
  if (METHODS.includes(cluster)) {
    for (const [name, methods] of Object.entries(USED_BY))
      if (!methods.includes(cluster))
        refuse(name, options[name as keyof ClusterSettings], `cluster '${cluster}'`);
  }
  if (clusterSpace !== 'umap') {
    const why = `clusterSpace '${clusterSpace ?? 'high'}'`;
    if (embedding !== 'umap') refuse('umap', options.umap, why);
    // A map for drawing has its own.
    refuse('umap.nComponents', options.umap?.nComponents, why);
    refuse('umap.minDist', options.umap?.minDist, why);
  }
  if (refine !== 'self-label') refuse('selfLabel', options.selfLabel, `refine '${refine ?? 'none'}'`);
}

/** Fills in the defaults and checks everything that does not need the features. There are no more kinds of images than distinct ones. */
export function resolveClusterSettings(
  fn: string,
  options: ClusterSettings,
  nImages: number,
  nDistinct: number = nImages,
): ResolvedClusterSettings {
  if (nImages < MIN_IMAGES) throw new ArgumentError(fn, 'images', `at least ${MIN_IMAGES} pictures`, nImages);
  const {
    cluster = 'agglomerative',
    evaluate = 'silhouette',
    metric = 'euclidean',
    linkage: method = 'ward',
    clusterSpace = 'high',
    refine = 'none',
  } = options;
  const {
    maxClust = Math.max(2, Math.min(24, nImages - 1, nDistinct)),
    umap = {},
    gaussianMixture = {},
    spectral = {},
    dbscan = {},
    hdbscan = {},
    selfLabel = {},
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  checkInteger(fn, 'maxClust', maxClust, 2, nImages - 1, 'pictures minus 1');
  const { minClust = Math.min(3, maxClust) } = options;
  checkOneOf(fn, 'cluster', cluster, METHODS);
  checkOneOf(fn, 'evaluate', evaluate, ['silhouette', 'davies-bouldin', 'dbindex', 'derivative']);
  checkOneOf(fn, 'metric', metric, rowMetrics);
  checkOneOf(fn, 'linkage', method, linkageMethods);
  checkOneOf(fn, 'clusterSpace', clusterSpace, ['high', 'low', 'umap']);
  checkOneOf(fn, 'refine', refine, ['none', 'self-label']);
  checkInteger(fn, 'minClust', minClust, 2, maxClust, 'options.maxClust');
  checkInteger(fn, 'maxMemoryBytes', maxMemoryBytes, 1);
  // Now, not after everything that comes before the network.
  if (refine === 'self-label')
    asPartOf(fn, namesWithin('selfLabel'), () => selfLabelSettings(selfLabel, nImages));
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
    umap,
    gaussianMixture,
    spectral,
    dbscan,
    hdbscan,
    refine,
    selfLabel,
    maxMemoryBytes,
  };
}
