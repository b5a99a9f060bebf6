import { rescaleImages } from '../preprocess/rescale-images.js';
import { toMatrix, type Matrix } from '../matrix/matrix.js';
import { ArgumentError } from '../errors.js';
import type { LongRunningOptions } from '../progress.js';
import type { Clustering } from './clustering.js';
import { applyFeatureModel } from './feature-model.js';
import { toPictures, type Pictures, type PicturesLike } from './pictures.js';

/** New pictures, and their features by the model of a clustering. */
export interface QueryFeatures {
  readonly features: Matrix;
  readonly files: readonly string[];
}

/**
 * Measures new pictures as those of a clustering were: rescaled if they were, then by the same feature model. Where the
 * features were given, `queries` are features too.
 */
export async function queryFeatures(
  {
    images,
    rescaled,
    features,
    featureModel,
  }: Pick<Clustering, 'images' | 'rescaled' | 'features' | 'featureModel'>,
  queries: PicturesLike,
  fn: string,
  options: LongRunningOptions,
): Promise<QueryFeatures> {
  const longRunning = { onProgress: options.onProgress, signal: options.signal };
  const given = toPictures(queries, fn, 'queries');
  const expected = featureModel.kind === 'given' ? features.nColumns : images.nColumns;
  if (given.nColumns !== expected) {
    const what =
      featureModel.kind === 'given'
        ? `features of ${expected} columns, as the clustering was given`
        : `pictures of ${expected} values, as those clustered`;
    throw new ArgumentError(fn, 'queries', what, `${given.nColumns} columns`);
  }
  if (featureModel.kind === 'given')
    return { features: toMatrix(queries, fn, 'queries'), files: given.files };
  const pictures: Pictures = rescaled ? { ...given, ...(await rescaleImages(given, longRunning)) } : given;
  const layout = { width: images.width, height: images.height, channels: images.channels };
  return {
    features: await applyFeatureModel(featureModel, { ...pictures, ...layout }, fn, longRunning),
    files: given.files,
  };
}
