import { margins, tableOf } from './contingency-table.js';
import type { LabelsLike } from './labels.js';
import {
  averageEntropy,
  averageMethodOf,
  mutualInformation,
  type MutualInfoOptions,
} from './mutual-information.js';

/**
 * Normalized mutual information: what one labeling tells about the other, over the mean of their entropies. In
 * [0, 1], 1 for the same grouping whatever the names. Not corrected for chance: many small clusters score high. O(n).
 *
 * @param truth - The class of each sample: numbers or strings.
 * @param labels - The cluster of each sample.
 * @returns In [0, 1].
 * @throws {@link ArgumentError} if the lists are empty or differ in length, or an option is not known.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * normalizedMutualInfoScore([0, 0, 1, 1], ['a', 'a', 'b', 'c']); // 0.7999999999999999
 * @see scikit-learn's `normalized_mutual_info_score`.
 */
export function normalizedMutualInfoScore(
  truth: LabelsLike,
  labels: LabelsLike,
  options: MutualInfoOptions = {},
): number {
  const averageMethod = averageMethodOf('normalizedMutualInfoScore', options);
  const table = tableOf('normalizedMutualInfoScore', truth, labels);
  if (table.nRows === 1 && table.nColumns === 1) return 1;
  const sums = margins(table);
  const information = mutualInformation(table, sums);
  return information <= Number.EPSILON ? 0 : information / averageEntropy(sums, averageMethod);
}
