import type { Matrix } from '../matrix/matrix.js';
import { squaredEuclidean } from '../matrix/row-distances.js';
import type { EncodedLabels } from './labels.js';

/** Mean of the rows of each cluster, [k, nColumns]. */
export function clusterMeans({ data, nColumns }: Matrix, { codes, counts }: EncodedLabels): Matrix {
  const means = new Float64Array(counts.length * nColumns);
  for (let i = 0, p = 0; i < codes.length; i++) {
    const offset = codes[i]! * nColumns;
    for (let j = 0; j < nColumns; j++, p++) means[offset + j]! += data[p]!;
  }
  for (let k = 0; k < counts.length; k++) {
    for (let j = 0; j < nColumns; j++) means[k * nColumns + j]! /= counts[k]!;
  }
  return { data: means, nRows: counts.length, nColumns };
}

/** Squared distance between row `i` of `a` and row `j` of `b`. */
export function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  return squaredEuclidean(a.data, i * a.nColumns, b.data, j * b.nColumns, a.nColumns);
}
