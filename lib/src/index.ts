/**
 * Every public name of clusterlab, by folder.
 *
 * @module clusterlab
 */

export { ArgumentError, ClusterlabError, DataError, NativeModuleError, type DataLocation } from './errors.js';
export type { LongRunningOptions, Progress } from './progress.js';

export {
  toMatrix,
  type ByteMatrix,
  type DataFrameLike,
  type Matrix,
  type MatrixLike,
  type NumericArray,
  type NumericMatrix,
} from './matrix/matrix.js';
export { pdist, type PdistOptions } from './matrix/pdist.js';
export type { RowMetric } from './matrix/row-distances.js';
export type { SparseMatrix } from './matrix/sparse-matrix.js';

export { randomState, type ChoiceOptions, type RandomState } from './random/random-state.js';

export { chineseMnistCharacters, type ChineseMnistCharacter } from './data/chinese-mnist-characters.js';
export { chineseMnistFolder } from './data/chinese-mnist-folder.js';
export type { Cell, DataFrame, Series } from './data/data-frame.js';
export type { ImageSet, SkippedImage } from './data/image-set.js';
export { listImages, type ListImagesOptions } from './data/list-images.js';
export {
  loadChineseMnist,
  type ChineseMnist,
  type LoadChineseMnistOptions,
} from './data/load-chinese-mnist.js';
export { loadImages, type LoadImagesOptions } from './data/load-images.js';
export { readTable, type ReadTableOptions } from './data/read-table.js';

export { cleanImages, type CleanImagesOptions } from './preprocess/clean-images.js';
export { hog, type HogOptions } from './preprocess/hog.js';
export type { BlockNorm } from './preprocess/hog-blocks.js';
export { hogWindows, type HogWindowsOptions } from './preprocess/hog-windows.js';
export { normalizeImages, type NormalizeImagesOptions } from './preprocess/normalize-images.js';
export type { LayoutOf, PictureShapeOptions } from './preprocess/picture-shape.js';
export type { NormalizeMethod } from './preprocess/picture-window.js';
export type { PreparedImages } from './preprocess/prepared-images.js';
export { rescaleImages } from './preprocess/rescale-images.js';
export { standardize, type StandardizeOptions } from './preprocess/standardize.js';

export {
  nearestNeighbors,
  type NearestNeighbors,
  type NearestNeighborsOptions,
} from './reduce/nearest-neighbors.js';
export { pca, type PcaOptions } from './reduce/pca.js';
export type { PcaModel, PcaResult, PcaSolver, SignFlip } from './reduce/pca-result.js';
export { projectPca } from './reduce/project-pca.js';
export { projectUmap, type ProjectUmapOptions } from './reduce/project-umap.js';
export { reconstructPca } from './reduce/reconstruct-pca.js';
export { tSne, tSneSteps, type TSneResult } from './reduce/t-sne.js';
export type { TSneStep, TSneStop } from './reduce/t-sne-descent.js';
export type { TSneInit, TSneMethod, TSneOptions } from './reduce/t-sne-options.js';
export { umap, umapSteps, type UmapModel, type UmapResult } from './reduce/umap.js';
export type { UmapStep } from './reduce/umap-layout.js';
export type { UmapInit, UmapOptions } from './reduce/umap-options.js';

export {
  agglomerative,
  type AgglomerativeOptions,
  type AgglomerativeResult,
} from './cluster/agglomerative.js';
export { assignComponents, type ComponentAssignment } from './cluster/assign-components.js';
export { assignLabels } from './cluster/assign-labels.js';
export { cutTree, type CutTreeOptions } from './cluster/cut-tree.js';
export { dbscan, type DbscanOptions, type DbscanResult } from './cluster/dbscan.js';
export { dendrogramThreshold, type DendrogramThreshold } from './cluster/dendrogram-threshold.js';
export { gaussianMixture, type GaussianMixtureOptions } from './cluster/gaussian-mixture.js';
export type { MixtureRun } from './cluster/mixture-fit.js';
export type { GivenComponents } from './cluster/mixture-given.js';
export type { CovarianceType, GaussianMixtureModel } from './cluster/mixture-model.js';
export type { GaussianMixtureResult } from './cluster/mixture-result.js';
export type { MixtureInit } from './cluster/mixture-start.js';
export { hdbscan, type HdbscanOptions, type HdbscanResult } from './cluster/hdbscan.js';
export type { CondensedTree } from './cluster/condensed-tree.js';
export { kMeans, type KMeansOptions } from './cluster/k-means.js';
export type { KMeansResult, KMeansRun } from './cluster/k-means-fit.js';
export type { SeedingCompat } from './cluster/k-means-plus-plus.js';
export { linkage, type LinkageOptions } from './cluster/linkage.js';
export type { LinkageMethod, LinkageMetric, LinkageTree } from './cluster/linkage-tree.js';
export { miniBatchKMeans, type MiniBatchKMeansOptions } from './cluster/mini-batch-k-means.js';
export type { MiniBatchKMeansResult } from './cluster/mini-batch-result.js';
export {
  spectralClustering,
  type SpectralClusteringOptions,
  type SpectralClusteringResult,
} from './cluster/spectral-clustering.js';

export { adjustedMutualInfoScore } from './metrics/adjusted-mutual-info-score.js';
export { adjustedRandScore } from './metrics/adjusted-rand-score.js';
export { calinskiHarabaszScore } from './metrics/calinski-harabasz-score.js';
export { clusteringAccuracy } from './metrics/clustering-accuracy.js';
export { contingencyTable, type ContingencyTable } from './metrics/contingency-table.js';
export { daviesBouldinScore } from './metrics/davies-bouldin-score.js';
export type { ColumnLike, LabelsLike } from './metrics/labels.js';
export {
  linearSumAssignment,
  type Assignment,
  type LinearSumAssignmentOptions,
} from './metrics/linear-sum-assignment.js';
export { matchLabels, type LabelMatch, type LabelPair } from './metrics/match-labels.js';
export type { MutualInfoOptions } from './metrics/mutual-information.js';
export { normalizedMutualInfoScore } from './metrics/normalized-mutual-info-score.js';
export {
  silhouetteSamples,
  type SilhouetteMetric,
  type SilhouetteSamplesOptions,
} from './metrics/silhouette-samples.js';
export { silhouetteScore, type SilhouetteScoreOptions } from './metrics/silhouette-score.js';
export { silhouetteScores, type SilhouetteScoresOptions } from './metrics/silhouette-many.js';
export { trustworthiness, type TrustworthinessOptions } from './metrics/trustworthiness.js';
export { valueCounts, type ValueCount } from './metrics/value-counts.js';

export {
  chooseNClusters,
  type ChooseNClustersOptions,
  type ChooseNClustersResult,
  type ChooseNClustersRow,
} from './select/choose-n-clusters.js';
export {
  clusterStability,
  type ClusterStabilityOptions,
  type ClusterStabilityResult,
  type ClusterStabilityRow,
} from './select/cluster-stability.js';
export { dbscanSweep, type DbscanSweepOptions, type DbscanSweepRow } from './select/dbscan-sweep.js';
export type { CriterionPick, SelectionCriterion } from './select/evaluate-criterion.js';
export {
  gapStatistic,
  type GapReference,
  type GapStatisticOptions,
  type GapStatisticResult,
  type GapStatisticRow,
} from './select/gap-statistic.js';
export { kMeansSweep, type KMeansSweepOptions, type KMeansSweepRow } from './select/k-means-sweep.js';
export { mixtureSweep, type MixtureSweepOptions, type MixtureSweepRow } from './select/mixture-sweep.js';
export {
  predictionStrength,
  type PredictionStrengthOptions,
  type PredictionStrengthResult,
  type PredictionStrengthRow,
} from './select/prediction-strength.js';
export type { ResamplingOptions } from './select/resampling.js';
export type { SweepResult, SweepRow } from './select/sweep-result.js';
export {
  trainTestSplit,
  type TrainTestSplit,
  type TrainTestSplitOptions,
} from './select/train-test-split.js';
export { treeSweep, type TreeCriterion, type TreeSweepOptions } from './select/tree-sweep.js';

export { applyNetwork, type ApplyNetworkOptions } from './deep/apply-network.js';
export {
  applySelfLabel,
  type AppliedSelfLabel,
  type ApplySelfLabelOptions,
} from './deep/apply-self-label.js';
export { augmentImages, type AugmentedImages, type AugmentImagesOptions } from './deep/augment-images.js';
export type { Augmentation } from './deep/augmentation.js';
export { autoencoder, type AutoencoderOptions, type AutoencoderResult } from './deep/autoencoder.js';
export { contrastive, type ContrastiveOptions, type ContrastiveResult } from './deep/contrastive.js';
export { contrastiveFeatures } from './deep/contrastive-features.js';
export { decodeImages, type DrawnImages } from './deep/decode-images.js';
export {
  deepEmbeddedClustering,
  type DeepEmbeddedClusteringEpoch,
  type DeepEmbeddedClusteringOptions,
  type DeepEmbeddedClusteringResult,
} from './deep/deep-embedded-clustering.js';
export type { EpochRecord } from './deep/epoch-record.js';
export { loadNetwork } from './deep/load-network.js';
export type { Layer, Network } from './deep/network.js';
export { saveNetwork } from './deep/save-network.js';
export { selfLabel, type SelfLabelEpoch, type SelfLabelResult } from './deep/self-label.js';
export type { SelfLabelOptions } from './deep/self-label-options.js';
export { softAssignments } from './deep/soft-assignments.js';
export { TrainingError } from './deep/training-error.js';

export { assign, type AssignOptions, type AssignResult } from './pipeline/assign.js';
export { clusterImages, type ClusterImagesOptions, type ClusterPreset } from './pipeline/cluster-images.js';
export type {
  Clustering,
  ClusterMethod,
  ClusterSettings,
  ClusterSpace,
  ClusterStage,
  DbscanSettings,
  HdbscanSettings,
  MixtureSettings,
  RefinementSettings,
  Representatives,
  ResolvedClusterSettings,
  SpectralSettings,
  TSneSettings,
  UmapSettings,
} from './pipeline/clustering.js';
export type { Distribution, DistributionName } from './pipeline/distributions.js';
export type {
  FeatureMethod,
  FeatureModel,
  FeatureOptions,
  HogSettings,
  HogWindowsSettings,
} from './pipeline/feature-model.js';
export {
  findSimilar,
  type FindSimilarOptions,
  type SimilarImages,
  type SimilarImagesResult,
} from './pipeline/find-similar.js';
export type { DistributionFit } from './pipeline/fit-distribution.js';
export { loadClustering } from './pipeline/load-clustering.js';
export { meanImages } from './pipeline/mean-images.js';
export type { Pictures, PicturesLike } from './pipeline/pictures.js';
export type {
  CleanSettings,
  NormalizeSettings,
  Preparation,
  PreparationOptions,
} from './pipeline/prepare-pictures.js';
export { recluster, type ReclusterOptions } from './pipeline/recluster.js';
export {
  representatives,
  type RepresentativesInput,
  type RepresentativesOptions,
} from './pipeline/representatives.js';
export { saveClustering } from './pipeline/save-clustering.js';
export { scoreLabels, type LabelScores, type ScoreLabelsOptions } from './pipeline/score-labels.js';

export { biplot, type BiplotOptions } from './plot/biplot.js';
export { chartPng, type ChartPngOptions } from './plot/chart-png.js';
export { chartSvg } from './plot/chart-svg.js';
export type { Chart } from './plot/chart.js';
export {
  clusterExplorer,
  type ClusterExplorerOptions,
  type ExplorableClusters,
} from './plot/cluster-explorer.js';
export { clusterScatter, type ClusterScatterOptions } from './plot/cluster-scatter.js';
export { countsBar, type CountsBarOptions } from './plot/counts-bar.js';
export { criteriaChart, type CriteriaChartOptions } from './plot/criteria-chart.js';
export { dendrogram, type DendrogramOptions } from './plot/dendrogram.js';
export { elbowCurve, type ElbowCurveOptions } from './plot/elbow-curve.js';
export { embeddingScatter, type EmbeddingScatterOptions } from './plot/embedding-scatter.js';
export { imageSheet, type ImageSheetOptions } from './plot/image-sheet.js';
export type { SheetImages } from './plot/sheet-images.js';
export { pcScatter, type PcScatterOptions, type PcScores } from './plot/pc-scatter.js';
export type { Picture } from './plot/picture.js';
export { representativesSheet, type RepresentativesSheetOptions } from './plot/representatives-sheet.js';
export { scoreCurve, type ScoreCurveOptions } from './plot/score-curve.js';
export { screeCurve, type ScreeCurveOptions } from './plot/scree-curve.js';
export { silhouetteBands, type SilhouetteBandsOptions } from './plot/silhouette-bands.js';
export { similarSheet, type SimilarSheetOptions } from './plot/similar-sheet.js';

import './notebook/stop-on-interrupt.js';
export { interruptSignal } from './notebook/interrupt-signal.js';
export { progress } from './notebook/progress.js';
export { show, type Showable, type ShowOptions } from './notebook/show.js';
export type { TableLike } from './notebook/table.js';
