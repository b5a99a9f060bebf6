import { encodeLabels, type LabelsLike } from './labels.js';

/** A value and how often it comes. */
export interface ValueCount {
  /** The value. */
  readonly value: number | string;
  /** How often it comes. */
  readonly count: number;
}

/**
 * Counts each different value: the most frequent first, equally frequent ones in order of first appearance. O(n).
 *
 * @param values - Labels of any kind, at least one; also a column of a table.
 * @returns A value and its count each.
 * @throws {@link ArgumentError} if `values` is empty or no array.
 * @throws {@link DataError} if a value is NaN, or kinds of labels are mixed.
 * @example
 * valueCounts(['b', 'a', 'b']); // { value: 'b', count: 2 } { value: 'a', count: 1 }
 * @see pandas' `Series.value_counts`.
 */
export function valueCounts(values: LabelsLike): readonly ValueCount[] {
  const { codes, classes, counts } = encodeLabels(values, 'valueCounts', 'values');
  const byAppearance = [...new Set(codes)];
  return byAppearance
    .map((code) => ({ value: classes[code]!, count: counts[code]! }))
    .sort((a, b) => b.count - a.count);
}
