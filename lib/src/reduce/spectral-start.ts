import { connectedComponents, type ConnectedComponents } from '../matrix/connected-components.js';
import { laplacianEigenvectors } from '../matrix/laplacian-eigenvectors.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import { randomState, type RandomState } from '../random/random-state.js';
import type { Pacer } from '../progress.js';

/** Accuracy of the eigenvectors; as umap-learn. The descent forgets the rest. */
const TOLERANCE = 1e-4;

/** Filters applied before the search for eigenvectors is given up. */
const MAX_ROUNDS = 20;

/** Where points start, and what there is to say about it. */
export interface StartPositions {
  /** [nRows, nComponents] */
  readonly positions: Float64Array;
  readonly warnings: readonly string[];
}

/** Uniform draws in [-10, 10). */
export function uniformStart(nRows: number, nComponents: number, seed: number): Float64Array {
  return randomState(seed).uniformArray(-10, 10, nRows * nComponents);
}

/**
 * Eigenvectors 1 to nComponents of the normalized Laplacian of a graph, not yet scaled.
 *
 * A graph in pieces has no such eigenvectors in common. Each piece of a graph of up to 2 nComponents is then laid out by
 * itself around an end of an axis of its own, as in umap-learn; more pieces, or eigenvectors that are not found in
 * reasonable time, mean a random start. Both are said in `warnings`.
 */
export async function spectralStart(
  graph: SparseMatrix,
  nComponents: number,
  seed: number,
  pacer: Pacer,
): Promise<StartPositions> {
  const pieces = connectedComponents(graph);
  const nPieces = pieces.sizes.length;
  if (nPieces === 1) {
    const positions = await eigenvectorsOf(graph, nComponents, seed, pacer);
    if (positions !== undefined) return { positions, warnings: [] };
    return {
      positions: uniformStart(graph.nRows, nComponents, seed),
      warnings: ['the spectral start was not found in reasonable time: the start is random instead.'],
    };
  }
  const parted = `the neighbor graph falls into ${nPieces} parts without a connection`;
  if (nPieces > 2 * nComponents) {
    const warning = `${parted}, too many to place apart in ${nComponents} dimensions: the start is random instead of spectral.`;
    return { positions: uniformStart(graph.nRows, nComponents, seed), warnings: [warning] };
  }
  return {
    positions: await positionsOfPieces(graph, pieces, nComponents, seed, pacer),
    warnings: [`${parted}: where they lie to one another in the embedding means nothing.`],
  };
}

async function eigenvectorsOf(
  graph: SparseMatrix,
  nComponents: number,
  seed: number,
  pacer: Pacer,
): Promise<Float64Array | undefined> {
  const { eigenvectors, converged } = await laplacianEigenvectors(graph, nComponents + 1, {
    randomState: seed,
    tol: TOLERANCE,
    maxRounds: MAX_ROUNDS,
    pause: () => pacer.step('spectral start', 0, 1),
  });
  await pacer.step('spectral start', 1, 1);
  if (!converged) return undefined;
  const { data, nRows, nColumns } = eigenvectors;
  const positions = new Float64Array(nRows * nComponents);
  for (let i = 0; i < nRows; i++)
    positions.set(data.subarray(i * nColumns + 1, (i + 1) * nColumns), i * nComponents);
  return positions;
}

async function positionsOfPieces(
  graph: SparseMatrix,
  { labels, sizes }: ConnectedComponents,
  nComponents: number,
  seed: number,
  pacer: Pacer,
): Promise<Float64Array> {
  const positions = new Float64Array(graph.nRows * nComponents);
  const random = randomState(seed);
  const half = Math.ceil(sizes.length / 2);
  // Half the distance to the nearest other end of an axis.
  const radius = sizes.length === 2 ? 1 : Math.SQRT1_2;
  for (let piece = 0; piece < sizes.length; piece++) {
    const vertices = Int32Array.from(labels.keys()).filter((vertex) => labels[vertex] === piece);
    const inside = await pieceLayout(subgraph(graph, vertices), nComponents, radius, seed, random, pacer);
    const axis = piece % half;
    vertices.forEach((vertex, i) => {
      const at = vertex * nComponents;
      positions.set(inside.subarray(i * nComponents, (i + 1) * nComponents), at);
      positions[at + axis]! += piece < half ? 1 : -1;
    });
  }
  return positions;
}

/** Positions in [-radius, radius]: eigenvectors, or uniform draws where the piece is too small to have them. */
async function pieceLayout(
  piece: SparseMatrix,
  nComponents: number,
  radius: number,
  seed: number,
  random: RandomState,
  pacer: Pacer,
): Promise<Float64Array> {
  const small = piece.nRows < 2 * nComponents || piece.nRows <= nComponents + 1;
  const found = small ? undefined : await eigenvectorsOf(piece, nComponents, seed, pacer);
  if (found === undefined) return random.uniformArray(-radius, radius, piece.nRows * nComponents);
  const largest = found.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return found.map((value) => (value * radius) / largest);
}

/** The rows and columns of some vertices, ascending, that have no edge to others. */
function subgraph({ nRows, offsets, columns, values }: SparseMatrix, vertices: Int32Array): SparseMatrix {
  const place = new Int32Array(nRows);
  vertices.forEach((vertex, i) => (place[vertex] = i));
  const starts = new Int32Array(vertices.length + 1);
  vertices.forEach((vertex, i) => (starts[i + 1] = starts[i]! + offsets[vertex + 1]! - offsets[vertex]!));
  const inner = { columns: new Int32Array(starts.at(-1)!), values: new Float64Array(starts.at(-1)!) };
  vertices.forEach((vertex, i) => {
    const [from, to] = [offsets[vertex]!, offsets[vertex + 1]!];
    inner.columns.set(
      columns.subarray(from, to).map((column) => place[column]!),
      starts[i],
    );
    inner.values.set(values.subarray(from, to), starts[i]);
  });
  return { nRows: vertices.length, nColumns: vertices.length, offsets: starts, ...inner };
}
