import { pairIndex } from '../matrix/condensed.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { Pacer } from '../progress.js';
import type { NearestNeighbors } from './nearest-neighbors.js';
import { createNearestRows } from './nearest-rows.js';

/** Rows and columns of the squares in which pairs are looked at: the lists of both then stay in the processor's cache. */
const SQUARE = 512;

/**
 * The nearest neighbours of every row, itself not among them, from the distances of all pairs as `pdist` gives them: one
 * pass, in which each distance is offered to both of its rows. O(nRows^2), whatever nColumns was.
 */
export async function neighborsFromDistances(
  distances: Float64Array,
  nRows: number,
  nNeighbors: number,
  metric: RowMetric,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  const found = createNearestRows(nRows, nNeighbors);
  const limits = new Float64Array(nRows).fill(Infinity);
  for (let top = 0; top < nRows; top += SQUARE) {
    for (let left = top; left < nRows; left += SQUARE) {
      const right = Math.min(left + SQUARE, nRows);
      for (let i = top; i < Math.min(top + SQUARE, nRows); i++) {
        const first = Math.max(left, i + 1);
        const row = pairIndex(nRows, i, first) - first;
        let limit = limits[i]!;
        for (let j = first; j < right; j++) {
          const distance = distances[row + j]!;
          if (distance <= limit) {
            found.offer(i, j, distance);
            limit = found.worst(i);
          }
          if (distance <= limits[j]!) {
            found.offer(j, i, distance);
            limits[j] = found.worst(j);
          }
        }
        limits[i] = limit;
      }
    }
    await pacer.step('nearest neighbors', Math.min(top + SQUARE, nRows), nRows);
  }
  return { indices: found.indices, distances: found.distances, nRows, nNeighbors, metric };
}
