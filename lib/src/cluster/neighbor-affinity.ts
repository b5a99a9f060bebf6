import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import type { NearestNeighbors } from '../reduce/nearest-neighbors.js';

/**
 * The undirected graph of nearest neighbours: weight 1 where two rows are neighbours of each other, 1/2 where only one of
 * them is, as (A + A') / 2 for A with ones at the neighbours. Rows are no neighbours of themselves here.
 */
export function neighborAffinity({
  indices,
  nRows,
  nNeighbors,
}: Pick<NearestNeighbors, 'indices' | 'nRows' | 'nNeighbors'>): SparseMatrix {
  // Rows of A' as lists: seen from row to row, so that their columns ascend.
  const starts = new Int32Array(nRows + 1);
  for (const index of indices) starts[index + 1]!++;
  for (let i = 0; i < nRows; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const pointingHere = new Int32Array(indices.length);
  indices.forEach((index, at) => (pointingHere[next[index]!++] = Math.floor(at / nNeighbors)));

  const offsets = new Int32Array(nRows + 1);
  const columns = new Int32Array(2 * indices.length);
  const values = new Float64Array(2 * indices.length);
  let end = 0;
  for (let i = 0; i < nRows; i++) {
    const own = indices.slice(i * nNeighbors, (i + 1) * nNeighbors).sort();
    const others = pointingHere.subarray(starts[i], starts[i + 1]);
    for (let a = 0, b = 0; a < own.length || b < others.length;) {
      const column = Math.min(own[a] ?? nRows, others[b] ?? nRows);
      const weight = (own[a] === column ? 0.5 : 0) + (others[b] === column ? 0.5 : 0);
      if (own[a] === column) a++;
      if (others[b] === column) b++;
      if (column === i) continue;
      columns[end] = column;
      values[end++] = weight;
    }
    offsets[i + 1] = end;
  }
  return {
    nRows,
    nColumns: nRows,
    offsets,
    columns: columns.slice(0, end),
    values: values.slice(0, end),
  };
}
