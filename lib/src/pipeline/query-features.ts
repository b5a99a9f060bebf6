import { rescaleImages } from '../preprocess/rescale-images.js';
import { toMatrix, type Matrix } from '../matrix/matrix.js';
import { ArgumentError, asPartOf } from '../errors.js';
import type { LongRunningOptions } from '../progress.js';
import type { Clustering } from './clustering.js';
import { applyFeatureModel } from './feature-model.js';
import { preparePictures } from './prepare-pictures.js';
import { toPictures, type Pictures, type PicturesLike } from './pictures.js';

/** New pictures, and their features by the model of a clustering. */
export interface QueryFeatures {
  readonly features: Matrix;
  /** The pictures as they were measured; undefined if features were given. */
  readonly prepared: Pictures | undefined;
  readonly files: readonly string[];
}

/**
 * Measures new pictures as those of a clustering were: rescaled, cleaned and normalized if they were, then by the same
 * feature model. Where the features were given, `queries` are features too.
 *
 * @param argument - What the caller calls the queries.
 */
export async function queryFeatures(
  {
    images,
    rescaled,
    preparation,
    features,
    featureModel,
  }: Pick<Clustering, 'images' | 'rescaled' | 'preparation' | 'features' | 'featureModel'>,
  queries: PicturesLike,
  fn: string,
  argument: string,
  options: LongRunningOptions,
): Promise<QueryFeatures> {
  const longRunning = { onProgress: options.onProgress, signal: options.signal };
  const given = toPictures(queries, fn, argument);
  const expected = featureModel.kind === 'given' ? features.nColumns : images.nColumns;
  if (given.nColumns !== expected) {
    const what =
      featureModel.kind === 'given'
        ? `features of ${expected} columns, as the clustering was given`
        : `pictures of ${expected} values, as those clustered`;
    throw new ArgumentError(fn, argument, what, `${given.nColumns} columns`);
  }
  if (featureModel.kind === 'given')
    return { features: toMatrix(queries, fn, argument), prepared: undefined, files: given.files };
  const isKnown = images.width !== undefined && given.width !== undefined;
  if (isKnown && sizeOf(given) !== sizeOf(images))
    throw new ArgumentError(fn, argument, `pictures of ${sizeOf(images)}, as those clustered`, sizeOf(given));
  const names = { data: argument, images: argument };
  const pictures: Pictures = rescaled
    ? { ...given, ...(await asPartOf(fn, names, () => rescaleImages(given, longRunning))) }
    : given;
  const layout = { width: images.width, height: images.height, channels: images.channels };
  const { prepared } = await preparePictures(fn, { ...pictures, ...layout }, preparation, longRunning);
  return {
    features: await asPartOf(fn, names, () =>
      applyFeatureModel(featureModel, prepared, fn, argument, longRunning),
    ),
    prepared,
    files: given.files,
  };
}

function sizeOf({ width, height, channels }: Pictures): string {
  return `${height} x ${width} x ${channels}`;
}
