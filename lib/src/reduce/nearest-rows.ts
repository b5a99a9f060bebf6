import type { Matrix } from '../matrix/matrix.js';

/** What to search in, what for, and within which memory. */
export interface NeighborSearch {
  readonly points: Matrix;
  /** The same object as `points` where the rows themselves are asked for. */
  readonly queries: Matrix;
  readonly excludeSelf: boolean;
  readonly maxMemoryBytes: number;
}

/**
 * The k nearest rows found so far for each of many queries: sorted lists of bounded length, nearest first, equal
 * distances by row number.
 */
export interface NearestRows {
  /** [nQueries, k] */
  readonly indices: Int32Array;
  /** [nQueries, k], in whatever unit the caller offers; `Infinity` where no row has been offered yet. */
  readonly distances: Float64Array;
  readonly k: number;
  /** Takes row `j` into the list of query `i` if it is among the k nearest. */
  offer(i: number, j: number, distance: number): void;
  /** The distance that a row must not exceed to be taken into the list of query `i`. */
  worst(i: number): number;
  /** Empties the list of query `i`. */
  clear(i: number): void;
}

export function createNearestRows(nQueries: number, k: number): NearestRows {
  const indices = new Int32Array(nQueries * k).fill(-1);
  const distances = new Float64Array(nQueries * k).fill(Infinity);
  return {
    indices,
    distances,
    k,
    offer(i, j, distance) {
      const first = i * k;
      let at = first + k - 1;
      if (!precedes(distance, j, distances[at]!, indices[at]!)) return;
      for (; at > first && precedes(distance, j, distances[at - 1]!, indices[at - 1]!); at--) {
        distances[at] = distances[at - 1]!;
        indices[at] = indices[at - 1]!;
      }
      distances[at] = distance;
      indices[at] = j;
    },
    worst: (i) => distances[i * k + k - 1]!,
    clear(i) {
      distances.fill(Infinity, i * k, (i + 1) * k);
      indices.fill(-1, i * k, (i + 1) * k);
    },
  };
}

/** Empty places have index -1 and distance Infinity: an infinite distance (overflow) still takes one. */
function precedes(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  if (distance !== otherDistance) return distance < otherDistance;
  return otherIndex < 0 || index < otherIndex;
}
