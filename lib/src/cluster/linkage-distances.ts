import { visitDistanceTiles, type RowRange } from '../matrix/distance-tiles.js';
import type { Matrix } from '../matrix/matrix.js';
import type { RowMetric } from '../matrix/row-distances.js';
import type { Pacer } from '../progress.js';

/** Side of the squares in which a tile is mirrored, so that both it and its image stay in the nearest cache. */
const SQUARE = 32;

/**
 * All distances between rows, symmetric and with a zero diagonal: n rows of `width` columns, of which the first n are
 * filled. See `visitDistanceTiles` for their rounding.
 */
export async function squareDistances(
  x: Matrix,
  width: number,
  metric: RowMetric,
  fn: string,
  pacer: Pacer,
): Promise<Float64Array> {
  const distances = new Float64Array(x.nRows * width);
  await visitDistanceTiles(
    x,
    metric,
    (tile, rows, columns) => writeTile(distances, width, tile, rows, columns),
    fn,
    pacer,
  );
  return distances;
}

/** Copies a tile into its place and, transposed, into the mirrored one. */
function writeTile(
  distances: Float64Array,
  rowWidth: number,
  tile: Float64Array,
  rows: RowRange,
  columns: RowRange,
): void {
  const width = columns.nRows;
  for (let i = 0; i < rows.nRows; i++)
    distances.set(tile.subarray(i * width, (i + 1) * width), (rows.start + i) * rowWidth + columns.start);
  if (rows.start === columns.start) return;
  for (let j0 = 0; j0 < width; j0 += SQUARE) {
    const j1 = Math.min(j0 + SQUARE, width);
    for (let i0 = 0; i0 < rows.nRows; i0 += SQUARE) {
      const i1 = Math.min(i0 + SQUARE, rows.nRows);
      for (let j = j0; j < j1; j++) {
        const to = (columns.start + j) * rowWidth + rows.start;
        for (let i = i0; i < i1; i++) distances[to + i] = tile[i * width + j]!;
      }
    }
  }
}
