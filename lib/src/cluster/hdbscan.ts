import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkBoolean, checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { condensedTree, type CondensedTree } from './condensed-tree.js';
import { densityClusters } from './density-clusters.js';
import { mutualReachabilityTree } from './mutual-reachability-tree.js';
import { ownNeighbors } from './own-neighbors.js';

/** Options of {@link hdbscan}. */
export interface HdbscanOptions extends LongRunningOptions {
  /** Fewest points that make a cluster; smaller groups that split off are noise. An integer in [2, nRows]. @defaultValue 5 */
  readonly minClusterSize?: number;
  /**
   * Points, itself included, that a point needs nearby to be in a dense region: its core distance reaches that far. An integer in
   * [1, nRows]; larger calls more points noise. @defaultValue minClusterSize
   */
  readonly minSamples?: number;
  /** 'eom' takes the most stable clusters of the hierarchy, 'leaf' the smallest. @defaultValue 'eom' */
  readonly clusterSelectionMethod?: 'eom' | 'leaf';
  /** Clusters are not split below this distance. @defaultValue 0 */
  readonly clusterSelectionEpsilon?: number;
  /** Distances are divided by it before the core distances are compared with them; above 0. @defaultValue 1 */
  readonly alpha?: number;
  /** Whether one cluster of all is a possible answer. @defaultValue false */
  readonly allowSingleCluster?: boolean;
  /** With 'eom', larger clusters are split; at least 1. @defaultValue no limit */
  readonly maxClusterSize?: number;
}

/** What {@link hdbscan} found. */
export interface HdbscanResult {
  /** Cluster of each row, -1 for noise, [nRows]. Numbered in the order of the condensed tree, as in scikit-learn. */
  readonly labels: Int32Array;
  /** How firmly each row belongs to its cluster, in [0, 1]; 0 for noise; [nRows]. */
  readonly probabilities: Float64Array;
  /** Clusters found; noise is none. */
  readonly nClusters: number;
  /** Rows in each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Rows that are noise. */
  readonly nNoise: number;
  /** How long each cluster persists as the density rises, in [0, 1], [nClusters]. */
  readonly persistence: Float64Array;
  /** GLOSH outlier score of each row, in [0, 1], high where the density is low for its surroundings; [nRows]. */
  readonly outlierScores: Float64Array;
  /** The hierarchy that the clusters were taken from. */
  readonly condensedTree: CondensedTree;
  /** What may surprise, e.g. that all rows are noise. */
  readonly warnings: readonly string[];
}

/**
 * Clusters of any shape and of different densities, and noise, by HDBSCAN: single linkage under a distance that keeps sparse points apart,
 * and of its hierarchy the clusters that persist longest.
 *
 * Labels and probabilities equal scikit-learn's `HDBSCAN` on Euclidean distances (which counts a point among its own `minSamples`);
 * persistence and outlier scores equal those of the hdbscan package, whose scores are NaN where ours are 1 beside duplicates. Core distances make many distances exactly equal: here
 * equal ones merge in the order in which the spanning tree found them, in scikit-learn in the order in which the processor's sort leaves
 * them, so that a few border points may change sides.
 * Exact; O(nRows^2 nColumns) at worst, most distances are skipped; O(nRows) memory beside the data.
 *
 * @param data - Points as rows, at least 2; not modified.
 * @throws {@link ArgumentError} if an option is out of range.
 * @throws {@link DataError} if a value is not finite or beyond 1e140 in size.
 * @example
 * const { labels } = await hdbscan([[0], [1], [2], [20], [21], [22], [90]], { minClusterSize: 3, minSamples: 2 });
 * // labels: 0 0 0 1 1 1 -1
 * @see Campello, Moulavi, Zimek & Sander (2015), Hierarchical density estimates for data clustering, visualization, and outlier detection.
 */
export async function hdbscan(data: MatrixLike, options: HdbscanOptions = {}): Promise<HdbscanResult> {
  const fn = 'hdbscan';
  const x = toMatrix(data, fn);
  checkOptions(fn, options, KEYS);
  const {
    minClusterSize = 5,
    clusterSelectionMethod = 'eom',
    clusterSelectionEpsilon = 0,
    alpha = 1,
    allowSingleCluster = false,
    maxClusterSize,
  } = options;
  if (x.nRows < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', x.nRows);
  checkInteger(fn, 'minClusterSize', minClusterSize, 2, x.nRows, 'rows of data');
  const minSamples = checkInteger(
    fn,
    'minSamples',
    options.minSamples ?? minClusterSize,
    1,
    x.nRows,
    'rows of data',
  );
  checkOneOf(fn, 'clusterSelectionMethod', clusterSelectionMethod, ['eom', 'leaf']);
  checkNumber(fn, 'clusterSelectionEpsilon', clusterSelectionEpsilon, 0);
  checkNumber(fn, 'alpha', alpha, 0, Infinity, true);
  checkBoolean(fn, 'allowSingleCluster', allowSingleCluster);
  if (maxClusterSize !== undefined) checkInteger(fn, 'maxClusterSize', maxClusterSize, 1);
  const pacer = createPacer(fn, options);
  checkMagnitude(fn, { data: x });

  const wanted = { nNeighbors: minSamples, includeSelf: true, metric: 'euclidean' } as const;
  const { distances } = await ownNeighbors(fn, x, wanted, pacer);
  const core = Float64Array.from({ length: x.nRows }, (_, i) => distances[(i + 1) * minSamples - 1]!);
  const tree = condensedTree(await mutualReachabilityTree(x, core, alpha, pacer), minClusterSize);
  const selection = {
    clusterSelectionMethod,
    clusterSelectionEpsilon,
    allowSingleCluster,
    maxClusterSize: maxClusterSize ?? Infinity,
  };
  const found = densityClusters(tree, selection);
  const nClusters = found.persistence.length;
  const counts = new Int32Array(nClusters);
  for (const label of found.labels) if (label >= 0) counts[label]!++;
  const nNoise = x.nRows - counts.reduce((sum, count) => sum + count, 0);
  const warnings = nClusters === 0 ? ['hdbscan: no cluster stands out, every row is noise'] : [];
  return { ...found, nClusters, counts, nNoise, condensedTree: tree, warnings };
}

const KEYS = [
  'minClusterSize',
  'minSamples',
  'clusterSelectionMethod',
  'clusterSelectionEpsilon',
  'alpha',
  'allowSingleCluster',
  'maxClusterSize',
  ...longRunningKeys,
];
