/**
 * A matrix of doubles most of which are zeros, in compressed rows (CSR): row i has the entries from `offsets[i]` to
 * `offsets[i + 1]`, each column at most once, columns ascending.
 */
export interface SparseMatrix {
  /** Rows. */
  readonly nRows: number;
  /** Columns. */
  readonly nColumns: number;
  /** Where each row starts in `columns` and `values`, [nRows + 1]. */
  readonly offsets: Int32Array;
  /** Column of each entry. */
  readonly columns: Int32Array;
  /** Value of each entry. */
  readonly values: Float64Array;
}

/** Rows of a product done between two pauses, times entries and columns: a few dozen milliseconds. */
const WORK_A_STEP = 1 << 25;

/**
 * `out = alpha * matrix . x + beta * x + gamma * before`, for blocks of `width` columns stored row by row; `width` is a
 * multiple of 4. `out` may be `before`, not `x`. Four columns at a time, so that the sums stay in registers.
 */
export async function sparseProduct(
  { nRows, offsets, columns, values }: SparseMatrix,
  x: Float64Array,
  width: number,
  { alpha, beta, gamma }: { readonly alpha: number; readonly beta: number; readonly gamma: number },
  before: Float64Array,
  out: Float64Array,
  pause: () => Promise<void>,
): Promise<void> {
  const work = Math.max(1, (values.length / nRows) * width);
  const rowsAStep = Math.max(1, Math.floor(WORK_A_STEP / work));
  for (let row = 0; row < nRows; row += rowsAStep) {
    productOfRows(row, Math.min(nRows, row + rowsAStep));
    await pause();
  }

  function productOfRows(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const end = offsets[i + 1]!;
      for (let c = 0; c < width; c += 4) {
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let at = offsets[i]!; at < end; at++) {
          const weight = values[at]!;
          const j = columns[at]! * width + c;
          s0 += weight * x[j]!;
          s1 += weight * x[j + 1]!;
          s2 += weight * x[j + 2]!;
          s3 += weight * x[j + 3]!;
        }
        const o = i * width + c;
        out[o] = alpha * s0 + beta * x[o]! + gamma * before[o]!;
        out[o + 1] = alpha * s1 + beta * x[o + 1]! + gamma * before[o + 1]!;
        out[o + 2] = alpha * s2 + beta * x[o + 2]! + gamma * before[o + 2]!;
        out[o + 3] = alpha * s3 + beta * x[o + 3]! + gamma * before[o + 3]!;
      }
    }
  }
}
