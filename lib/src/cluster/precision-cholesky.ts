/**
 * Upper triangle p with p . p' = the inverse of a covariance: (x - mean) . p has unit variance in every direction.
 *
 * @param covariance - Its upper triangle row by row, [nColumns (nColumns + 1) / 2]; not modified.
 * @returns p, [nColumns, nColumns]; undefined if the covariance is not positive definite.
 */
export function precisionCholesky(covariance: Float64Array, nColumns: number): Float64Array | undefined {
  const d = nColumns;
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = covariance[packedIndex(j, i, d)]!;
      for (let r = 0; r < j; r++) rest -= lower[i * d + r]! * lower[j * d + r]!;
      if (j < i) lower[i * d + j] = rest / lower[j * d + j]!;
      else if (rest > 0 && Number.isFinite(rest)) lower[i * d + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  // Row c of the factor is column c of the inverse of the lower triangle, by forward substitution.
  const factor = new Float64Array(d * d);
  for (let c = 0; c < d; c++) {
    const row = c * d;
    factor[row + c] = 1 / lower[c * d + c]!;
    for (let i = c + 1; i < d; i++) {
      let sum = 0;
      for (let r = c; r < i; r++) sum += lower[i * d + r]! * factor[row + r]!;
      factor[row + i] = -sum / lower[i * d + i]!;
    }
  }
  return factor;
}

/** The upper triangle of p . p', row by row; p is an upper triangle, [nColumns, nColumns]. */
export function packedSquare(factor: Float64Array, nColumns: number): Float64Array {
  const packed = new Float64Array((nColumns * (nColumns + 1)) / 2);
  for (let i = 0, at = 0; i < nColumns; i++) {
    for (let j = i; j < nColumns; j++, at++) {
      let sum = 0;
      for (let r = j; r < nColumns; r++) sum += factor[i * nColumns + r]! * factor[j * nColumns + r]!;
      packed[at] = sum;
    }
  }
  return packed;
}

/** Where entry (row, column), row <= column, of a packed upper triangle lies. */
export function packedIndex(row: number, column: number, nColumns: number): number {
  return row * nColumns - (row * (row - 1)) / 2 + column - row;
}
