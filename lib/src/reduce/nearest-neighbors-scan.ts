import type { Pacer } from '../progress.js';
import type { NearestRows, NeighborSearch } from './nearest-rows.js';

/** Columns summed between two looks at the limit. */
const COLUMNS_A_LOOK = 16;

/** Distances measured between two pauses, by columns. */
const ENTRIES_A_STEP = 1 << 23;

type Distance = (
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  nColumns: number,
  limit: number,
) => number;

/** Measures every pair in doubles, and gives a pair up as soon as it is farther than the k-th nearest so far. */
export async function searchByScan(
  { points, queries, excludeSelf }: NeighborSearch,
  metric: 'cityblock' | 'chebyshev',
  found: NearestRows,
  pacer: Pacer,
): Promise<void> {
  const distance = metric === 'cityblock' ? cityblock : chebyshev;
  const { nRows: n, nColumns } = points;
  const rowsAStep = Math.max(1, Math.floor(ENTRIES_A_STEP / nColumns));
  for (let i = 0; i < queries.nRows; i++) {
    for (let start = 0; start < n; start += rowsAStep) {
      const end = Math.min(n, start + rowsAStep);
      for (let j = start; j < end; j++) {
        if (excludeSelf && i === j) continue;
        found.offer(
          i,
          j,
          distance(queries.data, i * nColumns, points.data, j * nColumns, nColumns, found.worst(i)),
        );
      }
      await pacer.step('nearest neighbors', i, queries.nRows);
    }
  }
  await pacer.step('nearest neighbors', queries.nRows, queries.nRows);
}

/** Sum of absolute differences, or some number above `limit` if the sum is above it. */
const cityblock: Distance = (a, aStart, b, bStart, nColumns, limit) => {
  let sum = 0;
  for (let j = 0; j < nColumns;) {
    const end = Math.min(nColumns, j + COLUMNS_A_LOOK);
    for (; j < end; j++) sum += Math.abs(a[aStart + j]! - b[bStart + j]!);
    if (sum > limit) return sum;
  }
  return sum;
};

/** Largest absolute difference, or some number above `limit` if it is above it. */
const chebyshev: Distance = (a, aStart, b, bStart, nColumns, limit) => {
  let largest = 0;
  for (let j = 0; j < nColumns; j++) {
    const difference = Math.abs(a[aStart + j]! - b[bStart + j]!);
    if (difference <= largest) continue;
    largest = difference;
    if (largest > limit) return largest;
  }
  return largest;
};
