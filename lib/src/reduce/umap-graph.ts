import type { Matrix } from '../matrix/matrix.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import type { Pacer } from '../progress.js';
import { fuzzyUnion, memberships, neighborWidths } from './fuzzy-graph.js';
import { findNeighbors, type NearestNeighbors } from './nearest-neighbors.js';
import { checkNeighborGraph, isNeighborGraph } from './neighbor-graph.js';
import type { ResolvedUmapOptions } from './umap-options.js';

/** The neighbours that the layout is made from: those given, or searched for. */
export async function umapNeighbors(
  fn: string,
  input: Matrix | NearestNeighbors,
  { nNeighbors, metric, maxMemoryBytes }: ResolvedUmapOptions,
  pacer: Pacer,
): Promise<NearestNeighbors> {
  const needed = nNeighbors - 1;
  if (!isNeighborGraph(input)) {
    const search = { points: input, queries: input, excludeSelf: true, maxMemoryBytes };
    return findNeighbors(fn, search, needed, metric, pacer);
  }
  const purpose = `nNeighbors = ${nNeighbors}, which counts the row itself`;
  checkNeighborGraph(fn, input, { needed, purpose, nPoints: input.nRows, bipartite: false });
  return input;
}

/** What every row thinks of its neighbours, united. */
export async function umapGraph(
  neighbors: NearestNeighbors,
  { nNeighbors, localConnectivity, setOpMixRatio }: ResolvedUmapOptions,
  pacer: Pacer,
): Promise<SparseMatrix> {
  const settings = { nNeighbors, localConnectivity, selfFirst: true };
  const widths = await neighborWidths(neighbors, settings, pacer);
  const values = memberships(neighbors, nNeighbors - 1, widths);
  const graph = fuzzyUnion(neighbors, nNeighbors - 1, values, setOpMixRatio);
  await pacer.step('fuzzy graph', 1, 1);
  return graph;
}

/** The graph without the edges below 1 / `share` of the largest weight. */
export function withoutWeakEdges(graph: SparseMatrix, share: number): SparseMatrix {
  const { nRows, offsets, columns, values } = graph;
  const least = values.reduce((max, value) => Math.max(max, value), 0) / share;
  const starts = new Int32Array(nRows + 1);
  const kept = { columns: new Int32Array(values.length), values: new Float64Array(values.length) };
  let size = 0;
  for (let i = 0; i < nRows; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) {
      if (values[at]! < least) continue;
      kept.columns[size] = columns[at]!;
      kept.values[size++] = values[at]!;
    }
    starts[i + 1] = size;
  }
  return {
    ...graph,
    offsets: starts,
    columns: kept.columns.slice(0, size),
    values: kept.values.slice(0, size),
  };
}
