import type { Matrix } from '../matrix/matrix.js';
import { encodePair, type LabelsLike } from './labels.js';

/** How often each label of one list meets each label of another: entry (i, j) counts `rowLabels[i]` with `columnLabels[j]`. */
export interface ContingencyTable extends Matrix {
  /** The different labels of the first list, ascending. */
  readonly rowLabels: readonly (number | string)[];
  /** The different labels of the second list, ascending. */
  readonly columnLabels: readonly (number | string)[];
}

/**
 * Counts the pairs of labels that two lists give to the same samples. O(n).
 *
 * @param truth - One label a sample; they become the rows.
 * @param labels - As many labels; they become the columns.
 * @throws {@link ArgumentError} if the lists are empty or differ in length.
 * @throws {@link DataError} if a label is NaN, or one list mixes numbers and strings.
 * @example
 * const { data } = contingencyTable(['a', 'a', 'b'], [1, 0, 1]);
 * // data: 1 1 0 1
 * @see scikit-learn's `contingency_matrix`.
 */
export function contingencyTable(truth: LabelsLike, labels: LabelsLike): ContingencyTable {
  return tableOf('contingencyTable', truth, labels);
}

/** {@link contingencyTable} in the name of another function. */
export function tableOf(fn: string, truth: LabelsLike, labels: LabelsLike): ContingencyTable {
  const [rows, columns] = encodePair(truth, labels, fn, 'truth', 'labels');
  const nColumns = columns.classes.length;
  const data = new Float64Array(rows.classes.length * nColumns);
  rows.codes.forEach((row, i) => data[row * nColumns + columns.codes[i]!]!++);
  return {
    data,
    nRows: rows.classes.length,
    nColumns,
    rowLabels: rows.classes,
    columnLabels: columns.classes,
  };
}

/** Row sums, column sums and total of a table of counts. */
export interface Margins {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly total: number;
}

export function margins({ data, nRows, nColumns }: Matrix): Margins {
  const rows = new Float64Array(nRows);
  const columns = new Float64Array(nColumns);
  data.forEach((count, at) => {
    rows[Math.floor(at / nColumns)]! += count;
    columns[at % nColumns]! += count;
  });
  return { rows, columns, total: rows.reduce((sum, count) => sum + count, 0) };
}
