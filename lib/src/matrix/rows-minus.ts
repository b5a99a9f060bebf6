import type { Matrix } from './matrix.js';

/** The rows of a matrix, each minus `origin`. */
export function rowsMinus({ data, nRows, nColumns }: Matrix, origin: Float64Array): Float64Array[] {
  return Array.from({ length: nRows }, (_, k) =>
    data.slice(k * nColumns, (k + 1) * nColumns).map((value, j) => value - origin[j]!),
  );
}
