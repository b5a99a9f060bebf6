/**
 * The `count` rows with the largest values, in the order in which NumPy's `argpartition(values, -count)` leaves them,
 * read from the end: scikit-learn hands them to empty clusters in that order, and label for label equality needs it.
 *
 * O(n). NumPy's introselect with its median-of-three pivot; the worst-case fallback for adversarial orders is left out.
 *
 * @see NumPy 1.24, `numpy/core/src/npysort/selection.cpp`.
 */
export function farthestRows(values: Float64Array, count: number): Int32Array {
  const n = values.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  select(values, order, n - count);
  return order.slice(n - count).reverse();
}

/** Reorders `order` so that position kth holds the row of rank kth, smaller ones before it, larger ones after it. */
function select(values: Float64Array, order: Int32Array, kth: number): void {
  const at = (position: number): number => values[order[position]!]!;
  const swap = (a: number, b: number): void => {
    const row = order[a]!;
    order[a] = order[b]!;
    order[b] = row;
  };
  let low = 0;
  let high = order.length - 1;
  if (kth < 3) return selectSmall(at, swap, order.length, kth);
  if (kth === high) return swapLargestToEnd(at, swap, order.length);
  while (low + 1 < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (at(high) < at(middle)) swap(high, middle);
    if (at(high) < at(low)) swap(high, low);
    if (at(low) < at(middle)) swap(low, middle);
    swap(middle, low + 1);
    const pivot = at(low);
    let left = low + 1;
    let right = high;
    for (;;) {
      do left++;
      while (at(left) < pivot);
      do right--;
      while (pivot < at(right));
      if (right < left) break;
      swap(left, right);
    }
    swap(low, right);
    if (right >= kth) high = right - 1;
    if (right <= kth) low = left;
  }
  if (high === low + 1 && at(high) < at(low)) swap(high, low);
}

function selectSmall(
  at: (p: number) => number,
  swap: (a: number, b: number) => void,
  n: number,
  kth: number,
): void {
  for (let i = 0; i <= kth; i++) {
    let smallest = i;
    for (let p = i + 1; p < n; p++) if (at(p) < at(smallest)) smallest = p;
    swap(i, smallest);
  }
}

function swapLargestToEnd(at: (p: number) => number, swap: (a: number, b: number) => void, n: number): void {
  let largest = 0;
  for (let p = 1; p < n; p++) if (at(p) >= at(largest)) largest = p;
  swap(n - 1, largest);
}
