import type { NumericMatrix } from '../matrix/matrix.js';

/**
 * Passes over whole rows of a matrix that keep one number per column. `from` and `to` are offsets of row starts.
 * Each takes four rows at a time, which loads and stores the numbers per column a quarter as often, but adds the
 * rows one after the other: the sums are those of a plain loop, and of NumPy, to the last bit.
 */
type Values = NumericMatrix['data'];

/** Adds the rows to `sums`. */
export function addColumns(values: Values, from: number, to: number, sums: Float64Array): void {
  const n = sums.length;
  let row = from;
  for (; row + 4 * n <= to; row += 4 * n) {
    for (let j = 0, p = row; j < n; j++, p++) {
      sums[j] = sums[j]! + values[p]! + values[p + n]! + values[p + 2 * n]! + values[p + 3 * n]!;
    }
  }
  for (; row < to; row += n) {
    for (let j = 0; j < n; j++) sums[j]! += values[row + j]!;
  }
}

/** Adds the deviations from `mean` to `sums`, and their squares to `squares`. */
export function addDeviations(
  values: Values,
  from: number,
  to: number,
  mean: Float64Array,
  sums: Float64Array,
  squares: Float64Array,
): void {
  const n = sums.length;
  let row = from;
  for (; row + 4 * n <= to; row += 4 * n) {
    for (let j = 0, p = row; j < n; j++, p++) {
      const centre = mean[j]!;
      const a = values[p]! - centre;
      const b = values[p + n]! - centre;
      const c = values[p + 2 * n]! - centre;
      const d = values[p + 3 * n]! - centre;
      sums[j] = sums[j]! + a + b + c + d;
      squares[j] = squares[j]! + a * a + b * b + c * c + d * d;
    }
  }
  for (; row < to; row += n) {
    for (let j = 0; j < n; j++) {
      const a = values[row + j]! - mean[j]!;
      sums[j]! += a;
      squares[j]! += a * a;
    }
  }
}

/** What {@link writeScaled} subtracts, divides by, and adds its results to; one number per column each. */
interface Scaling {
  readonly mean: Float64Array;
  readonly residual: Float64Array;
  readonly std: Float64Array;
  readonly left: Float64Array;
}

/** Writes `(value - mean - residual) / std` and adds it to `left`. */
export function writeScaled(
  values: Values,
  scaled: Float64Array,
  from: number,
  to: number,
  { mean, residual, std, left }: Scaling,
): void {
  const n = mean.length;
  let row = from;
  for (; row + 4 * n <= to; row += 4 * n) {
    for (let j = 0, p = row; j < n; j++, p++) {
      const centre = mean[j]!;
      const rest = residual[j]!;
      const unit = std[j]!;
      const a = (values[p]! - centre - rest) / unit;
      const b = (values[p + n]! - centre - rest) / unit;
      const c = (values[p + 2 * n]! - centre - rest) / unit;
      const d = (values[p + 3 * n]! - centre - rest) / unit;
      scaled[p] = a;
      scaled[p + n] = b;
      scaled[p + 2 * n] = c;
      scaled[p + 3 * n] = d;
      left[j] = left[j]! + a + b + c + d;
    }
  }
  for (; row < to; row += n) {
    for (let j = 0; j < n; j++) {
      const a = (values[row + j]! - mean[j]! - residual[j]!) / std[j]!;
      scaled[row + j] = a;
      left[j]! += a;
    }
  }
}

/** Subtracts `mean` from the rows, in place. */
export function subtractColumns(values: Float64Array, from: number, to: number, mean: Float64Array): void {
  const n = mean.length;
  for (let row = from; row < to; row += n) {
    for (let j = 0; j < n; j++) values[row + j]! -= mean[j]!;
  }
}
