import { checkOptions } from '../options.js';
import type { ClusterSettings, TSneSettings } from './clustering.js';
import type { FeatureOptions } from './feature-model.js';

/** Options that are handed on to the function of a stage. */
type Nested = Required<
  FeatureOptions &
    Pick<ClusterSettings, 'umap' | 'gaussianMixture' | 'spectral' | 'dbscan' | 'hdbscan' | 'selfLabel'>
> & { readonly tSne: TSneSettings };

/** What each of them may say; everything else the pipeline says itself. */
const KNOWN: { readonly [Name in keyof Nested]: Readonly<Record<keyof Nested[Name], true>> } = {
  pca: { nComponents: true, svdSolver: true, signFlip: true, spectrum: true, tol: true },
  hog: { orientations: true, pixelsPerCell: true, cellsPerBlock: true, blockNorm: true, transformSqrt: true },
  hogWindows: { orientations: true, pixelsPerWindow: true, stride: true },
  tSne: {
    perplexity: true,
    earlyExaggeration: true,
    learningRate: true,
    maxIter: true,
    init: true,
    method: true,
  },
  umap: {
    nNeighbors: true,
    nComponents: true,
    minDist: true,
    nEpochs: true,
    learningRate: true,
    negativeSampleRate: true,
    init: true,
  },
  gaussianMixture: {
    covarianceType: true,
    tol: true,
    regCovar: true,
    maxIter: true,
    nInit: true,
    initParams: true,
  },
  spectral: { nNeighbors: true, nEigenvectors: true, nInit: true },
  dbscan: { eps: true, minSamples: true },
  hdbscan: {
    minClusterSize: true,
    minSamples: true,
    clusterSelectionMethod: true,
    clusterSelectionEpsilon: true,
    alpha: true,
    allowSingleCluster: true,
    maxClusterSize: true,
  },
  selfLabel: {
    agreement: true,
    nEpochs: true,
    batchSize: true,
    learningRate: true,
    weightDecay: true,
    labelSmoothing: true,
    confidence: true,
    augmentation: true,
  },
};

/** Refuses nested options that are no objects or have unknown keys, before the stages in front of theirs have cost time. */
export function checkNestedSettings(fn: string, options: Partial<Nested>): void {
  for (const [name, known] of Object.entries(KNOWN)) {
    const value: unknown = options[name as keyof Nested];
    if (value !== undefined) checkOptions(fn, value, Object.keys(known), `options.${name}`);
  }
}
