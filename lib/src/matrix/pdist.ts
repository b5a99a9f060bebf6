import { ArgumentError } from '../errors.js';
import { checkInteger, checkOneOf, checkOptions, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { checkMagnitude } from './check-magnitude.js';
import { nPairs, pairIndex } from './condensed.js';
import { visitDistanceTiles } from './distance-tiles.js';
import { toMatrix, type Matrix, type MatrixLike } from './matrix.js';
import { rowMetrics, type RowMetric } from './row-distances.js';

/** Options of {@link pdist}. */
export interface PdistOptions extends LongRunningOptions {
  /** What counts as the distance of two rows. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Upper limit for the result, 4 n^2 bytes. @defaultValue 4 GiB (32 768 rows) */
  readonly maxMemoryBytes?: number;
}

/**
 * Distances of all pairs of rows, each pair once: what `linkage`, `treeSweep` and `silhouetteScores` can share instead of
 * measuring again.
 *
 * @remarks
 * O(nRows^2 nColumns), in float64. Small inputs are summed term by term as scipy does; large euclidean, cosine and
 * correlation go through matrix products, with a relative error of at most about 1e-10.
 *
 * @param data - [nRows, nColumns], at least 2 rows; not modified.
 * @returns nRows (nRows - 1) / 2 distances, the upper triangle row by row: (0, 1), (0, 2), ..., (1, 2), ...
 * @throws {@link ArgumentError} if an option is out of range, or the result does not fit `maxMemoryBytes`.
 * @throws {@link DataError} if a value is not finite, or a row has no direction (all zero for cosine, constant for correlation).
 * @example
 * const distances = await pdist([[0, 0], [3, 4], [0, 8]]);
 * // distances: 5 8 5
 * @see scipy's `spatial.distance.pdist`.
 */
export async function pdist(data: MatrixLike, options: PdistOptions = {}): Promise<Float64Array> {
  checkOptions('pdist', options, ['metric', 'maxMemoryBytes', ...longRunningKeys]);
  const { metric = 'euclidean', maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  checkOneOf('pdist', 'metric', metric, rowMetrics);
  checkInteger('pdist', 'maxMemoryBytes', maxMemoryBytes, 1);
  const pacer = createPacer('pdist', options);
  const x = toMatrix(data, 'pdist', 'data');
  checkMagnitude('pdist', { data: x });
  if (x.nRows < 2) throw new ArgumentError('pdist', 'data', 'at least 2 rows', x.nRows);
  const bytes = 8 * nPairs(x.nRows);
  if (bytes > maxMemoryBytes) {
    const way = `at least ${bytes} for the distances of ${x.nRows} rows (or take a sample of the rows)`;
    throw new ArgumentError('pdist', 'options.maxMemoryBytes', way, maxMemoryBytes);
  }
  return condensedDistances(x, metric, 'pdist', pacer);
}

/** {@link pdist} on checked input. */
export async function condensedDistances(
  x: Matrix,
  metric: RowMetric,
  fn: string,
  pacer: Pacer,
): Promise<Float64Array> {
  const distances = new Float64Array(nPairs(x.nRows));
  await visitDistanceTiles(
    x,
    metric,
    (tile, rows, columns) => {
      const sameRange = rows.start === columns.start;
      for (let i = 0; i < rows.nRows; i++) {
        const first = sameRange ? i + 1 : 0;
        const part = tile.subarray(i * columns.nRows + first, (i + 1) * columns.nRows);
        distances.set(part, pairIndex(x.nRows, rows.start + i, columns.start + first));
      }
    },
    fn,
    pacer,
  );
  return distances;
}
