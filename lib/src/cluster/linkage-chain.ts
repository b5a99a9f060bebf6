import type { Pacer } from '../progress.js';
import { emptyMerges, type RawMerges } from './linkage-tree.js';
import type { DistanceUpdate } from './linkage-update.js';

/** How many merges between two looks at the clock: some 20 ms at 15 000 rows. */
const MERGES_PER_STEP = 32;

/** The matrix is repacked once so few of its rows are still alive. */
const LIVE_SHARE = 0.7;

/**
 * Clusters that are still apart, and their distances. A cluster lives in a slot: at first a row of the data, later
 * the slot of one of its parts. Slots keep their order for good, which is what decides ties.
 */
interface Clusters {
  /** Distances, `width` x `width`, symmetric. Rows and columns of dead slots hold leftovers. */
  readonly distances: Float64Array;
  width: number;
  /** Positions in the matrix that are alive, ascending: the first `nLive` entries. */
  readonly live: Int32Array;
  nLive: number;
  /** Size of the cluster at each position. */
  readonly sizes: Int32Array;
  /** The leaf that each position stood for at the start; ascending. */
  readonly slots: Int32Array;
  /** Nearest-neighbour chain, as positions. */
  readonly chain: Int32Array;
  chainLength: number;
  /** Distance between the last two of the chain, once they are each other's nearest neighbours. */
  height: number;
}

/**
 * Agglomeration by nearest-neighbour chain, for methods whose merges never come closer to a third cluster
 * (complete, average, weighted, ward). About 1.5 n^2 comparisons and n^2 / 2 updates.
 *
 * Every tie is broken as scipy does: the previous element of the chain wins, then the lowest slot; the merged
 * cluster stays in the higher slot. As clusters die, the live part of the matrix is packed together, so that
 * what is still needed moves into the processor's caches.
 *
 * @param distances - Square, symmetric, n x n; used as working memory and destroyed.
 */
export async function mergeByChain(distances: Float64Array, n: number, update: DistanceUpdate, pacer: Pacer): Promise<RawMerges> {
  const merges = emptyMerges(n);
  const ascending = Int32Array.from({ length: n }, (_, i) => i);
  const clusters: Clusters = {
    distances, width: n, live: ascending, nLive: n, sizes: new Int32Array(n).fill(1), slots: ascending.slice(),
    chain: new Int32Array(n), chainLength: 0, height: 0,
  };
  for (let merge = 0; merge < n - 1; merge++) {
    if (clusters.nLive < LIVE_SHARE * clusters.width) pack(clusters);
    growChain(clusters);
    const a = clusters.chain[--clusters.chainLength]!;
    const b = clusters.chain[--clusters.chainLength]!;
    const dying = Math.min(a, b);
    const staying = Math.max(a, b);
    merges.left[merge] = clusters.slots[dying]!;
    merges.right[merge] = clusters.slots[staying]!;
    merges.heights[merge] = clusters.height;
    join(clusters, dying, staying, update);
    if (merge % MERGES_PER_STEP === 0) await pacer.step('merging', merge, n - 1);
  }
  await pacer.step('merging', n - 1, n - 1);
  return merges;
}

/** Walks from cluster to nearest neighbour until two are each other's. */
function growChain(clusters: Clusters): void {
  const { distances, width, live, nLive, chain } = clusters;
  let length = clusters.chainLength;
  if (length === 0) chain[length++] = live[0]!;
  for (;;) {
    const x = chain[length - 1]!;
    const row = x * width;
    const previous = length > 1 ? chain[length - 2]! : -1;
    let nearest = previous;
    let best = previous >= 0 ? distances[row + previous]! : Infinity;
    for (let k = 0; k < nLive; k++) {
      const i = live[k]!;
      const d = distances[row + i]!;
      if (d < best && i !== x) {
        best = d;
        nearest = i;
      }
    }
    if (nearest === previous) {
      clusters.chainLength = length;
      clusters.height = best;
      return;
    }
    chain[length++] = nearest;
  }
}

function join(clusters: Clusters, x: number, y: number, update: DistanceUpdate): void {
  const { distances, width, live, sizes, height } = clusters;
  const at = live.indexOf(x);
  live.copyWithin(at, at + 1, clusters.nLive);
  const nLive = --clusters.nLive;
  const nx = sizes[x]!;
  const ny = sizes[y]!;
  const rowX = x * width;
  const rowY = y * width;
  for (let k = 0; k < nLive; k++) {
    const i = live[k]!;
    const d = update(distances[rowX + i]!, distances[rowY + i]!, height, nx, ny, sizes[i]!);
    distances[rowY + i] = d;
    distances[i * width + y] = d;
  }
  sizes[y] = nx + ny;
}

/** Moves the live rows and columns to the front, in place: every value moves to a lower address, so none is overwritten early. */
function pack(clusters: Clusters): void {
  const { distances, width, live, nLive, sizes, slots, chain, chainLength } = clusters;
  const moved = new Int32Array(width);
  for (let r = 0, to = 0; r < nLive; r++) {
    const row = live[r]! * width;
    for (let k = 0; k < nLive; k++) distances[to++] = distances[row + live[k]!]!;
    moved[live[r]!] = r;
  }
  for (let r = 0; r < nLive; r++) {
    sizes[r] = sizes[live[r]!]!;
    slots[r] = slots[live[r]!]!;
  }
  for (let c = 0; c < chainLength; c++) chain[c] = moved[chain[c]!]!;
  for (let r = 0; r < nLive; r++) live[r] = r;
  clusters.width = nLive;
}
