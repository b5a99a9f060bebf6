import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { assertNever, checkOneOf } from '../options.js';
import type { LongRunningOptions } from '../progress.js';
import { hog, type HogOptions } from '../preprocess/hog.js';
import { pca, type PcaOptions } from '../reduce/pca.js';
import type { PcaResult } from '../reduce/pca-result.js';
import { projectPca } from '../reduce/project-pca.js';
import type { Pictures } from './pictures.js';

/** Ways to measure pictures; see `clusterImages`. */
export type FeatureMethod = 'pca' | 'raw' | 'hog' | 'pca-hog';

/** Options of `hog` that the pipeline passes on. */
export type HogSettings = Pick<
  HogOptions,
  'orientations' | 'pixelsPerCell' | 'cellsPerBlock' | 'blockNorm' | 'transformSqrt'
>;

/** What the stages that measure pictures are told. */
export interface FeatureOptions {
  /** Of `pca`, with 'pca' and 'pca-hog'. @defaultValue { nComponents: 0.95 } */
  readonly pca?: Pick<PcaOptions, 'nComponents' | 'svdSolver' | 'signFlip' | 'spectrum' | 'tol'>;
  /** Of `hog`, with 'hog' and 'pca-hog'; the shape is that of the pictures. @defaultValue those of `hog` */
  readonly hog?: HogSettings;
}

/** How pictures are turned into features; new pictures are measured with the same. */
export type FeatureModel =
  /** The pixels themselves. */
  | { readonly kind: 'raw' }
  /** The caller's own: new ones must be given as features too. */
  | { readonly kind: 'given' }
  /** Scores of principal components. */
  | { readonly kind: 'pca'; readonly pca: PcaResult }
  /** Histograms of oriented gradients, ... */
  | { readonly kind: 'hog'; readonly hog: HogSettings }
  /** ... and the scores of their principal components. */
  | { readonly kind: 'pca-hog'; readonly hog: HogSettings; readonly pca: PcaResult };

export interface FittedFeatures {
  readonly features: Matrix;
  readonly featureModel: FeatureModel;
}

/** Measures pictures, and keeps what is needed to measure others in the same way. */
export async function fitFeatures(
  fn: string,
  pictures: Pictures,
  method: FeatureMethod | MatrixLike,
  options: FeatureOptions & LongRunningOptions & { readonly randomState: number },
): Promise<FittedFeatures> {
  if (typeof method !== 'string') {
    const features = toMatrix(method, fn, 'options.features');
    if (features.nRows !== pictures.nRows) {
      throw new ArgumentError(
        fn,
        'options.features',
        `one row for each of the ${pictures.nRows} pictures`,
        `${features.nRows} rows`,
      );
    }
    return { features, featureModel: { kind: 'given' } };
  }
  checkOneOf(fn, 'features', method, ['pca', 'raw', 'hog', 'pca-hog']);
  const { hog: settings = {}, onProgress, signal, randomState } = options;
  const principal = (data: MatrixLike): Promise<PcaResult> =>
    pca(data, { nComponents: 0.95, ...options.pca, randomState, onProgress, signal });
  switch (method) {
    case 'raw':
      return { features: toMatrix(pictures, fn, 'images'), featureModel: { kind: 'raw' } };
    case 'pca': {
      const model = await principal(pictures);
      return { features: model.scores, featureModel: { kind: 'pca', pca: model } };
    }
    case 'hog':
      return {
        features: await hog(pictures, { ...settings, onProgress, signal }),
        featureModel: { kind: 'hog', hog: settings },
      };
    case 'pca-hog': {
      const model = await principal(await hog(pictures, { ...settings, onProgress, signal }));
      return { features: model.scores, featureModel: { kind: 'pca-hog', hog: settings, pca: model } };
    }
    default:
      return assertNever(method);
  }
}

/** Features of pictures by a model that exists, [nRows, nFeatures]. */
export async function applyFeatureModel(
  model: FeatureModel,
  pictures: Pictures,
  fn: string,
  longRunning: LongRunningOptions,
): Promise<Matrix> {
  switch (model.kind) {
    case 'raw':
    case 'given':
      return toMatrix(pictures, fn, 'images');
    case 'pca':
      return await projectPca(model.pca, pictures, longRunning);
    case 'hog':
      return await hog(pictures, { ...model.hog, ...longRunning });
    case 'pca-hog':
      return await projectPca(model.pca, await hog(pictures, { ...model.hog, ...longRunning }), longRunning);
    default:
      return assertNever(model);
  }
}
