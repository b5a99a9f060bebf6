import type { Matrix } from '../matrix/matrix.js';

/** What `miniBatchKMeans` found. */
export interface MiniBatchKMeansResult {
  /** Cluster of each row, in [0, nClusters): the nearest of `centers`; [nRows]. */
  readonly labels: Int32Array;
  /** [nClusters, nColumns], in the units of the data. */
  readonly centers: Matrix;
  /** Rows of each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Sum of the squared distances of the rows to their centres. */
  readonly inertia: number;
  /** Batches used. */
  readonly nSteps: number;
  /** Passes over the data that these batches amount to, rounded up. */
  readonly nIter: number;
  /** Whether it stopped by itself, not by `maxIter`. */
  readonly converged: boolean;
  /** The seed that was used. */
  readonly randomState: number;
  /** What may surprise, e.g. fewer distinct rows than clusters. */
  readonly warnings: readonly string[];
}
