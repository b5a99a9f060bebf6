import type { Matrix } from '../matrix/matrix.js';
import type { Centers } from './centers.js';
import { farthestRows } from './farthest-rows.js';

/** Where one run of Lloyd's algorithm ended. */
export interface LloydRun {
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly nIter: number;
  readonly converged: boolean;
  /** Computed on demand: only the winning run needs them. */
  readonly centers: () => Matrix;
}

/**
 * Lloyd's algorithm from given centres: label, average, repeat, until no label changes or the centres shift by no
 * more than `tolerance` (the sum of their squared shifts). Empty clusters take the rows farthest from their centres.
 *
 * @see Lloyd (1982); scikit-learn's `_kmeans_single_lloyd`, whose stopping rules and label order it keeps.
 */
export async function lloyd(
  centers: Centers,
  n: number,
  maxIter: number,
  tolerance: number,
  pacer: () => Promise<void>,
): Promise<LloydRun> {
  let labels = new Int32Array(n).fill(-1);
  let next = new Int32Array(n);
  let nIter = 0;
  let stable = false;
  let converged = false;
  while (nIter < maxIter && !converged) {
    nIter++;
    centers.nearest(next);
    const { members, counts } = membersOf(centers, next);
    const shift = centers.moveTo(members, counts);
    stable = sameLabels(labels, next);
    [labels, next] = [next, labels];
    converged = stable || shift <= tolerance;
    await pacer();
  }
  // After a stop by tolerance the centres have moved once more than the labels know.
  if (!stable) centers.nearest(labels);
  let inertia = 0;
  for (const distance of centers.squaredDistances(labels)) inertia += distance;
  return { labels, inertia, nIter, converged, centers: centers.coordinates };
}

/**
 * The rows that each centre is to be averaged over: those of its label, except that the farthest rows go to the
 * empty clusters. The labels themselves stay; the next step will follow.
 */
function membersOf(
  centers: Centers,
  labels: Int32Array,
): { readonly members: Int32Array; readonly counts: Int32Array } {
  const counts = new Int32Array(centers.nClusters);
  for (const label of labels) counts[label]!++;
  const empty = Array.from(counts.keys()).filter((j) => counts[j] === 0);
  if (empty.length === 0) return { members: labels, counts };
  const members = labels.slice();
  const distances = centers.squaredDistances(labels);
  farthestRows(distances, empty.length).forEach((row, e) => {
    counts[members[row]!]!--;
    counts[empty[e]!]!++;
    members[row] = empty[e]!;
  });
  return { members, counts };
}

function sameLabels(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
