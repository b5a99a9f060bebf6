/** Sizes in pixels, of a picture and of its cells. */
interface CellGrid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly cellRows: number;
  readonly cellColumns: number;
  readonly orientations: number;
}

/**
 * Mean gradient strength by direction in each cell, [cell rows, cell columns, orientations].
 *
 * A pixel's gradient is the difference of its two neighbours, 0 at the rim in that direction; of several channels the
 * steepest counts. Its whole strength goes to one bin. Sums are float32, as in scikit-image, so that they agree.
 */
export function cellHistograms(pixels: Float64Array, grid: CellGrid): Float64Array {
  const { height, width, channels, cellRows, cellColumns, orientations } = grid;
  const nCellColumns = Math.floor(width / cellColumns);
  const usedRows = Math.floor(height / cellRows) * cellRows;
  const usedColumns = nCellColumns * cellColumns;
  const histograms = new Float32Array((usedRows / cellRows) * nCellColumns * orientations);
  const upperEdges = Float32Array.from(
    { length: orientations },
    (_, bin) => (180 / orientations) * (bin + 1),
  );
  const rowStep = width * channels;
  for (let i = 0; i < usedRows; i++) {
    for (let j = 0; j < usedColumns; j++) {
      let down = 0;
      let right = 0;
      let strength = -1;
      for (let c = 0, p = i * rowStep + j * channels; c < channels; c++, p++) {
        const channelDown = i > 0 && i < height - 1 ? pixels[p + rowStep]! - pixels[p - rowStep]! : 0;
        const channelRight = j > 0 && j < width - 1 ? pixels[p + channels]! - pixels[p - channels]! : 0;
        const channelStrength = Math.sqrt(channelDown * channelDown + channelRight * channelRight);
        if (channelStrength <= strength) continue;
        down = channelDown;
        right = channelRight;
        strength = channelStrength;
      }
      if (strength === 0) continue;
      const bin = binOf(down, right, upperEdges);
      if (bin < 0) continue;
      const cell = Math.floor(i / cellRows) * nCellColumns + Math.floor(j / cellColumns);
      histograms[cell * orientations + bin]! += strength;
    }
  }
  return Float64Array.from(histograms, (sum) => Math.fround(sum / (cellRows * cellColumns)));
}

/** Bin of a direction in [0, 180) degrees; -1 for one that rounds to 180. */
function binOf(down: number, right: number, upperEdges: Float32Array): number {
  const degrees = Math.atan2(down, right) * (180 / Math.PI);
  // atan2 is in [-180, 180]; 180 itself is 0 again, and a direction and its opposite are the same.
  const direction = degrees < 0 ? degrees + 180 : degrees % 180;
  return upperEdges.findIndex((edge) => direction < edge);
}
