import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { chooseClusters, clusterSettingKeys, refuseUnused, resolveClusterSettings } from './cluster-stage.js';
import type { Clustering, ClusterSettings } from './clustering.js';
import { representatives } from './representatives.js';

/** Options of {@link recluster}. */
export interface ReclusterOptions extends ClusterSettings, LongRunningOptions {}

/**
 * Clusters the same pictures in another way, without rescaling, measuring or laying them out again. The tree is kept
 * too, where only the range or the criterion changes.
 *
 * @param clustering - From `clusterImages`, `recluster` or `loadClustering`; not modified.
 * @param options - As for `clusterImages`; what is left out stays as it was in `clustering`.
 * @throws {@link ArgumentError} if an option is out of range.
 * @throws {@link DataError} if merges tie so that no cut of the tree lies in the range.
 * @example
 * const from10 = await recluster(clustering, { minClust: 10 });
 * const exactly15 = await recluster(clustering, { minClust: 15, maxClust: 15 });
 */
export async function recluster(clustering: Clustering, options: ReclusterOptions = {}): Promise<Clustering> {
  checkOptions('recluster', options, [...clusterSettingKeys, ...longRunningKeys]);
  createPacer('recluster', options);
  refuseUnused('recluster', options, options.cluster ?? clustering.settings.cluster);
  const settings = resolveClusterSettings(
    'recluster',
    { ...clustering.settings, ...options },
    clustering.features.nRows,
  );
  const { metric, linkage, clusterSpace } = clustering.settings;
  const sameTree =
    metric === settings.metric && linkage === settings.linkage && clusterSpace === settings.clusterSpace;
  const { onProgress, signal } = options;
  const stage = await chooseClusters(clustering, settings, sameTree ? clustering.tree : undefined, {
    onProgress,
    signal,
  });
  const next = { ...clustering, ...stage };
  return {
    ...next,
    representatives: await representatives(next, { onProgress, signal }),
    warnings: stage.sweep.warnings,
  };
}
