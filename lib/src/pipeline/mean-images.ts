import { encodeLabels } from '../metrics/labels.js';
import { rescaleImages } from '../preprocess/rescale-images.js';
import type { Clustering } from './clustering.js';
import type { Pictures } from './pictures.js';

/**
 * The mean picture of each cluster, in the order of the labels. Where the pictures were stretched to 0 .. 255, so are the
 * means, as in Clustimage. O(nImages nPixels).
 *
 * @param clustering - From `clusterImages` or `recluster`.
 * @returns [nClusters, nPixels], with the layout of the pictures and no file names.
 * @example
 * await show(await imageSheet(await meanImages(clustering)));
 */
export async function meanImages({
  images,
  labels,
  rescaled,
}: Pick<Clustering, 'images' | 'labels' | 'rescaled'>): Promise<Pictures> {
  const { codes, counts } = encodeLabels(labels, 'meanImages', 'clustering.labels');
  const { nColumns } = images;
  const means = new Float64Array(counts.length * nColumns);
  codes.forEach((code, i) => {
    for (let j = 0; j < nColumns; j++) means[code * nColumns + j]! += images.data[i * nColumns + j]!;
  });
  for (let cluster = 0; cluster < counts.length; cluster++) {
    for (let j = 0; j < nColumns; j++) means[cluster * nColumns + j]! /= counts[cluster]!;
  }
  const mean = { data: means, nRows: counts.length, nColumns };
  return { ...images, ...(rescaled ? await rescaleImages(mean) : mean), files: [] };
}
