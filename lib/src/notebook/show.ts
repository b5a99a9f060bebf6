import { ArgumentError } from '../errors.js';
import { checkInteger, checkOptions } from '../options.js';
import { renderPng } from '../plot/chart-png.js';
import type { Chart } from '../plot/chart.js';
import type { Picture } from '../plot/picture.js';
import { type MimeBundle, openKernelOutput } from './kernel-display.js';
import { renderTable, type TableLike } from './table.js';

/** Everything that {@link show} can show. */
export type Showable = Chart | Picture | TableLike | string;

/** Options of {@link show}; they concern tables only. */
export interface ShowOptions {
  /** Rows shown at most, the first and the last ones of a longer table. @defaultValue 10 */
  readonly maxRows?: number;
  /** Significant digits of numbers that are not integers, in [1, 17]. @defaultValue 6 */
  readonly digits?: number;
}

/** The MIME type under which JupyterLab 4 draws a Vega-Lite 5 chart. */
const VEGA_LITE_MIME = 'application/vnd.vegalite.v5+json';

/**
 * Shows a chart, a picture, a table or a text as the output of a notebook cell.
 *
 * Each goes out in several forms at once: a chart as interactive Vega-Lite, as PNG for GitHub and printed pages, and as
 * text; a picture as PNG and text; a table as HTML and aligned text. Outside a notebook the text form is written to
 * the standard output.
 *
 * @param value - A chart; a picture; rows as objects or a danfojs frame; or a text.
 * @throws {@link ArgumentError} if `value` is none of these, or a chart does not compile without a warning.
 * @example
 * await show([{ k: 9, silhouette: 0.36 }, { k: 12, silhouette: 0.56 }]);
 * // k   silhouette
 * // 9         0.36
 * // 12        0.56
 */
export async function show(value: Showable, options: ShowOptions = {}): Promise<void> {
  checkOptions('show', options, ['maxRows', 'digits']);
  const maxRows = checkInteger('show', 'maxRows', options.maxRows ?? 10, 2);
  const digits = checkInteger('show', 'digits', options.digits ?? 6, 1, 17);
  // The output belongs to the cell that runs now, not to the one that runs when a slow picture is ready.
  const output = openKernelOutput();
  const { data, metadata } = await toBundle(value, { maxRows, digits });
  if (output === undefined) process.stdout.write(`${String(data['text/plain'])}\n`);
  else output.draw(data, metadata);
}

interface Bundle {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

async function toBundle(
  value: Showable,
  options: { readonly maxRows: number; readonly digits: number },
): Promise<Bundle> {
  if (typeof value === 'string') return { data: { 'text/plain': value }, metadata: {} };
  if (isChart(value)) {
    const picture = await renderPng('show', value, 2);
    const { data, metadata } = pictureBundle(picture);
    return { data: { [VEGA_LITE_MIME]: value.spec, ...data }, metadata };
  }
  if (isPicture(value)) return pictureBundle(value);
  if (isTable(value)) {
    const { html, text } = renderTable(value, options);
    return { data: { 'text/html': html, 'text/plain': text }, metadata: {} };
  }
  throw new ArgumentError(
    'show',
    'value',
    'a chart, a picture, rows as objects, a danfojs DataFrame or a text',
    value,
  );
}

function pictureBundle({ png, width, height, alt }: Picture): Bundle {
  return {
    data: { 'image/png': Buffer.from(png).toString('base64'), 'text/plain': alt },
    metadata: { 'image/png': { width, height } },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isChart(value: unknown): value is Chart {
  return isObject(value) && 'spec' in value && isObject(value.spec);
}

function isPicture(value: unknown): value is Picture {
  return isObject(value) && 'png' in value && value.png instanceof Uint8Array;
}

function isTable(value: unknown): value is TableLike {
  if (Array.isArray(value))
    return value.length > 0 && value.every((row) => isObject(row) && !Array.isArray(row));
  return isObject(value) && 'columns' in value && 'values' in value;
}
