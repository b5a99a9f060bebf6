import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { visitDistanceTiles } from '../matrix/distance-tiles.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { metricRows } from '../matrix/metric-rows.js';
import { rowMetrics, type RowMetric } from '../matrix/row-distances.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { findNeighbors } from '../reduce/nearest-neighbors.js';

/** Options of {@link trustworthiness}. */
export interface TrustworthinessOptions extends LongRunningOptions {
  /** Neighbours looked at, below half the rows. @defaultValue 5 */
  readonly nNeighbors?: number;
  /** How distance between rows of `data` is measured; in the embedding it is euclidean. @defaultValue 'euclidean' */
  readonly metric?: RowMetric;
  /** Upper limit of the memory of the neighbor search, in bytes. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

const FN = 'trustworthiness';

/**
 * How far the neighbours in an embedding are neighbours in the data too: 1 minus a penalty for every row among the `nNeighbors` nearest of
 * the embedding that is not among those of the data, as large as its rank there is beyond `nNeighbors`.
 *
 * O(nRows^2 (nColumns + nNeighbors)). Equal to scikit-learn's, except where rows are equally far: an equally far row
 * does not push another one back here, and goes by sorting order there.
 *
 * @param data - [nRows, nColumns]; not modified.
 * @param embedding - The same rows in other coordinates, [nRows, any number of columns]; not modified.
 * @returns In [0, 1]; 1 if no neighbour in the embedding is a stranger.
 * @throws {@link ArgumentError} if the numbers of rows differ or an option is out of range.
 * @throws {@link DataError} if a value is not finite.
 * @example
 * // No row's nearest in the embedding is its nearest in the data.
 * await trustworthiness([[0], [1], [10], [11]], [[0], [2], [0.9], [9]], { nNeighbors: 1 }); // 0.375
 * @see Venna & Kaski (2001), Neighborhood preservation in nonlinear projection methods; scikit-learn's `trustworthiness`.
 */
export async function trustworthiness(
  data: MatrixLike,
  embedding: MatrixLike,
  options: TrustworthinessOptions = {},
): Promise<number> {
  checkOptions(FN, options, ['nNeighbors', 'metric', 'maxMemoryBytes', ...longRunningKeys]);
  const { nNeighbors: k = 5, metric = 'euclidean', maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  const x = toMatrix(data, FN);
  const y = toMatrix(embedding, FN, 'embedding');
  const n = x.nRows;
  if (y.nRows !== n) throw new ArgumentError(FN, 'embedding', `a matrix of ${n} rows, as data`, y.nRows);
  checkOneOf(FN, 'metric', metric, rowMetrics);
  if (n < 3) throw new ArgumentError(FN, 'data', 'at least 3 rows', n);
  checkInteger(FN, 'nNeighbors', k, 1, Math.ceil(n / 2) - 1, 'below half the rows of data');
  checkNumber(FN, 'maxMemoryBytes', maxMemoryBytes, 1);
  const pacer = createPacer(FN, options);
  checkMagnitude(FN, { data: x });
  checkMagnitude(FN, { embedding: y });
  const search = { points: y, queries: y, excludeSelf: true, maxMemoryBytes };
  const { indices } = await findNeighbors(FN, search, k, 'euclidean', pacer);

  const { rows, distance } = metricRows(x, metric, FN);
  const { data: values, nColumns } = rows;
  const distances = new Float64Array(n * k);
  for (let at = 0; at < indices.length; at++)
    distances[at] = distance(
      values,
      Math.floor(at / k) * nColumns,
      values,
      indices[at]! * nColumns,
      nColumns,
    );

  // How many rows lie nearer to row i in the data than its j-th neighbour of the embedding.
  const nearer = new Int32Array(n * k);
  const count = (row: number, other: number, between: number): void => {
    for (let at = row * k; at < (row + 1) * k; at++)
      if (between < distances[at]! && indices[at] !== other) nearer[at]!++;
  };
  await visitDistanceTiles(
    x,
    metric,
    (tile, above, columns) => {
      for (let i = 0, at = 0; i < above.nRows; i++) {
        for (let j = 0; j < columns.nRows; j++, at++) {
          const [a, b] = [above.start + i, columns.start + j];
          if (a === b) continue;
          count(a, b, tile[at]!);
          // A range with itself is shown whole: there the other order has its own entry.
          if (above.start !== columns.start) count(b, a, tile[at]!);
        }
      }
    },
    FN,
    pacer,
  );
  let penalty = 0;
  for (const rank of nearer) penalty += Math.max(0, rank + 1 - k);
  return 1 - (2 * penalty) / (n * k * (2 * n - 3 * k - 1));
}
