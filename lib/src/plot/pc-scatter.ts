import { checkModel } from '../check-model.js';
import { checkInteger, checkOptions } from '../options.js';
import type { LabelsLike } from '../metrics/labels.js';
import { ArgumentError } from '../errors.js';
import type { PcaResult } from '../reduce/pca-result.js';
import { type Chart, makeChart, palette } from './chart.js';
import { pointInteraction } from './interaction.js';
import { drawnOptions, titled } from './drawn-text.js';
import { labelEncoding, labelTexts } from './label-encoding.js';
import { thinRows } from './thin-rows.js';

/** Options of {@link pcScatter}. */
export interface PcScatterOptions {
  /** The two components to draw, counted from 1. @defaultValue [1, 2] */
  readonly components?: readonly [number, number];
  /** Cluster or class of each row: gives its point colour and shape. @defaultValue all points alike */
  readonly labels?: LabelsLike;
  /** Draw at most this many points, evenly spread over the rows, at most 5 000. @defaultValue all rows */
  readonly maxPoints?: number;
  /** @defaultValue 'Principal components 1 and 2' with the numbers drawn */
  readonly title?: string;
  /** What the labels are. @defaultValue 'cluster' */
  readonly labelTitle?: string;
}

/** The parts of a {@link PcaResult} that a scatter plot needs. */
export type PcScores = Pick<PcaResult, 'scores' | 'explainedVarianceRatio'>;

/**
 * The rows in the plane of two principal components, whose axes say how much of the variance they explain.
 *
 * In JupyterLab and on HTML pages: drag to move, Ctrl + wheel to zoom, click a label in the legend to see it alone. O(rows).
 *
 * @param result - What `pca` returned.
 * @throws {@link ArgumentError} if `result` is none of `pca`, an option is out of range, or there are more points than a chart may carry.
 * @throws {@link DataError} if a label is NaN.
 * @example
 * await show(pcScatter(await pca(data, { nComponents: 4 }), { components: [1, 3], labels }));
 */
export function pcScatter(result: PcScores, options: PcScatterOptions = {}): Chart {
  const fn = 'pcScatter';
  checkOptions(fn, options, ['components', 'labels', 'maxPoints', 'title', 'labelTitle']);
  checkScores(fn, result);
  const { points, axes, pair, dots, names } = scorePlane(fn, result, options);
  const { title = `Principal components ${pair[0]} and ${pair[1]}` } = drawnOptions(fn, options, ['title']);
  const groups = names.length === 0 ? '' : ` in ${names.length} groups`;
  const alt = `Scatter plot. ${title}: ${points.length} points${groups}.`;
  return makeChart(fn, title, alt, {
    width: 420,
    height: 340,
    data: { values: points },
    params: dots.params,
    mark: dots.mark,
    encoding: { ...axes, ...dots.encoding },
  });
}

/** Refuses what `pca` did not make. */
export function checkScores(fn: string, result: PcScores): void {
  checkModel<PcScores>(fn, 'result', result, 'a result of pca', {
    scores: 'matrix',
    explainedVarianceRatio: ['finite', ({ scores }) => scores.nColumns],
  });
}

/** Points, axes and marks of a plane of two components; options are checked here. */
export interface ScorePlane {
  readonly pair: readonly [number, number];
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly names: readonly string[];
  readonly axes: { readonly x: object; readonly y: object };
  readonly dots: { readonly params: readonly object[]; readonly mark: object; readonly encoding: object };
}

export function scorePlane(
  fn: string,
  { scores, explainedVarianceRatio }: PcScores,
  options: PcScatterOptions,
): ScorePlane {
  const {
    components: pair = [1, 2],
    labels,
    labelTitle = 'cluster',
  } = drawnOptions(fn, options, ['labelTitle']);
  const { data, nRows, nColumns } = scores;
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new ArgumentError(fn, 'options.components', 'two components, counted from 1', pair);
  pair.forEach((component: number, i: number) =>
    checkInteger(fn, `components[${i}]`, component, 1, nColumns, 'components kept'),
  );
  const groups = labels === undefined ? undefined : labelTexts(fn, labels, nRows);
  const points = thinRows(fn, nRows, options.maxPoints).map((row) => ({
    row,
    x: data[row * nColumns + pair[0] - 1]!,
    y: data[row * nColumns + pair[1] - 1]!,
    ...(groups === undefined ? {} : { label: groups.texts[row]! }),
  }));
  const axis = (field: string, component: number): object => ({
    field,
    type: 'quantitative',
    title: `PC ${component} (${(100 * explainedVarianceRatio[component - 1]!).toFixed(1)} % of the variance)`,
    scale: { zero: false, padding: 8 },
  });
  const tooltip = [
    { field: 'row' },
    ...(groups === undefined ? [] : [{ field: 'label', ...titled(labelTitle) }]),
  ];
  const { params, opacity } = pointInteraction(groups !== undefined, 0.7);
  return {
    pair,
    points,
    names: groups?.names ?? [],
    axes: { x: axis('x', pair[0]), y: axis('y', pair[1]) },
    dots: {
      params,
      mark: {
        type: 'point',
        filled: true,
        size: points.length > 1000 ? 12 : 30,
        ...(groups === undefined ? { color: palette[0] } : {}),
      },
      encoding: {
        opacity,
        tooltip,
        ...(groups === undefined ? {} : labelEncoding(groups.names, labelTitle)),
      },
    },
  };
}
