import type { ClusterStage } from './clustering.js';

/** What one method found in the coordinates it was given; the rest of a {@link ClusterStage} is filled in around it. */
export type Found = Pick<
  ClusterStage,
  'tree' | 'mixture' | 'dbscan' | 'hdbscan' | 'sweep' | 'labels' | 'counts' | 'nClusters' | 'nNoise'
>;

/** What only some methods find. */
export const NOTHING = {
  tree: undefined,
  mixture: undefined,
  dbscan: undefined,
  hdbscan: undefined,
  nNoise: 0,
} as const;

/** The part of a sweep's best row that becomes the clustering: without the empty clusters that k-means may have. */
export function bestOf({ best }: Found['sweep']): Pick<Found, 'labels' | 'counts' | 'nClusters'> {
  if (!best.counts.includes(0))
    return { labels: best.labels, counts: best.counts, nClusters: best.nClusters };
  const { labels, nClusters } = withoutGaps(best.labels);
  return { labels, counts: countLabels(labels, nClusters), nClusters };
}

/** Labels renumbered from 0 without the clusters that no picture belongs to. */
export function withoutGaps(labels: Int32Array): { readonly labels: Int32Array; readonly nClusters: number } {
  const used = [...new Set(labels)].sort((a, b) => a - b);
  const numbers = new Map(used.map((label, number) => [label, number]));
  return { labels: labels.map((label) => numbers.get(label)!), nClusters: used.length };
}

export function countLabels(labels: Int32Array, nClusters: number): Int32Array {
  const counts = new Int32Array(nClusters);
  for (const label of labels) counts[label]!++;
  return counts;
}
