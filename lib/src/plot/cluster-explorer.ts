import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkOptions } from '../options.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';
import { type Chart, makeChart, palette } from './chart.js';
import { checkSweep } from './check-sweep.js';
import { drawnOptions, listed, titled } from './drawn-text.js';
import { brush, fadeUnless, zoomBesideBrush } from './interaction.js';
import { labelColor } from './label-encoding.js';
import { pictureUrls } from './picture-urls.js';
import type { SheetImages } from './sheet-images.js';
import { thinRows } from './thin-rows.js';

/** Options of {@link clusterExplorer}. */
export interface ClusterExplorerOptions {
  /** The picture of each row, shown when the pointer is on its point. @defaultValue no pictures */
  readonly images?: SheetImages;
  /** Draw at most this many points, evenly spread over the rows: with those of the score curve up to 5 000, with pictures up to 2 000. @defaultValue 1000 */
  readonly maxPoints?: number;
  /** Longest edge of a point's picture in pixels, in [8, 64]: it decides how large the chart is. @defaultValue 32 */
  readonly thumbnailPx?: number;
  /** @defaultValue 'The clusters, from every side' */
  readonly title?: string;
}

/** What {@link clusterExplorer} draws; a `Clustering` is one. */
export interface ExplorableClusters {
  /** [n, 2], e.g. from `tSne`. */
  readonly embedding: MatrixLike;
  /** From `treeSweep` or `kMeansSweep` of the same n rows. */
  readonly sweep: SweepResult;
}

const DEFAULT_POINTS = 1000;
const MAX_THUMBNAILS = 2000;

/**
 * Three linked views of a clustering: the score of every number of clusters, the map, and the size of each cluster.
 *
 * - Click a point of the score curve: map and sizes show the clusters of that k.
 * - Drag a rectangle on the map: the sizes show which clusters its points belong to. Shift + drag moves the map,
 *   Ctrl + wheel zooms.
 * - Click a bar: the map shows that cluster alone; Shift adds another one.
 * - Rest on a point: its picture. A double click takes a choice back. O(rows of the embedding times rows of the sweep).
 *
 * @param clusters - A clustering, or any layout and sweep of the same rows.
 * @returns A chart whose static form (PNG, SVG) shows the best number of clusters. Sizes count the points drawn.
 * @throws {@link ArgumentError} if embedding, sweep and images do not have the same rows, or an option is out of range.
 * @throws {@link DataError} if a coordinate is not finite.
 * @example
 * const clustering = await clusterImages(images);
 * await show(await clusterExplorer(clustering, { images }));
 */
export async function clusterExplorer(
  clusters: ExplorableClusters,
  options: ClusterExplorerOptions = {},
): Promise<Chart> {
  const fn = 'clusterExplorer';
  checkOptions(fn, options, ['images', 'maxPoints', 'thumbnailPx', 'title']);
  const {
    images,
    title = 'The clusters, from every side',
    maxPoints = DEFAULT_POINTS,
  } = drawnOptions(fn, options, ['title']);
  checkModel(fn, 'clusters', clusters, 'a clustering, or { embedding, sweep }', { sweep: 'object' });
  const { embedding, sweep } = clusters;
  const thumbnailPx = checkInteger(fn, 'thumbnailPx', options.thumbnailPx ?? 32, 8, 64);
  const { data, nRows, nColumns } = toMatrix(embedding, fn, 'embedding');
  if (nColumns !== 2)
    throw new ArgumentError(fn, 'embedding', 'points of the plane, [n, 2]', `${nRows} x ${nColumns}`);
  const cuts = checkCuts(fn, sweep, nRows);
  if (images !== undefined && images.nRows !== nRows)
    throw new ArgumentError(fn, 'options.images', `the ${nRows} pictures of the rows`, images);
  const drawn = thinRows(fn, nRows, maxPoints);
  if (images !== undefined && drawn.length > MAX_THUMBNAILS) {
    const expected = `at most ${MAX_THUMBNAILS} with pictures`;
    throw new ArgumentError(fn, 'options.maxPoints', expected, drawn.length);
  }

  const digits = cuts.reduce(
    (most, { labels }) => labels.reduce((n, label) => Math.max(n, `${label}`.length), most),
    1,
  );
  const urls = images === undefined ? [] : await pictureUrls(fn, images, drawn, thumbnailPx);
  const points = drawn.map((row, i) => ({
    row,
    x: data[2 * row]!,
    y: data[2 * row + 1]!,
    cuts: cuts.map(({ labels }) => `${labels[row]}`.padStart(digits)).join(''),
    ...(images === undefined ? {} : { image: urls[i]! }),
  }));
  const { nClusters, score } = sweep.best;
  const share = points.length < nRows ? ` of ${nRows}` : '';
  const alt =
    `Three linked charts. ${title}: ${sweep.criterion} for ${listed(cuts.map((cut) => String(cut.nClusters)))} clusters, ` +
    `best ${nClusters} with ${score.toPrecision(3)}; map of ${points.length}${share} points; sizes of the clusters.`;
  const label = { calculate: labelExpression(cuts, digits), as: 'label' };
  const color = clusterColor(cuts);
  return makeChart(fn, title, alt, {
    data: { name: 'points', values: points },
    transform: [label],
    hconcat: [
      mapView(color, images !== undefined, points.length),
      { vconcat: [curveView(cuts, sweep), sizesView(color)] },
    ],
    resolve: { scale: { color: 'shared' } },
  });
}

/** The rows of a sweep that a curve can show, the best one among them. */
function checkCuts(fn: string, sweep: SweepResult, nRows: number): readonly SweepRow[] {
  checkSweep(fn, sweep, { score: 'number', labels: 'numbers' });
  const cuts = sweep.rows.filter(({ score }) => Number.isFinite(score));
  if (!cuts.some(({ nClusters }) => nClusters === sweep.best.nClusters))
    throw new ArgumentError(fn, 'sweep', 'a sweep whose best row has a score', sweep.best.score);
  for (const { labels } of cuts)
    if (labels.length !== nRows)
      throw new ArgumentError(fn, 'sweep', `labels of the ${nRows} rows of the embedding`, labels.length);
  return cuts;
}

/** The label at the chosen k: `cuts` holds the labels of all k, each padded to the same number of digits. */
function labelExpression(cuts: readonly SweepRow[], digits: number): string {
  const ks = JSON.stringify(cuts.map(({ nClusters }) => nClusters));
  const at = `${digits} * indexof(${ks}, chosen.nClusters[0])`;
  return `toNumber(substring(datum.cuts, ${at}, ${at} + ${digits}))`;
}

/** The same colour for the same label in map and sizes; the labels that occur depend on the chosen k. */
function clusterColor(cuts: readonly SweepRow[]): object {
  const most = cuts.reduce((n, { nClusters }) => Math.max(n, nClusters), 0);
  const range = Array.from({ length: most + 1 }, (_, i) => labelColor(i));
  return { field: 'label', type: 'nominal', legend: null, scale: { range } };
}

function mapView(color: object, pictures: boolean, nPoints: number): object {
  const axis = (field: string): object => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { zero: false, padding: 8 },
  });
  return {
    title: { text: 'Map', fontSize: 12 },
    width: 420,
    height: 400,
    params: [brush, zoomBesideBrush],
    mark: { type: 'point', filled: true, size: nPoints > 1000 ? 14 : 30 },
    encoding: {
      x: axis('x'),
      y: axis('y'),
      color,
      opacity: fadeUnless('bars', 0.75),
      tooltip: [
        { field: 'row' },
        { field: 'label', title: 'cluster' },
        ...(pictures ? [{ field: 'image' }] : []),
      ],
    },
  };
}

function curveView(cuts: readonly SweepRow[], { best, criterion }: SweepResult): object {
  const ks = cuts.map(({ nClusters }) => nClusters);
  return {
    title: { text: 'Score: click a point', fontSize: 12 },
    width: 320,
    height: 150,
    data: { values: cuts.map(({ nClusters, score }) => ({ nClusters, score })) },
    encoding: {
      x: {
        field: 'nClusters',
        type: 'quantitative',
        title: 'number of clusters k',
        scale: { zero: false, nice: false, padding: 12 },
        axis: { values: ks.length > 12 ? ks.filter((k) => k % 3 === 0) : ks, format: 'd', grid: false },
      },
      y: {
        field: 'score',
        type: 'quantitative',
        scale: { zero: false, padding: 8 },
        ...titled(criterion, 'axis'),
      },
    },
    layer: [
      { mark: { type: 'line', color: palette[0] } },
      {
        params: [
          {
            name: 'chosen',
            select: { type: 'point', fields: ['nClusters'], nearest: true, toggle: false, clear: false },
            value: [{ nClusters: best.nClusters }],
          },
        ],
        mark: { type: 'point', filled: true, opacity: 1, cursor: 'pointer' },
        encoding: {
          size: { condition: { param: 'chosen', value: 160 }, value: 45 },
          color: { condition: { param: 'chosen', value: palette[1] }, value: palette[0] },
          tooltip: [
            { field: 'nClusters', title: 'k' },
            { field: 'score', ...titled(criterion), format: '.4~g' },
          ],
        },
      },
    ],
  };
}

function sizesView(color: object): object {
  const bar = { aggregate: 'count', type: 'quantitative', title: 'points' };
  const encoding = {
    x: { field: 'label', type: 'nominal', title: 'cluster', axis: { labelAngle: 0 } },
    y: bar,
  };
  const tooltip = [{ field: 'label', title: 'cluster' }, { ...bar }];
  return {
    title: { text: 'Sizes: click a bar; grey is outside the rectangle', fontSize: 12 },
    width: 320,
    height: 150,
    layer: [
      {
        params: [{ name: 'bars', select: { type: 'point', fields: ['label'] } }],
        mark: { type: 'bar', cursor: 'pointer', color: '#d0d0d0' },
        encoding: { ...encoding, tooltip },
      },
      {
        transform: [{ filter: { param: 'brush' } }],
        mark: { type: 'bar', cursor: 'pointer' },
        encoding: { ...encoding, color, opacity: fadeUnless('bars', 1), tooltip },
      },
    ],
  };
}
