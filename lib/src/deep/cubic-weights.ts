/** Points of the grid that bends a picture, along each axis. */
export const GRID_SIDE = 4;

/** The shape of the cubic convolution: PyTorch's and OpenCV's. */
const SHARPNESS = -0.75;

/**
 * What each point of a line of {@link GRID_SIDE} counts at each of `size` pixels, by cubic convolution. The first and
 * last pixel lie on the first and last point; beyond them the line goes on level.
 *
 * @returns [size, GRID_SIDE]; rows sum to 1.
 * @see Keys, Cubic convolution interpolation for digital image processing (1981).
 */
export function cubicWeights(size: number): Float64Array {
  const weights = new Float64Array(size * GRID_SIDE);
  for (let pixel = 0; pixel < size; pixel++) {
    const place = size === 1 ? (GRID_SIDE - 1) / 2 : (pixel * (GRID_SIDE - 1)) / (size - 1);
    const before = Math.floor(place);
    for (let point = before - 1; point <= before + 2; point++) {
      const inside = Math.min(GRID_SIDE - 1, Math.max(0, point));
      weights[pixel * GRID_SIDE + inside]! += cubicKernel(Math.abs(place - point));
    }
  }
  return weights;
}

function cubicKernel(distance: number): number {
  const a = SHARPNESS;
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance ** 2 + 1;
  if (distance < 2) return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  return 0;
}
