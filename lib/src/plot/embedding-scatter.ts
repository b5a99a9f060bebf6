import { ArgumentError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import type { LabelsLike } from '../metrics/labels.js';
import { checkBoolean, checkInteger, checkOptions } from '../options.js';
import { type Chart, makeChart, palette } from './chart.js';
import type { SheetImages } from './sheet-images.js';
import { pointInteraction } from './interaction.js';
import { drawnOptions, drawnTexts, titled } from './drawn-text.js';
import { labelEncoding, labelTexts } from './label-encoding.js';
import { pictureUrls } from './picture-urls.js';
import { thinRows } from './thin-rows.js';
import { rowNumbers } from './row-numbers.js';

/** Options of {@link embeddingScatter}. */
export interface EmbeddingScatterOptions {
  /** Cluster or class of each row: gives its point colour and shape. @defaultValue all points alike */
  readonly labels?: LabelsLike;
  /** The picture of each row; needed by `pinned` and `thumbnails`. @defaultValue points only */
  readonly images?: SheetImages;
  /** Rows whose pictures are pinned on the map, e.g. the clusters' representatives. @defaultValue none */
  readonly pinned?: ArrayLike<number>;
  /** Edge of a pinned picture on the screen, in pixels, in [8, 128]. @defaultValue 36 */
  readonly pinnedPx?: number;
  /** Show a point's picture, at most 32 pixels wide, in its tooltip; up to 2 000 points, each some 500 bytes. @defaultValue false */
  readonly thumbnails?: boolean;
  /** Rows whose points are ringed in black, larger and above the others, e.g. wrong ones. `maxPoints` leaves none out. @defaultValue none */
  readonly marked?: ArrayLike<number>;
  /** A text for each row, shown in its tooltip. @defaultValue the row's number alone */
  readonly captions?: LabelsLike;
  /** Draw at most this many points, evenly spread over the rows; with the pinned pictures at most 5 000. @defaultValue all rows */
  readonly maxPoints?: number;
  /** @defaultValue 'Map of the pictures' */
  readonly title?: string;
  /** What the labels are. @defaultValue 'cluster' */
  readonly labelTitle?: string;
}

const KEYS = [
  'labels',
  'images',
  'pinned',
  'pinnedPx',
  'thumbnails',
  'marked',
  'captions',
  'maxPoints',
  'title',
  'labelTitle',
];

/** Most points that may bring a picture along: about a megabyte. */
const MAX_THUMBNAILS = 2000;

const THUMBNAIL_PX = 32;
/** Pinned pictures keep twice the pixels they are shown with, for sharp screens. */
const PINNED_DENSITY = 2;

interface Point {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly label?: string;
  readonly marked?: true;
  readonly caption?: string;
  /** Front ends show a tooltip field of this name as a picture. */
  readonly image?: string;
}

/**
 * An embedding as a map: one point a row, coloured and shaped by label, with pictures pinned where their rows lie.
 *
 * Axes have no numbers, since the coordinates of t-SNE and UMAP have no meaning of their own. In JupyterLab and on HTML
 * pages: drag to move, Ctrl + wheel to zoom, click a label in the legend to see it alone. O(rows).
 *
 * @param embedding - [n, 2], e.g. from `tSne`; at most 5 000 rows unless `maxPoints` thins them.
 * @throws {@link ArgumentError} if the embedding is not of the plane, an option is out of range, or there are too many points.
 * @throws {@link DataError} if a coordinate is not finite or a label is NaN.
 * @example
 * const { rows } = await representatives(clustering);
 * await show(await embeddingScatter(clustering.embedding, { labels: clustering.labels, images, pinned: rows, maxPoints: 4000 }));
 */
export async function embeddingScatter(
  embedding: MatrixLike,
  options: EmbeddingScatterOptions = {},
): Promise<Chart> {
  const fn = 'embeddingScatter';
  checkOptions(fn, options, KEYS);
  const { data, nRows, nColumns } = toMatrix(embedding, fn, 'embedding');
  if (nColumns !== 2)
    throw new ArgumentError(fn, 'embedding', 'points of the plane, [n, 2]', `${nRows} x ${nColumns}`);
  const {
    labels,
    images,
    title = 'Map of the pictures',
    labelTitle = 'cluster',
    thumbnails = false,
    pinnedPx = 36,
  } = drawnOptions(fn, options, ['title', 'labelTitle']);
  checkBoolean(fn, 'thumbnails', thumbnails);
  checkInteger(fn, 'pinnedPx', pinnedPx, 8, 128);
  const groups = labels === undefined ? undefined : labelTexts(fn, labels, nRows);
  const { pinned: pins = [], marked: rings = [] } = options;
  const pinned = rowNumbers(fn, 'pinned', pins, nRows, 'rows of the embedding');
  if ((thumbnails || pinned.length > 0) && images?.nRows !== nRows)
    throw new ArgumentError(fn, 'options.images', `the ${nRows} pictures of the rows`, images);
  const captions =
    options.captions === undefined
      ? undefined
      : drawnTexts(fn, 'options.captions', options.captions, nRows, 'rows');
  const marked = new Set(rowNumbers(fn, 'marked', rings, nRows, 'rows of the embedding'));
  const drawn = rowsToDraw(fn, nRows, options.maxPoints, marked);
  if (thumbnails && drawn.length > MAX_THUMBNAILS)
    throw new ArgumentError(
      fn,
      'options.maxPoints',
      `at most ${MAX_THUMBNAILS} with thumbnails`,
      drawn.length,
    );

  const point = (row: number): Point => ({
    row,
    x: data[2 * row]!,
    y: data[2 * row + 1]!,
    ...(groups === undefined ? {} : { label: groups.texts[row]! }),
    ...(marked.has(row) ? { marked: true } : {}),
    ...(captions === undefined ? {} : { caption: captions[row]! }),
  });
  const withPictures = async (rows: readonly number[], maxSize: number): Promise<readonly Point[]> => {
    const urls = await pictureUrls(fn, images!, rows, maxSize);
    return rows.map((row, i) => ({ ...point(row), image: urls[i]! }));
  };
  const points = thumbnails ? await withPictures(drawn, THUMBNAIL_PX) : drawn.map(point);
  const pictures = pinned.length === 0 ? [] : await withPictures(pinned, pinnedPx * PINNED_DENSITY);

  const axis = (field: string): object => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { zero: false, padding: pinnedPx / 2 },
  });
  const tooltip = [
    { field: 'row' },
    ...(captions === undefined ? [] : [{ field: 'caption', title: 'picture' }]),
    ...(groups === undefined ? [] : [{ field: 'label', ...titled(labelTitle) }]),
    ...(thumbnails ? [{ field: 'image' }] : []),
  ];
  const { params, opacity } = pointInteraction(groups !== undefined, 0.7);
  const size = points.length > 1000 ? 12 : 30;
  const dots = {
    params,
    mark: { type: 'point', filled: true, size, ...(groups === undefined ? { color: palette[0] } : {}) },
    encoding: {
      opacity,
      tooltip,
      ...(groups === undefined ? {} : labelEncoding(groups.names, labelTitle)),
      ...(marked.size === 0 ? {} : ringEncoding(size)),
    },
  };
  const words = [
    points.length < nRows ? ` of ${nRows} points` : ' points',
    groups === undefined ? '' : ` in ${groups.names.length} groups`,
    marked.size === 0 ? '' : `, ${marked.size} of them ringed`,
    pictures.length === 0 ? '' : `, ${pictures.length} pictures pinned on it`,
  ];
  const alt = `Scatter plot. ${title}: ${points.length}${words.join('')}.`;
  return makeChart(fn, title, alt, {
    width: 520,
    height: 440,
    data: { values: points },
    encoding: { x: axis('x'), y: axis('y') },
    layer: pictures.length === 0 ? [dots] : [dots, pinLayer(pictures, pinnedPx, groups !== undefined)],
  });
}

/** The rows that `maxPoints` leaves, all marked ones among them: these last, so that they lie above the others. */
function rowsToDraw(
  fn: string,
  nRows: number,
  maxPoints: number | undefined,
  marked: ReadonlySet<number>,
): readonly number[] {
  const { length } = thinRows(fn, nRows, maxPoints);
  if (marked.size > length)
    throw new ArgumentError(
      fn,
      'options.marked',
      `at most maxPoints = ${length} different rows`,
      marked.size,
    );
  const others = Array.from({ length: nRows }, (_, row) => row).filter((row) => !marked.has(row));
  const nOthers = length - marked.size;
  const spread = Array.from(
    { length: nOthers },
    (_, i) => others[Math.floor((i * others.length) / nOthers)]!,
  );
  return [...spread, ...[...marked].sort((a, b) => a - b)];
}

/** A black ring, and more room, for marked points. */
function ringEncoding(size: number): object {
  const where = (value: unknown, otherwise: unknown): object => ({
    condition: { test: 'datum.marked', value },
    value: otherwise,
  });
  return {
    size: where(2.5 * size, size),
    stroke: where('black', 'transparent'),
    strokeWidth: where(1.5, 0),
  };
}

/** Pictures in a white frame, their labels below; one layer, so that the chart carries the pictures once. */
function pinLayer(pins: readonly Point[], sizePx: number, labelled: boolean): object {
  const frame = {
    mark: {
      type: 'point',
      shape: 'square',
      filled: true,
      opacity: 1,
      size: (sizePx + 4) ** 2,
      color: 'white',
      stroke: '#444444',
      strokeWidth: 1,
    },
  };
  const picture = {
    mark: { type: 'image', width: sizePx, height: sizePx },
    encoding: { url: { field: 'image', type: 'nominal' } },
  };
  const halo = { type: 'text', dy: sizePx / 2 + 9, fontWeight: 'bold', fontSize: 12 };
  const text = { text: { field: 'label', type: 'nominal' } };
  const names = [
    { mark: { ...halo, stroke: 'white', strokeWidth: 4 }, encoding: text },
    { mark: { ...halo, color: 'black' }, encoding: text },
  ];
  return { data: { values: pins }, layer: [frame, picture, ...(labelled ? names : [])] };
}
