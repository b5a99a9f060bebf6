import type { NumericArray } from '../matrix/matrix.js';
import type { PictureShape } from './picture-shape.js';

/** How a picture changes at its pixels, [height * width] each. */
export interface Gradients {
  /** Difference of the pixels below and above. */
  readonly down: Float64Array;
  /** Difference of the pixels to the right and to the left. */
  readonly right: Float64Array;
  /** Length of (down, right). */
  readonly strength: Float64Array;
}

/** Room for the gradients of pictures of one shape. */
export function createGradients({ height, width }: PictureShape): Gradients {
  const nPixels = height * width;
  return {
    down: new Float64Array(nPixels),
    right: new Float64Array(nPixels),
    strength: new Float64Array(nPixels),
  };
}

/**
 * Central differences, 0 at the rim in that direction; of several channels the steepest counts, the first of equal ones.
 * `pixels` holds the picture from offset `from` on; the result replaces what is in `gradients`.
 */
export function fillGradients(
  pixels: NumericArray,
  from: number,
  { height, width, channels }: PictureShape,
  { down, right, strength }: Gradients,
): void {
  const rowStep = width * channels;
  for (let i = 0, at = 0; i < height; i++) {
    const hasRows = i > 0 && i < height - 1;
    for (let j = 0; j < width; j++, at++) {
      const hasColumns = j > 0 && j < width - 1;
      let steepest = -1;
      for (let p = from + at * channels, end = p + channels; p < end; p++) {
        const channelDown = hasRows ? pixels[p + rowStep]! - pixels[p - rowStep]! : 0;
        const channelRight = hasColumns ? pixels[p + channels]! - pixels[p - channels]! : 0;
        const length = Math.sqrt(channelDown * channelDown + channelRight * channelRight);
        if (length <= steepest) continue;
        steepest = length;
        down[at] = channelDown;
        right[at] = channelRight;
      }
      strength[at] = steepest;
    }
  }
}
