import { assertNever } from '../options.js';
import { mirrored, type Window } from './resampling-matrix.js';

/** How place and size of what a picture shows are found; see `normalizeImages`. */
export type NormalizeMethod = 'moments' | 'bounding-box' | 'center-of-mass';

/** What the windows depend on; see `NormalizeImagesOptions`. */
export interface WindowSettings {
  readonly method: NormalizeMethod;
  readonly extent: number;
  readonly anisotropy: number;
  readonly kernel: Float64Array;
}

/** Parts of a picture that become the new one. */
export interface PictureWindow {
  readonly rows: Window;
  readonly columns: Window;
}

/** Added to the deviations of the ink, in pixels: what a thin straight line is taken for across. */
const LEAST_DEVIATION = 0.5;

/**
 * The window of a picture whose ink has these sums by row and by column; undefined if there is no ink.
 * These sums are all that the methods need, blurred ones too: a Gaussian blur acts on each axis on its own.
 */
export function pictureWindow(
  rowInk: Float64Array,
  columnInk: Float64Array,
  { method, extent, anisotropy, kernel }: WindowSettings,
): PictureWindow | undefined {
  if (rowInk.every((ink) => ink === 0)) return undefined;
  const measure = measureOf(method, kernel);
  const rows = measure(rowInk);
  const columns = measure(columnInk);
  const longer = Math.max(rows.halfExtent, columns.halfExtent);
  const window = ({ center, halfExtent }: Window): Window => ({
    center,
    halfExtent: extent * halfExtent ** anisotropy * longer ** (1 - anisotropy),
  });
  return { rows: window(rows), columns: window(columns) };
}

/** Centre and half the size along one axis, by the sums of ink across it. */
function measureOf(method: NormalizeMethod, kernel: Float64Array): (ink: Float64Array) => Window {
  switch (method) {
    case 'moments':
      return (ink) => {
        const { mean, deviation } = moments(blurred(ink, kernel));
        return { center: mean, halfExtent: deviation + LEAST_DEVIATION };
      };
    case 'bounding-box':
      return (ink) => {
        const first = ink.findIndex((sum) => sum > 0);
        let last = ink.length - 1;
        while (ink[last] === 0) last--;
        return { center: (first + last) / 2, halfExtent: (last - first + 1) / 2 };
      };
    case 'center-of-mass':
      return (ink) => ({ center: moments(blurred(ink, kernel)).mean, halfExtent: ink.length / 2 });
    default:
      return assertNever(method);
  }
}

function moments(ink: Float64Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  let first = 0;
  for (let i = 0; i < ink.length; i++) {
    sum += ink[i]!;
    first += ink[i]! * i;
  }
  const mean = first / sum;
  let second = 0;
  for (let i = 0; i < ink.length; i++) second += ink[i]! * (i - mean) ** 2;
  return { mean, deviation: Math.sqrt(second / sum) };
}

function blurred(ink: Float64Array, kernel: Float64Array): Float64Array {
  const radius = (kernel.length - 1) / 2;
  return ink.map((_, i) => {
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += kernel[k + radius]! * ink[mirrored(i + k, ink.length)]!;
    return sum;
  });
}
