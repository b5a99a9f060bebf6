/**
 * Squared Euclidean distance of the row of `a` that begins at `aStart` and the row of `b` that begins at `bStart`. In four
 * running sums, which the processor can add side by side: three times as fast as `squaredEuclidean` on long rows, and
 * rounded in another order than scipy's.
 */
export function squaredDistance(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  nColumns: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < nColumns; j += 4) {
    const d0 = a[aStart + j]! - b[bStart + j]!;
    const d1 = a[aStart + j + 1]! - b[bStart + j + 1]!;
    const d2 = a[aStart + j + 2]! - b[bStart + j + 2]!;
    const d3 = a[aStart + j + 3]! - b[bStart + j + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (; j < nColumns; j++) {
    const d0 = a[aStart + j]! - b[bStart + j]!;
    s0 += d0 * d0;
  }
  return s0 + s1 + (s2 + s3);
}
