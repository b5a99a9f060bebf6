import { ArgumentError } from '../errors.js';
import { type Chart, makeChart, palette } from './chart.js';
import { highest, lowest } from './extremes.js';

/** One curve over the number of clusters, with one point singled out. */
export interface SweepCurve {
  readonly title: string;
  readonly yTitle: string;
  /** What one value is called in the tooltip. */
  readonly valueTitle: string;
  /** d3 format of the axis and of the labels. */
  readonly format: string;
  readonly points: readonly { readonly nClusters: number; readonly value: number }[];
  /** The number of clusters to mark, with the words beside the mark. */
  readonly mark: { readonly nClusters: number; readonly label: string };
}

/** Line and points over the number of clusters; the marked number gets a dashed line, a large point and its label. */
export function sweepCurve(fn: string, curve: SweepCurve): Chart {
  const { title, points, mark } = curve;
  if (points.length === 0) throw new ArgumentError(fn, 'sweep.rows', 'at least one row', points);
  const marked = points.find(({ nClusters }) => nClusters === mark.nClusters);
  if (marked === undefined) throw new ArgumentError(fn, 'sweep.best', 'one of the rows', mark.nClusters);
  const ks = points.map(({ nClusters }) => nClusters);
  const alt = `Line chart. ${title}, for ${lowest(ks)} to ${highest(ks)} clusters. Marked: ${mark.label}.`;
  const x = {
    field: 'nClusters',
    type: 'quantitative',
    title: 'number of clusters k',
    scale: { zero: false, nice: false, padding: 18 },
    axis: { values: thinned(ks), format: 'd', grid: false },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    title: curve.yTitle,
    scale: { zero: false, padding: 18 },
    axis: { format: curve.format },
  };
  const tooltip = [
    { field: 'nClusters', title: 'k' },
    { field: 'value', title: curve.valueTitle, format: '.6~g' },
  ];
  // The label stands on top of the dashed line, where no curve runs, and towards the middle, so that it never leaves the chart.
  const right = marked.nClusters > (lowest(ks) + highest(ks)) / 2;
  const label = {
    type: 'text',
    align: right ? 'right' : 'left',
    dx: right ? 4 : -4,
    fontWeight: 'bold',
    color: palette[1],
    text: mark.label,
  };
  return makeChart(fn, title, alt, {
    width: 440,
    height: 240,
    data: { values: points },
    encoding: { x, y },
    layer: [
      { mark: { type: 'line', color: palette[0] } },
      {
        mark: { type: 'point', filled: true, size: 50, opacity: 1, color: palette[0] },
        encoding: { tooltip },
      },
      {
        transform: [{ filter: `datum.nClusters === ${marked.nClusters}` }],
        layer: [
          { mark: { type: 'rule', strokeDash: [4, 4], color: palette[1] }, encoding: { y: null } },
          { mark: { type: 'point', size: 180, strokeWidth: 2, color: palette[1] } },
          { mark: label, encoding: { y: { value: -9 } } },
        ],
      },
    ],
  });
}

/** Every tick while they fit, then every second, fifth, tenth ... */
function thinned(ks: readonly number[]): readonly number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((n) => ks.length / n <= 24) ?? 200;
  return ks.filter((k) => step === 1 || k % step === 0);
}
