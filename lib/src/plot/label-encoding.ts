import { ArgumentError } from '../errors.js';
import { encodeLabels, type LabelsLike } from '../metrics/labels.js';
import { palette } from './chart.js';

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

/**
 * The different labels as text: numbers in ascending order, names in the order of their first row.
 *
 * @throws {@link ArgumentError} if `labels` is not one label for each row.
 * @throws {@link DataError} if a label is neither a string nor a finite number, or numbers and strings are mixed.
 */
export function labelNames(fn: string, labels: LabelsLike, nRows: number): readonly string[] {
  const { classes } = encodeLabels(labels, fn, 'options.labels');
  if (labels.length !== nRows)
    throw new ArgumentError(fn, 'options.labels', `one label for each of the ${nRows} rows`, labels);
  return typeof classes[0] === 'number' ? classes.map(String) : [...new Set(labels as readonly string[])];
}

/** Colour of the i-th label. Eight that colour-blind readers can tell apart, then again. */
export function labelColor(i: number): string {
  return palette[i % palette.length]!;
}

/**
 * Colour and shape channels for the field `label`. Shape changes together with colour, so that nobody depends on colour
 * alone, in print or on a screen; where colours begin again, shapes are one further: 64 combinations before one comes twice.
 */
export function labelEncoding(
  names: readonly string[],
  title: string,
): { readonly color: object; readonly shape: object } {
  const channel = (range: readonly string[]): object => ({
    field: 'label',
    type: 'nominal',
    title,
    scale: { domain: names, range },
  });
  return {
    color: channel(names.map((_, i) => labelColor(i))),
    shape: channel(names.map((_, i) => SHAPES[(i + Math.floor(i / palette.length)) % SHAPES.length]!)),
  };
}
