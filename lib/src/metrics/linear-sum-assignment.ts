import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkBoolean, checkOptions } from '../options.js';

/** Options of {@link linearSumAssignment}. */
export interface LinearSumAssignmentOptions {
  /** Look for the largest sum instead of the smallest. @defaultValue false */
  readonly maximize?: boolean;
}

/** Pairs of a row and a column, no row and no column twice. */
export interface Assignment {
  /** Ascending; all rows, unless there are more of them than columns. */
  readonly rows: Int32Array;
  /** Column of each of `rows`. */
  readonly columns: Int32Array;
}

/**
 * Pairs rows with columns so that the sum of the paired costs is smallest (the Hungarian problem), by shortest
 * augmenting paths. O(n^2 m) for n = min(nRows, nColumns) and m the other one.
 *
 * @param cost - [nRows, nColumns]; not modified.
 * @throws {@link ArgumentError} if `cost` is no matrix or an option is not known.
 * @throws {@link DataError} if a cost is not a finite number.
 * @example
 * const { columns } = linearSumAssignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]]);
 * // columns: 1 0 2
 * @see Jonker & Volgenant (1987); SciPy's `linear_sum_assignment`.
 */
export function linearSumAssignment(cost: MatrixLike, options: LinearSumAssignmentOptions = {}): Assignment {
  checkOptions('linearSumAssignment', options, ['maximize']);
  const { maximize = false } = options;
  checkBoolean('linearSumAssignment', 'maximize', maximize);
  const { data, nRows, nColumns } = toMatrix(cost, 'linearSumAssignment', 'cost');
  const sign = maximize ? -1 : 1;
  if (nRows <= nColumns) {
    const columns = assign(nRows, nColumns, (i, j) => sign * data[i * nColumns + j]!);
    return { rows: Int32Array.from(columns, (_, i) => i), columns };
  }
  const rowOf = assign(nColumns, nRows, (j, i) => sign * data[i * nColumns + j]!);
  const order = Int32Array.from(rowOf, (_, j) => j).sort((a, b) => rowOf[a]! - rowOf[b]!);
  return { rows: order.map((j) => rowOf[j]!), columns: order };
}

/** Column of each of n rows, n <= m. Rows join one by one; each looks for the cheapest chain of re-pairings (Dijkstra). */
function assign(n: number, m: number, cost: (i: number, j: number) => number): Int32Array {
  const rowPrice = new Float64Array(n);
  const columnPrice = new Float64Array(m);
  const columnOf = new Int32Array(n).fill(-1);
  const rowOf = new Int32Array(m).fill(-1);
  for (let start = 0; start < n; start++) {
    const distance = new Float64Array(m).fill(Infinity);
    const previous = new Int32Array(m).fill(-1);
    const done = new Uint8Array(m);
    let row = start;
    let reached = 0;
    let free = -1;
    while (free < 0) {
      let next = -1;
      for (let j = 0; j < m; j++) {
        if (done[j]) continue;
        const through = reached + cost(row, j) - rowPrice[row]! - columnPrice[j]!;
        if (through < distance[j]!) {
          distance[j] = through;
          previous[j] = row;
        }
        if (next < 0 || distance[j]! < distance[next]!) next = j;
      }
      done[next] = 1;
      reached = distance[next]!;
      if (rowOf[next]! < 0) free = next;
      else row = rowOf[next]!;
    }
    rowPrice[start]! += reached;
    for (let j = 0; j < m; j++) {
      if (!done[j] || j === free) continue;
      rowPrice[rowOf[j]!]! += reached - distance[j]!;
      columnPrice[j]! -= reached - distance[j]!;
    }
    for (let j = free; j >= 0;) {
      const from = previous[j]!;
      const given = columnOf[from]!;
      rowOf[j] = from;
      columnOf[from] = j;
      j = from === start ? -1 : given;
    }
  }
  return columnOf;
}
