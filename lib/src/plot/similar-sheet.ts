import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import { checkInteger, checkOptions } from '../options.js';
import type { SimilarImages } from '../pipeline/find-similar.js';
import { drawnOptions, listed } from './drawn-text.js';
import { highest } from './extremes.js';
import { imageSheetFor } from './image-sheet.js';
import { checkImages, type SheetImages, type SizedImages } from './sheet-images.js';
import type { Picture } from './picture.js';

/** Options of {@link similarSheet}. */
export interface SimilarSheetOptions {
  /** Most hits drawn for a query, an integer in [1, 100]. @defaultValue 10 */
  readonly maxHits?: number;
  /** Screen pixels per picture pixel, in [0.25, 16]. @defaultValue 1 */
  readonly scale?: number;
  /** A line above everything. @defaultValue none */
  readonly title?: string;
}

/**
 * Each query at the left of its line, then the pictures that were found for it, nearest first, with their distance and, where
 * it was computed, their p-value. O(pixels of the sheet).
 *
 * @param queries - The pictures that were asked for.
 * @param images - The pictures among which was searched, of the same size; those of the clustering.
 * @param matches - From `findSimilar`.
 * @throws {@link ArgumentError} if an option is out of range, sizes differ, or a match names a row that is not there.
 * @example
 * const { matches } = await findSimilar(clustering, queries, { k: 5 });
 * await show(await similarSheet(queries, clustering.images, matches));
 */
export async function similarSheet(
  queries: SheetImages,
  images: SheetImages,
  matches: readonly Match[],
  options: SimilarSheetOptions = {},
): Promise<Picture> {
  const fn = 'similarSheet';
  checkOptions(fn, options, ['maxHits', 'scale', 'title']);
  const { maxHits = 10, scale, title } = drawnOptions(fn, options, ['title']);
  checkInteger(fn, 'maxHits', maxHits, 1, 100);
  const asked = checkImages(fn, queries, 'queries');
  const known = checkImages(fn, images, 'images');
  if (asked.width !== known.width || asked.height !== known.height || asked.channels !== known.channels) {
    throw new ArgumentError(
      fn,
      'queries',
      `pictures of ${known.width} x ${known.height} x ${known.channels} as the others`,
      `${asked.width} x ${asked.height} x ${asked.channels}`,
    );
  }
  checkMatches(fn, matches);
  const hits = Math.min(maxHits, highest(matches.map(({ rows }) => rows.length)));
  const lines = matches.map(({ query, rows, distances, pValues }, line) => {
    checkRow(fn, `matches[${line}].query`, query, asked.nRows);
    const found = Array.from({ length: hits }, (_, i) => {
      const row = rows[i];
      // Lines are filled up, so that every query starts a line.
      if (row === undefined) return { caption: '', source: undefined, row: 0 };
      checkRow(fn, `matches[${line}].rows[${i}]`, row, known.nRows);
      const p = pValues[i]!;
      return {
        caption: Number.isNaN(p) ? short(distances[i]!) : `${short(distances[i]!)}, p ${short(p)}`,
        source: known,
        row,
      };
    });
    return [{ caption: `query ${query}`, source: asked, row: query }, ...found];
  });
  const cells = lines.flat();
  const sheet = await imageSheetFor(fn, gather(cells, known), {
    captions: cells.map(({ caption }) => caption),
    columns: hits + 1,
    scale,
    title,
  });
  const words = lines.map(
    ([query, ...found]) =>
      `${query!.caption}: ${found
        .map(({ caption }) => caption)
        .filter((caption) => caption !== '')
        .join(' | ')}`,
  );
  return {
    ...sheet,
    alt: `${title === undefined ? '' : `${title}. `}Distances of the pictures found for each query. ${listed(words, '; ')}.`,
  };
}

type Match = Pick<SimilarImages, 'query' | 'rows' | 'distances' | 'pValues'>;

function checkMatches(fn: string, matches: unknown): void {
  if (!Array.isArray(matches) || matches.length === 0)
    throw new ArgumentError(fn, 'matches', 'at least one match of findSimilar', matches);
  (matches as readonly Match[]).forEach((match, i) =>
    checkModel(fn, `matches[${i}]`, match, 'a match of findSimilar', {
      query: 'count',
      rows: 'numbers',
      distances: ['numbers', ({ rows }) => rows.length],
      pValues: ['numbers', ({ rows }) => rows.length],
    }),
  );
}

/** The pictures of all cells one after another; an empty cell is white. */
function gather(
  cells: readonly { readonly source: SizedImages | undefined; readonly row: number }[],
  layout: SizedImages,
): SizedImages {
  const { nColumns } = layout;
  const data = new Float64Array(cells.length * nColumns).fill(255);
  cells.forEach(({ source, row }, cell) => {
    if (source !== undefined)
      data.set(source.data.subarray(row * nColumns, (row + 1) * nColumns), cell * nColumns);
  });
  return { ...layout, data, nRows: cells.length };
}

function checkRow(fn: string, argument: string, row: number, nRows: number): void {
  if (!Number.isInteger(row) || row < 0 || row >= nRows)
    throw new ArgumentError(fn, argument, `a row in [0, ${nRows - 1}]`, row);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
