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
  for (let i = 0, at = 0; i < nRows; i++) {
    for (let j = i + 1; j < nRows; j++, at++) {
      const distance = distances[at]!;
      if (distance <= found.worst(i)) found.offer(i, j, distance);
      if (distance <= found.worst(j)) found.offer(j, i, distance);
    }
    await pacer.step('nearest neighbors', i + 1, nRows);
  }
  return { indices: found.indices, distances: found.distances, nRows, nNeighbors, metric };
}
