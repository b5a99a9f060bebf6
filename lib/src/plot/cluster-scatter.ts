import { ArgumentError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import type { LabelsLike } from '../metrics/labels.js';
import { checkOptions } from '../options.js';
import { type Chart, makeChart, palette } from './chart.js';
import { pointInteraction } from './interaction.js';
import { drawnOptions, titled } from './drawn-text.js';
import { labelEncoding, labelTexts } from './label-encoding.js';

/** Options of {@link clusterScatter}. */
export interface ClusterScatterOptions {
  /** Cluster or class of each point: gives it colour and shape. @defaultValue all points alike */
  readonly labels?: LabelsLike;
  /** Centres to mark with a cross, [n, 2]. @defaultValue none */
  readonly centers?: MatrixLike;
  /** @defaultValue 'Points in the plane' */
  readonly title?: string;
  /** @defaultValue 'x' */
  readonly xTitle?: string;
  /** @defaultValue 'y' */
  readonly yTitle?: string;
  /** What the labels are. @defaultValue 'cluster' */
  readonly labelTitle?: string;
}

/**
 * Points of the plane, told apart by colour and shape, with centres as crosses.
 *
 * In JupyterLab and on HTML pages: drag to move, Ctrl + wheel to zoom, click a label in the legend to see it alone. O(rows).
 *
 * @param points - [n, 2], at most 5 000 together with the centres.
 * @throws {@link ArgumentError} if the points are not of the plane, are too many, or labels have another length.
 * @throws {@link DataError} if a coordinate is not finite or a label is NaN.
 * @example
 * const { labels, centers } = await kMeans(points, { nClusters: 3 });
 * await show(clusterScatter(points, { labels, centers }));
 */
export function clusterScatter(points: MatrixLike, options: ClusterScatterOptions = {}): Chart {
  const fn = 'clusterScatter';
  checkOptions(fn, options, ['labels', 'centers', 'title', 'xTitle', 'yTitle', 'labelTitle']);
  const {
    labels,
    title = 'Points in the plane',
    xTitle = 'x',
    yTitle = 'y',
    labelTitle = 'cluster',
  } = drawnOptions(fn, options, ['title', 'xTitle', 'yTitle', 'labelTitle']);
  const rows = planePoints(fn, 'points', points);
  const crosses = options.centers === undefined ? [] : planePoints(fn, 'options.centers', options.centers);
  const groups = labels === undefined ? undefined : labelTexts(fn, labels, rows.length);
  const values = rows.map((point, row) => ({
    row,
    ...point,
    ...(groups === undefined ? {} : { label: groups.texts[row]! }),
  }));
  const axis = (field: string, axisTitle: string): object => ({
    field,
    type: 'quantitative',
    scale: { zero: false, padding: 8 },
    ...titled(axisTitle, 'axis'),
  });
  const { params, opacity } = pointInteraction(groups !== undefined, 0.8);
  const inGroups = groups === undefined ? '' : ` in ${groups.names.length} groups`;
  const alt = `Scatter plot. ${title}: ${rows.length} points${inGroups}${crosses.length === 0 ? '' : `, ${crosses.length} centres`}.`;
  const tooltip = [
    { field: 'row' },
    ...(groups === undefined ? [] : [{ field: 'label', ...titled(labelTitle) }]),
  ];
  const dots = {
    params,
    mark: { type: 'point', filled: true, size: 40, ...(groups === undefined ? { color: palette[0] } : {}) },
    encoding: { opacity, tooltip, ...(groups === undefined ? {} : labelEncoding(groups.names, labelTitle)) },
  };
  const marks = {
    data: { values: crosses },
    mark: { type: 'point', shape: 'cross', angle: 45, filled: true, size: 260, opacity: 1, color: 'black' },
  };
  return makeChart(fn, title, alt, {
    width: 320,
    height: 260,
    data: { values },
    encoding: { x: axis('x', xTitle), y: axis('y', yTitle) },
    layer: crosses.length === 0 ? [dots] : [dots, marks],
  });
}

function planePoints(
  fn: string,
  argument: string,
  points: MatrixLike,
): { readonly x: number; readonly y: number }[] {
  const { data, nRows, nColumns } = toMatrix(points, fn, argument);
  if (nColumns !== 2)
    throw new ArgumentError(fn, argument, 'points of the plane, [n, 2]', `${nRows} x ${nColumns}`);
  return Array.from({ length: nRows }, (_, i) => ({ x: data[2 * i]!, y: data[2 * i + 1]! }));
}
