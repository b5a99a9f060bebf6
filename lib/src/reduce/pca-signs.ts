import type { Matrix } from '../matrix/matrix.js';

/** Whether the vectors of a matrix are its rows or its columns. */
type Along = 'rows' | 'columns';

/** For each vector the sign of its entry of largest magnitude, the first on ties; 1 for a vector of zeros. */
export function signsByLargest(vectors: Matrix, along: Along): Float64Array {
  const nVectors = along === 'rows' ? vectors.nRows : vectors.nColumns;
  const largest = new Float64Array(nVectors);
  forEachEntry(vectors, along, (position, vector) => {
    if (Math.abs(vectors.data[position]!) > Math.abs(largest[vector]!))
      largest[vector] = vectors.data[position]!;
  });
  return largest.map((value) => (value < 0 ? -1 : 1));
}

/** Multiplies each vector by its sign, in place. */
export function applySigns(vectors: Matrix, signs: Float64Array, along: Along): void {
  forEachEntry(vectors, along, (position, vector) => {
    if (signs[vector]! < 0) vectors.data[position] = 0 - vectors.data[position]!; // never -0
  });
}

function forEachEntry(
  { nRows, nColumns }: Matrix,
  along: Along,
  visit: (position: number, vector: number) => void,
): void {
  for (let i = 0, position = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++, position++) visit(position, along === 'rows' ? i : j);
  }
}
