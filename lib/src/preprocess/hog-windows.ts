import { toNumericMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { createGradients, fillGradients, type Gradients } from './gradients.js';
import { checkPair, pictureShape, pictureShapeKeys, type PictureShapeOptions } from './picture-shape.js';

/** Options of {@link hogWindows}. Sizes are [rows, columns]. */
export interface HogWindowsOptions extends PictureShapeOptions, LongRunningOptions {
  /** Bins of a histogram: directions from 0 to 180 degrees. @defaultValue 9 */
  readonly orientations?: number;
  /** Pixels of a window. @defaultValue [8, 8] */
  readonly pixelsPerWindow?: readonly [number, number];
  /** Pixels from one window to the next; less than a window's own, and windows overlap. @defaultValue [4, 4] */
  readonly stride?: readonly [number, number];
}

/**
 * Histograms of edge directions in overlapping windows: how a shape runs, wherever in a window it runs.
 *
 * A simpler relative of {@link hog} that tells drawn shapes apart better: every pixel of gradient (down, right) shares
 * its strength between the two nearest of the directions 0, 180 / orientations, ... degrees, in every window that it
 * lies in. The square root of each sum is taken, then the whole descriptor is divided by its length, so that thick and
 * thin strokes weigh alike. A picture without any edge has only zeros. Windows lie inside the picture; pixels that fill
 * no whole stride are left out at the right and bottom.
 *
 * For 32 x 32 pixels, 7 * 7 windows * 9 directions = 441 values. O(nRows * nColumns): 15 000 such pictures take
 * one to two seconds.
 *
 * @param images - One picture a row; not modified.
 * @returns One descriptor of length 1 a row, ordered by window row, window column, direction.
 * @throws {@link ArgumentError} if an option is out of range, the shape does not fit, or a picture holds no window.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const edge = [0, 0, 1, 0, 0, 1, 0, 0, 1];
 * const { data } = await hogWindows([edge], { pixelsPerWindow: [3, 3], stride: [1, 1], orientations: 2 });
 * // data: 1 0
 * @see Dalal & Triggs, Histograms of oriented gradients for human detection (2005); the root is that of Arandjelović &
 * Zisserman, Three things everyone should know to improve object retrieval (2012).
 */
export async function hogWindows(images: MatrixLike, options: HogWindowsOptions = {}): Promise<Matrix> {
  const fn = 'hogWindows';
  checkOptions(fn, options, [
    ...pictureShapeKeys,
    'orientations',
    'pixelsPerWindow',
    'stride',
    ...longRunningKeys,
  ]);
  const { orientations = 9, pixelsPerWindow = [8, 8], stride = [4, 4] } = options;
  const pacer = createPacer(fn, options);
  const x = toNumericMatrix(images, fn, 'images');
  const shape = pictureShape(fn, x, options);
  checkInteger(fn, 'orientations', orientations, 1);
  const [rows, columns] = checkPair(fn, 'pixelsPerWindow', pixelsPerWindow, [shape.height, shape.width]);
  const [down, right] = checkPair(fn, 'stride', stride, [shape.height, shape.width]);

  const grid = {
    down: createWindows(shape.height, rows, down),
    right: createWindows(shape.width, columns, right),
    orientations,
  };
  const nColumns = grid.down.count * grid.right.count * orientations;
  const data = new Float64Array(x.nRows * nColumns);
  const gradients = createGradients(shape);
  for (let i = 0; i < x.nRows; i++) {
    const descriptor = data.subarray(i * nColumns, (i + 1) * nColumns);
    fillGradients(x.data, i * x.nColumns, shape, gradients);
    addHistograms(gradients, grid, descriptor);
    scaleRoots(descriptor);
    await pacer.step('gradients', i + 1, x.nRows);
  }
  return { data, nRows: x.nRows, nColumns };
}

/** Windows along one axis: pixel i lies in those from `first[i]` to `last[i]`, none if the first is after the last. */
interface Windows {
  readonly count: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function createWindows(nPixels: number, size: number, stride: number): Windows {
  const count = Math.floor((nPixels - size) / stride) + 1;
  const first = new Int32Array(nPixels);
  const last = new Int32Array(nPixels);
  for (let i = 0; i < nPixels; i++) {
    first[i] = Math.max(0, Math.ceil((i - size + 1) / stride));
    last[i] = Math.min(count - 1, Math.floor(i / stride));
  }
  return { count, first, last };
}

interface WindowGrid {
  readonly down: Windows;
  readonly right: Windows;
  readonly orientations: number;
}

function addHistograms(
  gradients: Gradients,
  { down, right, orientations }: WindowGrid,
  histograms: Float64Array,
): void {
  const binsPerRadian = orientations / Math.PI;
  for (let i = 0, p = 0; i < down.first.length; i++) {
    for (let j = 0; j < right.first.length; j++, p++) {
      const strength = gradients.strength[p]!;
      if (strength === 0) continue;
      // In bins, from -orientations to orientations, or a rounding error beyond: a direction and its opposite are the same bin.
      const direction = Math.atan2(gradients.down[p]!, gradients.right[p]!) * binsPerRadian;
      const below = Math.floor(direction);
      const toNext = strength * (direction - below);
      const bin = (below + 2 * orientations) % orientations;
      const next = (bin + 1) % orientations;
      for (let row = down.first[i]!; row <= down.last[i]!; row++) {
        for (let column = right.first[j]!; column <= right.last[j]!; column++) {
          const at = (row * right.count + column) * orientations;
          histograms[at + bin]! += strength - toNext;
          histograms[at + next]! += toNext;
        }
      }
    }
  }
}

/** Square roots, divided by their length: the length is the root of the sum of what they are roots of. */
function scaleRoots(histograms: Float64Array): void {
  let sum = 0;
  for (let at = 0; at < histograms.length; at++) sum += histograms[at]!;
  if (sum === 0) return;
  for (let at = 0; at < histograms.length; at++) histograms[at] = Math.sqrt(histograms[at]! / sum);
}
