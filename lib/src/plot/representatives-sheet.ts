import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import type { LabelsLike } from '../metrics/labels.js';
import { checkOptions } from '../options.js';
import type { Clustering, Representatives } from '../pipeline/clustering.js';

import { imageSheetFor } from './image-sheet.js';
import { checkImages } from './sheet-images.js';
import type { Picture } from './picture.js';

/** Options of {@link representativesSheet}. */
export interface RepresentativesSheetOptions {
  /** Other representatives than the clustering's own, e.g. `representatives(clustering, { space: 'embedding' })`. @defaultValue those of the clustering */
  readonly representatives?: Pick<Representatives, 'rows'>;
  /** Text under each picture. @defaultValue number of the cluster and of its pictures */
  readonly captions?: LabelsLike;
  /** Pictures side by side, an integer in [1, 1000]. @defaultValue 12 */
  readonly columns?: number;
  /** Screen pixels per picture pixel, in [0.25, 16]. @defaultValue 1 */
  readonly scale?: number;
  /** A line above everything. @defaultValue none */
  readonly title?: string;
}

/**
 * One picture for each cluster, side by side, with the size of its cluster below. O(pixels of the sheet).
 *
 * @param clustering - From `clusterImages` or `recluster`, whose pictures have a known width and height.
 * @throws {@link ArgumentError} if an option is out of range, there is no cluster, or the pictures have no layout.
 * @example
 * await show(await representativesSheet(clustering));
 */
export async function representativesSheet(
  clustering: Pick<Clustering, 'images' | 'counts' | 'representatives'>,
  options: RepresentativesSheetOptions = {},
): Promise<Picture> {
  const fn = 'representativesSheet';
  checkOptions(fn, options, ['representatives', 'captions', 'columns', 'scale', 'title']);
  checkModel<typeof clustering>(fn, 'clustering', clustering, 'a result of clusterImages or recluster', {
    images: 'object',
    counts: 'numbers',
    representatives: 'object',
  });
  const { images, counts } = clustering;
  const { representatives = clustering.representatives, columns = 12, scale = 1, title } = options;
  checkModel<typeof representatives>(fn, 'representatives', representatives, 'a result of representatives', {
    rows: 'numbers',
  });
  const { rows } = representatives;
  if (rows.length === 0 || rows.length !== counts.length)
    throw new ArgumentError(
      fn,
      'representatives.rows',
      `one row for each of the ${counts.length} clusters`,
      rows,
    );
  const sized = checkImages(fn, images, 'clustering.images');
  const captions = options.captions ?? Array.from(counts, (count, cluster) => `${cluster} (${count})`);
  return imageSheetFor(fn, sized, { rows, captions, columns, scale, title });
}
