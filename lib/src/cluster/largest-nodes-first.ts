import type { LinkageTree } from './linkage-tree.js';

/**
 * Labels of scikit-learn's `AgglomerativeClustering`: the last merge of those still whole is undone until there are
 * `nClusters`. A cluster's label is its position in the array of a binary heap that holds them, so the heap's sift
 * rules (those of Python's heapq) are part of the result.
 */
export function largestNodesFirst({ children, nLeaves }: LinkageTree, nClusters: number): Int32Array {
  // A min-heap of negated numbers, as scikit-learn has it: the latest merge is at the front.
  const heap = [-(2 * nLeaves - 2)];
  for (let i = 1; i < nClusters; i++) {
    const merge = -heap[0]! - nLeaves;
    push(heap, -children[2 * merge]!);
    replaceFirst(heap, -children[2 * merge + 1]!);
  }
  const labels = new Int32Array(nLeaves);
  heap.forEach((node, label) => {
    const stack = [-node];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next < nLeaves) labels[next] = label;
      else stack.push(children[2 * (next - nLeaves)]!, children[2 * (next - nLeaves) + 1]!);
    }
  });
  return labels;
}

function push(heap: number[], item: number): void {
  heap.push(item);
  siftTowardsRoot(heap, 0, heap.length - 1);
}

/** heapq's `heappushpop` where the new item is known to be larger than the first: it takes the first one's place. */
function replaceFirst(heap: number[], item: number): void {
  if (!(heap[0]! < item)) return;
  heap[0] = item;
  siftTowardsLeaves(heap, 0);
}

function siftTowardsRoot(heap: number[], root: number, start: number): void {
  const item = heap[start]!;
  let at = start;
  while (at > root) {
    const parent = (at - 1) >> 1;
    if (item >= heap[parent]!) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

/** heapq moves smaller children up all the way to a leaf, then sifts the item back from there. */
function siftTowardsLeaves(heap: number[], root: number): void {
  const item = heap[root]!;
  let at = root;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1;
    if (right < heap.length && !(heap[child]! < heap[right]!)) child = right;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = item;
  siftTowardsRoot(heap, root, at);
}
