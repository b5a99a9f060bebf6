import type { Pacer } from '../progress.js';
import { changeValue, createHeap, removeSmallest, type KeyedHeap } from './linkage-heap.js';
import { emptyMerges, type LinkageTree } from './linkage-tree.js';
import type { DistanceUpdate } from './linkage-update.js';

const MERGES_PER_STEP = 16;

const STAGE = 'merging';

/** The clusters during the generic algorithm; a cluster lives in the higher slot of its two parts, 0 marks a dead slot. */
interface Slots {
  readonly n: number;
  readonly distances: Float64Array;
  readonly sizes: Int32Array;
  /** For each slot but the last: its nearest neighbour among higher slots, or a guess at it, ... */
  readonly neighbors: Int32Array;
  /** ... and a lower bound of the distance to the true one. */
  readonly bounds: Float64Array;
  readonly heap: KeyedHeap;
}

/**
 * Agglomeration of the closest pair of all, for methods whose merges may come closer to a third cluster than they
 * were (centroid, median). Keeps a lower bound per cluster in a heap (Müllner 2011, "generic" algorithm), with the
 * tie rules of scipy. Between O(n^2) and O(n^3).
 *
 * The merges come in their final order: with these methods heights may step back, so they are not sorted.
 *
 * @param distances - Square, symmetric, n x n; used as working memory and destroyed.
 */
export async function mergeClosest(
  distances: Float64Array,
  n: number,
  update: DistanceUpdate,
  pacer: Pacer,
): Promise<Pick<LinkageTree, 'children' | 'heights' | 'counts'>> {
  const slots = await createSlots(distances, n, pacer);
  const { sizes } = slots;
  const ids = Int32Array.from({ length: n }, (_, i) => i);
  const { heights } = emptyMerges(n);
  const children = new Int32Array(2 * (n - 1));
  const counts = new Int32Array(n - 1);
  for (let merge = 0; merge < n - 1; merge++) {
    const { x, y, height } = closestPair(slots);
    children[2 * merge] = Math.min(ids[x]!, ids[y]!);
    children[2 * merge + 1] = Math.max(ids[x]!, ids[y]!);
    heights[merge] = height;
    counts[merge] = sizes[x]! + sizes[y]!;
    ids[y] = n + merge;
    updateDistances(slots, x, y, height, update);
    updateNeighbors(slots, x, y);
    if (merge % MERGES_PER_STEP === 0) await pacer.step(STAGE, merge, n - 1);
  }
  await pacer.step(STAGE, n - 1, n - 1);
  return { children, heights, counts };
}

async function createSlots(distances: Float64Array, n: number, pacer: Pacer): Promise<Slots> {
  const sizes = new Int32Array(n).fill(1);
  const neighbors = new Int32Array(n - 1);
  const bounds = new Float64Array(n - 1);
  for (let x = 0; x < n - 1; x++) {
    neighbors[x] = nearestHigher(distances, n, sizes, x);
    bounds[x] = distances[x * n + neighbors[x]!]!;
    await pacer.step(STAGE, 0, n - 1);
  }
  return { n, distances, sizes, neighbors, bounds, heap: createHeap(bounds) };
}

/** The live slot above x that is nearest to x, the lowest on ties; -1 if there is none. */
function nearestHigher(distances: Float64Array, n: number, sizes: Int32Array, x: number): number {
  let nearest = -1;
  let best = Infinity;
  for (let i = x + 1; i < n; i++) {
    if (sizes[i] === 0) continue;
    const d = distances[x * n + i]!;
    if (d < best) {
      best = d;
      nearest = i;
    }
  }
  return nearest;
}

/** Takes the closest pair off the heap, after mending the bounds that turn out too low. */
function closestPair(slots: Slots): { readonly x: number; readonly y: number; readonly height: number } {
  const { n, distances, sizes, neighbors, bounds, heap } = slots;
  for (;;) {
    const x = heap.keys[0]!;
    const height = heap.values[0]!;
    const y = neighbors[x]!;
    if (height === distances[x * n + y]) {
      removeSmallest(heap);
      return { x, y, height };
    }
    neighbors[x] = nearestHigher(distances, n, sizes, x);
    bounds[x] = distances[x * n + neighbors[x]]!;
    changeValue(heap, x, bounds[x]);
  }
}

function updateDistances(
  { n, distances, sizes }: Slots,
  x: number,
  y: number,
  height: number,
  update: DistanceUpdate,
): void {
  const nx = sizes[x]!;
  const ny = sizes[y]!;
  sizes[x] = 0;
  sizes[y] = nx + ny;
  for (let z = 0; z < n; z++) {
    if (sizes[z] === 0 || z === y) continue;
    const d = update(distances[x * n + z]!, distances[y * n + z]!, height, nx, ny, sizes[z]!);
    distances[y * n + z] = d;
    distances[z * n + y] = d;
  }
}

function updateNeighbors(
  { n, distances, sizes, neighbors, bounds, heap }: Slots,
  x: number,
  y: number,
): void {
  for (let z = 0; z < x; z++) {
    if (sizes[z]! > 0 && neighbors[z] === x) neighbors[z] = y;
  }
  for (let z = 0; z < y; z++) {
    if (sizes[z] === 0) continue;
    const d = distances[z * n + y]!;
    if (d < bounds[z]!) {
      neighbors[z] = y;
      bounds[z] = d;
      changeValue(heap, z, d);
    }
  }
  if (y === n - 1) return;
  const nearest = nearestHigher(distances, n, sizes, y);
  if (nearest < 0) return;
  neighbors[y] = nearest;
  bounds[y] = distances[y * n + nearest]!;
  changeValue(heap, y, bounds[y]);
}
