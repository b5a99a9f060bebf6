import { ArgumentError, asPartOf, DataError } from '../errors.js';
import { asFirstOfKind, distinctRows } from '../matrix/distinct-rows.js';
import { toMatrix, type Matrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import {
  assertNever,
  checkBoolean,
  checkOneOf,
  checkOptions,
  checkSeed,
  withoutUndefined,
} from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { rescaleImages } from '../preprocess/rescale-images.js';
import { tSne } from '../reduce/t-sne.js';
import { clusterSettingKeys, refuseUnused, resolveClusterSettings } from './cluster-settings.js';
import { chooseClusters, sharedDistances } from './cluster-stage.js';
import type { Clustering, ClusterSettings, ResolvedClusterSettings, TSneSettings } from './clustering.js';
import { featureMethods, fitFeatures, type FeatureMethod, type FeatureOptions } from './feature-model.js';
import { checkNestedSettings } from './nested-settings.js';
import { namesWithin, stageNames } from './stage-names.js';
import { toPictures, type Pictures, type PicturesLike } from './pictures.js';
import { preparePictures, resolvePreparation, type PreparationOptions } from './prepare-pictures.js';
import { medoids } from './representatives.js';
import { umapOf } from './umap-stage.js';

/** Options of {@link clusterImages}. */
export interface ClusterImagesOptions
  extends ClusterSettings, FeatureOptions, PreparationOptions, LongRunningOptions {
  /**
   * A set of options for a purpose; options given beside it win.
   * - `'clustimage'`: the flow of Clustimage, which is also what happens without a preset: pictures stretched to 0 .. 255, PCA
   *   to 95 % of the variance, t-SNE, Ward's tree cut between 3 and 24 clusters by silhouette;
   * - `'drawn-shapes'`: for handwritten or drawn shapes, bright on dark (else `clean: { invert: true }`): stretched, cleaned,
   *   brought to one size, compared by edge directions, k-means in a UMAP of ten dimensions, refined by a network.
   *
   * @defaultValue 'clustimage'
   */
  readonly preset?: ClusterPreset;
  /** Stretch each picture to 0 .. 255 first, as Clustimage always does. @defaultValue true, but false with `clean` or `normalize` */
  readonly rescale?: boolean;
  /**
   * What the pictures are compared by:
   * - `'pca'`: their principal components;
   * - `'raw'`: their pixels;
   * - `'hog'`: histograms of oriented gradients; `'pca-hog'`: the principal components of these, under Clustimage's name;
   * - `'hog-windows'`: such histograms in overlapping windows; `'hog-pca'`: the principal components of these, best for drawn shapes;
   * - a matrix of your own features, one row a picture.
   *
   * @defaultValue 'pca'
   */
  readonly features?: FeatureMethod | MatrixLike;
  /** Coordinates for drawing: `'tsne'`, `'umap'`, or `'none'` for the first two features. @defaultValue 'tsne' */
  readonly embedding?: 'tsne' | 'umap' | 'none';
  /** What t-SNE is told beside metric and seed. @defaultValue those of `tSne` */
  readonly tSne?: TSneSettings;
  /** Seed of every random choice of every stage. @defaultValue 0 */
  readonly randomState?: number;
}

/** Names of the presets of {@link clusterImages}. */
export type ClusterPreset = 'clustimage' | 'drawn-shapes';

const PRESETS: Readonly<Record<ClusterPreset, ClusterImagesOptions>> = {
  clustimage: {},
  // Stretched, so that pictures of any range of values (0 .. 1, 0 .. 16) have the levels that cleaning expects.
  'drawn-shapes': {
    rescale: true,
    clean: true,
    normalize: 'moments',
    features: 'hog-pca',
    embedding: 'umap',
    clusterSpace: 'umap',
    cluster: 'kmeans',
    refine: 'self-label',
  },
};

const KEYS: readonly string[] = [
  'preset',
  'rescale',
  'clean',
  'normalize',
  'features',
  'pca',
  'hog',
  'hogWindows',
  'embedding',
  'tSne',
  'randomState',
  ...clusterSettingKeys,
  ...longRunningKeys,
];

/**
 * Clusters pictures in one call: preparation, features, embedding, clusters, the right number of them, a picture for each.
 *
 * @remarks
 * By default the flow of Clustimage's `fit_transform`, with one seed for all stages, exact principal components, every number of
 * clusters up to `maxClust` itself, and representatives that belong to their cluster. Every stage's result is in the clustering,
 * so that `recluster` goes on from it. Costs: those of the stages; memory 4 nImages^2 bytes for distances, and 9 nImages^2
 * more for trees other than Ward's.
 *
 * The silhouette often prefers fewer clusters than there are kinds of things: where you know the number, say so by
 * `minClust` and `maxClust`; `chooseNClusters` shows what other criteria say. With trees O(nImages^2 nFeatures).
 *
 * @param images - What `loadImages` returned, or any matrix with one picture a row; file names are kept.
 * @throws {@link ArgumentError} if an option is out of range, there are fewer than 3 pictures, or the distances do not
 * fit `maxMemoryBytes`.
 * @throws {@link DataError} if a value is not finite, all pictures are equal (to the principal components), or merges tie so that no
 * cut of the tree lies in the range.
 * @example
 * const images = await loadImages('photos', { size: 64, onError: 'skip' });
 * const clustering = await clusterImages(images, { minClust: 5, maxClust: 12 });
 * // clustering.sweep.rows.length: 8, clustering.representatives.files[0]: photos/...
 * @example
 * const numerals = await clusterImages(images, { preset: 'drawn-shapes', minClust: 15, maxClust: 15 });
 * // numerals.embedding.nColumns: 2, numerals.refinement.confidences.length: 60
 * @see https://erdogant.github.io/clustimage
 */
export async function clusterImages(
  images: PicturesLike,
  options: ClusterImagesOptions = {},
): Promise<Clustering> {
  const fn = 'clusterImages';
  checkOptions(fn, options, KEYS);
  checkNestedSettings(fn, options);
  const given = toPictures(images, fn, 'images');
  const wanted = withPreset(fn, options);
  const {
    features: method = 'pca',
    embedding: layout = 'tsne',
    randomState = 0,
    onProgress,
    signal,
  } = wanted;
  const preparation = resolvePreparation(fn, wanted);
  const isPrepared = preparation.cleaning !== undefined || preparation.normalization !== undefined;
  const { rescale = !isPrepared } = wanted;
  checkBoolean(fn, 'rescale', rescale);
  if (typeof method === 'string') checkOneOf(fn, 'features', method, featureMethods);
  checkOneOf(fn, 'embedding', layout, ['tsne', 'umap', 'none']);
  checkSeed(fn, randomState);
  const clusterSpace = wanted.clusterSpace ?? (layout === 'umap' ? 'umap' : 'high');
  refuseUnused(fn, options, { ...wanted, clusterSpace }, layout);
  refuseUnusedStages(fn, options, method, layout);
  const nDistinct = distinctRows(given).rows.length;
  const settings = resolveClusterSettings(fn, { ...wanted, clusterSpace }, given.nRows, nDistinct);
  createPacer(fn, options);
  const longRunning: LongRunningOptions = { onProgress, signal };

  const pictures: Pictures = rescale
    ? { ...given, ...(await asPartOf(fn, stageNames, () => rescaleImages(given, longRunning))) }
    : given;
  const { prepared, warnings: ofPreparation } = await preparePictures(fn, pictures, preparation, longRunning);
  refuseOneKind(fn, typeof method === 'string' ? prepared : toMatrix(method, fn, 'options.features'));
  const { features: measured, featureModel } = await fitFeatures(fn, prepared, method, {
    ...wanted,
    randomState,
  });
  // Products of matrices may round the rows of copies differently.
  const features = featureModel.kind === 'given' ? measured : asFirstOfKind(measured, distinctRows(pictures));
  const ofFeatures = 'pca' in featureModel ? featureModel.pca.warnings : [];
  // Map, tree, silhouettes and medoids are about the same distances.
  const distances =
    clusterSpace === 'high' ? await sharedDistances(fn, features, settings, longRunning) : undefined;
  const { embedding, warnings: ofLayout } = await layOut(
    fn,
    { features, distances },
    layout,
    wanted,
    settings,
    randomState,
    longRunning,
  );
  const { warnings, ...stage } = await chooseClusters(
    fn,
    { features, embedding, distances, randomState, prepared: () => Promise.resolve(prepared) },
    settings,
    longRunning,
  );
  const clustering = {
    images: pictures,
    rescaled: rescale,
    preparation,
    features,
    featureModel,
    embedding,
    randomState,
    ...stage,
  };
  return {
    ...clustering,
    representatives: await asPartOf(fn, stageNames, () => medoids(clustering, distances, longRunning)),
    // Two UMAPs of the same features may say the same.
    warnings: [...new Set([...ofPreparation, ...ofFeatures, ...ofLayout, ...warnings])],
  };
}

/** Refuses pictures among which there is nothing to tell apart. */
function refuseOneKind(fn: string, compared: NumericMatrix): void {
  if (distinctRows(compared).rows.length > 1) return;
  const problem = `all ${compared.nRows} images are equal, as they are compared: there is one kind of image, and nothing to cluster`;
  throw new DataError(fn, problem, { source: 'images' });
}

/** The options of the preset, and over them what was given. */
function withPreset(fn: string, options: ClusterImagesOptions): ClusterImagesOptions {
  const { preset = 'clustimage' } = options;
  checkOneOf(fn, 'preset', preset, ['clustimage', 'drawn-shapes']);
  return { ...PRESETS[preset], ...withoutUndefined(options) };
}

/** Coordinates for drawing, [nImages, 2], and what is to be said about them. */
async function layOut(
  fn: string,
  { features, distances }: { readonly features: Matrix; readonly distances: Float64Array | undefined },
  layout: 'tsne' | 'umap' | 'none',
  { tSne: options = {} }: ClusterImagesOptions,
  settings: ResolvedClusterSettings,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<{ readonly embedding: Matrix; readonly warnings: readonly string[] }> {
  switch (layout) {
    case 'none':
      return { embedding: firstTwoColumns(features), warnings: [] };
    case 'umap':
      return umapOf(fn, features, 'map', settings, randomState, longRunning);
    case 'tsne': {
      const { metric, maxMemoryBytes } = settings;
      const tSneOptions = {
        ...withoutUndefined(options),
        metric,
        distances,
        randomState,
        maxMemoryBytes,
        ...longRunning,
      };
      return asPartOf(fn, namesWithin('tSne'), () => tSne(features, tSneOptions));
    }
    default:
      return assertNever(layout);
  }
}

/** Refuses options of stages that are not part of this run. */
function refuseUnusedStages(
  fn: string,
  { pca, hog, hogWindows, tSne: settings }: ClusterImagesOptions,
  features: FeatureMethod | MatrixLike,
  embedding: string,
): void {
  const method = typeof features === 'string' ? features : 'given';
  const refuse = (name: string, value: unknown, users: readonly string[]): void => {
    if (value === undefined || users.includes(method)) return;
    const why = `left out with features '${method}', which do not use it`;
    throw new ArgumentError(fn, `options.${name}`, why, value);
  };
  refuse('pca', pca, ['pca', 'pca-hog', 'hog-pca']);
  refuse('hog', hog, ['hog', 'pca-hog']);
  refuse('hogWindows', hogWindows, ['hog-windows', 'hog-pca']);
  if (settings !== undefined && embedding !== 'tsne')
    throw new ArgumentError(fn, 'options.tSne', `left out with embedding '${embedding}'`, settings);
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
