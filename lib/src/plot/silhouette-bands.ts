import { ArgumentError } from '../errors.js';
import { encodeLabels, type LabelsLike } from '../metrics/labels.js';
import { checkOptions } from '../options.js';
import { type Chart, makeChart } from './chart.js';
import { distinctTexts, drawnOptions, listed, titled } from './drawn-text.js';
import { labelColor } from './label-encoding.js';

/** Options of {@link silhouetteBands}. */
export interface SilhouetteBandsOptions {
  /** @defaultValue 'Silhouette of every row' */
  readonly title?: string;
  /** What the labels are. @defaultValue 'cluster' */
  readonly labelTitle?: string;
}

/** Slices that all bands are drawn in together: more than the chart has lines of pixels. */
const SLICES = 1000;

/** Pixels of all bands together, without the gaps. */
const HEIGHT = 360;
const GAP = 6;

/**
 * The silhouettes of all rows, sorted within each cluster: one band a cluster, as high as the cluster is large.
 *
 * A good cluster is a broad band that ends in a blunt edge right of the mean; rows left of 0 lie closer to another
 * cluster. Bands are drawn in 1 000 slices, so any number of rows is fine; every cluster has one slice at least.
 * O(rows log rows).
 *
 * @param silhouettes - From `silhouetteSamples`, [n].
 * @param labels - Cluster of each row, [n].
 * @throws {@link ArgumentError} if lengths differ, or a silhouette is not in [-1, 1].
 * @throws {@link DataError} if a value is not finite or a label is NaN.
 * @example
 * await show(silhouetteBands(await silhouetteSamples(data, labels), labels));
 */
export function silhouetteBands(
  silhouettes: ArrayLike<number>,
  labels: LabelsLike,
  options: SilhouetteBandsOptions = {},
): Chart {
  const fn = 'silhouetteBands';
  checkOptions(fn, options, ['title', 'labelTitle']);
  const { title = 'Silhouette of every row', labelTitle = 'cluster' } = drawnOptions(fn, options, [
    'title',
    'labelTitle',
  ]);
  const isList = Array.isArray(silhouettes) || (ArrayBuffer.isView(silhouettes) && 'length' in silhouettes);
  if (!isList)
    throw new ArgumentError(fn, 'silhouettes', 'the array that silhouetteSamples returns', silhouettes);
  const n = silhouettes.length;
  const { codes, classes, counts } = encodeLabels(labels, fn, 'labels');
  const shown = distinctTexts(classes);
  if (codes.length !== n)
    throw new ArgumentError(fn, 'labels', `one label for each of the ${n} silhouettes`, labels);
  const values = Float64Array.from(silhouettes, (value: unknown) =>
    typeof value === 'number' ? value : NaN,
  );
  const wrong = values.findIndex((value) => !(value >= -1 && value <= 1));
  if (wrong >= 0)
    throw new ArgumentError(fn, `silhouettes[${wrong}]`, 'a number in [-1, 1]', silhouettes[wrong]);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;

  const slices: { label: string; top: number; bottom: number; silhouette: number }[] = [];
  const names: { label: string; place: number; text: string }[] = [];
  let top = 0;
  shown.forEach((name, code) => {
    const band = values
      .filter((_, row) => codes[row] === code)
      .sort()
      .reverse();
    const height = (HEIGHT * counts[code]!) / n;
    const count = Math.min(band.length, Math.max(1, Math.round((SLICES * band.length) / n)));
    const share = band.reduce((sum, value) => sum + value, 0) / band.length;
    for (let i = 0; i < count; i++) {
      const silhouette = band[Math.floor(((i + 0.5) * band.length) / count)]!;
      slices.push({
        label: name,
        top: top + (i * height) / count,
        bottom: top + ((i + 1) * height) / count,
        silhouette,
      });
    }
    names.push({
      label: name,
      place: top + height / 2,
      text: `${name} (${band.length}): ${share.toFixed(3)}`,
    });
    top += height + GAP;
  });

  const total = top - GAP;
  const place = {
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, total], reverse: true, nice: false },
  };
  const color = {
    field: 'label',
    type: 'nominal',
    legend: null,
    scale: { domain: shown, range: shown.map((_, i) => labelColor(i)) },
  };
  const alt = `Silhouette plot. ${title}: mean ${mean.toFixed(3)}. Size and mean of each ${labelTitle}: ${listed(
    names.map(({ text }) => text),
    '; ',
  )}.`;
  const x = {
    field: 'silhouette',
    type: 'quantitative',
    title: 'silhouette',
    scale: { domain: [Math.min(0, Math.floor(10 * values.reduce((a, b) => Math.min(a, b))) / 10), 1] },
  };
  return makeChart(fn, title, alt, {
    width: 420,
    height: Math.ceil(total),
    layer: [
      {
        data: { values: slices },
        mark: { type: 'rect' },
        encoding: {
          x,
          x2: { datum: 0 },
          y: { field: 'top', ...place },
          y2: { field: 'bottom' },
          color,
          tooltip: [
            { field: 'label', ...titled(labelTitle) },
            { field: 'silhouette', format: '.3f' },
          ],
        },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'left', dx: 8, fontSize: 11 },
        encoding: {
          x: { value: 420 },
          y: { field: 'place', ...place },
          text: { field: 'text', type: 'nominal' },
        },
      },
      {
        data: { values: [{ mean }] },
        mark: { type: 'rule', strokeDash: [4, 4], color: 'black' },
        encoding: { x: { field: 'mean', type: 'quantitative' } },
      },
      {
        data: { values: [{ mean }] },
        mark: { type: 'text', dy: -8, fontWeight: 'bold', text: `mean ${mean.toFixed(3)}` },
        encoding: { x: { field: 'mean', type: 'quantitative' }, y: { value: 0 } },
      },
    ],
  });
}
