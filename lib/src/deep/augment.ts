import type { PictureShape } from '../preprocess/picture-shape.js';
import type { RandomState } from '../random/random-state.js';
import type { Augmentation } from './augmentation.js';
import { addBlur } from './box-blur.js';
import { cubicWeights, GRID_SIDE } from './cubic-weights.js';

/** Changes pictures at random, as often as wanted. */
export interface Augmenter {
  /**
   * New versions of some pictures, each [height, width, channels], one after another.
   *
   * @param pictures - All pictures, one after another; not modified.
   * @param rows - Which of them.
   */
  augment(pictures: Float32Array, rows: Int32Array): Float32Array;
}

/** Where a new pixel at (x, y), in half widths from the middle, is fetched: (a x + b y + c, d x + e y + f). */
type AffineMap = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * Pictures as another hand might have written them: turned, scaled, slanted, shifted, bent, with another pen and other
 * ink. Never flipped, cut or erased: that would make another character. Outside a picture is 0.
 *
 * Plain loops in place of libtensorflow: gathering the four neighbours of every pixel by operations would write eight
 * numbers a pixel to memory first.
 *
 * @param random - Every draw comes from it.
 */
export function createAugmenter(
  { height, width, channels }: PictureShape,
  settings: Required<Augmentation>,
  random: RandomState,
): Augmenter {
  const size = height * width * channels;
  const rowWeights = cubicWeights(height);
  const columnWeights = cubicWeights(width);
  const bend = new Float64Array(2 * GRID_SIDE ** 2);
  const bendOfRow = new Float64Array(2 * GRID_SIDE);
  // The picture with zeros around: one pixel left and above, two right and below.
  const framedWidth = width + 3;
  const framed = new Float32Array((height + 3) * framedWidth * channels);

  /** Shifts of the whole row `row`, at the columns of the grid. */
  function bendRow(row: number): void {
    bendOfRow.fill(0);
    for (let axis = 0, at = 0; axis < 2; axis++) {
      for (let i = 0; i < GRID_SIDE; i++) {
        const weight = rowWeights[row * GRID_SIDE + i]!;
        for (let j = 0; j < GRID_SIDE; j++, at++) bendOfRow[axis * GRID_SIDE + j]! += weight * bend[at]!;
      }
    }
  }

  function frame(pictures: Float32Array, from: number): void {
    const rowLength = width * channels;
    for (let row = 0; row < height; row++) {
      const start = from + row * rowLength;
      framed.set(pictures.subarray(start, start + rowLength), ((row + 1) * framedWidth + 1) * channels);
    }
  }

  /** Samples the picture in `framed` between its four nearest pixels. */
  function warp([a, b, c, d, e, f]: AffineMap, target: Float32Array): void {
    for (let row = 0, at = 0; row < height; row++) {
      bendRow(row);
      const y = (2 * row + 1) / height - 1;
      for (let column = 0; column < width; column++) {
        const x = (2 * column + 1) / width - 1;
        let u = a * x + b * y + c;
        let v = d * x + e * y + f;
        for (let j = 0, i = column * GRID_SIDE; j < GRID_SIDE; j++, i++) {
          u += columnWeights[i]! * bendOfRow[j]!;
          v += columnWeights[i]! * bendOfRow[GRID_SIDE + j]!;
        }
        // Places in the frame; what lies further out is as black as the frame.
        const across = Math.min(width + 1, Math.max(0, ((u + 1) * width + 1) / 2));
        const down = Math.min(height + 1, Math.max(0, ((v + 1) * height + 1) / 2));
        // Neither is negative.
        const left = across | 0;
        const top = down | 0;
        const right = across - left;
        const bottom = down - top;
        const above = (top * framedWidth + left) * channels;
        const below = above + framedWidth * channels;
        for (let channel = 0; channel < channels; channel++, at++) {
          const upper = framed[above + channel]! * (1 - right) + framed[above + channels + channel]! * right;
          const lower = framed[below + channel]! * (1 - right) + framed[below + channels + channel]! * right;
          target[at] = upper * (1 - bottom) + lower * bottom;
        }
      }
    }
  }

  return {
    augment(pictures, rows) {
      const target = new Float32Array(rows.length * size);
      rows.forEach((row, i) => {
        const map = drawMap(settings, random);
        for (let at = 0; at < bend.length; at++) bend[at] = random.normal(0, settings.elastic);
        const picture = target.subarray(i * size, (i + 1) * size);
        frame(pictures, row * size);
        warp(map, picture);
        const share = random.uniform(0, settings.blur);
        const gain = Math.exp(random.uniform(-settings.gain, settings.gain));
        addBlur(picture, { height, width, channels }, share, gain);
      });
      return target;
    },
  };
}

/** Rotation after slant after scaling, and a shift. */
function drawMap(
  { rotation, logScale, shear, shift }: Required<Augmentation>,
  random: RandomState,
): AffineMap {
  const within = (limit: number): number => random.uniform(-limit, limit);
  const angle = (within(rotation) * Math.PI) / 180;
  const scaleX = Math.exp(within(logScale));
  const scaleY = Math.exp(within(logScale));
  const slant = within(shear);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [
    cos * scaleX,
    (cos * slant - sin) * scaleY,
    within(shift),
    sin * scaleX,
    (sin * slant + cos) * scaleY,
    within(shift),
  ];
}
