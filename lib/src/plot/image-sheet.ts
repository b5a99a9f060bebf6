import { ArgumentError } from '../errors.js';
import { encodeLabels, type LabelsLike } from '../metrics/labels.js';
import { checkInteger, checkNumber, checkOptions } from '../options.js';
import { drawable, drawnOptions, drawnTexts, fitted, listed, shortened } from './drawn-text.js';
import { loadFonts, textWidth } from './fonts.js';
import { highest } from './extremes.js';
import type { Picture } from './picture.js';
import { rowNumbers } from './row-numbers.js';
import { drawSheet, type SheetLayout, type SheetText } from './sheet-drawing.js';
import { checkImages, type SheetImages } from './sheet-images.js';

/** Options of {@link imageSheet}. */
export interface ImageSheetOptions {
  /** Which pictures, by row of `images`, in the order to show. @defaultValue all of them */
  readonly rows?: ArrayLike<number>;
  /** Pictures side by side; with `by`, pictures a group at most. @defaultValue 10 */
  readonly columns?: number;
  /** One text under each picture shown. Not with `by`. @defaultValue none */
  readonly captions?: LabelsLike;
  /** A label for every row of `images`: each label gets a line of its own, with examples spread evenly over its pictures. @defaultValue not grouped */
  readonly by?: LabelsLike;
  /** What stands left of a group's line. Needs `by`. @defaultValue the label and the number of its pictures */
  readonly groupTitle?: (label: string | number, count: number) => string;
  /** Screen pixels per picture pixel, in [0.25, 16]. @defaultValue 1 */
  readonly scale?: number;
  /** A line above everything. @defaultValue none */
  readonly title?: string;
}

const KEYS = ['rows', 'columns', 'captions', 'by', 'groupTitle', 'scale', 'title'];

/** Pixels of the largest sheet: more would make a notebook slow to open. */
const MAX_PIXELS = 12_000_000;

const GAP = 2;
const CAPTION_PX = 12;
const TITLE_PX = 15;
/** Pixels of the smallest letters of a caption. */
const LEAST_PX = 4;
/** Pixels of the longest title, and of the longest heading of a group. */
const MAX_TITLE = 640;

/**
 * Lays pictures out on one sheet: in a grid with captions, or one line of examples for each group. O(pixels of the sheet).
 *
 * @param images - Grey levels or colours in [0, 255]; values are rounded, not stretched.
 * @throws {@link ArgumentError} if an option is out of range, a row does not exist, or the sheet would be too large.
 * @example
 * await show(await imageSheet(images, { rows: [0, 1, 2], captions: ['零', '一', '二'] }));
 * await show(await imageSheet(images, { by: labels, columns: 12 }));
 */
export async function imageSheet(images: SheetImages, options: ImageSheetOptions = {}): Promise<Picture> {
  return imageSheetFor('imageSheet', images, options);
}

/** {@link imageSheet} on behalf of another function, whose name the messages carry. */
export async function imageSheetFor(
  fn: string,
  images: SheetImages,
  given: ImageSheetOptions,
): Promise<Picture> {
  checkOptions(fn, given, KEYS);
  const options = drawnOptions(fn, given, ['title']);
  const sized = checkImages(fn, images);
  const scale = checkNumber(fn, 'scale', options.scale ?? 1, 0.25, 16);
  const columns = checkInteger(fn, 'columns', options.columns ?? 10, 1, 1000);
  const rows = checkRows(fn, options.rows, sized.nRows);
  const layout =
    options.by === undefined
      ? gridLayout(fn, rows, columns, options)
      : groupLayout(fn, sized.nRows, rows, columns, options);
  const cell = {
    width: Math.max(1, Math.round(sized.width * scale)),
    height: Math.max(1, Math.round(sized.height * scale)),
  };
  const sheet = place(layout, cell, options.title);
  if (sheet.width * sheet.height > MAX_PIXELS) {
    throw new ArgumentError(
      fn,
      'the sheet',
      `at most ${MAX_PIXELS} pixels large; choose fewer pictures with rows or columns, or a smaller scale`,
      `${sheet.width} x ${sheet.height}`,
    );
  }
  loadFonts();
  const png = await drawSheet(sized, sheet, cell);
  return { png, width: sheet.width, height: sheet.height, alt: layout.alt };
}

/** Lines of pictures, each with an optional title at its left and captions below. */
interface Layout {
  readonly lines: readonly {
    readonly rows: readonly number[];
    readonly title?: string;
    readonly captions?: readonly string[];
  }[];
  readonly alt: string;
}

function gridLayout(
  fn: string,
  rows: readonly number[],
  columns: number,
  { captions, groupTitle, title }: ImageSheetOptions,
): Layout {
  if (groupTitle !== undefined)
    throw new ArgumentError(fn, 'options.groupTitle', 'given together with options.by', groupTitle);
  const texts =
    captions === undefined
      ? undefined
      : drawnTexts(fn, 'options.captions', captions, rows.length, 'pictures');
  const starts = Array.from({ length: Math.ceil(rows.length / columns) }, (_, line) => line * columns);
  const lines = starts.map((start) => ({
    rows: rows.slice(start, start + columns),
    ...(texts === undefined ? {} : { captions: texts.slice(start, start + columns) }),
  }));
  const names = texts === undefined ? '' : `: ${listed(texts)}`;
  return { lines, alt: `${title === undefined ? '' : `${title}. `}${rows.length} pictures${names}.` };
}

function groupLayout(
  fn: string,
  nRows: number,
  rows: readonly number[],
  columns: number,
  options: ImageSheetOptions,
): Layout {
  const { by, captions, groupTitle, title } = options;
  if (captions !== undefined)
    throw new ArgumentError(fn, 'options.captions', 'left out where options.by is given', captions);
  if (groupTitle !== undefined && typeof groupTitle !== 'function')
    throw new ArgumentError(fn, 'options.groupTitle', 'a function', groupTitle);
  const { codes, classes } = encodeLabels(by!, fn, 'options.by');
  if (codes.length !== nRows)
    throw new ArgumentError(fn, 'options.by', `one label for each of the ${nRows} rows of images`, by);
  const groups = new Map<string | number, number[]>();
  for (const row of rows) {
    const label = classes[codes[row]!]!;
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [row]);
    else group.push(row);
  }
  // Numbers in ascending order; names in the order in which they first occur.
  const labels = [...groups.keys()];
  if (labels.every((label) => typeof label === 'number')) labels.sort((a, b) => Number(a) - Number(b));
  const lines = labels.map((label) => {
    const members = groups.get(label)!;
    const heading =
      groupTitle?.(label, members.length) ?? `${shortened(String(label), 80)} (${members.length})`;
    return { rows: spread(members, columns), title: drawable(shortened(String(heading))) };
  });
  const names = listed(lines.map((line) => line.title));
  return {
    lines,
    alt: `${title === undefined ? '' : `${title}. `}Examples of ${lines.length} groups: ${names}.`,
  };
}

/** `count` members evenly spread over all, the first one included. */
function spread(members: readonly number[], count: number): readonly number[] {
  if (members.length <= count) return members;
  return Array.from({ length: count }, (_, i) => members[Math.floor((i * members.length) / count)]!);
}

function place(
  { lines }: Layout,
  cell: { readonly width: number; readonly height: number },
  title: string | undefined,
): SheetLayout {
  const titles = lines.flatMap((line) => line.title ?? []);
  const widest = titles.length === 0 ? 0 : highest(titles.map((text) => textWidth(text, CAPTION_PX))) + 8;
  const left = Math.ceil(Math.min(MAX_TITLE, widest));
  const texts: SheetText[] = [];
  const tiles: { row: number; left: number; top: number }[] = [];
  let top = 0;
  let width = 0;
  if (title !== undefined) {
    const text = fitted(title, MAX_TITLE, TITLE_PX, true);
    texts.push({ text, x: 0, y: TITLE_PX, sizePx: TITLE_PX, anchor: 'start', bold: true });
    width = Math.ceil(textWidth(text, TITLE_PX, true));
    top = TITLE_PX + 10;
  }
  for (const line of lines) {
    if (line.title !== undefined) {
      texts.push({
        text: fitted(line.title, left - 8, CAPTION_PX),
        x: left - 8,
        y: top + cell.height / 2 + CAPTION_PX / 3,
        sizePx: CAPTION_PX,
        anchor: 'end',
        bold: false,
      });
    }
    line.rows.forEach((row, i) => tiles.push({ row, left: left + i * (cell.width + GAP), top }));
    width = Math.max(width, left + line.rows.length * (cell.width + GAP) - GAP);
    line.captions?.forEach((caption, i) => {
      // Letters shrink with what they have to say, and where they could no longer be read, the text is cut.
      const shrunk = (CAPTION_PX * cell.width) / Math.max(1, textWidth(caption, CAPTION_PX));
      const fit = Math.max(LEAST_PX, Math.min(CAPTION_PX, shrunk));
      const text = fitted(caption, cell.width + 0.5, fit);
      texts.push({
        text,
        x: left + i * (cell.width + GAP) + cell.width / 2,
        y: top + cell.height + CAPTION_PX,
        sizePx: fit,
        anchor: 'middle',
        bold: false,
      });
    });
    top += cell.height + GAP + (line.captions === undefined ? 0 : CAPTION_PX + 4);
  }
  return { width: Math.max(1, width), height: Math.max(1, top - GAP), tiles, texts };
}

function checkRows(fn: string, rows: ArrayLike<number> | undefined, nRows: number): readonly number[] {
  if (rows === undefined) return Array.from({ length: nRows }, (_, i) => i);
  const chosen = rowNumbers(fn, 'rows', rows, nRows, 'rows of images');
  if (chosen.length === 0) throw new ArgumentError(fn, 'options.rows', 'at least one row', rows);
  return chosen;
}
