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
 * Plain loops in place of libtensorflow: 2 ms a hundred pictures of 32 x 32, where gathering the four neighbours of every
 * pixel by operations would write eight numbers a pixel to memory first.
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

  function warp(source: Float32Array, from: number, map: AffineMap, target: Float32Array, to: number): void {
    const [a, b, c, d, e, f] = map;
    for (let row = 0, at = to; row < height; row++) {
      bendRow(row);
      const y = (2 * row + 1) / height - 1;
      for (let column = 0; column < width; column++) {
        const x = (2 * column + 1) / width - 1;
        let u = a * x + b * y + c;
        let v = d * x + e * y + f;
        for (let j = 0; j < GRID_SIDE; j++) {
          const weight = columnWeights[column * GRID_SIDE + j]!;
          u += weight * bendOfRow[j]!;
          v += weight * bendOfRow[GRID_SIDE + j]!;
        }
        const sourceColumn = ((u + 1) * width - 1) / 2;
        const sourceRow = ((v + 1) * height - 1) / 2;
        const left = Math.floor(sourceColumn);
        const top = Math.floor(sourceRow);
        const right = sourceColumn - left;
        const bottom = sourceRow - top;
        const first = from + (top * width + left) * channels;
        const isLeft = left >= 0 && left < width;
        const isRight = left >= -1 && left < width - 1;
        for (let channel = 0; channel < channels; channel++, at++) {
          let value = 0;
          if (top >= 0 && top < height) {
            if (isLeft) value += (1 - bottom) * (1 - right) * source[first + channel]!;
            if (isRight) value += (1 - bottom) * right * source[first + channels + channel]!;
          }
          if (top >= -1 && top < height - 1) {
            const below = first + width * channels + channel;
            if (isLeft) value += bottom * (1 - right) * source[below]!;
            if (isRight) value += bottom * right * source[below + channels]!;
          }
          target[at] = value;
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
        warp(pictures, row * size, map, target, i * size);
        const picture = target.subarray(i * size, (i + 1) * size);
        const share = random.uniform(0, settings.blur);
        addBlur(
          picture,
          { height, width, channels },
          share,
          Math.exp(random.uniform(-settings.gain, settings.gain)),
        );
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
