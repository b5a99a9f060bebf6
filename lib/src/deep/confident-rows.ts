import type { NearestNeighbors } from '../reduce/nearest-neighbors.js';
import type { PseudoLabels } from './pseudo-labels.js';

/** Pictures to begin with, and what is to be said about them. */
export interface ConfidentRows {
  /** Ascending. */
  readonly rows: Int32Array;
  readonly warnings: readonly string[];
}

/**
 * The pictures that their neighbours confirm: at least a share `agreement` of the nearest ones has the same label. A
 * cluster without any such picture begins with all of its pictures, since it would be lost otherwise.
 */
export function confidentRows(
  { columns, classes }: PseudoLabels,
  { indices, nNeighbors }: Pick<NearestNeighbors, 'indices' | 'nNeighbors'>,
  agreement: number,
): ConfidentRows {
  const isConfirmed = columns.map((column, row) => {
    if (column < 0) return 0;
    const neighbors = indices.subarray(row * nNeighbors, (row + 1) * nNeighbors);
    const same = neighbors.reduce((count, neighbor) => count + (columns[neighbor] === column ? 1 : 0), 0);
    // Shares such as 0.7 of 10 are not exact: 7 must suffice.
    return same >= agreement * nNeighbors - 1e-9 ? 1 : 0;
  });
  const nConfirmed = new Int32Array(classes.length);
  columns.forEach((column, row) => isConfirmed[row] === 1 && nConfirmed[column]!++);
  const rows = columns
    .map((_, row) => row)
    .filter((row) => isConfirmed[row] === 1 || nConfirmed[columns[row]!] === 0);
  const warnings = [...classes]
    .filter((_, column) => nConfirmed[column] === 0)
    .map(
      (label) => `neighbours confirm no picture of label ${label}: training began with all of its pictures`,
    );
  return { rows, warnings };
}
