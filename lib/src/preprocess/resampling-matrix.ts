/** Weights of a Gaussian, the middle one at index `radius`; they sum to 1. As SciPy: cut at 4 standard deviations. */
export function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const kernel = new Float64Array(2 * radius + 1);
  if (sigma === 0) return kernel.fill(1);
  let sum = 0;
  for (let i = -radius; i <= radius; i++)
    sum += kernel[i + radius] = Math.exp((-0.5 * i * i) / (sigma * sigma));
  return kernel.map((weight) => weight / sum);
}

/** The pixel that a position beyond the rim mirrors: ... 1 0 | 0 1 2 ... n-1 | n-1 n-2 ... */
export function mirrored(position: number, n: number): number {
  const period = ((position % (2 * n)) + 2 * n) % (2 * n);
  return period < n ? period : 2 * n - 1 - period;
}

/** Which part of a picture, along one axis, becomes the new one. Pixel centres lie on integers. */
export interface Window {
  readonly center: number;
  /** Half its length, in pixels. */
  readonly halfExtent: number;
}

/**
 * Adds to `weights` how much of each old pixel goes into each new one, along one axis: the window is cut into `size`
 * equal parts, each the mean of evenly spaced samples of the blurred picture. Between two pixels samples are linear,
 * outside the picture 0; the blur mirrors the picture at its rim. Blur, samples and means are linear, so that one
 * small matrix does all three.
 *
 * @param n - Old pixels.
 * @param size - New pixels.
 * @param add - Receives new pixel, old pixel and weight; may be called more than once for a pair.
 */
export function addResamplingWeights(
  n: number,
  size: number,
  { center, halfExtent }: Window,
  kernel: Float64Array,
  add: (target: number, source: number, weight: number) => void,
): void {
  const radius = (kernel.length - 1) / 2;
  const perPixel = samplesPerPixel((2 * halfExtent) / size);
  const step = (2 * halfExtent) / (size * perPixel);
  for (let sample = 0; sample < size * perPixel; sample++) {
    const position = center - halfExtent + (sample + 0.5) * step;
    const left = Math.floor(position);
    for (let pixel = left; pixel <= left + 1; pixel++) {
      const share = 1 - Math.abs(position - pixel);
      if (pixel < 0 || pixel >= n || share === 0) continue;
      for (let k = -radius; k <= radius; k++) {
        add(Math.floor(sample / perPixel), mirrored(pixel + k, n), (share * kernel[k + radius]!) / perPixel);
      }
    }
  }
}

/** Two, and more where a new pixel covers more than two old ones: samples farther apart would miss thin strokes. */
function samplesPerPixel(covered: number): number {
  return Math.max(2, Math.ceil(covered));
}
