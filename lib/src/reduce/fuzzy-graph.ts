import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import type { Pacer } from '../progress.js';
import type { NearestNeighbors } from './nearest-neighbors.js';

/** How often a width is bisected, and how near its sum must come to log2(nNeighbors); as umap-learn. */
const MAX_BISECTIONS = 64;
const SUM_TOLERANCE = 1e-5;

/** No width is below this share of the mean distance; as umap-learn. */
const MIN_WIDTH_SHARE = 1e-3;

/** How each row measures the distances to its neighbours. */
export interface NeighborWidths {
  /** Distance up to which a neighbour is a full member, [nRows]; umap-learn's rho. */
  readonly offsets: Float64Array;
  /** Decay length of the membership beyond, [nRows]; umap-learn's sigma. */
  readonly widths: Float64Array;
}

/** Settings of {@link neighborWidths}. */
export interface WidthSettings {
  /** Whose logarithm to base 2 the memberships of a row sum to. */
  readonly nNeighbors: number;
  /** How many neighbours are full members; a fraction lies between two of them. */
  readonly localConnectivity: number;
  /**
   * Distances are those of the row itself first, 0, then of the neighbours in the graph; without, the graph's only. umap-learn
   * leaves the first distance out of the sum either way, since it takes it for the row itself.
   */
  readonly selfFirst: boolean;
}

/**
 * Finds, for each row, the width sigma for which the memberships exp(-max(0, d - rho) / sigma) of its neighbours sum to
 * log2(nNeighbors). Equal to umap-learn's `smooth_knn_dist`, which rounds to float32.
 */
export async function neighborWidths(
  graph: NearestNeighbors,
  { nNeighbors, localConnectivity, selfFirst }: WidthSettings,
  pacer: Pacer,
): Promise<NeighborWidths> {
  const { nRows } = graph;
  const own = selfFirst ? 1 : 0;
  const used = nNeighbors - own;
  const row = new Float64Array(nNeighbors);
  const offsets = new Float64Array(nRows);
  const widths = new Float64Array(nRows);
  const rowOf = (i: number): Float64Array => {
    const first = i * graph.nNeighbors;
    row.set(graph.distances.subarray(first, first + used), own);
    return row;
  };
  let mean = 0;
  for (let i = 0; i < nRows; i++) mean += sum(rowOf(i)) / (nRows * nNeighbors);
  const target = Math.log2(nNeighbors);
  for (let i = 0; i < nRows; i++) {
    const distances = rowOf(i);
    const offset = offsetOf(distances, localConnectivity);
    const least = MIN_WIDTH_SHARE * (offset > 0 ? sum(distances) / nNeighbors : mean);
    offsets[i] = offset;
    widths[i] = Math.max(least, widthOf(distances, offset, target));
    await pacer.step('fuzzy graph', i, nRows);
  }
  return { offsets, widths };
}

/** The distance of the `localConnectivity`-th neighbour that is not a duplicate of the row. */
function offsetOf(distances: Float64Array, localConnectivity: number): number {
  const first = distances.findIndex((distance) => distance > 0);
  if (first < 0) return 0;
  const apart = distances.subarray(first);
  if (apart.length < localConnectivity) return apart[apart.length - 1]!;
  const index = Math.floor(localConnectivity);
  const fraction = localConnectivity - index;
  if (index === 0) return fraction * apart[0]!;
  const below = apart[index - 1]!;
  return fraction > SUM_TOLERANCE ? below + fraction * (apart[index]! - below) : below;
}

function widthOf(distances: Float64Array, offset: number, target: number): number {
  let low = 0;
  let high = Infinity;
  let width = 1;
  for (let step = 0; step < MAX_BISECTIONS; step++) {
    let total = 0;
    for (let j = 1; j < distances.length; j++) {
      const beyond = distances[j]! - offset;
      total += beyond > 0 ? Math.exp(-beyond / width) : 1;
    }
    if (Math.abs(total - target) < SUM_TOLERANCE) break;
    if (total > target) high = width;
    else low = width;
    width = high === Infinity ? width * 2 : (low + high) / 2;
  }
  return width;
}

/** Memberships of the neighbours of each row, [nRows, nUsed]: 1 up to the row's offset, then exp(-(d - offset) / width). */
export function memberships(
  graph: NearestNeighbors,
  nUsed: number,
  { offsets, widths }: NeighborWidths,
): Float64Array {
  const values = new Float64Array(graph.nRows * nUsed);
  for (let i = 0, at = 0; i < graph.nRows; i++) {
    for (let j = 0; j < nUsed; j++, at++) {
      const beyond = graph.distances[i * graph.nNeighbors + j]! - offsets[i]!;
      values[at] = beyond <= 0 || widths[i] === 0 ? 1 : Math.exp(-beyond / widths[i]!);
    }
  }
  return values;
}

/**
 * The fuzzy union of what each row thinks of the others: with p of one row and q of the other, `mix` (p + q - p q) +
 * (1 - `mix`) p q. A symmetric matrix; memberships that underflow to 0 are left out. O(nRows * nUsed).
 */
export function fuzzyUnion(
  { nRows, nNeighbors, indices }: NearestNeighbors,
  nUsed: number,
  values: Float64Array,
  mix: number,
): SparseMatrix {
  // Own opinions and those of the others, as two lists of entries for every row, columns ascending.
  const lengths = new Int32Array(nRows + 1);
  for (let i = 0; i < nRows; i++)
    for (let j = 0; j < nUsed; j++) lengths[indices[i * nNeighbors + j]! + 1]!++;
  const starts = lengths.slice();
  for (let i = 0; i < nRows; i++) starts[i + 1]! += starts[i]!;
  const fill = starts.slice();
  const givers = new Int32Array(values.length);
  const given = new Float64Array(values.length);
  for (let i = 0, at = 0; i < nRows; i++) {
    for (let j = 0; j < nUsed; j++, at++) {
      const to = fill[indices[i * nNeighbors + j]!]!++;
      givers[to] = i;
      given[to] = values[at]!;
    }
  }
  const offsets = new Int32Array(nRows + 1);
  const columns = new Int32Array(2 * values.length);
  const weights = new Float64Array(2 * values.length);
  const order = Array.from({ length: nUsed }, (_, j) => j);
  let size = 0;
  const push = (column: number, p: number, q: number): void => {
    const weight = mix * (p + q - p * q) + (1 - mix) * p * q;
    if (weight === 0) return;
    columns[size] = column;
    weights[size++] = weight;
  };
  for (let i = 0; i < nRows; i++) {
    const first = i * nNeighbors;
    order.sort((a, b) => indices[first + a]! - indices[first + b]!);
    let other = starts[i]!;
    const end = starts[i + 1]!;
    for (const j of order) {
      const column = indices[first + j]!;
      while (other < end && givers[other]! < column) push(givers[other]!, 0, given[other++]!);
      const mutual = other < end && givers[other] === column;
      push(column, values[i * nUsed + j]!, mutual ? given[other++]! : 0);
    }
    while (other < end) push(givers[other]!, 0, given[other++]!);
    offsets[i + 1] = size;
  }
  return {
    nRows,
    nColumns: nRows,
    offsets,
    columns: columns.slice(0, size),
    values: weights.slice(0, size),
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
