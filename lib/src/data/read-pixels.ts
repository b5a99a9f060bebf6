import { decodeWithSharp } from './decode-with-sharp.js';
import type { SharpDecoding } from './decode-with-sharp.js';
import { imageFormat } from './image-format.js';
import type { ImageNote } from './image-notes.js';
import type { Pixels } from './resize-area.js';
import { decodeSmallGreyJpeg } from './small-grey-jpeg.js';
import { inStretches } from './with-pauses.js';

/** How a picture is decoded. */
export interface Decoding extends SharpDecoding {
  readonly color: 'grey' | 'rgb';
}

/** A decoded picture, and what was done to it besides. */
export interface DecodedPixels {
  readonly pixels: Pixels;
  readonly notes: readonly ImageNote[];
}

/**
 * Decodes one picture to 8 bits a channel, upright by its EXIF orientation.
 *
 * @param pause - Awaited now and then while libvips works; what it throws ends the wait.
 * @throws Error if the bytes cannot be decoded completely; damaged or truncated data is not accepted.
 */
export async function readPixels(
  bytes: Buffer,
  decoding: Decoding,
  pause: () => Promise<void>,
): Promise<DecodedPixels> {
  const { color, maxPixels } = decoding;
  const small = color === 'grey' ? decodeSmallGreyJpeg(bytes) : undefined;
  if (small !== undefined && small.data.length <= maxPixels) return { pixels: small, notes: [] };
  const format = imageFormat(bytes);
  const { data, width, height, channels, notes } = await decodeWithSharp(bytes, format, decoding, pause);
  const rgb = channels === 3 ? data : undefined;
  if (color === 'rgb')
    return { pixels: { data: rgb ?? (await threefold(data, pause)), width, height, channels: 3 }, notes };
  return { pixels: { data: rgb ? await luma(rgb, pause) : data, width, height, channels: 1 }, notes };
}

/** Grey as red, green and blue. */
async function threefold(grey: Uint8Array, pause: () => Promise<void>): Promise<Uint8Array> {
  const rgb = new Uint8Array(grey.length * 3);
  await inStretches(grey.length, pause, (from, to) => {
    for (let i = from; i < to; i++) rgb.fill(grey[i]!, 3 * i, 3 * i + 3);
  });
  return rgb;
}

/** Grey from red, green and blue by ITU-R 601 in the 16-bit fixed point of Pillow's `convert('L')`; equal channels keep their value. */
async function luma(rgb: Uint8Array, pause: () => Promise<void>): Promise<Uint8Array> {
  const grey = new Uint8Array(rgb.length / 3);
  await inStretches(grey.length, pause, (from, to) => {
    for (let i = from; i < to; i++)
      grey[i] = (rgb[3 * i]! * 19595 + rgb[3 * i + 1]! * 38470 + rgb[3 * i + 2]! * 7471 + 0x8000) >> 16;
  });
  return grey;
}
