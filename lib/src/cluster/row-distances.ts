/** The distance between two rows of a matrix, given the offsets of their first values. Terms are added in column order. */
export type RowDistance = (data: Float64Array, a: number, b: number, nColumns: number) => number;

export const squaredEuclidean: RowDistance = (data, a, b, nColumns) => {
  let sum = 0;
  for (let j = 0; j < nColumns; j++) {
    const difference = data[a + j]! - data[b + j]!;
    sum += difference * difference;
  }
  return sum;
};

export const cityblock: RowDistance = (data, a, b, nColumns) => {
  let sum = 0;
  for (let j = 0; j < nColumns; j++) sum += Math.abs(data[a + j]! - data[b + j]!);
  return sum;
};

export const chebyshev: RowDistance = (data, a, b, nColumns) => {
  let largest = 0;
  for (let j = 0; j < nColumns; j++) largest = Math.max(largest, Math.abs(data[a + j]! - data[b + j]!));
  return largest;
};
