import type { Matrix } from '../matrix/matrix.js';

/** The moving centres of one k-means run, in the coordinates of the centred rows. */
export interface Centers {
  readonly nClusters: number;
  /** Writes the nearest centre of each row into `labels`; the lowest number wins a tie. */
  nearest(labels: Int32Array): void;
  /**
   * Puts each centre on the mean of its members; a centre without members goes where the largest cluster's goes.
   * Returns the sum over the centres of their squared shift.
   */
  moveTo(members: Int32Array, counts: Int32Array): number;
  /** Squared distance of every row to the centre that `labels` names. */
  squaredDistances(labels: Int32Array): Float64Array;
  /** The centres in the units of the data, [nClusters, nColumns]. */
  coordinates(): Matrix;
}

/** The centre whose members decide where centre j goes: its own, or the largest cluster's if it has none. */
export function moveSources(counts: Int32Array): Int32Array {
  let largest = 0;
  for (let j = 1; j < counts.length; j++) if (counts[j]! > counts[largest]!) largest = j;
  return counts.map((count, j) => (count > 0 ? j : largest));
}
