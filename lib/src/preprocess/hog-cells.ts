import type { Gradients } from './gradients.js';

/** Sizes in pixels, of a picture and of its cells. */
interface CellGrid {
  readonly height: number;
  readonly width: number;
  readonly cellRows: number;
  readonly cellColumns: number;
  readonly orientations: number;
}

/**
 * Mean gradient strength by direction in each cell, [cell rows, cell columns, orientations].
 *
 * The whole strength of a pixel goes to one bin. Sums are float32, as in scikit-image, so that they agree.
 */
export function cellHistograms({ down, right, strength }: Gradients, grid: CellGrid): Float64Array {
  const { height, width, cellRows, cellColumns, orientations } = grid;
  const nCellColumns = Math.floor(width / cellColumns);
  const usedRows = Math.floor(height / cellRows) * cellRows;
  const usedColumns = nCellColumns * cellColumns;
  const histograms = new Float32Array((usedRows / cellRows) * nCellColumns * orientations);
  const upperEdges = Float32Array.from(
    { length: orientations },
    (_, bin) => (180 / orientations) * (bin + 1),
  );
  for (let i = 0; i < usedRows; i++) {
    const cellRow = Math.floor(i / cellRows) * nCellColumns;
    for (let j = 0, p = i * width; j < usedColumns; j++, p++) {
      if (strength[p] === 0) continue;
      const bin = binOf(down[p]!, right[p]!, upperEdges);
      if (bin < 0) continue;
      histograms[(cellRow + Math.floor(j / cellColumns)) * orientations + bin]! += strength[p]!;
    }
  }
  return Float64Array.from(histograms, (sum) => Math.fround(sum / (cellRows * cellColumns)));
}

/** Bin of a direction in [0, 180) degrees; -1 for one that rounds to 180. */
function binOf(down: number, right: number, upperEdges: Float32Array): number {
  const degrees = Math.atan2(down, right) * (180 / Math.PI);
  // atan2 is in [-180, 180]; 180 itself is 0 again, and a direction and its opposite are the same.
  const direction = degrees < 0 ? degrees + 180 : degrees % 180;
  // The edges are float32, so that a division alone may miss by one.
  let bin = Math.floor((direction * upperEdges.length) / 180);
  while (bin > 0 && direction < upperEdges[bin - 1]!) bin--;
  while (bin < upperEdges.length && direction >= upperEdges[bin]!) bin++;
  return bin === upperEdges.length ? -1 : bin;
}
