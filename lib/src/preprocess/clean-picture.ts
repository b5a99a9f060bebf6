import type { NumericArray } from '../matrix/matrix.js';
import { labelComponents } from './connected-components.js';
import type { PictureShape } from './picture-shape.js';

/** See `CleanImagesOptions`. */
export interface CleanSettings {
  readonly maxValue: number;
  readonly invert: boolean;
  readonly floor: number;
  readonly gamma: number;
  readonly threshold: number;
  readonly minInk: number;
  readonly dilation: number;
  readonly inkPercentile: number;
}

/** What was seen on a picture. */
export interface CleanedPicture {
  readonly blank: boolean;
  /** Mean level of its pixels, as a share of the white level. */
  readonly brightness: number;
}

/** Cleans one picture: reads it from `values` at `from`, writes it into `target`, which holds 0. */
export type PictureCleaner = (values: NumericArray, from: number, target: Float32Array) => CleanedPicture;

/** A cleaner for pictures of one shape; its memory is allocated once. */
export function createPictureCleaner(shape: PictureShape, settings: CleanSettings): PictureCleaner {
  const { channels } = shape;
  const { maxValue, invert, floor, gamma, inkPercentile } = settings;
  const nPixels = shape.height * shape.width;
  /** Level of a pixel, that of its brightest channel, and its ink. */
  const levels = new Float64Array(nPixels);
  const ink = new Float64Array(nPixels);
  /** Pixels above the floor: few, and the only ones that matter. */
  const inked = new Int32Array(nPixels);
  const kept = new Uint8Array(nPixels);
  const sorted = new Float64Array(nPixels);
  const keepStrokes = createStrokeKeeper(shape, settings);

  return (values, from, target) => {
    let sum = 0;
    let brightest = 0;
    let nInked = 0;
    for (let p = 0, at = from; p < nPixels; p++) {
      let level = 0;
      for (const end = at + channels; at < end; at++) {
        const value = invert ? maxValue - values[at]! : values[at]!;
        sum += value;
        if (value > level) level = value;
      }
      levels[p] = level;
      if (level > brightest) brightest = level;
      if (level > floor) inked[nInked++] = p;
    }
    const brightness = sum / (nPixels * channels * maxValue);

    const range = brightest - floor;
    const inkOf = (level: number): number =>
      gamma === 0.5 ? Math.sqrt((level - floor) / range) : ((level - floor) / range) ** gamma;
    const pixels = inked.subarray(0, nInked);
    for (const p of pixels) ink[p] = inkOf(levels[p]!);
    keepStrokes(pixels, levels, ink, kept);

    let nKept = 0;
    for (const p of pixels) if (kept[p] === 1) sorted[nKept++] = ink[p]!;
    if (nKept === 0) return { blank: true, brightness };
    const full = percentile(sorted.subarray(0, nKept).sort(), inkPercentile);
    for (const p of pixels) {
      if (kept[p] === 0) continue;
      for (let at = p * channels; at < (p + 1) * channels; at++) {
        const level = invert ? maxValue - values[from + at]! : values[from + at]!;
        if (level <= floor) continue;
        const ofChannel = inkOf(level);
        // Compared first: both are 0 where a high gamma underflows.
        target[at] = ofChannel < full ? ofChannel / full : 1;
      }
    }
    return { blank: false, brightness };
  };
}

/**
 * Marks in `kept` the components above the threshold that hold enough of their ink, and the pixels around them.
 * Ink is defined for `inked` pixels only.
 */
function createStrokeKeeper(
  { height, width }: PictureShape,
  { threshold, minInk, dilation }: CleanSettings,
): (inked: Int32Array, levels: Float64Array, ink: Float64Array, kept: Uint8Array) => void {
  const nPixels = height * width;
  const above = new Uint8Array(nPixels);
  const labels = new Int32Array(nPixels);
  const stack = new Int32Array(nPixels);

  return (inked, levels, ink, kept) => {
    kept.fill(0);
    above.fill(0);
    for (const p of inked) above[p] = levels[p]! > threshold ? 1 : 0;
    const inkOf = new Float64Array(labelComponents(above, { height, width }, labels, stack) + 1);
    let total = 0;
    for (const p of inked) {
      if (above[p] === 0) continue;
      inkOf[labels[p]!]! += ink[p]!;
      total += ink[p]!;
    }
    for (const p of inked) {
      if (above[p] === 0 || inkOf[labels[p]!]! < minInk * total) continue;
      const row = Math.floor(p / width);
      const column = p - row * width;
      const left = Math.max(0, column - dilation);
      const right = Math.min(width, column + dilation + 1);
      for (let i = Math.max(0, row - dilation); i < Math.min(height, row + dilation + 1); i++)
        for (let j = left; j < right; j++) kept[i * width + j] = 1;
    }
  };
}

/** Between two values in proportion, as `numpy.percentile`; `sorted` ascends. */
function percentile(sorted: Float64Array, percent: number): number {
  const position = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}
