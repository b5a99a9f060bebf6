import type { Matrix } from '../matrix/matrix.js';
import type { PseudoLabels } from './pseudo-labels.js';

/** What the past epochs count when a new one comes in. */
const MEMORY = 0.7;

/** How probable each label is for each picture, averaged over the epochs so far. */
export interface LabelBeliefs {
  /** Takes in what the network says now, [nRows, classes] row by row; returns how many pictures changed their label. */
  update(probabilities: Float32Array): number;
  /** The column of the largest probability of a picture, the lowest on ties, and that probability. */
  best(row: number): { readonly column: number; readonly probability: number };
  readonly probabilities: Matrix;
}

/** Begins with certainty where there is a label, with equal probabilities where there is none. */
export function createLabelBeliefs({ columns, classes }: PseudoLabels): LabelBeliefs {
  const nRows = columns.length;
  const k = classes.length;
  const data = new Float64Array(nRows * k);
  columns.forEach((column, row) => {
    if (column >= 0) data[row * k + column] = 1;
    else data.fill(1 / k, row * k, (row + 1) * k);
  });
  let current = columns;

  function best(row: number): { readonly column: number; readonly probability: number } {
    let column = 0;
    for (let j = 1; j < k; j++) if (data[row * k + j]! > data[row * k + column]!) column = j;
    return { column, probability: data[row * k + column]! };
  }

  return {
    update(probabilities) {
      for (let at = 0; at < data.length; at++)
        data[at] = MEMORY * data[at]! + (1 - MEMORY) * probabilities[at]!;
      const next = current.map((_, row) => best(row).column);
      const nChanged = next.reduce((count, column, row) => count + (column === current[row] ? 0 : 1), 0);
      current = next;
      return nChanged;
    },
    best,
    probabilities: { data, nRows, nColumns: k },
  };
}
