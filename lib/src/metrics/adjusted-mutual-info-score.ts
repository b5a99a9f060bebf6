import { margins, tableOf, type Margins } from './contingency-table.js';
import type { LabelsLike } from './labels.js';
import {
  averageEntropy,
  averageMethodOf,
  mutualInformation,
  type MutualInfoOptions,
} from './mutual-information.js';

/**
 * Adjusted mutual information: the information that two labelings share, corrected for what random labels with the
 * same cluster sizes would share. 1 for the same grouping whatever the names, about 0 for unrelated ones.
 *
 * O(n) for the counts plus the sum over all pairs of clusters of the smaller size.
 *
 * @param truth - The class of each sample: numbers or strings.
 * @param labels - The cluster of each sample.
 * @returns At most 1; about 0 by chance.
 * @throws {@link ArgumentError} if the lists are empty or differ in length, or an option is not known.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * adjustedMutualInfoScore([0, 0, 1, 1], [0, 0, 1, 2]); // 0.5714285714285713
 * @see Vinh, Epps & Bailey (2010); scikit-learn's `adjusted_mutual_info_score`.
 */
export function adjustedMutualInfoScore(
  truth: LabelsLike,
  labels: LabelsLike,
  options: MutualInfoOptions = {},
): number {
  const averageMethod = averageMethodOf('adjustedMutualInfoScore', options);
  const table = tableOf('adjustedMutualInfoScore', truth, labels);
  if (table.nRows === 1 && table.nColumns === 1) return 1;
  const sums = margins(table);
  const expected = expectedMutualInformation(sums);
  const excess = averageEntropy(sums, averageMethod) - expected;
  // Both differences vanish for a perfect match of single samples; the quotient must then be 1 and not 0 / 0.
  const possible = excess < 0 ? Math.min(excess, -Number.EPSILON) : Math.max(excess, Number.EPSILON);
  return (mutualInformation(table, sums) - expected) / possible;
}

/** Mean of the mutual information over all tables with these margins (the hypergeometric model), in nats. */
function expectedMutualInformation({ rows, columns, total }: Margins): number {
  if (rows.length === 1 || columns.length === 1) return 0;
  const logFactorial = logFactorials(total);
  const sumOfLogs = (a: number, b: number): number => logFactorial[a]! + logFactorial[b]!;
  let expected = 0;
  for (const row of rows) {
    for (const column of columns) {
      const fixed = sumOfLogs(row, total - row) + sumOfLogs(column, total - column) - logFactorial[total]!;
      for (let count = Math.max(1, row + column - total); count <= Math.min(row, column); count++) {
        const information = (count / total) * (Math.log(total * count) - Math.log(row) - Math.log(column));
        const ways = sumOfLogs(count, row - count) + sumOfLogs(column - count, total - row - column + count);
        expected += information * Math.exp(fixed - ways);
      }
    }
  }
  return expected;
}

/** ln(0!) .. ln(n!), summed with compensation so that rounding does not pile up over n terms. */
function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  let lost = 0;
  for (let i = 2; i <= n; i++) {
    const term = Math.log(i) - lost;
    logs[i] = logs[i - 1]! + term;
    lost = logs[i]! - logs[i - 1]! - term;
  }
  return logs;
}
