import type { RowMetric } from '../matrix/row-distances.js';
import type { Pacer } from '../progress.js';
import type { NearestNeighbors } from './nearest-neighbors.js';
import { createNearestRows } from './nearest-rows.js';

/**
 * The nearest neighbours of every row, itself not among them, from the distances of all pairs as `pdist` gives them: one
 * pass in the order of memory, in which each distance is offered to both of its rows. O(nRows^2), whatever nColumns was.
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
  for (let i = 0, at = 0; i < nRows; i++) {
    let limit = limits[i]!;
    for (let j = i + 1; j < nRows; j++, at++) {
      const distance = distances[at]!;
      if (distance <= limit) {
        found.offer(i, j, distance);
        limit = found.worst(i);
      }
      if (distance <= limits[j]!) {
        found.offer(j, i, distance);
        limits[j] = found.worst(j);
      }
    }
    await pacer.step('nearest neighbors', i + 1, nRows);
  }
  return { indices: found.indices, distances: found.distances, nRows, nNeighbors, metric };
}
