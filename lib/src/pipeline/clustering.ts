import type { DbscanOptions, DbscanResult } from '../cluster/dbscan.js';
import type { HdbscanOptions, HdbscanResult } from '../cluster/hdbscan.js';
import type { LinkageMethod, LinkageTree } from '../cluster/linkage-tree.js';
import type { Matrix } from '../matrix/matrix.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { LongRunningOptions } from '../progress.js';
import type { SweepResult } from '../select/sweep-result.js';
import type { TreeCriterion } from '../select/tree-sweep.js';
import type { FeatureModel } from './feature-model.js';
import type { Pictures } from './pictures.js';

/** How clusters are made and their number is chosen; the same for `clusterImages` and `recluster`. */
export interface ClusterSettings {
  /**
   * - `'agglomerative'`: a tree, cut where `evaluate` says;
   * - `'kmeans'`: k-means for every number of clusters, the best by silhouette;
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
  /** Most clusters to try, itself included, an integer in [minClust, nImages - 1]; equal to `minClust`: exactly that many. @defaultValue 24, or nImages - 1 if that is less */
  readonly maxClust?: number;
  /** Cluster by the features (`'high'`) or by the two coordinates of the embedding (`'low'`). @defaultValue 'high' */
  readonly clusterSpace?: ClusterSpace;
  /** Of `dbscan`. @defaultValue those of `dbscan`: eps at the knee of the k-distance curve */
  readonly dbscan?: DbscanSettings;
  /** Of `hdbscan`. @defaultValue those of `hdbscan` */
  readonly hdbscan?: HdbscanSettings;
  /** Upper limit of the table of distances or inner products. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

export type ClusterMethod = 'agglomerative' | 'kmeans' | 'dbscan' | 'hdbscan';
/** Options of `dbscan` that the pipeline passes on. */
export type DbscanSettings = Pick<DbscanOptions, 'eps' | 'minSamples'>;

/** Options of `hdbscan` that the pipeline passes on. */
export type HdbscanSettings = Omit<HdbscanOptions, keyof LongRunningOptions>;

export type ClusterSpace = 'high' | 'low';

/** {@link ClusterSettings} with every default filled in. */
export type ResolvedClusterSettings = Required<ClusterSettings>;

/** What the clustering stage found. */
export interface ClusterStage {
  readonly settings: ResolvedClusterSettings;
  /** The tree of an agglomerative clustering, else undefined. */
  readonly tree: LinkageTree | undefined;
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
  readonly warnings: readonly string[];
}
