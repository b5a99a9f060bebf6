import { applySelfLabel } from '../deep/apply-self-label.js';
import { ArgumentError, asPartOf } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { metricRows } from '../matrix/metric-rows.js';
import { checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { meanRows } from './mean-rows.js';
import type { Clustering } from './clustering.js';
import type { Pictures, PicturesLike } from './pictures.js';
import { queryFeatures } from './query-features.js';

/** Options of {@link assign}. */
export interface AssignOptions extends LongRunningOptions {
  /**
   * - `'center'`: the cluster whose mean is nearest;
   * - `'image'`: the cluster of the nearest picture, for clusters that are not round; -1 where that is noise;
   * - `'network'`: what the network of a refined clustering says.
   *
   * @defaultValue 'network' if the clustering was refined and not given its features, else 'center'
   */
  readonly nearest?: 'center' | 'image' | 'network';
}

/** Where new pictures belong. */
export interface AssignResult {
  /** Cluster of each new picture, [nQueries]; -1 for none: nearest to noise, or to a cluster that refinement dissolved. */
  readonly labels: Int32Array;
  /** Distance to the nearest center or picture, in units of the clustering's metric; with 'network' 1 minus its confidence; [nQueries]. */
  readonly distances: Float64Array;
  /** Features of the new pictures, [nQueries, nFeatures]. */
  readonly features: Matrix;
  /** Their files; empty if they have no names. */
  readonly files: readonly string[];
}

/**
 * Says to which clusters new pictures belong, by their features or the network that refined the clusters; the clustering stays
 * as it is. A layout cannot take new pictures, so features decide also where the clusters were made in one. The lowest number
 * wins a tie.
 * O(nQueries nFeatures) times the number of clusters, or of pictures.
 *
 * @param clustering - From `clusterImages`, `recluster` or `loadClustering`.
 * @param images - Pictures of the same size, one a row; features, if the clustering was given features.
 * @throws {@link ArgumentError} if an option or the size of the pictures is wrong, or there is no cluster.
 * @throws {@link DataError} if a value is not finite.
 * @example
 * const { labels } = await assign(clustering, await loadImages('new-scans', { size: 64 }));
 */
export async function assign(
  clustering: Clustering,
  images: PicturesLike,
  options: AssignOptions = {},
): Promise<AssignResult> {
  checkOptions('assign', options, ['nearest', ...longRunningKeys]);
  const knowsPictures = clustering.refinement !== undefined && clustering.featureModel.kind !== 'given';
  const { nearest = knowsPictures ? 'network' : 'center' } = options;
  checkOneOf('assign', 'nearest', nearest, ['center', 'image', 'network']);
  const pacer = createPacer('assign', options);
  const { features, prepared, files } = await queryFeatures(clustering, images, 'assign', 'images', options);
  if (nearest === 'network') return { ...(await askNetwork(clustering, prepared, options)), features, files };
  const { labels: known, counts } = clustering;
  if (counts.length === 0)
    throw new ArgumentError('assign', 'clustering', 'one with at least one cluster', clustering);
  const byCenter = nearest === 'center';
  const candidates = byCenter
    ? await meanRows(clustering.features, known, counts, pacer)
    : clustering.features;
  const { metric } = clustering.settings;
  const { rows: targets, distance } = metricRows(candidates, metric, 'assign');
  const { rows } = metricRows(features, metric, 'assign');
  const labels = new Int32Array(rows.nRows);
  const distances = new Float64Array(rows.nRows).fill(Infinity);
  for (let i = 0; i < rows.nRows; i++) {
    for (let candidate = 0; candidate < targets.nRows; candidate++) {
      const d = distance(
        rows.data,
        i * rows.nColumns,
        targets.data,
        candidate * rows.nColumns,
        rows.nColumns,
      );
      if (d >= distances[i]!) continue;
      distances[i] = d;
      labels[i] = byCenter ? candidate : known[candidate]!;
    }
    await pacer.step('assigning', i + 1, rows.nRows);
  }
  return { labels, distances, features, files };
}

/** The network's labels, in the numbers of the clustering: there it may have lost a cluster that the network knows. */
async function askNetwork(
  { refinement, labels: known }: Clustering,
  prepared: Pictures | undefined,
  { onProgress, signal }: AssignOptions,
): Promise<Pick<AssignResult, 'labels' | 'distances'>> {
  if (refinement === undefined || prepared === undefined)
    throw new ArgumentError(
      'assign',
      'options.nearest',
      `'network' only for refined clusterings of pictures`,
      'network',
    );
  const clusterOf = new Map(Array.from(refinement.labels, (label, row) => [label, known[row]!]));
  const { labels, confidences } = await asPartOf('assign', { network: 'clustering' }, () =>
    applySelfLabel(refinement.network, prepared, { onProgress, signal }),
  );
  return {
    labels: labels.map((label) => clusterOf.get(label) ?? -1),
    distances: confidences.map((confidence) => 1 - confidence),
  };
}
