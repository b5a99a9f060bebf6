/** One number of clusters that a sweep tried. */
export interface SweepRow {
  /** Clusters in `labels`; fewer than asked for where ties forbid a finer cut. */
  readonly nClusters: number;
  /** What the sweep's criterion says of these labels; NaN where it says nothing (one cluster only). */
  readonly score: number;
  /** Cluster of each row, [nRows]. */
  readonly labels: Int32Array;
  /** Rows of each cluster, [nClusters]. */
  readonly counts: Int32Array;
}

/** Several numbers of clusters side by side, from whatever method: one chart draws them all. */
export interface SweepResult<Row extends SweepRow = SweepRow> {
  /** What made the clusters, e.g. 'k-means' or 'ward'. */
  readonly method: string;
  /** What `score` is. */
  readonly criterion: 'silhouette' | 'davies-bouldin' | 'dbindex' | 'derivative' | 'bic' | 'aic';
  /** In the order in which the numbers were asked for. */
  readonly rows: readonly Row[];
  /** The row that the criterion picks, the first one on ties. */
  readonly best: Row;
  /** What may surprise, e.g. numbers of clusters that were left out. */
  readonly warnings: readonly string[];
}
