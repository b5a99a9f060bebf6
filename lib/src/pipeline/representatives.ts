import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { visitDistanceTiles } from '../matrix/distance-tiles.js';
import { metricRows } from '../matrix/metric-rows.js';
import type { RowMetric } from '../matrix/row-distances.js';
import { takeRows } from '../matrix/take-rows.js';
import { sumsFromCondensed } from '../metrics/distance-sums.js';
import { checkBoolean, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { meanRows } from './mean-rows.js';
import type { Clustering, Representatives } from './clustering.js';

/** Options of {@link representatives}. */
export interface RepresentativesOptions extends LongRunningOptions {
  /** Compare pictures by their features, or by where the embedding puts them. @defaultValue 'features' */
  readonly space?: 'features' | 'embedding';
  /**
   * True: the medoid, the member whose distances to the other members have the smallest sum. False: of all pictures, whatever
   * their cluster, the one nearest to the mean of the members. The lowest row wins a tie. @defaultValue true
   */
  readonly membersOnly?: boolean;
}

/** The parts of a {@link Clustering} that choosing representatives needs. */
export type RepresentativesInput = Pick<
  Clustering,
  'features' | 'embedding' | 'labels' | 'counts' | 'images' | 'settings'
>;

/**
 * Picks one picture to stand for each cluster; noise has none.
 *
 * @remarks
 * `{ space: 'embedding', membersOnly: false }` is Clustimage's `unique()`: it may pick a picture of another cluster, and
 * one picture twice. Distances are those of the clustering's metric. Medoids cost O(n^2 nColumns) a cluster of n members.
 *
 * @param clustering - From `clusterImages` or `recluster`.
 * @throws {@link ArgumentError} if an option is not known.
 * @throws {@link DataError} if a feature is not finite.
 * @example
 * const { files } = await representatives(clustering);
 * // files[0]: data/sample/data/input_....jpg
 */
export async function representatives(
  clustering: RepresentativesInput,
  options: RepresentativesOptions = {},
): Promise<Representatives> {
  checkOptions('representatives', options, ['space', 'membersOnly', ...longRunningKeys]);
  const { space = 'features', membersOnly = true } = options;
  checkOneOf('representatives', 'space', space, ['features', 'embedding']);
  checkBoolean('representatives', 'membersOnly', membersOnly);
  const { labels, counts, images, settings } = clustering;
  const x = clustering[space];
  if (labels.length !== x.nRows)
    throw new ArgumentError('representatives', 'clustering.labels', `${x.nRows} labels`, labels);
  const pacer = createPacer('representatives', options);
  const centers = await meanRows(x, labels, counts, pacer);
  const rows = new Int32Array(counts.length);
  for (let cluster = 0; cluster < rows.length; cluster++) {
    if (membersOnly) {
      const members = Int32Array.from(labels.keys()).filter((row) => labels[row] === cluster);
      rows[cluster] = members[await medoid(takeRows(x, members), settings.metric, pacer)]!;
    } else {
      rows[cluster] = nearestRow(x, centers, cluster, settings.metric);
    }
    await pacer.step('representatives', cluster + 1, rows.length);
  }
  return { rows, files: filesOf(images, rows), centers };
}

/** {@link representatives} of a clustering without noise, by its defaults; from the distances of all pairs of features, if they are there. */
export async function medoids(
  clustering: RepresentativesInput,
  distances: Float64Array | undefined,
  { onProgress, signal }: LongRunningOptions,
): Promise<Representatives> {
  if (distances === undefined) return representatives(clustering, { onProgress, signal });
  const { features, labels, counts, images } = clustering;
  const pacer = createPacer('representatives', { onProgress, signal });
  const nClusters = counts.length;
  const partition = { cells: labels, nCells: nClusters };
  const sums = (await sumsFromCondensed(distances, features.nRows, [partition], pacer))[0]!;
  const rows = new Int32Array(nClusters).fill(-1);
  const best = new Float64Array(nClusters).fill(Infinity);
  labels.forEach((cluster, row) => {
    const sum = sums[row * nClusters + cluster]!;
    if (!(sum < best[cluster]!)) return;
    best[cluster] = sum;
    rows[cluster] = row;
  });
  return { rows, files: filesOf(images, rows), centers: await meanRows(features, labels, counts, pacer) };
}

function filesOf({ files }: Clustering['images'], rows: Int32Array): readonly string[] {
  return files.length === 0 ? [] : Array.from(rows, (row) => files[row]!);
}

/** The row with the smallest sum of distances to all rows. */
async function medoid(x: Matrix, metric: RowMetric, pacer: Pacer): Promise<number> {
  const sums = new Float64Array(x.nRows);
  await visitDistanceTiles(
    x,
    metric,
    (tile, rows, columns) => {
      for (let i = 0, at = 0; i < rows.nRows; i++) {
        for (let j = 0; j < columns.nRows; j++, at++) {
          sums[rows.start + i]! += tile[at]!;
          if (rows.start !== columns.start) sums[columns.start + j]! += tile[at]!;
        }
      }
    },
    'representatives',
    pacer,
  );
  return indexOfSmallest(sums);
}

function nearestRow(x: Matrix, centers: Matrix, cluster: number, metric: RowMetric): number {
  const from = cluster * x.nColumns;
  const center = { data: centers.data.slice(from, from + x.nColumns), nRows: 1, nColumns: x.nColumns };
  const { rows, distance } = metricRows(x, metric, 'representatives');
  const { rows: target } = metricRows(center, metric, 'representatives');
  return indexOfSmallest(
    Float64Array.from({ length: x.nRows }, (_, i) =>
      distance(rows.data, i * x.nColumns, target.data, 0, x.nColumns),
    ),
  );
}

function indexOfSmallest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
}
