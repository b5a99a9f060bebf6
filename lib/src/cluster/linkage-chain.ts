import type { Pacer } from '../progress.js';
import {
  completeRow,
  createClusterTable,
  joinClusters,
  lowestCluster,
  packTable,
  type ClusterTable,
} from './linkage-table.js';
import { emptyMerges, type RawMerges } from './linkage-tree.js';
import type { DistanceUpdate } from './linkage-update.js';

/** How many merges between two looks at the clock: some 20 ms at 15 000 rows. */
const MERGES_PER_STEP = 32;

/** A cluster, its nearest neighbour, that one's nearest neighbour, and so on. */
interface Chain {
  /** Positions in the table of clusters. */
  readonly positions: Int32Array;
  length: number;
  /** Distance of the last two, once they are each other's nearest neighbours. */
  height: number;
}

/**
 * Agglomeration by nearest-neighbour chain, for methods whose merges never come closer to a third cluster
 * (complete, average, weighted, ward). About 1.5 n^2 comparisons and n^2 / 2 updates.
 *
 * Ties are broken as in scipy: the previous element of the chain wins, then the lowest slot.
 *
 * @param distances - Symmetric, n rows of `tableWidth(n)` columns; used as working memory and destroyed.
 */
export async function mergeByChain(
  distances: Float64Array,
  n: number,
  update: DistanceUpdate,
  pacer: Pacer,
): Promise<RawMerges> {
  const merges = emptyMerges(n);
  const table = createClusterTable(distances, n);
  const chain: Chain = { positions: new Int32Array(n), length: 0, height: 0 };
  for (let merge = 0; merge < n - 1; merge++) {
    growChain(chain, table);
    const a = chain.positions[--chain.length]!;
    const b = chain.positions[--chain.length]!;
    merges.left[merge] = table.slots[a]!;
    merges.right[merge] = table.slots[b]!;
    merges.heights[merge] = chain.height;
    joinClusters(table, a, b, chain.height, update);
    if (table.nPositions === table.width && merge < n - 2) {
      const moved = packTable(table);
      for (let c = 0; c < chain.length; c++) chain.positions[c] = moved[chain.positions[c]!]!;
    }
    if (merge % MERGES_PER_STEP === 0) await pacer.step('merging', merge, n - 1);
  }
  await pacer.step('merging', n - 1, n - 1);
  return merges;
}

/** Walks from cluster to nearest neighbour until two are each other's. */
function growChain(chain: Chain, table: ClusterTable): void {
  const { positions } = chain;
  if (chain.length === 0) positions[chain.length++] = lowestCluster(table);
  for (;;) {
    const x = positions[chain.length - 1]!;
    const previous = chain.length > 1 ? positions[chain.length - 2]! : -1;
    const nearest = nearestCluster(chain, table, x, previous);
    if (nearest === previous) return;
    positions[chain.length++] = nearest;
  }
}

function nearestCluster(chain: Chain, table: ClusterTable, x: number, previous: number): number {
  const row = completeRow(table, x);
  const { distances, live, nLive, slots } = table;
  let nearest = previous;
  let best = previous >= 0 ? distances[row + previous]! : Infinity;
  for (let k = 0; k < nLive; k++) {
    const i = live[k]!;
    const d = distances[row + i]!;
    if (d > best || i === x) continue;
    if (d < best || (nearest !== previous && slots[i]! < slots[nearest]!)) {
      best = d;
      nearest = i;
    }
  }
  chain.height = best;
  return nearest;
}
