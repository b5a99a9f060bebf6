import { asPartOf } from '../errors.js';
import { checkOptions, withoutUndefined } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { clusterSettingKeys, refuseUnused, resolveClusterSettings } from './cluster-settings.js';
import { chooseClusters } from './cluster-stage.js';
import type { Clustering, ClusterSettings } from './clustering.js';
import { checkNestedSettings } from './nested-settings.js';
import { preparePictures } from './prepare-pictures.js';
import { representatives } from './representatives.js';

/** Options of {@link recluster}. */
export interface ReclusterOptions extends ClusterSettings, LongRunningOptions {}

/**
 * Clusters the same pictures in another way, without rescaling, measuring or laying them out again. Tree and UMAP are kept
 * too, where only the range or the criterion changes.
 * As {@link clusterImages} without preparation and features: O(nImages^2 nFeatures) for trees.
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
  checkNestedSettings('recluster', options);
  createPacer('recluster', options);
  const wanted = { ...clustering.settings, ...withoutUndefined(options) };
  refuseUnused('recluster', options, wanted);
  const settings = resolveClusterSettings('recluster', wanted, clustering.features.nRows);
  const { onProgress, signal } = options;
  const longRunning = { onProgress, signal };
  const { warnings, ...stage } = await chooseClusters(
    'recluster',
    {
      ...clustering,
      earlier: clustering,
      prepared: async () =>
        (await preparePictures('recluster', clustering.images, clustering.preparation, longRunning)).prepared,
    },
    settings,
    longRunning,
  );
  const next = { ...clustering, ...stage };
  return {
    ...next,
    representatives: await asPartOf('recluster', {}, () => representatives(next, longRunning)),
    warnings,
  };
}
