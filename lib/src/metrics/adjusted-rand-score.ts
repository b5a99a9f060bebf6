import { margins, tableOf } from './contingency-table.js';
import type { LabelsLike } from './labels.js';

/**
 * Adjusted Rand index: the share of pairs of samples that two labelings treat alike (together or apart), corrected
 * for chance. 1 for the same grouping whatever the names, about 0 for unrelated ones, at least -0.5. O(n).
 *
 * @param truth - The class of each sample: numbers or strings.
 * @param labels - The cluster of each sample.
 * @returns In [-0.5, 1].
 * @throws {@link ArgumentError} if the lists are empty or differ in length.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * adjustedRandScore([0, 0, 1, 2], [0, 0, 1, 1]); // 0.5714285714285714
 * @see Hubert & Arabie (1985); scikit-learn's `adjusted_rand_score`.
 */
export function adjustedRandScore(truth: LabelsLike, labels: LabelsLike): number {
  const table = tableOf('adjustedRandScore', truth, labels);
  const { rows, columns, total } = margins(table);
  const sumOfSquares = (counts: Float64Array): number =>
    counts.reduce((sum, count) => sum + count * count, 0);
  const cells = sumOfSquares(table.data);
  // Ordered pairs: together in both, only in the truth, only in the labels, in neither.
  const both = cells - total;
  const onlyTruth = sumOfSquares(rows) - cells;
  const onlyLabels = sumOfSquares(columns) - cells;
  const neither = total * total - both - total - onlyTruth - onlyLabels;
  if (onlyTruth === 0 && onlyLabels === 0) return 1;
  const chance = (both + onlyTruth) * (onlyTruth + neither) + (both + onlyLabels) * (onlyLabels + neither);
  return (2 * (both * neither - onlyTruth * onlyLabels)) / chance;
}
