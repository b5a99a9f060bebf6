import { ArgumentError } from '../errors.js';
import { encodeLabels, type LabelsLike } from '../metrics/labels.js';
import { palette } from './chart.js';
import { distinctTexts, titled } from './drawn-text.js';

const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];

/** Entries of a legend above each other, as many as the lowest chart has room for, and columns of them. */
const LEGEND_ROWS = 16;
const LEGEND_COLUMNS = 4;

/** Labels as a chart shows them. */
export interface LabelTexts {
  /** The different labels: numbers in ascending order, names in the order of their first row. */
  readonly names: readonly string[];
  /** The label of each row, [nRows]. */
  readonly texts: readonly string[];
}

/**
 * The labels as text.
 *
 * @throws {@link ArgumentError} if `labels` is not one label for each row.
 * @throws {@link DataError} if a label is none of what {@link LabelsLike} names, or kinds are mixed.
 */
export function labelTexts(fn: string, labels: LabelsLike, nRows: number): LabelTexts {
  const { codes, classes } = encodeLabels(labels, fn, 'options.labels');
  if (codes.length !== nRows)
    throw new ArgumentError(fn, 'options.labels', `one label for each of the ${nRows} rows`, labels);
  const shown = distinctTexts(classes);
  const names = typeof classes[0] === 'number' ? shown : Array.from(new Set(codes), (code) => shown[code]!);
  return { names, texts: Array.from(codes, (code) => shown[code]!) };
}

/** Color of the i-th label. Eight that color-blind readers can tell apart, then again. */
export function labelColor(i: number): string {
  return palette[i % palette.length]!;
}

/**
 * Color and shape channels for the field `label`. Shape changes together with color, so that nobody depends on color
 * alone, in print or on a screen; where colors begin again, shapes are one further: 64 combinations before one comes twice.
 * The legend has up to four columns; of more than 64 labels it counts those that it leaves out.
 */
export function labelEncoding(
  names: readonly string[],
  title: string,
): { readonly color: object; readonly shape: object } {
  const columns = Math.min(LEGEND_COLUMNS, Math.ceil(names.length / LEGEND_ROWS));
  const channel = (range: readonly string[]): object => ({
    field: 'label',
    type: 'nominal',
    scale: { domain: names, range },
    ...titled(title, 'legend', { columns, symbolLimit: LEGEND_ROWS * LEGEND_COLUMNS }),
  });
  return {
    color: channel(names.map((_, i) => labelColor(i))),
    shape: channel(names.map((_, i) => SHAPES[(i + Math.floor(i / palette.length)) % SHAPES.length]!)),
  };
}
