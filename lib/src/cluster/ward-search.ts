import { matMul } from '../tensorflow/operations.js';
import {
  fromFloat32,
  sharableFloat32,
  toFloat32,
  withScope,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import type { WardClusters } from './ward-clusters.js';

/** Half a unit in the last place of float32. */
const FLOAT32_ERROR = 2 ** -24;

/** More than float32 can lose of a product, factors at most 1, that falls below its smallest number. */
const UNDERFLOW = 2 ** -120;

/** Floating-point operations and entries of one block of products: some 50 ms, 32 MB. */
const BLOCK_OPERATIONS = 1.2e10;
const BLOCK_ENTRIES = 2 ** 23;

/** Clusters entered between two looks at the clock. */
const CLUSTERS_A_STEP = 512;

/** Where holes are a larger share of the positions, they are closed. */
const MOST_HOLES = 0.1;

/**
 * The means of the clusters that are still apart, made ready for products in float32. A cluster has a position; one that is
 * gone leaves a hole.
 */
export interface SearchTable {
  /** Means times `scale`, so that no entry is larger than 1, [nRows, nColumns]. */
  readonly rows: Float32Array;
  readonly scale: number;
  readonly clusters: Int32Array;
  /** Squared lengths of the means less what float32 may add to a product; Infinity in a hole. */
  readonly lowNorms: Float64Array;
  /** Halves of the reciprocal sizes: the reciprocal of Ward's weight 2 a b / (a + b) is the sum of two. */
  readonly halves: Float64Array;
  nPositions: number;
  nHoles: number;
  /** By cluster: its position. */
  readonly positions: Int32Array;
}

export async function createSearchTable(
  clusters: WardClusters,
  pause: () => Promise<void>,
): Promise<SearchTable> {
  const { nRows, nColumns, largest } = clusters;
  const numbers = Int32Array.from({ length: nRows }, (_, i) => i);
  const table: SearchTable = {
    rows: sharableFloat32(nRows * nColumns),
    scale: 1 / Math.max(largest, 1e-300),
    clusters: numbers,
    lowNorms: new Float64Array(nRows),
    halves: new Float64Array(nRows),
    nPositions: nRows,
    nHoles: 0,
    positions: numbers.slice(),
  };
  for (let cluster = 0; cluster < nRows; cluster++) {
    enterCluster(table, clusters, cluster);
    if (cluster % CLUSTERS_A_STEP === 0) await pause();
  }
  return table;
}

/** Writes a cluster, new or changed, to its position. */
export function enterCluster(table: SearchTable, clusters: WardClusters, cluster: number): void {
  const { rows, scale } = table;
  const { nColumns, means } = clusters;
  const position = table.positions[cluster]!;
  const from = cluster * nColumns;
  const to = position * nColumns;
  for (let j = 0; j < nColumns; j++) rows[to + j] = means[from + j]! * scale;
  table.halves[position] = 0.5 / clusters.sizes[cluster]!;
  // A product of m terms a.b, factors rounded to float32, is off by at most ((1 + u)^(m + 3) - 1) |a| |b|, in whatever order
  // it is summed (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), and |a| |b| <= (|a|^2 + |b|^2) / 2.
  const error = Math.expm1((nColumns + 4) * Math.log1p(FLOAT32_ERROR));
  table.lowNorms[position] =
    clusters.squaredNorms[cluster]! * (1 - error) - (nColumns * UNDERFLOW) / scale / scale;
}

export function removeCluster(table: SearchTable, cluster: number): void {
  table.lowNorms[table.positions[cluster]!] = Infinity;
  table.nHoles++;
}

/** The clusters that are still apart, in the order of their positions. */
export function liveClusters({ clusters, lowNorms, nPositions }: SearchTable): Int32Array {
  return clusters.subarray(0, nPositions).filter((_, position) => lowNorms[position] !== Infinity);
}

/** Closes the holes if there are many. */
export function packTable(table: SearchTable, nColumns: number): void {
  if (table.nHoles <= MOST_HOLES * table.nPositions) return;
  const { rows, clusters, lowNorms, halves, positions } = table;
  let to = 0;
  for (let from = 0; from < table.nPositions; from++) {
    if (lowNorms[from] === Infinity) continue;
    rows.copyWithin(to * nColumns, from * nColumns, (from + 1) * nColumns);
    clusters[to] = clusters[from]!;
    lowNorms[to] = lowNorms[from]!;
    halves[to] = halves[from]!;
    positions[clusters[from]!] = to++;
  }
  table.nPositions = to;
  table.nHoles = 0;
}

/** What the products say of one cluster: from how far away another one is for certain. */
export interface LowerBounds {
  readonly cluster: number;
  readonly table: SearchTable;
  /** Of its mean with the means at all positions. */
  readonly products: Float32Array;
}

/** Multiplies the means of `wanted` with all means, block by block, and shows what follows for each. */
export async function searchClusters(
  table: SearchTable,
  nColumns: number,
  wanted: Int32Array,
  visit: (bounds: LowerBounds) => void,
  pause: () => Promise<void>,
): Promise<void> {
  const { nPositions: n, rows } = table;
  const blockRows = Math.ceil(Math.min(BLOCK_OPERATIONS / (2 * n * nColumns), BLOCK_ENTRIES / n));
  await withScope(async (scope) => {
    const all = fromFloat32(scope, rows.subarray(0, n * nColumns), [n, nColumns]);
    for (let start = 0; start < wanted.length; start += blockRows) {
      const block = wanted.subarray(start, start + blockRows);
      const products = withScope((step) =>
        toFloat32(matMul(step, rowsOf(step, table, block, nColumns), all, { transposeB: true })),
      );
      for (const [i, cluster] of block.entries())
        visit({ cluster, table, products: products.subarray(i * n, (i + 1) * n) });
      await pause();
    }
  });
}

function rowsOf(
  scope: Scope,
  { rows, positions }: SearchTable,
  wanted: Int32Array,
  nColumns: number,
): Tensor {
  const some = sharableFloat32(wanted.length * nColumns);
  for (const [i, cluster] of wanted.entries()) {
    const from = positions[cluster]! * nColumns;
    some.set(rows.subarray(from, from + nColumns), i * nColumns);
  }
  return fromFloat32(scope, some, [wanted.length, nColumns]);
}

/** Clusters that may be near to another one. */
export interface Candidates {
  readonly clusters: Int32Array;
  /** The squares of their Ward distances are not below these. */
  readonly squares: Float64Array;
  /** Nor those of all other clusters below this. */
  readonly bound: number;
}

/** The `count` clusters with the lowest bounds. */
export function lowestBounds(bounds: LowerBounds, count: number): Candidates {
  const { cluster, table } = bounds;
  const own = table.positions[cluster]!;
  const positions = new Int32Array(count + 1).fill(-1);
  const squares = new Float64Array(count + 1).fill(Infinity);
  for (let p = -1; (p = nextWithin(squares[count]!, p + 1, bounds)) >= 0;) {
    if (p === own) continue;
    const square = lowerBound(bounds, p);
    let at = count;
    for (; at > 0 && square < squares[at - 1]!; at--) {
      squares[at] = squares[at - 1]!;
      positions[at] = positions[at - 1]!;
    }
    squares[at] = square;
    positions[at] = p;
  }
  const found = positions.subarray(0, count).filter((p) => p >= 0);
  return {
    clusters: found.map((p) => table.clusters[p]!),
    squares: squares.slice(0, found.length),
    bound: squares[count]!,
  };
}

/** The clusters with bounds below `limit`, in the order of their positions. */
export function boundsWithin(bounds: LowerBounds, limit: number): Candidates {
  const { cluster, table } = bounds;
  const own = table.positions[cluster]!;
  const found: number[] = [];
  for (let p = -1; (p = nextWithin(limit, p + 1, bounds)) >= 0;) if (p !== own) found.push(p);
  return {
    clusters: Int32Array.from(found, (p) => table.clusters[p]!),
    squares: Float64Array.from(found, (p) => lowerBound(bounds, p)),
    bound: limit,
  };
}

function lowerBound({ cluster, table, products }: LowerBounds, p: number): number {
  const { lowNorms, halves, scale, positions } = table;
  const own = positions[cluster]!;
  const low = lowNorms[own]! + lowNorms[p]! - (2 / scale / scale) * products[p]!;
  return low / (halves[own]! + halves[p]!);
}

/** The next position with a lower bound below `limit`, or -1. The loop that all else waits for: four at a time take half the time. */
function nextWithin(limit: number, start: number, { cluster, table, products }: LowerBounds): number {
  const { lowNorms, halves, scale, positions } = table;
  const own = positions[cluster]!;
  const half = halves[own]!;
  const norm = lowNorms[own]!;
  const factor = 2 / scale / scale;
  const n = products.length;
  let p = start;
  for (; p + 3 < n; p += 4) {
    if (norm + lowNorms[p]! - factor * products[p]! < limit * (half + halves[p]!)) return p;
    if (norm + lowNorms[p + 1]! - factor * products[p + 1]! < limit * (half + halves[p + 1]!)) return p + 1;
    if (norm + lowNorms[p + 2]! - factor * products[p + 2]! < limit * (half + halves[p + 2]!)) return p + 2;
    if (norm + lowNorms[p + 3]! - factor * products[p + 3]! < limit * (half + halves[p + 3]!)) return p + 3;
  }
  for (; p < n; p++) if (norm + lowNorms[p]! - factor * products[p]! < limit * (half + halves[p]!)) return p;
  return -1;
}
