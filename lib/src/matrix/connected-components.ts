import type { SparseMatrix } from './sparse-matrix.js';

/** The pieces of a graph between which there is no edge. */
export interface ConnectedComponents {
  /** Component of each vertex; 0 is the largest, components of equal size are in the order of their first vertex. */
  readonly labels: Int32Array;
  /** Vertices of each component, descending. */
  readonly sizes: Int32Array;
}

/** Components of an undirected graph, given as a symmetric matrix; entries of 0 are no edges. O(vertices + edges). */
export function connectedComponents({ nRows, offsets, columns, values }: SparseMatrix): ConnectedComponents {
  const found = new Int32Array(nRows).fill(-1);
  const stack = new Int32Array(nRows);
  const sizes: number[] = [];
  for (let start = 0; start < nRows; start++) {
    if (found[start]! >= 0) continue;
    const component = sizes.length;
    let size = 0;
    let height = 0;
    found[start] = component;
    stack[height++] = start;
    while (height > 0) {
      const vertex = stack[--height]!;
      size++;
      for (let at = offsets[vertex]!; at < offsets[vertex + 1]!; at++) {
        const neighbor = columns[at]!;
        if (found[neighbor]! >= 0 || values[at] === 0) continue;
        found[neighbor] = component;
        stack[height++] = neighbor;
      }
    }
    sizes.push(size);
  }
  const order = sizes.map((_, component) => component).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(sizes.length);
  order.forEach((component, place) => (rank[component] = place));
  return {
    labels: found.map((component) => rank[component]!),
    sizes: Int32Array.from(order, (component) => sizes[component]!),
  };
}
