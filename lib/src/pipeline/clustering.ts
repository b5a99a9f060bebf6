import type { DbscanOptions, DbscanResult } from '../cluster/dbscan.js';
import type { GaussianMixtureOptions } from '../cluster/gaussian-mixture.js';
import type { HdbscanOptions, HdbscanResult } from '../cluster/hdbscan.js';
import type { LinkageMethod, LinkageTree } from '../cluster/linkage-tree.js';
import type { GaussianMixtureResult } from '../cluster/mixture-result.js';
import type { SpectralClusteringOptions } from '../cluster/spectral-clustering.js';
import type { SelfLabelOptions } from '../deep/self-label-options.js';
import type { SelfLabelResult } from '../deep/self-label.js';
import type { Matrix } from '../matrix/matrix.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { PictureShapeOptions } from '../preprocess/picture-shape.js';
import type { LongRunningOptions } from '../progress.js';
import type { TSneOptions } from '../reduce/t-sne-options.js';
import type { UmapOptions } from '../reduce/umap-options.js';
import type { SweepResult } from '../select/sweep-result.js';
import type { TreeCriterion } from '../select/tree-sweep.js';
import type { FeatureModel } from './feature-model.js';
import type { Pictures } from './pictures.js';
import type { Preparation } from './prepare-pictures.js';

/** How clusters are made and their number is chosen; the same for `clusterImages` and `recluster`. */
export interface ClusterSettings {
  /**
   * - `'agglomerative'`: a tree, cut where `evaluate` says;
   * - `'kmeans'`: k-means for every number of clusters, the best by silhouette;
   * - `'gaussian-mixture'`: a mixture for every number of clusters, the best by silhouette; clusters may be stretched;
   * - `'spectral'`: spectral clustering for every number of clusters, the best by silhouette; clusters of any shape;
   * - `'dbscan'`: clusters of any shape at one density, and noise; their number follows from the density;
   * - `'hdbscan'`: clusters of any shape at any density, and noise.
   *
   * @defaultValue 'agglomerative'
   */
  readonly cluster?: ClusterMethod;
  /** What the number of clusters is chosen by, see `treeSweep`; the others take only `'silhouette'`. @defaultValue 'silhouette' */
  readonly evaluate?: TreeCriterion;
  /** Distance of two pictures, see `linkage`. Ward, centroid, median, k-means and hdbscan take only `'euclidean'`. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Distance of two clusters of the tree, see `linkage`. @defaultValue 'ward' */
  readonly linkage?: LinkageMethod;
  /** Fewest clusters to try, an integer in [2, maxClust]. Not with dbscan and hdbscan. @defaultValue 3, or maxClust if that is less */
  readonly minClust?: number;
  /** Most clusters to try, itself included, an integer in [minClust, nImages - 1]; equal to `minClust`: exactly that many.
   * @defaultValue 24, or nImages - 1 or the number of distinct images if that is less */
  readonly maxClust?: number;
  /**
   * Where clusters are looked for: among the features (`'high'`), the two coordinates of the embedding (`'low'`), or in a
   * UMAP of the features of its own, of some ten dimensions (`'umap'`), where groups lie apart but are not squeezed flat.
   *
   * @defaultValue 'umap' with embedding 'umap' or the preset 'drawn-shapes', else 'high'
   */
  readonly clusterSpace?: ClusterSpace;
  /** Of `umap`, with clusterSpace 'umap' or embedding 'umap'. @defaultValue see {@link UmapSettings} */
  readonly umap?: UmapSettings;
  /** Of `gaussianMixture`. @defaultValue those of `gaussianMixture` */
  readonly gaussianMixture?: MixtureSettings;
  /** Of `spectralClustering`. @defaultValue those of `spectralClustering` */
  readonly spectral?: SpectralSettings;
  /** Of `dbscan`. @defaultValue those of `dbscan`: eps at the knee of the k-distance curve */
  readonly dbscan?: DbscanSettings;
  /** Of `hdbscan`. @defaultValue those of `hdbscan` */
  readonly hdbscan?: HdbscanSettings;
  /**
   * What is done with the clusters found: nothing, or a network learns them from the prepared pictures and corrects them
   * (`selfLabel`). It polishes a good partition and does not repair a wrong one. A cluster whose pictures all go to others is
   * dropped, so that there may be fewer than `minClust` afterwards.
   *
   * @defaultValue 'none'
   */
  readonly refine?: 'none' | 'self-label';
  /** Of `selfLabel`, with refine 'self-label'. @defaultValue those of `selfLabel` */
  readonly selfLabel?: RefinementSettings;
  /** Upper limit of what each stage may take: tables of distances or inner products, blocks of a neighbor search. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

/** What makes the clusters of a {@link Clustering}. */
export type ClusterMethod =
  'agglomerative' | 'kmeans' | 'gaussian-mixture' | 'spectral' | 'dbscan' | 'hdbscan';

/**
 * Options of `umap` that the pipeline passes on. `nComponents` and `minDist` are for clusterSpace 'umap' only: 10, or nImages - 2 if
 * that is less, and 0 unless given; the map for drawing has 2 and 0.1.
 */
export type UmapSettings = Pick<
  UmapOptions,
  'nNeighbors' | 'nComponents' | 'minDist' | 'nEpochs' | 'learningRate' | 'negativeSampleRate' | 'init'
>;

/** Options of `tSne` that the pipeline passes on. */
export type TSneSettings = Pick<
  TSneOptions,
  'perplexity' | 'earlyExaggeration' | 'learningRate' | 'maxIter' | 'init' | 'method'
>;

/** Options of `gaussianMixture` that the pipeline passes on. */
export type MixtureSettings = Pick<
  GaussianMixtureOptions,
  'covarianceType' | 'tol' | 'regCovar' | 'maxIter' | 'nInit' | 'initParams'
>;

/** Options of `spectralClustering` that the pipeline passes on. */
export type SpectralSettings = Pick<SpectralClusteringOptions, 'nNeighbors' | 'nEigenvectors' | 'nInit'>;

/** Options of `selfLabel` that the pipeline passes on; it is given the features. */
export type RefinementSettings = Omit<
  SelfLabelOptions,
  | keyof PictureShapeOptions
  | keyof LongRunningOptions
  | 'features'
  | 'neighbors'
  | 'randomState'
  | 'maxMemoryBytes'
>;

/** Options of `dbscan` that the pipeline passes on. */
export type DbscanSettings = Pick<DbscanOptions, 'eps' | 'minSamples'>;

/** Options of `hdbscan` that the pipeline passes on. */
export type HdbscanSettings = Omit<HdbscanOptions, keyof LongRunningOptions>;

/** What is clustered: the features, or the coordinates of the embedding. */
export type ClusterSpace = 'high' | 'low' | 'umap';

/** {@link ClusterSettings} with every default filled in. */
export type ResolvedClusterSettings = Required<ClusterSettings>;

/** What the clustering stage found. Labels, counts and nClusters are those after refinement; `sweep.best` has those before. */
export interface ClusterStage {
  /** What it was told, defaults filled in. */
  readonly settings: ResolvedClusterSettings;
  /** The tree of an agglomerative clustering, else undefined. */
  readonly tree: LinkageTree | undefined;
  /** UMAP coordinates that the clusters were found in, [nImages, umap.nComponents]; undefined with another `clusterSpace`. */
  readonly space: Matrix | undefined;
  /**
   * The mixture of the best number of clusters: probabilities of each picture, shapes of the clusters; undefined with the other
   * methods. A component that no picture belongs to (see its warnings) is no cluster, and later ones then have lower numbers as such.
   */
  readonly mixture: GaussianMixtureResult | undefined;
  /** What the network says beside the labels: confidences, the network, the course of its training; undefined without `refine`, or where there were fewer than two clusters to learn. */
  readonly refinement: SelfLabelResult | undefined;
  /** What dbscan says beside the labels: eps, core pictures, k-distances; undefined with the other methods. */
  readonly dbscan: DbscanResult | undefined;
  /** What hdbscan says beside the labels: strengths, persistence, outlier scores; undefined with the other methods. */
  readonly hdbscan: HdbscanResult | undefined;
  /** One row per number of clusters tried; `best` was taken. dbscan and hdbscan try one. */
  readonly sweep: SweepResult;
  /** Cluster of each picture, from 0; -1 for noise, which only dbscan and hdbscan know; [nImages]. */
  readonly labels: Int32Array;
  /** Pictures of each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Clusters found; noise is none. */
  readonly nClusters: number;
  /** Pictures in no cluster. */
  readonly nNoise: number;
}

/** One picture for each cluster, in the order of the labels. */
export interface Representatives {
  /** Row of each cluster's picture, [nClusters]. */
  readonly rows: Int32Array;
  /** Its file; empty if the pictures have no names. */
  readonly files: readonly string[];
  /** Mean of each cluster's members in the space compared, [nClusters, nColumns]. */
  readonly centers: Matrix;
}

/**
 * A whole clustering of pictures, stage by stage: plain data, which other functions of the pipeline take and
 * `saveClustering` keeps.
 */
export interface Clustering extends ClusterStage {
  /** The pictures, rescaled if `rescaled`; row i everywhere belongs to picture i. */
  readonly images: Pictures;
  /** Whether each picture was stretched to 0 .. 255 (`rescaleImages`) before anything else. */
  readonly rescaled: boolean;
  /** What was done to the pictures beside, before they were measured; `images` are without it. */
  readonly preparation: Preparation;
  /** What the pictures are compared by, [nImages, nFeatures]. */
  readonly features: Matrix;
  /** How pictures become features: with what new ones are measured. */
  readonly featureModel: FeatureModel;
  /** Coordinates for drawing, [nImages, 2]. */
  readonly embedding: Matrix;
  /** One picture for each cluster: medoids by features. */
  readonly representatives: Representatives;
  /** The seed that governed every random choice. */
  readonly randomState: number;
  /** Those of all stages; after `recluster` those of the stages that it ran. */
  readonly warnings: readonly string[];
}
