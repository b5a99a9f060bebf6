import { ArgumentError, asPartOf } from '../errors.js';
import { checkOptions } from '../options.js';
import { rescaleImages } from '../preprocess/rescale-images.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { meanRows } from './mean-rows.js';
import type { Clustering } from './clustering.js';
import type { Pictures } from './pictures.js';

/**
 * The mean picture of each cluster, in the order of the labels; noise is left out. Where the pictures were stretched to
 * 0 .. 255, so are the means, as in Clustimage. O(nImages nPixels).
 *
 * @param clustering - From `clusterImages` or `recluster`, with at least one cluster.
 * @returns [nClusters, nPixels], with the layout of the pictures and no file names.
 * @throws {@link ArgumentError} if there is not one label for each picture.
 * @throws {@link DataError} if a label is NaN.
 * @example
 * await show(await imageSheet(await meanImages(clustering)));
 */
export async function meanImages(
  clustering: Pick<Clustering, 'images' | 'labels' | 'counts' | 'rescaled'>,
  options: LongRunningOptions = {},
): Promise<Pictures> {
  checkOptions('meanImages', options, longRunningKeys);
  const { images, labels, counts, rescaled } = clustering;
  if (counts.length === 0)
    throw new ArgumentError('meanImages', 'clustering', 'one with at least one cluster', clustering);
  const means = await meanRows(images, labels, counts, createPacer('meanImages', options));
  return {
    ...images,
    ...(rescaled ? await asPartOf('meanImages', {}, () => rescaleImages(means)) : means),
    files: [],
  };
}
