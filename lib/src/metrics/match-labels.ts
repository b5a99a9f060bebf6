import { tableOf } from './contingency-table.js';
import { labelValues, type LabelsLike } from './labels.js';
import { linearSumAssignment } from './linear-sum-assignment.js';

/** A cluster and the class that it was matched with. */
export interface LabelPair {
  /** Name of the cluster. */
  readonly cluster: number | string;
  /** Name of the class. */
  readonly label: number | string;
  /** Samples in both. */
  readonly count: number;
}

/** Result of {@link matchLabels}. */
export interface LabelMatch {
  /** The matched pairs, by ascending label of the truth. */
  readonly pairs: readonly LabelPair[];
  /** The class that each sample's cluster was matched with; null for clusters left over. */
  readonly labels: readonly (number | string | null)[];
  /** Share of samples in a matched pair, in (0, 1]. */
  readonly accuracy: number;
}

/**
 * Gives clusters the names of true classes: of all one-to-one matches the one with the most samples in common.
 * Where there are more clusters than classes, some stay without a name, and the reverse.
 *
 * O(n + k^3) for k clusters or classes, whichever are more.
 *
 * @param truth - The class of each sample.
 * @param labels - The cluster of each sample.
 * @throws {@link ArgumentError} if the lists are empty or differ in length.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * const { labels, accuracy } = matchLabels(['a', 'a', 'b', 'b'], [7, 7, 3, 7]);
 * // labels: a a b a, accuracy: 0.75
 * @see Kuhn (1955); SciPy's `linear_sum_assignment` on the contingency table.
 */
export function matchLabels(truth: LabelsLike, labels: LabelsLike): LabelMatch {
  return match('matchLabels', truth, labels);
}

/** {@link matchLabels} in the name of another function. */
export function match(fn: string, truth: LabelsLike, labels: LabelsLike): LabelMatch {
  const table = tableOf(fn, truth, labels);
  const { rows, columns } = linearSumAssignment(table, { maximize: true });
  const pairs = Array.from(rows, (row, p) => ({
    cluster: table.columnLabels[columns[p]!]!,
    label: table.rowLabels[row]!,
    count: table.data[row * table.nColumns + columns[p]!]!,
  }));
  const nameOf = new Map(pairs.map(({ cluster, label }) => [cluster, label]));
  const found = Array.from(labelValues(labels, fn, 'labels'), (label) => nameOf.get(label) ?? null);
  return {
    pairs,
    labels: found,
    accuracy: pairs.reduce((sum, { count }) => sum + count, 0) / found.length,
  };
}
