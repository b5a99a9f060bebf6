import { DataError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { metricRows } from '../matrix/metric-rows.js';
import { rowMetrics, type RowDistance, type RowMetric } from '../matrix/row-distances.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import type { Clustering } from './clustering.js';
import { cumulative } from './distributions.js';
import { fitDistributions, type DistributionFit, type WeightedValues } from './fit-distribution.js';
import type { PicturesLike } from './pictures.js';
import { queryFeatures } from './query-features.js';

/** Options of {@link findSimilar}. */
export interface FindSimilarOptions extends LongRunningOptions {
  /** So many nearest pictures, an integer in [1, nImages]. @defaultValue only those that `alpha` admits */
  readonly k?: number;
  /**
   * All pictures so near that at most this share of distances between pictures is smaller, in (0, 1); not corrected for
   * the number of pictures. @defaultValue 0.05, or no such rule if `k` is given
   */
  readonly alpha?: number;
  /** How features are compared, see `linkage`. @defaultValue the metric of the clustering */
  readonly metric?: RowMetric;
}

/** What {@link findSimilar} found for one query. */
export interface SimilarImages {
  /** Row of the query. */
  readonly query: number;
  /** Rows of the clustered pictures: those that `alpha` admits, nearest first; then what is missing of the `k` nearest. */
  readonly rows: Int32Array;
  /** Distance of each, in units of the metric. */
  readonly distances: Float64Array;
  /** Probability of a smaller distance between two pictures, for each of `rows`; NaN without `alpha`. */
  readonly pValues: Float64Array;
  /** Cluster of each. */
  readonly labels: Int32Array;
  /** File of each; empty if the pictures have no names. */
  readonly files: readonly string[];
}

/** What {@link findSimilar} found. */
export interface SimilarImagesResult {
  /** Features of the queries, [nQueries, nFeatures]. */
  readonly features: Matrix;
  /** Fits to the distances between clustered pictures, best first; the first gave the p-values. Empty without `alpha`. */
  readonly distributions: readonly DistributionFit[];
  /** One entry a query. */
  readonly matches: readonly SimilarImages[];
}

/** As many clustered pictures as the distribution of distances is estimated from, the first one left out. */
const SAMPLE_ROWS = 500;

/**
 * Finds the clustered pictures that are most like given ones: Clustimage's `find`.
 *
 * @remarks
 * With `alpha`, the distances between the pictures 1 to 499 (both ways and to themselves) are fitted by a normal, exponential,
 * uniform, gamma and t distribution, and the one nearest to their histogram says how unusual a small distance is: the
 * rule of Clustimage and distfit. O(nQueries nImages nFeatures), and for `alpha` some 500 passes over 125 000 distances.
 *
 * @param clustering - From `clusterImages`, `recluster` or `loadClustering`.
 * @param queries - Pictures of the same size, one a row; features, if the clustering was given features.
 * @throws {@link ArgumentError} if an option or the size of the queries is wrong.
 * @throws {@link DataError} if all distances between pictures are equal, so that there is no distribution to fit.
 * @example
 * const { matches } = await findSimilar(clustering, await loadImages(['cat.jpg'], { size: 64 }), { k: 5 });
 * // matches[0].rows: 0 ..., matches[0].rows.length: 5
 */
export async function findSimilar(
  clustering: Clustering,
  queries: PicturesLike,
  options: FindSimilarOptions = {},
): Promise<SimilarImagesResult> {
  const fn = 'findSimilar';
  checkOptions(fn, options, ['k', 'alpha', 'metric', ...longRunningKeys]);
  const n = clustering.features.nRows;
  const { k, metric = clustering.settings.metric } = options;
  const { alpha = k === undefined ? 0.05 : undefined } = options;
  if (k !== undefined) checkInteger(fn, 'k', k, 1, n, 'pictures that were clustered');
  if (alpha !== undefined) checkNumber(fn, 'alpha', alpha, 0, 1, true);
  checkOneOf(fn, 'metric', metric, rowMetrics);
  const pacer = createPacer(fn, options);
  const { features } = await queryFeatures(clustering, queries, fn, 'queries', options);
  const { rows, distance } = metricRows(clustering.features, metric, fn);
  const { rows: targets } = metricRows(features, metric, fn);
  const distributions =
    alpha === undefined ? [] : await fitDistributions(await sampleDistances(rows, distance, pacer), pacer);
  const matches: SimilarImages[] = [];
  for (let query = 0; query < targets.nRows; query++) {
    const from = query * targets.nColumns;
    const distances = Float64Array.from({ length: n }, (_, i) =>
      distance(rows.data, i * rows.nColumns, targets.data, from, rows.nColumns),
    );
    matches.push(match(clustering, query, distances, k, alpha, distributions[0]));
    await pacer.step('comparing', query + 1, targets.nRows);
  }
  return { features, distributions, matches };
}

function match(
  { labels, images }: Clustering,
  query: number,
  distances: Float64Array,
  k: number | undefined,
  alpha: number | undefined,
  fit: DistributionFit | undefined,
): SimilarImages {
  const nearest = Int32Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
  const pValue = (row: number): number =>
    fit === undefined ? NaN : cumulative(fit.distribution, distances[row]!);
  // The probability grows with the distance, so both rules take a beginning of the same list.
  const admitted = alpha === undefined ? 0 : countWhile(nearest, (row) => pValue(row) <= alpha);
  const rows = nearest.slice(0, Math.max(admitted, k ?? 0));
  return {
    query,
    rows,
    distances: Float64Array.from(rows, (row) => distances[row]!),
    pValues: Float64Array.from(rows, pValue),
    labels: rows.map((row) => labels[row]!),
    files: images.files.length === 0 ? [] : Array.from(rows, (row) => images.files[row]!),
  };
}

function countWhile(items: Int32Array, holds: (item: number) => boolean): number {
  const end = items.findIndex((item) => !holds(item));
  return end < 0 ? items.length : end;
}

/** Distances of pictures 1 to 499 with one another: each counts twice, and each picture's distance 0 to itself once. */
async function sampleDistances(
  { data, nRows, nColumns }: Matrix,
  distance: RowDistance,
  pacer: Pacer,
): Promise<WeightedValues> {
  const values = [0];
  const last = Math.min(SAMPLE_ROWS, nRows);
  for (let i = 1; i < last; i++) {
    for (let j = 1; j < i; j++) values.push(distance(data, i * nColumns, data, j * nColumns, nColumns));
    await pacer.step('distances', i, last);
  }
  if (values.every((value) => value === values[0])) {
    const problem =
      'all distances between the first pictures are 0, so there is no distribution for options.alpha; use options.k';
    throw new DataError('findSimilar', problem, { source: 'clustering' });
  }
  return {
    values: Float64Array.from(values),
    weights: Float64Array.from(values, (_, i) => (i === 0 ? last - 1 : 2)),
  };
}
