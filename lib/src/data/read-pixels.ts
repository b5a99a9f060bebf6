import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import sharp from 'sharp';

import type { FileStamp } from './file-stamps.js';
import type { Pixels } from './resize-area.js';
import { decodeSmallGreyJpeg } from './small-grey-jpeg.js';

/** How a picture is decoded. */
export interface Decoding {
  readonly color: 'grey' | 'rgb';
  /** Pictures with more pixels than this are refused before they are decoded. */
  readonly maxPixels: number;
}

/**
 * Decodes one picture to 8 bits a channel, upright by its EXIF orientation. 16-bit channels keep their upper byte,
 * colour profiles are converted to sRGB, the alpha channel is dropped without blending, of an animation the first frame is taken.
 *
 * @throws Error if the file cannot be read or decoded completely; damaged or truncated data is not accepted.
 */
export async function readPixels(stamp: FileStamp, { color, maxPixels }: Decoding): Promise<Pixels> {
  // Four trips through the thread pool cost more than reading a small file.
  const bytes = stamp.size <= SMALL_FILE ? readFileSync(stamp.file) : await readFile(stamp.file);
  const small = color === 'grey' ? decodeSmallGreyJpeg(bytes) : undefined;
  if (small !== undefined && small.data.length <= maxPixels) return small;
  const { data, info } = await sharp(bytes, { failOn: 'warning', limitInputPixels: maxPixels })
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return color === 'rgb'
    ? { data, width, height, channels: 3 }
    : { data: luma(data), width, height, channels: 1 };
}

const SMALL_FILE = 64 * 1024;

/** Grey from red, green and blue by ITU-R 601 in the 16-bit fixed point of Pillow's `convert('L')`; equal channels keep their value. */
function luma(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (rgb[3 * i]! * 19595 + rgb[3 * i + 1]! * 38470 + rgb[3 * i + 2]! * 7471 + 0x8000) >> 16;
  }
  return grey;
}
