import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { checkCondensed } from '../matrix/condensed.js';
import type { InnerProducts } from '../matrix/inner-products.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { distanceSums, sumsFromCondensed, type DistanceSums } from './distance-sums.js';
import { encodeClusters, type EncodedLabels, type LabelsLike } from './labels.js';
import { commonPartitions, type Composition } from './partitions.js';

/** Options of {@link silhouetteScores}. */
export interface SilhouetteScoresOptions extends LongRunningOptions {
  /**
   * Inner products of the (centred) rows of `data`, if a sweep has them already: spares most of the work.
   *
   * @internal
   * @defaultValue made anew
   */
  readonly gram?: InnerProducts | undefined;
  /** Distances of all pairs of rows as `pdist` gives them, if they exist already: spares all of the work that grows with nColumns. @defaultValue made anew */
  readonly distances?: Float64Array | undefined;
}

/**
 * Mean silhouettes of several labelings of the same rows, from one pass over the distances between all rows.
 *
 * O(nRows^2 nColumns), whatever the number of labelings; plus O(nRows^2) times the number of different cells
 * that they cut the rows into. Memory 8 nRows times that number, plus a copy of `data`.
 *
 * @param data - [nRows, nColumns]; distances are Euclidean.
 * @param labelings - Each one label a row, of 2 to nRows - 1 clusters.
 * @returns The mean silhouette of each labeling, in [-1, 1].
 * @throws {@link ArgumentError} if a labeling has another length or number of clusters.
 * @throws {@link DataError} if `data` or a labeling holds NaN.
 * @example
 * const scores = await silhouetteScores([[0], [1], [10], [11]], [[0, 0, 1, 1], [0, 1, 0, 1]]);
 * // scores: 0.899749373433584 -0.44999999999999996
 * @see Rousseeuw (1987); scikit-learn's `silhouette_score`.
 */
export async function silhouetteScores(
  data: MatrixLike,
  labelings: readonly LabelsLike[],
  options: SilhouetteScoresOptions = {},
): Promise<Float64Array> {
  checkOptions('silhouetteScores', options, ['gram', 'distances', ...longRunningKeys]);
  const x = toMatrix(data, 'silhouetteScores');
  const given: unknown = labelings;
  if (!Array.isArray(given))
    throw new ArgumentError('silhouetteScores', 'labelings', 'a list of labelings', given);
  const { gram, distances } = options;
  if (gram !== undefined && gram.n !== x.nRows)
    throw new ArgumentError(
      'silhouetteScores',
      'options.gram',
      `inner products of the ${x.nRows} rows`,
      `n = ${gram.n}`,
    );
  checkCondensed('silhouetteScores', distances, x.nRows);
  if (gram !== undefined && distances !== undefined)
    throw new ArgumentError('silhouetteScores', 'options.distances', 'left out with options.gram', distances);
  const encoded = labelings.map((labels, l) =>
    encodeClusters(labels, x.nRows, 'silhouetteScores', `labelings[${l}]`),
  );
  const pacer = createPacer('silhouetteScores', options);
  checkMagnitude('silhouetteScores', { data: x });
  const { partitions, compositions } = commonPartitions(encoded);
  const sums = await (distances === undefined
    ? distanceSums(x, partitions, gram, pacer)
    : sumsFromCondensed(distances, x.nRows, partitions, pacer));
  return Float64Array.from(encoded, (labels, l) => mean(silhouettes(labels, compositions[l]!, sums)));
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Silhouette of each row, from its distance sums. Rows alone in their cluster, or at distance 0 from everything, get 0. */
export function silhouettes(
  { codes, counts }: EncodedLabels,
  { partition, clusters }: Composition,
  sums: DistanceSums,
): Float64Array {
  const cellSums = sums[partition]!;
  const clusterSums = new Float64Array(counts.length);
  const result = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    clusterSums.fill(0);
    for (let cell = 0; cell < clusters.length; cell++)
      clusterSums[clusters[cell]!]! += cellSums[i * clusters.length + cell]!;
    const own = codes[i]!;
    if (counts[own] === 1) continue;
    const within = clusterSums[own]! / (counts[own]! - 1);
    let nearest = Infinity;
    for (let k = 0; k < counts.length; k++) {
      if (k !== own) nearest = Math.min(nearest, clusterSums[k]! / counts[k]!);
    }
    const larger = Math.max(within, nearest);
    if (larger > 0) result[i] = (nearest - within) / larger;
  }
  return result;
}
