import { ArgumentError, asPartOf } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { assertNever, withoutUndefined } from '../options.js';
import type { LongRunningOptions } from '../progress.js';
import { hog, type HogOptions } from '../preprocess/hog.js';
import { hogWindows, type HogWindowsOptions } from '../preprocess/hog-windows.js';
import { pca, type PcaOptions } from '../reduce/pca.js';
import type { PcaResult } from '../reduce/pca-result.js';
import { projectPca } from '../reduce/project-pca.js';
import { namesWithin } from './stage-names.js';
import type { Pictures } from './pictures.js';

/** Ways to measure pictures; see `clusterImages`. */
export type FeatureMethod = 'pca' | 'raw' | 'hog' | 'pca-hog' | 'hog-windows' | 'hog-pca';

export const featureMethods: readonly FeatureMethod[] = [
  'pca',
  'raw',
  'hog',
  'pca-hog',
  'hog-windows',
  'hog-pca',
];

/** Options of `hog` that the pipeline passes on. */
export type HogSettings = Pick<
  HogOptions,
  'orientations' | 'pixelsPerCell' | 'cellsPerBlock' | 'blockNorm' | 'transformSqrt'
>;

/** Options of `hogWindows` that the pipeline passes on. */
export type HogWindowsSettings = Pick<HogWindowsOptions, 'orientations' | 'pixelsPerWindow' | 'stride'>;

/** What the stages that measure pictures are told. */
export interface FeatureOptions {
  /** Of `pca`, with 'pca', 'pca-hog' and 'hog-pca'. @defaultValue { nComponents: 0.95 }, with 'hog-pca' 50 or as many as there are */
  readonly pca?: Pick<PcaOptions, 'nComponents' | 'svdSolver' | 'signFlip' | 'spectrum' | 'tol'>;
  /** Of `hog`, with 'hog' and 'pca-hog'; the shape is that of the pictures. @defaultValue those of `hog` */
  readonly hog?: HogSettings;
  /** Of `hogWindows`, with 'hog-windows' and 'hog-pca'. @defaultValue those of `hogWindows` */
  readonly hogWindows?: HogWindowsSettings;
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
  | { readonly kind: 'pca-hog'; readonly hog: HogSettings; readonly pca: PcaResult }
  /** Histograms in overlapping windows, ... */
  | { readonly kind: 'hog-windows'; readonly hogWindows: HogWindowsSettings }
  /** ... and the scores of their principal components. */
  | { readonly kind: 'hog-pca'; readonly hogWindows: HogWindowsSettings; readonly pca: PcaResult };

export interface FittedFeatures {
  readonly features: Matrix;
  readonly featureModel: FeatureModel;
}

/** More of them separate handwritten numerals no better. */
const HOG_COMPONENTS = 50;

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
  const { hog: settings = {}, hogWindows: windows = {}, onProgress, signal, randomState } = options;
  const principal = (data: MatrixLike, nComponents = 0.95): Promise<PcaResult> =>
    asPartOf(fn, namesWithin('pca'), () =>
      pca(data, { nComponents, ...withoutUndefined(options.pca ?? {}), randomState, onProgress, signal }),
    );
  const gradients = (): Promise<Matrix> =>
    asPartOf(fn, namesWithin('hog'), () => hog(pictures, { ...settings, onProgress, signal }));
  const inWindows = (): Promise<Matrix> =>
    asPartOf(fn, namesWithin('hogWindows'), () => hogWindows(pictures, { ...windows, onProgress, signal }));
  switch (method) {
    case 'raw':
      return { features: toMatrix(pictures, fn, 'images'), featureModel: { kind: 'raw' } };
    case 'pca': {
      const model = await principal(pictures);
      return { features: model.scores, featureModel: { kind: 'pca', pca: model } };
    }
    case 'hog':
      return {
        features: await gradients(),
        featureModel: { kind: 'hog', hog: settings },
      };
    case 'pca-hog': {
      const model = await principal(await gradients());
      return { features: model.scores, featureModel: { kind: 'pca-hog', hog: settings, pca: model } };
    }
    case 'hog-windows':
      return {
        features: await inWindows(),
        featureModel: { kind: 'hog-windows', hogWindows: windows },
      };
    case 'hog-pca': {
      const descriptors = await inWindows();
      const most = Math.min(HOG_COMPONENTS, descriptors.nRows - 1, descriptors.nColumns);
      const model = await principal(descriptors, most);
      return { features: model.scores, featureModel: { kind: 'hog-pca', hogWindows: windows, pca: model } };
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
  argument: string,
  longRunning: LongRunningOptions,
): Promise<Matrix> {
  switch (model.kind) {
    case 'raw':
    case 'given':
      return toMatrix(pictures, fn, argument);
    case 'pca':
      return await projectPca(model.pca, pictures, longRunning);
    case 'hog':
      return await hog(pictures, { ...model.hog, ...longRunning });
    case 'pca-hog':
      return await projectPca(model.pca, await hog(pictures, { ...model.hog, ...longRunning }), longRunning);
    case 'hog-windows':
      return await hogWindows(pictures, { ...model.hogWindows, ...longRunning });
    case 'hog-pca': {
      const descriptors = await hogWindows(pictures, { ...model.hogWindows, ...longRunning });
      return await projectPca(model.pca, descriptors, longRunning);
    }
    default:
      return assertNever(model);
  }
}
