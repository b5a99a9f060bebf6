import type { MatrixLike } from '../matrix/matrix.js';
import { checkOptions, checkSeed } from '../options.js';
import {
  layoutOf,
  pictureShapeKeys,
  type PictureShape,
  type PictureShapeOptions,
} from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { createAugmenter } from './augment.js';
import { checkAugmentation, type Augmentation } from './augmentation.js';
import { toNetworkPictures } from './network-pictures.js';

/** Options of {@link augmentImages}. */
export interface AugmentImagesOptions extends PictureShapeOptions, LongRunningOptions {
  /** How pictures are changed. @defaultValue as for handwritten characters */
  readonly augmentation?: Augmentation;
  /** Seed of the changes. @defaultValue 0 */
  readonly randomState?: number;
}

/** What {@link augmentImages} made: a matrix and an image set at once. */
export interface AugmentedImages extends PictureShape {
  /** [nRows, nColumns], pixels from left to right and top to bottom, channels together; bytes have become 0 to 1. */
  readonly data: Float32Array;
  /** Pictures. */
  readonly nRows: number;
  /** height * width * channels. */
  readonly nColumns: number;
  /** Name of each row's file; empty if the pictures came without. */
  readonly files: readonly string[];
}

/** Values between two reports, some 20 ms of work. */
const BLOCK_VALUES = 500 * 32 * 32;

/**
 * One new version of each picture, as another hand might have written it: turned, scaled, slanted, shifted, bent, with
 * another pen and other ink. What {@link selfLabel} and {@link contrastive} see of pictures while they train.
 *
 * O(pixels); 20 ms a thousand pictures of 32 x 32.
 *
 * @param images - One picture a row, bright on 0, e.g. of {@link normalizeImages}; bytes count as 0 to 1. Not modified.
 * @returns The versions in the order of the pictures, each the same for the same seed.
 * @throws {@link ArgumentError} if an option is out of range or the shape does not fit.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const altered = await augmentImages(normalized, { randomState: 1, augmentation: { rotation: 20, elastic: 0 } });
 * // altered.nRows: 60, altered.width: 16, altered.height: 16
 * @see Simard, Steinkraus & Platt, Best practices for convolutional neural networks applied to visual document analysis (2003).
 */
export async function augmentImages(
  images: MatrixLike,
  options: AugmentImagesOptions = {},
): Promise<AugmentedImages> {
  const fn = 'augmentImages';
  checkOptions(fn, options, [...pictureShapeKeys, 'augmentation', 'randomState', ...longRunningKeys]);
  const { randomState = 0 } = options;
  checkSeed(fn, randomState);
  const augmentation = checkAugmentation(fn, options.augmentation);
  const pacer = createPacer(fn, options);
  const { data: pictures, nRows, ...shape } = toNetworkPictures(fn, images, options);
  const augmenter = createAugmenter(shape, augmentation, createRandomState(randomState));
  const { height, width, channels } = shape;
  const nColumns = height * width * channels;
  const data = new Float32Array(nRows * nColumns);
  const block = Math.max(1, Math.floor(BLOCK_VALUES / nColumns));
  for (let from = 0; from < nRows; from += block) {
    const rows = Int32Array.from({ length: Math.min(block, nRows - from) }, (_, i) => from + i);
    data.set(augmenter.augment(pictures, rows), from * nColumns);
    await pacer.step('augmenting', from + rows.length, nRows);
  }
  const { files = [] } = layoutOf(images as MatrixLike & { readonly files?: readonly string[] });
  return { data, nRows, nColumns, height, width, channels, files };
}
