import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkOptions } from '../options.js';
import { longRunningKeys, type LongRunningOptions } from '../progress.js';
import { largestNodesFirst } from './largest-nodes-first.js';
import { countPoints } from './linkage-precomputed.js';
import type { LinkageMethod, LinkageMetric, LinkageTree } from './linkage-tree.js';
import { growTree } from './linkage.js';

/** Options of {@link agglomerative}. */
export interface AgglomerativeOptions extends LongRunningOptions {
  /** Number of clusters, an integer in [1, nRows]. */
  readonly nClusters: number;
  /** Distance of two clusters, see {@link LinkageOptions}. @defaultValue 'ward' */
  readonly linkage?: LinkageMethod;
  /** Distance of two rows, see {@link LinkageOptions}. @defaultValue 'euclidean' */
  readonly metric?: LinkageMetric;
  /** Upper limit for the matrix of distances. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

/** What {@link agglomerative} found. */
export interface AgglomerativeResult {
  /** A label per row, in [0, nClusters), numbered as scikit-learn does; [nRows]. */
  readonly labels: Int32Array;
  /** Rows per cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** The whole tree, for other cuts of it with `cutTree`. */
  readonly tree: LinkageTree;
}

/**
 * Agglomerative clustering in one call: `linkage`, then a cut into exactly `nClusters`.
 *
 * @remarks
 * Labels are those of scikit-learn's `AgglomerativeClustering`; with `single` the clusters are, but not their numbers
 * (scikit-learn numbers those from another tree). Costs as `linkage`,
 * O(nRows^2 nColumns) for most methods.
 *
 * @param data - [nRows, nColumns], at least 2 rows, or distances as `linkage` takes them. Not modified.
 * @throws {@link ArgumentError} if an option is out of range, or the distances do not fit `maxMemoryBytes`.
 * @throws {@link DataError} as `linkage`: values that are not finite or too large, distances that are none.
 * @example
 * const { labels } = await agglomerative([[0], [1], [5], [7]], { nClusters: 2 });
 * // labels: 1 1 0 0
 * @see scikit-learn's `AgglomerativeClustering`.
 */
export async function agglomerative(
  data: MatrixLike | Float64Array,
  options: AgglomerativeOptions,
): Promise<AgglomerativeResult> {
  const fn = 'agglomerative';
  checkOptions(fn, options, ['nClusters', 'linkage', 'metric', 'maxMemoryBytes', ...longRunningKeys]);
  const { nClusters, linkage: method = 'ward', ...rest } = options;
  const given = data instanceof Float64Array ? data : toMatrix(data, fn);
  checkInteger(fn, 'nClusters', nClusters, 1, countPoints(given, fn), 'rows of data');
  const tree = await growTree(fn, 'linkage', given, { ...rest, method });
  const labels = largestNodesFirst(tree, nClusters);
  const counts = new Int32Array(nClusters);
  for (const label of labels) counts[label]!++;
  return { labels, counts, tree };
}
