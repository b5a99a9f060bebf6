import { ArgumentError, asPartOf } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { distinctRows, toEveryRow } from '../matrix/distinct-rows.js';
import { laplacianEigenvectors, type LaplacianEigenvectors } from '../matrix/laplacian-eigenvectors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { checkInteger, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { firstAtDistanceZero } from '../reduce/laid-out-rows.js';
import type { NearestNeighbors } from '../reduce/nearest-neighbors.js';
import { checkNeighborGraph, isNeighborGraph } from '../reduce/neighbor-graph.js';
import { kMeans } from './k-means.js';
import { neighborAffinity } from './neighbor-affinity.js';
import { ownNeighbors } from './own-neighbors.js';

/** Options of {@link spectralClustering}. */
export interface SpectralClusteringOptions extends LongRunningOptions {
  /** Number of clusters, an integer in [1, nRows]. */
  readonly nClusters: number;
  /**
   * Nearest rows that each row is joined to, itself included as in scikit-learn; an integer in [2, nRows]; all, where there
   * are fewer distinct rows. Not to be given with a graph, which has its own. @defaultValue 10, or nRows if that is less
   */
  readonly nNeighbors?: number;
  /** Eigenvectors, the coordinates that k-means sees; an integer in [1, nRows]. A few more than clusters can help. @defaultValue nClusters */
  readonly nEigenvectors?: number;
  /** Runs of k-means on the eigenvectors; the best one wins. @defaultValue 10 */
  readonly nInit?: number;
  /** Seed of k-means, and of the start of the eigenvector iteration. @defaultValue 0 */
  readonly randomState?: number;
}

/** What {@link spectralClustering} found. */
export interface SpectralClusteringResult {
  /** Cluster of each row, [nRows]. */
  readonly labels: Int32Array;
  /** Rows of each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Eigenvectors of the random walk on the graph, which k-means was run on, [nRows, nEigenvectors], or as many columns as there are distinct rows. */
  readonly embedding: Matrix;
  /** Of the normalized Laplacian, ascending from 0, [nEigenvectors]. A gap after the k-th speaks for k clusters. */
  readonly eigenvalues: Float64Array;
  /** Pieces that the graph falls into: how many of all eigenvalues are 0. */
  readonly nConnectedComponents: number;
  /** The seed that was used. */
  readonly randomState: number;
  /** A graph in pieces, eigenvectors that are not exact, what k-means says. */
  readonly warnings: readonly string[];
}

const KEYS = ['nClusters', 'nNeighbors', 'nEigenvectors', 'nInit', 'randomState', ...longRunningKeys];

/**
 * Clusters of any shape: k-means on the smallest eigenvectors of the graph of nearest neighbours. Rows that a random walk along
 * the graph seldom leaves lie together.
 *
 * @remarks
 * As `sklearn.cluster.SpectralClustering` with affinity 'nearest_neighbors' and assign_labels 'kmeans': the graph is (A + A') / 2,
 * the Laplacian the normalized one, and the same partition comes out where k-means finds it from any start.
 *
 * A graph that falls into pieces is no error: one coordinate for each piece, largest first, tells it from the others, so that
 * pieces are never mixed while they are no more than eigenvectors; a warning tells their number. Pieces beyond that have
 * equal coordinates and come out as one: take more eigenvectors, or more neighbours. The smaller a piece, the
 * farther it lies from the others, and k-means gives it a cluster of its own first.
 *
 * Equal rows are one row here, unlike in scikit-learn, and share its label: copies, as each other's only neighbours, would
 * fall to several clusters.
 *
 * O(nRows^2 nColumns) for the neighbours, O(nRows nNeighbors nEigenvectors) for each of a few hundred products with the graph.
 *
 * @param data - Points as rows, [nRows, nColumns]; or their nearest neighbours, from `nearestNeighbors` without queries. Not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if a value is not finite or beyond 1e140 in size, or a graph has neighbours that are not its rows.
 * @example
 * const { counts } = await spectralClustering([[0], [1], [2], [9], [8], [7]], { nClusters: 2, nNeighbors: 3 });
 * // counts: 3 3
 * @see Shi & Malik (2000), Normalized cuts; von Luxburg (2007), A tutorial on spectral clustering.
 */
export async function spectralClustering(
  data: MatrixLike | NearestNeighbors,
  options: SpectralClusteringOptions,
): Promise<SpectralClusteringResult> {
  const fn = 'spectralClustering';
  checkOptions(fn, options, KEYS);
  const input = isNeighborGraph(data) ? data : toMatrix(data, fn);
  const { nRows } = input;
  const { nClusters, nInit = 10, randomState = 0, onProgress, signal } = options;
  checkInteger(fn, 'nClusters', nClusters, 1, nRows, 'rows of data');
  const { nNeighbors = Math.min(10, nRows), nEigenvectors = nClusters } = options;
  checkInteger(fn, 'nEigenvectors', nEigenvectors, 1, nRows, 'rows of data');
  checkInteger(fn, 'nInit', nInit, 1);
  checkSeed(fn, randomState);
  if (nRows < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', nRows);
  if (!isNeighborGraph(input)) checkInteger(fn, 'nNeighbors', nNeighbors, 2, nRows, 'rows of data');
  else if (options.nNeighbors !== undefined)
    throw new ArgumentError(fn, 'options.nNeighbors', 'absent where a graph is given', options.nNeighbors);
  const pacer = createPacer(fn, options);

  const { graph, kinds } = await graphOf(fn, input, nNeighbors, pacer);
  const most = graph.nRows;
  const pause = (): Promise<void> => pacer.step('eigenvectors', 0, 1);
  const wanted = Math.min(nEigenvectors, most);
  const found = await laplacianEigenvectors(neighborAffinity(graph), wanted, { randomState, pause });
  await pacer.step('eigenvectors', 1, 1);
  const coordinates = randomWalkVectors(found);
  const fit = { nInit, randomState, compat: 'sklearn-1.3', onProgress, signal } as const;
  const clusters = await asPartOf(fn, {}, () =>
    kMeans(coordinates, { nClusters: Math.min(nClusters, most), ...fit }),
  );
  const labels = kinds.map((kind) => clusters.labels[kind]!);
  const counts = new Int32Array(nClusters);
  for (const label of labels) counts[label]!++;
  const few = `only ${most} of ${nRows} rows are distinct: ${most} clusters instead of ${nClusters}`;
  return {
    labels,
    counts,
    embedding: toEveryRow(coordinates, kinds),
    eigenvalues: found.eigenvalues,
    nConnectedComponents: found.components.sizes.length,
    randomState,
    warnings: [...(most < nClusters ? [few] : []), ...warningsOf(found, wanted), ...clusters.warnings],
  };
}

/** Who is whose neighbour among the distinct rows, or as it was given; and which of them each row goes with. */
async function graphOf(
  fn: string,
  input: Matrix | NearestNeighbors,
  nNeighbors: number,
  pacer: Pacer,
): Promise<{
  readonly graph: Pick<NearestNeighbors, 'indices' | 'nRows' | 'nNeighbors'>;
  readonly kinds: Int32Array;
}> {
  if (!isNeighborGraph(input)) {
    checkMagnitude(fn, { data: input });
    const { rows, kinds } = distinctRows(input);
    // A row without others.
    if (rows.length === 1) return { graph: { indices: new Int32Array(0), nRows: 1, nNeighbors: 0 }, kinds };
    const others = Math.min(nNeighbors, rows.length) - 1;
    const wanted = { nNeighbors: others, includeSelf: false, metric: 'euclidean' } as const;
    return { graph: await ownNeighbors(fn, takeRows(input, rows), wanted, pacer), kinds };
  }
  const demands = { needed: 1, purpose: 'a graph', nPoints: input.nRows, bipartite: true };
  checkNeighborGraph(fn, input, demands);
  return { graph: input, kinds: firstAtDistanceZero(input) };
}

/** Eigenvectors of the Laplacian over the roots of the degrees; an isolated row counts as one of degree 1. */
function randomWalkVectors({ eigenvectors, degrees }: LaplacianEigenvectors): Matrix {
  const { nColumns } = eigenvectors;
  const data = eigenvectors.data.map((value, at) => {
    const degree = degrees[Math.floor(at / nColumns)]!;
    return degree > 0 ? value / Math.sqrt(degree) : value;
  });
  return { ...eigenvectors, data };
}

function warningsOf(
  { components: { sizes }, residual, converged }: LaplacianEigenvectors,
  nEigenvectors: number,
): string[] {
  const warnings: string[] = [];
  if (sizes.length > 1) {
    const beyond = sizes.length - nEigenvectors;
    warnings.push(
      `the graph of neighbours falls into ${sizes.length} pieces of ${listed(sizes)} rows` +
        (beyond > 1 ? `; nEigenvectors = ${nEigenvectors} cannot tell the last ${beyond} apart` : ''),
    );
  }
  if (!converged) warnings.push(`the eigenvectors are exact only to ${residual.toExponential(0)}`);
  return warnings;
}

function listed(sizes: Int32Array): string {
  return sizes.length > 6 ? `${sizes.subarray(0, 6).join(', ')}, ...` : sizes.join(', ');
}
