/**
 * Binary min-heap of the numbers 0 to n - 1, each with a value that may change: `keys[0]` has the smallest value.
 * Which of several equal values comes first follows from the sift rules alone; they are those of scipy's heap.
 */
export interface KeyedHeap {
  readonly keys: Int32Array;
  readonly values: Float64Array;
  /** Where each key sits in `keys`. */
  readonly positions: Int32Array;
  size: number;
}

/** Builds a heap in linear time, from the lowest parents upwards. */
export function createHeap(values: Float64Array): KeyedHeap {
  const size = values.length;
  const keys = Int32Array.from({ length: size }, (_, i) => i);
  const heap: KeyedHeap = { keys, values: values.slice(), positions: keys.slice(), size };
  for (let i = (size >> 1) - 1; i >= 0; i--) siftDown(heap, i);
  return heap;
}

export function removeSmallest(heap: KeyedHeap): void {
  swap(heap, 0, --heap.size);
  siftDown(heap, 0);
}

/** Gives a key that is still in the heap another value. */
export function changeValue(heap: KeyedHeap, key: number, value: number): void {
  const at = heap.positions[key]!;
  const old = heap.values[at]!;
  heap.values[at] = value;
  if (value < old) siftUp(heap, at);
  else siftDown(heap, at);
}

function siftUp(heap: KeyedHeap, start: number): void {
  const { values } = heap;
  let at = start;
  for (let parent = (at - 1) >> 1; at > 0 && values[parent]! > values[at]!; parent = (at - 1) >> 1) {
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown(heap: KeyedHeap, start: number): void {
  const { values, size } = heap;
  let at = start;
  for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && values[child + 1]! < values[child]!) child++;
    if (!(values[at]! > values[child]!)) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap({ keys, values, positions }: KeyedHeap, i: number, j: number): void {
  const key = keys[i]!;
  const value = values[i]!;
  keys[i] = keys[j]!;
  values[i] = values[j]!;
  keys[j] = key;
  values[j] = value;
  positions[keys[i]] = i;
  positions[key] = j;
}
