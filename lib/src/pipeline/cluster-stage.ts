import { isDeepStrictEqual } from 'node:util';
import { linkage } from '../cluster/linkage.js';
import type { LinkageTree } from '../cluster/linkage-tree.js';
import { selfLabel } from '../deep/self-label.js';
import { asPartOf } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { pdist } from '../matrix/pdist.js';
import type { LongRunningOptions } from '../progress.js';
import { kMeansSweep } from '../select/k-means-sweep.js';
import { treeSweep } from '../select/tree-sweep.js';
import type { Clustering, ClusterStage, ResolvedClusterSettings } from './clustering.js';
import { clusterByDensity } from './density-stage.js';
import { bestOf, countLabels, NOTHING, withoutGaps, type Found } from './found-clusters.js';
import { clusterByModel } from './model-stage.js';
import { namesWithin, stageNames } from './stage-names.js';
import type { Pictures } from './pictures.js';
import { umapOf } from './umap-stage.js';

/** What the clustering stage starts from. */
export interface StageInput extends Pick<Clustering, 'features' | 'embedding' | 'randomState'> {
  /** Euclidean distances of all pairs of rows of `features`, if they are there. */
  readonly distances?: Float64Array | undefined;
  /** The pictures as they were measured, for a network; made when they are needed. */
  readonly prepared: () => Promise<Pictures>;
  /** An earlier clustering of the same features: what its settings have in common with the new ones is not done again. */
  readonly earlier?: Pick<Clustering, 'settings' | 'tree' | 'space'>;
}

/** Makes clusters, picks their number, and refines them. */
export async function chooseClusters(
  fn: string,
  input: StageInput,
  settings: ResolvedClusterSettings,
  { onProgress, signal }: LongRunningOptions,
): Promise<ClusterStage & { readonly warnings: readonly string[] }> {
  const longRunning = { onProgress, signal };
  const { x, space, warnings, isKnown } = await coordinates(fn, input, settings, longRunning);
  const known = isKnown ? input.earlier?.tree : undefined;
  const distances = x === input.features ? input.distances : undefined;
  const found = await findClusters(fn, { x, distances, known }, settings, input.randomState, longRunning);
  const stage = { settings, space, refinement: undefined, ...found };
  const soFar = [...warnings, ...found.sweep.warnings];
  if (settings.refine === 'none') return { ...stage, warnings: soFar };
  if (found.nClusters < 2) {
    const why = `clusters found: ${found.nClusters}; a network needs two to tell apart, so nothing was refined`;
    return { ...stage, warnings: [...soFar, why] };
  }
  const prepared = await input.prepared();
  const { features, randomState } = input;
  const { maxMemoryBytes } = settings;
  const refinement = await asPartOf(fn, namesWithin('selfLabel'), () =>
    selfLabel(prepared, found.labels, {
      ...settings.selfLabel,
      features,
      randomState,
      maxMemoryBytes,
      ...longRunning,
    }),
  );
  const { labels, nClusters } = withoutGaps(refinement.labels);
  return {
    ...stage,
    refinement,
    labels,
    nClusters,
    counts: countLabels(labels, nClusters),
    nNoise: 0,
    warnings: [...soFar, ...refinement.warnings],
  };
}

/** The rows that clusters are looked for among, and whether an earlier tree was built on the same ones in the same way. */
async function coordinates(
  fn: string,
  { features, embedding, randomState, earlier }: StageInput,
  settings: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<{
  readonly x: Matrix;
  readonly space: Matrix | undefined;
  readonly warnings: readonly string[];
  readonly isKnown: boolean;
}> {
  const { clusterSpace, metric, linkage: method, umap } = settings;
  const before = earlier?.settings;
  const sameSpace =
    before?.clusterSpace === clusterSpace && before.metric === metric && isDeepStrictEqual(before.umap, umap);
  const isKnown = sameSpace && before.linkage === method;
  if (clusterSpace !== 'umap') {
    const x = clusterSpace === 'high' ? features : embedding;
    return { x, space: undefined, warnings: [], isKnown };
  }
  if (sameSpace && earlier?.space !== undefined)
    return { x: earlier.space, space: earlier.space, warnings: [], isKnown };
  const { embedding: space, warnings } = await umapOf(
    fn,
    features,
    'space',
    settings,
    randomState,
    longRunning,
  );
  return { x: space, space, warnings, isKnown: false };
}

/** The rows to be clustered, and what is known of them: distances of all pairs, a tree. */
interface Rows {
  readonly x: Matrix;
  readonly distances: Float64Array | undefined;
  readonly known: LinkageTree | undefined;
}

async function findClusters(
  fn: string,
  { x, distances, known }: Rows,
  settings: ResolvedClusterSettings,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<Found> {
  const { cluster, minClust, maxClust, maxMemoryBytes } = settings;
  switch (cluster) {
    case 'dbscan':
    case 'hdbscan':
      return clusterByDensity(fn, x, settings, longRunning);
    case 'gaussian-mixture':
    case 'spectral':
      return clusterByModel(fn, x, settings, randomState, longRunning);
    case 'agglomerative':
      return asPartOf(fn, stageNames, () => clusterByTree({ x, distances, known }, settings, longRunning));
    case 'kmeans': {
      const nClusters = Array.from({ length: maxClust - minClust + 1 }, (_, i) => minClust + i);
      const options = { nClusters, randomState, maxMemoryBytes, ...longRunning };
      const sweep = await asPartOf(fn, stageNames, () => kMeansSweep(x, options));
      return { ...NOTHING, sweep, ...bestOf(sweep) };
    }
  }
}

async function clusterByTree(
  { x, distances: given, known }: Rows,
  settings: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<Found> {
  const { minClust, maxClust, evaluate, metric, linkage: method, maxMemoryBytes } = settings;
  const distances =
    given ?? (known === undefined ? await sharedDistances('linkage', x, settings, longRunning) : undefined);
  const tree = known ?? (await linkage(x, { method, metric, distances, maxMemoryBytes, ...longRunning }));
  const sweep = await treeSweep(x, tree, { minClust, maxClust, evaluate, distances, ...longRunning });
  const warnings = [...(tree.warnings ?? []), ...sweep.warnings];
  return { ...NOTHING, tree, sweep: { ...sweep, warnings }, ...bestOf(sweep) };
}

/**
 * The distances that tree and silhouettes are both about, if they are and there is room to keep them beside the tree's
 * table.
 */
export async function sharedDistances(
  fn: string,
  x: Matrix,
  { cluster, metric, evaluate, maxMemoryBytes }: ResolvedClusterSettings,
  longRunning: LongRunningOptions,
): Promise<Float64Array | undefined> {
  if (cluster !== 'agglomerative' || metric !== 'euclidean' || evaluate !== 'silhouette') return undefined;
  if (13 * x.nRows * x.nRows > maxMemoryBytes) return undefined;
  return asPartOf(fn, stageNames, () => pdist(x, { maxMemoryBytes, ...longRunning }));
}
