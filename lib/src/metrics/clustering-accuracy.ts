import type { LabelsLike } from './labels.js';
import { match } from './match-labels.js';

/**
 * Share of samples that are right when clusters are matched one-to-one with classes in the best possible way.
 * Which cluster became which class: {@link matchLabels}. O(n + k^3).
 *
 * @param truth - The class of each sample.
 * @param labels - The cluster of each sample.
 * @returns In (0, 1].
 * @throws {@link ArgumentError} if the lists are empty or differ in length.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * clusteringAccuracy(['a', 'a', 'b', 'b'], [7, 7, 3, 7]); // 0.75
 * @see Kuhn (1955), for the match; Yang et al. (2010), for the score.
 */
export function clusteringAccuracy(truth: LabelsLike, labels: LabelsLike): number {
  return match('clusteringAccuracy', truth, labels).accuracy;
}
