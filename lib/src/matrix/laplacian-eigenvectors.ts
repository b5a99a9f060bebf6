import { randomState } from '../random/random-state.js';
import { matMul, qr, selfAdjointEig } from '../tensorflow/operations.js';
import { fromFloat64, toFloat64, withScope } from '../tensorflow/tensor.js';
import { connectedComponents, type ConnectedComponents } from './connected-components.js';
import type { Matrix } from './matrix.js';
import { sparseProduct, type SparseMatrix } from './sparse-matrix.js';

/** Settings of {@link laplacianEigenvectors}. */
export interface LaplacianSettings {
  /** Seed of the random start. @defaultValue 0 */
  readonly randomState?: number;
  /** Largest length of L v - lambda v for a unit vector v; eigenvalues are then right to about its square. @defaultValue 1e-6 */
  readonly tol?: number;
  /** Filters applied before giving up, each at most {@link MAX_DEGREE} products with the graph. @defaultValue 100 */
  readonly maxRounds?: number;
  /** Awaited every few dozen milliseconds. */
  readonly pause: () => Promise<void>;
}

/** The smallest eigenvalues of a normalized Laplacian and their eigenvectors. */
export interface LaplacianEigenvectors {
  /** Ascending, in [0, 2], [nEigenvectors]. The first ones, one for each connected component, are exactly 0. */
  readonly eigenvalues: Float64Array;
  /** Orthonormal columns, [nRows, nEigenvectors]; in each, the entry largest in size is positive. */
  readonly eigenvectors: Matrix;
  /** Sum of the weights at each vertex, without those on the diagonal, [nRows]. */
  readonly degrees: Float64Array;
  readonly components: ConnectedComponents;
  /** Length of the longest L v - lambda v. */
  readonly residual: number;
  /** Whether `residual` is within `tol`. */
  readonly converged: boolean;
}

/** Up to this size the dense solver takes a tenth of a second. */
const DENSE_LIMIT = 500;

/** Products with the graph between two orthonormalizations. */
const MAX_DEGREE = 60;

/** A filter lifts no eigenvector by more than this above the unwanted ones: orthonormalization keeps the others' digits. */
const MAX_LIFT = 1e8;

/**
 * Smallest eigenvalues of the symmetric normalized Laplacian L = I - D^(-1/2) W D^(-1/2) of an undirected graph, with
 * eigenvectors.
 *
 * @remarks
 * D is the diagonal of degrees; weights on the diagonal of W are ignored, and an isolated vertex has eigenvalue 0, all as
 * in `scipy.sparse.csgraph.laplacian(normed=True)`. Divided by the root of the degrees, the eigenvectors are
 * those of the random walk Laplacian I - D^(-1) W (what scikit-learn's `spectral_embedding` returns, up to scale).
 *
 * The eigenvectors of eigenvalue 0 are known, one a connected component, largest component first, and exact; the others are sought at
 * right angles to them by Chebyshev-filtered subspace iteration: a random block is multiplied by a polynomial of the graph that
 * lifts the wanted part of the spectrum above the rest, orthonormalized, and the small eigenproblem in its span solved
 * (Rayleigh-Ritz), until the residuals are within `tol`. Multiple eigenvalues are found with their multiplicity. The block has
 * some 10 columns more than 1.25 nEigenvectors; 340 000 entries and 11 eigenvectors take about a second. Small graphs, and more than about a fifth of all
 * eigenvectors, go to the dense solver, in one piece. Same seed, graph and machine type: same bytes.
 *
 * @param graph - W, symmetric, weights not negative; entries of row i and of column i agree. Not modified.
 * @param nEigenvectors - In [1, nRows].
 * @see Zhou, Saad, Tiago & Chelikowsky (2006), Self-consistent-field calculations using Chebyshev-filtered subspace iteration.
 */
export async function laplacianEigenvectors(
  graph: SparseMatrix,
  nEigenvectors: number,
  { randomState: seed = 0, tol = 1e-6, maxRounds = 100, pause }: LaplacianSettings,
): Promise<LaplacianEigenvectors> {
  const components = connectedComponents(graph);
  const { adjacency, degrees } = normalizedAdjacency(graph);
  const kernel = kernelOf(components, degrees);
  const nWanted = nEigenvectors - components.sizes.length;
  const settings = { seed, tol, maxRounds, pause };
  const found =
    nWanted <= 0
      ? { values: new Float64Array(0), vectors: new Float64Array(0), width: 0, residual: 0 }
      : graph.nRows <= DENSE_LIMIT || 4 * blockWidth(nWanted) > graph.nRows
        ? denseLargest(adjacency, kernel)
        : await filteredLargest(adjacency, kernel, nWanted, settings);
  const { eigenvalues, data } = assemble(graph.nRows, nEigenvectors, kernel, found);
  return {
    eigenvalues,
    eigenvectors: { data, nRows: graph.nRows, nColumns: nEigenvectors },
    degrees,
    components,
    residual: found.residual,
    converged: found.residual <= tol,
  };
}

/** D^(-1/2) W D^(-1/2) without its diagonal: its largest eigenvalues are 1 minus the smallest of the Laplacian. */
function normalizedAdjacency(graph: SparseMatrix): {
  readonly adjacency: SparseMatrix;
  readonly degrees: Float64Array;
} {
  const { nRows, offsets, columns } = graph;
  const values = graph.values.slice();
  const degrees = new Float64Array(nRows);
  for (let i = 0; i < nRows; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) {
      if (columns[at] === i) values[at] = 0;
      degrees[i]! += values[at]!;
    }
  }
  const scale = degrees.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0));
  for (let i = 0; i < nRows; i++)
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) values[at]! *= scale[i]! * scale[columns[at]!]!;
  return { adjacency: { ...graph, values }, degrees };
}

/** The eigenvectors of eigenvalue 0: the roots of the degrees within each component, zero elsewhere. */
interface Kernel {
  readonly labels: Int32Array;
  readonly nComponents: number;
  /** Entry of each vertex in the unit vector of its component. */
  readonly entries: Float64Array;
}

function kernelOf({ labels, sizes }: ConnectedComponents, degrees: Float64Array): Kernel {
  const totals = new Float64Array(sizes.length);
  degrees.forEach((degree, i) => (totals[labels[i]!]! += degree));
  const entries = degrees.map((degree, i) => (degree > 0 ? Math.sqrt(degree / totals[labels[i]!]!) : 1));
  return { labels, nComponents: sizes.length, entries };
}

/** Takes the kernel out of each column of a block. */
function removeKernel({ labels, nComponents, entries }: Kernel, block: Float64Array, width: number): void {
  const products = new Float64Array(nComponents * width);
  for (let i = 0, at = 0; i < labels.length; i++) {
    const entry = entries[i]!;
    const first = labels[i]! * width;
    for (let c = 0; c < width; c++, at++) products[first + c]! += entry * block[at]!;
  }
  for (let i = 0, at = 0; i < labels.length; i++) {
    const entry = entries[i]!;
    const first = labels[i]! * width;
    for (let c = 0; c < width; c++, at++) block[at]! -= entry * products[first + c]!;
  }
}

/** Eigenpairs of the adjacency at right angles to the kernel, columns by ascending eigenvalue. */
interface Found {
  readonly values: Float64Array;
  /** [nRows, width] */
  readonly vectors: Float64Array;
  readonly width: number;
  /** Longest residual of the wanted ones. */
  readonly residual: number;
}

function denseLargest({ nRows: n, offsets, columns, values }: SparseMatrix, kernel: Kernel): Found {
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) dense[i * n + columns[at]!] = values[at]!;
    // Moves the kernel from eigenvalue 1 to -2, below all others.
    for (let j = 0; j < n; j++)
      if (kernel.labels[i] === kernel.labels[j])
        dense[i * n + j]! -= 3 * kernel.entries[i]! * kernel.entries[j]!;
  }
  return withScope((scope) => {
    const all = selfAdjointEig(scope, fromFloat64(scope, dense, [n, n]));
    return { values: toFloat64(all.values), vectors: toFloat64(all.vectors), width: n, residual: 0 };
  });
}

/** The wanted columns and some more, which keep the filter steep; a multiple of 4. */
function blockWidth(nWanted: number): number {
  return 4 * Math.ceil((nWanted + 8 + nWanted / 4) / 4);
}

async function filteredLargest(
  adjacency: SparseMatrix,
  kernel: Kernel,
  nWanted: number,
  {
    seed,
    tol,
    maxRounds,
    pause,
  }: Required<Omit<LaplacianSettings, 'randomState'>> & { readonly seed: number },
): Promise<Found> {
  const width = blockWidth(nWanted);
  let block: Float64Array = randomState(seed).uniformArray(-1, 1, adjacency.nRows * width);
  for (let round = 0; ; round++) {
    removeKernel(kernel, block, width);
    const found = await rayleighRitz(adjacency, block, width, nWanted, pause);
    if (found.residual <= tol || round === maxRounds) return found;
    const edge = Math.max(found.values[0]!, -0.9);
    const degree = degreeFor(edge, found.values[width - nWanted]!, found.residual / tol);
    block = await chebyshevFilter(adjacency, found.vectors, width, edge, degree, pause);
  }
}

/** As many degrees as bring the residual down by this factor, and two; but not so many that the largest drown the rest. */
function degreeFor(edge: number, smallestWanted: number, factor: number): number {
  const limit = Math.log(MAX_LIFT) / growth(1, edge);
  const needed = Math.log(factor) / Math.max(growth(smallestWanted, edge), 1e-3) + 2;
  return Math.max(2, Math.min(MAX_DEGREE, Math.ceil(Math.min(limit, needed))));
}

/** Logarithm of the factor by which each degree of the filter lifts an eigenvalue above [-1, edge]. */
function growth(eigenvalue: number, edge: number): number {
  return Math.acosh(Math.max(1, (2 * eigenvalue - edge + 1) / (edge + 1)));
}

/**
 * T(adjacency) . block, where T is the Chebyshev polynomial of this degree stretched to [-1, edge]: it stays within [-1, 1]
 * there and grows faster above than any other. With t = a * adjacency + b: T_1 = t, T_(i+1) = 2 t T_i - T_(i-1).
 */
async function chebyshevFilter(
  adjacency: SparseMatrix,
  block: Float64Array,
  width: number,
  edge: number,
  degree: number,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const a = 2 / (edge + 1);
  const b = (1 - edge) / (edge + 1);
  let before: Float64Array = block.slice();
  let current: Float64Array = new Float64Array(block.length);
  const first = { alpha: a, beta: b, gamma: 0 };
  const further = { alpha: 2 * a, beta: 2 * b, gamma: -1 };
  await sparseProduct(adjacency, before, width, first, before, current, pause);
  for (let i = 1; i < degree; i++) {
    await sparseProduct(adjacency, current, width, further, before, before, pause);
    [before, current] = [current, before];
  }
  return current;
}

/** The eigenpairs of the adjacency within the span of a block. */
async function rayleighRitz(
  adjacency: SparseMatrix,
  block: Float64Array,
  width: number,
  nWanted: number,
  pause: () => Promise<void>,
): Promise<Found> {
  const shape = [adjacency.nRows, width];
  const basis = withScope((scope) => toFloat64(qr(scope, fromFloat64(scope, block, shape)).q));
  await pause();
  const image = new Float64Array(block.length);
  await sparseProduct(adjacency, basis, width, { alpha: 1, beta: 0, gamma: 0 }, basis, image, pause);
  const { values, vectors, images } = withScope((scope) => {
    const q = fromFloat64(scope, basis, shape);
    const aq = fromFloat64(scope, image, shape);
    const small = selfAdjointEig(scope, matMul(scope, q, aq, { transposeA: true }));
    return {
      values: toFloat64(small.values),
      vectors: toFloat64(matMul(scope, q, small.vectors)),
      images: toFloat64(matMul(scope, aq, small.vectors)),
    };
  });
  await pause();
  const squares = new Float64Array(width);
  for (let i = 0, at = 0; i < adjacency.nRows; i++)
    for (let c = 0; c < width; c++, at++) squares[c]! += (images[at]! - values[c]! * vectors[at]!) ** 2;
  return { values, vectors, width, residual: Math.sqrt(Math.max(...squares.subarray(width - nWanted))) };
}

/** Kernel first, then the found pairs from the last one on, each with its largest entry positive. */
function assemble(
  nRows: number,
  nColumns: number,
  { labels, nComponents, entries }: Kernel,
  { values, vectors, width }: Found,
): { readonly eigenvalues: Float64Array; readonly data: Float64Array } {
  const eigenvalues = new Float64Array(nColumns);
  const data = new Float64Array(nRows * nColumns);
  for (let i = 0; i < nRows; i++) if (labels[i]! < nColumns) data[i * nColumns + labels[i]!] = entries[i]!;
  for (let column = nComponents; column < nColumns; column++) {
    const source = width - 1 - (column - nComponents);
    let largest = 0;
    for (let at = source; at < vectors.length; at += width)
      if (Math.abs(vectors[at]!) > Math.abs(largest)) largest = vectors[at]!;
    const sign = largest < 0 ? -1 : 1;
    for (let i = 0; i < nRows; i++) data[i * nColumns + column] = sign * vectors[i * width + source]!;
    eigenvalues[column] = Math.max(0, 1 - values[source]!);
  }
  return { eigenvalues, data };
}
