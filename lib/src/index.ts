// Every public name of clusterlab, by folder.

export { chartPng, type ChartPngOptions } from './plot/chart-png.js';
export { chartSvg } from './plot/chart-svg.js';
export type { Chart } from './plot/chart.js';
export { countsBar, type CountsBarOptions, type ValueCount } from './plot/counts-bar.js';
export { elbowCurve, type ElbowCurveOptions } from './plot/elbow-curve.js';
export { imageSheet, type ImageSheetOptions, type SheetImages } from './plot/image-sheet.js';
export type { Picture } from './plot/picture.js';
export { scoreCurve, type ScoreCurveOptions } from './plot/score-curve.js';

export { interruptSignal } from './notebook/interrupt-signal.js';
export { progress } from './notebook/progress.js';
export { show, type Showable, type ShowOptions } from './notebook/show.js';
