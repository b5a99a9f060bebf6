import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import type { LabelsLike } from '../metrics/labels.js';
import { checkInteger, checkOptions } from '../options.js';
import type { PcaResult } from '../reduce/pca-result.js';
import { type Chart, makeChart, palette } from './chart.js';
import { drawnOptions, drawnTexts, listed, shortened } from './drawn-text.js';
import { checkScores, type PcScatterOptions, scorePlane } from './pc-scatter.js';

/** Options of {@link biplot}. */
export interface BiplotOptions extends PcScatterOptions {
  /** Arrows to draw: the columns with the largest loadings on the two components. In [1, nColumns]. @defaultValue 10, or all if there are fewer */
  readonly nFeatures?: number;
  /** Names of the columns of the data. @defaultValue 'column 0', 'column 1', ... */
  readonly featureNames?: LabelsLike;
}

/** Share of the way to the edge of the points that the longest arrow takes. */
const REACH = 0.8;

/**
 * The rows in the plane of two principal components, and arrows for the columns that shape it: an arrow's direction shows
 * where rows with a large value lie, its length how much the column weighs. The two numbers beside a name are its loadings.
 *
 * All arrows are stretched by one factor to fit the points, so that their lengths compare with each other only. O(rows drawn).
 *
 * @param result - What `pca` returned.
 * @throws {@link ArgumentError} if an option is out of range, or there are more points than a chart may carry.
 * @throws {@link DataError} if a label is NaN.
 * @example
 * await show(biplot(await pca(measurements, { nComponents: 2 }), { featureNames: ['length', 'width'], labels }));
 * @see Gabriel (1971), The biplot graphic display of matrices with application to principal component analysis.
 */
export function biplot(
  result: Pick<PcaResult, 'scores' | 'explainedVarianceRatio' | 'components'>,
  options: BiplotOptions = {},
): Chart {
  const fn = 'biplot';
  checkOptions(fn, options, [
    'components',
    'labels',
    'maxPoints',
    'title',
    'labelTitle',
    'nFeatures',
    'featureNames',
  ]);
  checkScores(fn, result);
  checkModel<typeof result>(fn, 'result', result, 'a result of pca', { components: 'matrix' });
  const { nRows, nColumns } = result.components;
  if (nRows !== result.scores.nColumns)
    throw new ArgumentError(
      fn,
      'result.components',
      `of ${result.scores.nColumns} rows, as the scores have columns`,
      nRows,
    );
  const nFeatures = checkInteger(
    fn,
    'nFeatures',
    options.nFeatures ?? Math.min(10, nColumns),
    1,
    nColumns,
    'columns of the data',
  );
  const featureNames =
    options.featureNames === undefined
      ? undefined
      : drawnTexts(fn, 'options.featureNames', options.featureNames, nColumns, 'columns');
  const { points, axes, pair, dots, names } = scorePlane(fn, result, options);
  const { title = `Biplot of the principal components ${pair[0]} and ${pair[1]}` } = drawnOptions(
    fn,
    options,
    ['title'],
  );
  const features = strongest(result, pair, nFeatures).map((feature) => ({
    ...feature,
    name: featureNames?.[feature.column] ?? `column ${feature.column}`,
  }));
  const extent = (axis: 'x' | 'y'): number =>
    points.reduce((max, point) => Math.max(max, Math.abs(point[axis])), 0);
  const longest = (axis: 'x' | 'y'): number =>
    features.reduce((max, feature) => Math.max(max, Math.abs(feature[axis])), 0);
  const scale =
    REACH *
    Math.min(
      ...(['x', 'y'] as const).map((axis) => (longest(axis) === 0 ? Infinity : extent(axis) / longest(axis))),
    );
  const arrows = features.map(({ x, y, name }) => ({
    x: 0,
    y: 0,
    x2: scale * x,
    y2: scale * y,
    name,
    text: `${shortened(name, 40)} (${x.toFixed(2)}, ${y.toFixed(2)})`,
    // Vega turns clockwise from upwards; labels stand outwards of their arrow.
    angle: (Math.atan2(x * extent('y'), y * extent('x')) * 180) / Math.PI,
    side: x < 0 ? 'right' : 'left',
  }));
  const groups = names.length === 0 ? '' : ` in ${names.length} groups`;
  const alt = `Biplot. ${title}: ${points.length} points${groups}; strongest columns: ${listed(features.map(({ name }) => name))}.`;
  const data = { values: arrows };
  const tip = { x: { field: 'x2', type: 'quantitative' }, y: { field: 'y2', type: 'quantitative' } };
  const labelsAt = (side: string): object => ({
    data: { values: arrows.filter((arrow) => arrow.side === side) },
    mark: { type: 'text', align: side, dx: side === 'left' ? 7 : -7, fontWeight: 'bold', color: palette[1] },
    encoding: { ...tip, text: { field: 'text', type: 'nominal' } },
  });
  return makeChart(fn, title, alt, {
    width: 460,
    height: 380,
    layer: [
      { data: { values: points }, ...dots, encoding: { ...axes, ...dots.encoding } },
      {
        data,
        mark: { type: 'rule', strokeWidth: 1.5, color: palette[1] },
        encoding: {
          x: { field: 'x', type: 'quantitative' },
          y: { field: 'y', type: 'quantitative' },
          x2: { field: 'x2' },
          y2: { field: 'y2' },
        },
      },
      {
        data,
        mark: { type: 'point', shape: 'triangle', filled: true, size: 70, opacity: 1, color: palette[1] },
        encoding: { ...tip, angle: { field: 'angle', type: 'quantitative', scale: null } },
      },
      ...['left', 'right'].filter((side) => arrows.some((arrow) => arrow.side === side)).map(labelsAt),
    ],
  });
}

/** Loadings of the columns that weigh most in the plane, the heaviest first. */
function strongest(
  { components }: Pick<PcaResult, 'components'>,
  pair: readonly [number, number],
  count: number,
): { readonly column: number; readonly x: number; readonly y: number }[] {
  const { data, nColumns } = components;
  const loadings = Array.from({ length: nColumns }, (_, column) => ({
    column,
    x: data[(pair[0] - 1) * nColumns + column]!,
    y: data[(pair[1] - 1) * nColumns + column]!,
  }));
  return loadings
    .sort((a, b) => Math.hypot(b.x, b.y) - Math.hypot(a.x, a.y) || a.column - b.column)
    .slice(0, count);
}
