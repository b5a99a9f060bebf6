/** How the distance of two rows is measured. */
export type RowMetric = 'euclidean' | 'cityblock' | 'cosine' | 'correlation' | 'chebyshev';

export const rowMetrics: readonly RowMetric[] = [
  'euclidean',
  'cityblock',
  'cosine',
  'correlation',
  'chebyshev',
];

/** The distance of the row of `a` that begins at offset `i` and the row of `b` that begins at `j`. Terms are added in column order. */
export type RowDistance = (
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  nColumns: number,
) => number;

export const squaredEuclidean: RowDistance = (a, i, b, j, nColumns) => {
  let sum = 0;
  for (let c = 0; c < nColumns; c++) {
    const difference = a[i + c]! - b[j + c]!;
    sum += difference * difference;
  }
  return sum;
};

export const cityblock: RowDistance = (a, i, b, j, nColumns) => {
  let sum = 0;
  for (let c = 0; c < nColumns; c++) sum += Math.abs(a[i + c]! - b[j + c]!);
  return sum;
};

export const chebyshev: RowDistance = (a, i, b, j, nColumns) => {
  let largest = 0;
  for (let c = 0; c < nColumns; c++) largest = Math.max(largest, Math.abs(a[i + c]! - b[j + c]!));
  return largest;
};

export const euclidean: RowDistance = (a, i, b, j, nColumns) =>
  Math.sqrt(squaredEuclidean(a, i, b, j, nColumns));

/** Cosine distance of rows of length 1: |a - b|^2 = 2 - 2 cos(a, b). Exactly 0 for equal rows. */
export const unitCosine: RowDistance = (a, i, b, j, nColumns) => squaredEuclidean(a, i, b, j, nColumns) / 2;
