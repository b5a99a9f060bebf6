import { ArgumentError } from '../errors.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkBoolean, checkOneOf, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { rescaleImages } from '../preprocess/rescale-images.js';
import { tSne } from '../reduce/t-sne.js';
import type { TSneOptions } from '../reduce/t-sne-options.js';
import { chooseClusters, clusterSettingKeys, refuseUnused, resolveClusterSettings } from './cluster-stage.js';
import type { Clustering, ClusterSettings } from './clustering.js';
import { fitFeatures, type FeatureMethod, type FeatureOptions } from './feature-model.js';
import { toPictures, type Pictures, type PicturesLike } from './pictures.js';
import { representatives } from './representatives.js';

/** Options of {@link clusterImages}. */
export interface ClusterImagesOptions extends ClusterSettings, FeatureOptions, LongRunningOptions {
  /** Stretch each picture to 0 .. 255 first, as Clustimage always does. @defaultValue true */
  readonly rescale?: boolean;
  /**
   * What the pictures are compared by:
   * - `'pca'`: their principal components;
   * - `'raw'`: their pixels;
   * - `'hog'`: histograms of oriented gradients; `'pca-hog'`: the principal components of these;
   * - a matrix of your own features, one row a picture.
   *
   * @defaultValue 'pca'
   */
  readonly features?: FeatureMethod | MatrixLike;
  /** Coordinates for drawing: `'tsne'`, or `'none'` for the first two features. @defaultValue 'tsne' */
  readonly embedding?: 'tsne' | 'none';
  /** What t-SNE is told beside metric and seed. @defaultValue { perplexity: 30, or nImages - 1 if that is less } */
  readonly tSne?: Pick<
    TSneOptions,
    'perplexity' | 'earlyExaggeration' | 'learningRate' | 'maxIter' | 'init' | 'method'
  >;
  /** Seed of every random choice of every stage. @defaultValue 0 */
  readonly randomState?: number;
}

const KEYS: readonly string[] = [
  'rescale',
  'features',
  'pca',
  'hog',
  'embedding',
  'tSne',
  'randomState',
  ...clusterSettingKeys,
  ...longRunningKeys,
];

/**
 * Clusters pictures in one call: rescale, features, embedding, clusters, the right number of them, a picture for each.
 *
 * @remarks
 * The flow of Clustimage's `fit_transform`, with one seed for all stages, exact principal components, every number of clusters up
 * to `maxClust` itself, and representatives that belong to their cluster. Every stage's result is in the clustering, so that
 * `recluster` goes on from it. Costs: those of `pca`, `tSne`, `linkage` and `treeSweep`; memory 8.8 nImages^2 bytes for the tree.
 *
 * @param images - What `loadImages` returned, or any matrix with one picture a row; file names are kept.
 * @throws {@link ArgumentError} if an option is out of range, there are fewer than 3 pictures, or the distances do not
 * fit `maxMemoryBytes`.
 * @throws {@link DataError} if a value is not finite, or merges tie so that no cut of the tree lies in the range.
 * @example
 * const clustering = await clusterImages(await loadImages('photos', { size: 64 }), { minClust: 5, maxClust: 30 });
 * // clustering.nClusters: 12, clustering.counts: 81 40 ..., clustering.representatives.files: 'photos/a17.jpg' ...
 * @see https://erdogant.github.io/clustimage
 */
export async function clusterImages(
  images: PicturesLike,
  options: ClusterImagesOptions = {},
): Promise<Clustering> {
  const fn = 'clusterImages';
  checkOptions(fn, options, KEYS);
  const given = toPictures(images, fn, 'images');
  const {
    rescale = true,
    features: method = 'pca',
    embedding: layout = 'tsne',
    randomState = 0,
    onProgress,
    signal,
  } = options;
  checkBoolean(fn, 'rescale', rescale);
  checkOneOf(fn, 'embedding', layout, ['tsne', 'none']);
  checkSeed(fn, randomState);
  refuseUnused(fn, options, options.cluster ?? 'agglomerative');
  refuseUnusedStages(fn, options);
  const settings = resolveClusterSettings(fn, options, given.nRows);
  createPacer(fn, options);
  const longRunning: LongRunningOptions = { onProgress, signal };

  const pictures: Pictures = rescale ? { ...given, ...(await rescaleImages(given, longRunning)) } : given;
  const { features, featureModel } = await fitFeatures(fn, pictures, method, { ...options, randomState });
  const perplexity = Math.min(30, given.nRows - 1);
  const embedding =
    layout === 'tsne'
      ? (
          await tSne(features, {
            perplexity,
            ...options.tSne,
            metric: settings.metric,
            randomState,
            ...longRunning,
          })
        ).embedding
      : firstTwoColumns(features);
  const stage = await chooseClusters({ features, embedding, randomState }, settings, undefined, longRunning);
  const clustering = {
    images: pictures,
    rescaled: rescale,
    features,
    featureModel,
    embedding,
    randomState,
    ...stage,
  };
  return {
    ...clustering,
    representatives: await representatives(clustering, longRunning),
    warnings: stage.sweep.warnings,
  };
}

/** Refuses options of stages that are not part of this run. */
function refuseUnusedStages(
  fn: string,
  { features = 'pca', embedding = 'tsne', pca, hog, tSne: layout }: ClusterImagesOptions,
): void {
  const method = typeof features === 'string' ? features : 'given';
  const why = `left out with features '${method}', which do not use it`;
  if (pca !== undefined && method !== 'pca' && method !== 'pca-hog')
    throw new ArgumentError(fn, 'options.pca', why, pca);
  if (hog !== undefined && method !== 'hog' && method !== 'pca-hog')
    throw new ArgumentError(fn, 'options.hog', why, hog);
  if (layout !== undefined && embedding !== 'tsne')
    throw new ArgumentError(fn, 'options.tSne', `left out with embedding '${embedding}'`, layout);
}

/** The second column is 0 where there is only one feature. */
function firstTwoColumns({ data, nRows, nColumns }: Matrix): Matrix {
  const columns = new Float64Array(2 * nRows);
  for (let i = 0; i < nRows; i++) {
    columns[2 * i] = data[i * nColumns]!;
    if (nColumns > 1) columns[2 * i + 1] = data[i * nColumns + 1]!;
  }
  return { data: columns, nRows, nColumns: 2 };
}
