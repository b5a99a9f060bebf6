import { ArgumentError, DataError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { distanceSums, sumsFromDistances } from './distance-sums.js';
import { encodeClusters, type EncodedLabels, type LabelsLike } from './labels.js';
import { commonPartitions } from './partitions.js';
import { silhouettes } from './silhouette-many.js';

/** Options of {@link silhouetteSamples}. */
export interface SilhouetteSamplesOptions extends LongRunningOptions {
  /** 'euclidean' between rows of `data`, or 'precomputed': `data` is the [n, n] matrix of distances. @defaultValue 'euclidean' */
  readonly metric?: SilhouetteMetric;
}

/** How distances between rows are measured; `'precomputed'`: the data are distances. */
export type SilhouetteMetric = 'euclidean' | 'precomputed';

/**
 * How well each row fits its cluster: (b - a) / max(a, b), where a is its mean distance to the other rows of its
 * cluster and b that to the rows of the nearest other cluster. 1 fits, 0 lies between two, -1 is misplaced; a row
 * alone in its cluster has 0.
 *
 * O(nRows^2 nColumns), in float64 on libtensorflow where it is large; distances are made in blocks, from inner products: equal
 * rows then lie up to 1e-8 of their length apart. Agrees with scikit-learn to about 1e-12, where rows are not that close.
 *
 * @param data - [nRows, nColumns]; not modified.
 * @param labels - Cluster of each row, 2 to nRows - 1 different ones.
 * @returns [nRows], each in [-1, 1].
 * @throws {@link ArgumentError} if labels have another length or number of clusters, or an option is out of range.
 * @throws {@link DataError} if `data` holds NaN, or precomputed distances are negative or not 0 on the diagonal.
 * @example
 * const s = await silhouetteSamples([[0], [1], [10]], [0, 0, 1]);
 * // s: 0.9 0.8888888888888888 0
 * @see Rousseeuw (1987); scikit-learn's `silhouette_samples`.
 */
export async function silhouetteSamples(
  data: MatrixLike,
  labels: LabelsLike,
  options: SilhouetteSamplesOptions = {},
): Promise<Float64Array> {
  checkOptions('silhouetteSamples', options, ['metric', ...longRunningKeys]);
  const x = toMatrix(data, 'silhouetteSamples');
  const metric = checkSilhouetteMetric('silhouetteSamples', x, options.metric);
  const encoded = encodeClusters(labels, x.nRows, 'silhouetteSamples', 'labels');
  return samplesOf(x, encoded, metric, createPacer('silhouetteSamples', options));
}

/** {@link silhouetteSamples} on checked input. */
export async function samplesOf(
  x: Matrix,
  labels: EncodedLabels,
  metric: SilhouetteMetric,
  pacer: Pacer,
): Promise<Float64Array> {
  const { partitions, compositions } = commonPartitions([labels]);
  const sums =
    metric === 'precomputed'
      ? sumsFromDistances(x, partitions, pacer)
      : distanceSums(x, partitions, undefined, pacer);
  return silhouettes(labels, compositions[0]!, await sums);
}

export function checkSilhouetteMetric(
  fn: string,
  x: Matrix,
  metric: SilhouetteMetric = 'euclidean',
): SilhouetteMetric {
  const { data, nRows, nColumns } = x;
  checkOneOf(fn, 'metric', metric, ['euclidean', 'precomputed']);
  if (metric === 'euclidean') {
    checkMagnitude(fn, { data: x });
    return metric;
  }
  if (nRows !== nColumns)
    throw new ArgumentError(fn, 'data', 'a square matrix of distances', `${nRows} x ${nColumns}`);
  // A plain loop: `findIndex` would take seconds over the distances of 15 000 rows.
  for (let at = 0; at < data.length; at++)
    if (data[at]! < 0) throw cell(fn, Math.floor(at / nRows), at % nRows, 'negative');
  for (let i = 0; i < nRows; i++) {
    if (data[i * nRows + i] !== 0)
      throw cell(fn, i, i, 'not 0, though it is the distance of a row to itself');
  }
  return metric;
}

function cell(fn: string, row: number, column: number, problem: string): DataError {
  return new DataError(fn, `row ${row}, column ${column} of data is ${problem}`, {
    source: 'data',
    row,
    column,
  });
}
