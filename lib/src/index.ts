// Every public name of clusterlab, by folder.

export { ArgumentError, ClusterlabError, DataError, NativeModuleError, type DataLocation } from './errors.js';
export type { LongRunningOptions, Progress } from './progress.js';

export { toMatrix, type DataFrameLike, type Matrix, type MatrixLike, type NumericArray, type NumericMatrix } from './matrix/matrix.js';

export { assignLabels } from './cluster/assign-labels.js';
export { kMeans, type KMeansOptions } from './cluster/k-means.js';
export type { KMeansResult, KMeansRun } from './cluster/k-means-fit.js';
export type { SeedingCompat } from './cluster/k-means-plus-plus.js';

export { kMeansSweep, type KMeansSweepOptions, type KMeansSweepRow } from './select/k-means-sweep.js';
export type { SweepResult, SweepRow } from './select/sweep-result.js';

export { chartPng, type ChartPngOptions } from './plot/chart-png.js';
export { chartSvg } from './plot/chart-svg.js';
export type { Chart } from './plot/chart.js';
export { countsBar, type CountsBarOptions } from './plot/counts-bar.js';
export { elbowCurve, type ElbowCurveOptions } from './plot/elbow-curve.js';
export { imageSheet, type ImageSheetOptions, type SheetImages } from './plot/image-sheet.js';
export type { Picture } from './plot/picture.js';
export { scoreCurve, type ScoreCurveOptions } from './plot/score-curve.js';

export { interruptSignal } from './notebook/interrupt-signal.js';
export { progress } from './notebook/progress.js';
export { show, type Showable, type ShowOptions } from './notebook/show.js';
