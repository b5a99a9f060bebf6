import { ArgumentError } from '../errors.js';
import { checkInteger, checkOptions } from '../options.js';
import { renderPng } from '../plot/chart-png.js';
import type { Chart } from '../plot/chart.js';
import { imageSheetFor } from '../plot/image-sheet.js';
import type { Picture } from '../plot/picture.js';
import type { SheetImages } from '../plot/sheet-images.js';
import { type MimeBundle, openKernelOutput } from './kernel-display.js';
import { isChart, isImages, isPicture, isTable } from './kinds.js';
import { renderTable, type TableLike } from './table.js';

/** Everything that {@link show} can show. */
export type Showable = Chart | Picture | SheetImages | TableLike | string;

/** Options of {@link show}; each belongs to one kind of value and is refused with the others. */
export interface ShowOptions {
  /** Of a table: rows shown at most, the first and the last ones of a longer table. @defaultValue 10 */
  readonly maxRows?: number;
  /** Of a table: significant digits of numbers that are not integers, in [1, 17]. @defaultValue 6 */
  readonly digits?: number;
  /** Of images: a text under each. @defaultValue none */
  readonly captions?: readonly string[];
  /** Of images: how many stand side by side. @defaultValue 10 */
  readonly columns?: number;
}

const TABLE_OPTIONS = ['maxRows', 'digits'] as const;
const IMAGE_OPTIONS = ['captions', 'columns'] as const;

/** The MIME type under which JupyterLab 4 draws a Vega-Lite 5 chart. */
const VEGA_LITE_MIME = 'application/vnd.vegalite.v5+json';

/**
 * Shows a chart, pictures, a table or a text as the output of a notebook cell.
 *
 * Each goes out in several forms at once: a chart as interactive Vega-Lite, as PNG for GitHub and printed pages, and as
 * text; pictures as one sheet, as PNG and text; a table as HTML and aligned text. Outside a notebook the text form is
 * written to the standard output. O(what is shown).
 *
 * @param value - A chart; a drawn picture; loaded images (see `imageSheet` for more choices); rows as objects or a
 *   danfojs frame; or a text.
 * @throws {@link ArgumentError} if `value` is none of these, an option belongs to another kind of value, a chart does not
 *   compile without a warning, or a sheet of images would be too large.
 * @example
 * await show([{ k: 9, silhouette: 0.36 }, { k: 12, silhouette: 0.56 }]);
 */
export async function show(value: Showable, options: ShowOptions = {}): Promise<void> {
  checkOptions('show', options, [...TABLE_OPTIONS, ...IMAGE_OPTIONS]);
  // The output belongs to the cell that runs now, not to the one that runs when a slow picture is ready.
  const output = openKernelOutput();
  const { data, metadata } = await toBundle(value, options);
  if (output === undefined) process.stdout.write(`${String(data['text/plain'])}\n`);
  else output.draw(data, metadata);
}

interface Bundle {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

async function toBundle(value: Showable, options: ShowOptions): Promise<Bundle> {
  if (isTable(value)) {
    refuse(options, IMAGE_OPTIONS, 'images');
    const maxRows = checkInteger('show', 'maxRows', options.maxRows ?? 10, 2);
    const digits = checkInteger('show', 'digits', options.digits ?? 6, 1, 17);
    const { html, text } = renderTable(value, { maxRows, digits });
    return { data: { 'text/html': html, 'text/plain': text }, metadata: {} };
  }
  refuse(options, TABLE_OPTIONS, 'a table');
  if (isImages(value)) return pictureBundle(await imageSheetFor('show', value, options));
  refuse(options, IMAGE_OPTIONS, 'images');
  if (typeof value === 'string') return { data: { 'text/plain': value }, metadata: {} };
  if (isChart(value)) {
    const { data, metadata } = pictureBundle(await renderPng('show', value, 2));
    return { data: { [VEGA_LITE_MIME]: value.spec, ...data }, metadata };
  }
  if (isPicture(value)) return pictureBundle(value);
  const expected = 'a chart, a picture, loaded images, rows as objects, a danfojs DataFrame or a text';
  throw new ArgumentError('show', 'value', expected, value);
}

/** An option that says nothing about the value is a misunderstanding. */
function refuse(options: ShowOptions, names: readonly (keyof ShowOptions)[], kind: string): void {
  for (const name of names)
    if (options[name] !== undefined)
      throw new ArgumentError('show', `options.${name}`, `given together with ${kind} only`, options[name]);
}

function pictureBundle({ png, width, height, alt }: Picture): Bundle {
  return {
    data: { 'image/png': Buffer.from(png).toString('base64'), 'text/plain': alt },
    metadata: { 'image/png': { width, height } },
  };
}
