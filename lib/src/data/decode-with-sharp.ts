import sharp from 'sharp';

import type { ImageFormat } from './image-format.js';
import { readImageHeader } from './image-header.js';
import type { ImageHeader } from './image-header.js';
import type { ImageNote } from './image-notes.js';
import { layOnGround } from './lay-on-ground.js';
import { repairJpeg } from './repair-jpeg.js';
import { stretchLevels } from './stretch-levels.js';
import { inStretches, withPauses } from './with-pauses.js';

/** What decoding depends on. */
export interface SharpDecoding {
  /** Pictures with more pixels than this are refused before they are decoded. */
  readonly maxPixels: number;
  /** What lies under transparent pixels. */
  readonly background: readonly [red: number, green: number, blue: number];
}

/** Decoded by libvips: grey or RGB, a byte each, without alpha. */
export interface SharpPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly notes: readonly ImageNote[];
}

/** A JPEG has one page, no alpha and 8 bits a channel; reading its header twice would be for nothing. */
const PLAIN: ImageHeader = { page: 0, further: undefined, deepSpace: undefined, sixteenBits: false };

/**
 * Decodes what only libvips can. Of several pages the first is taken, profiles are converted to sRGB, 16-bit channels
 * keep their upper byte, other deep ones are stretched, transparent pixels are laid on the ground.
 *
 * @param pause - Awaited now and then; what it throws ends the wait, though libvips finishes the picture on its thread.
 * @throws Error if the bytes are damaged, truncated, or more than `maxPixels` asks for.
 */
export async function decodeWithSharp(
  bytes: Buffer,
  format: ImageFormat,
  { maxPixels, background }: SharpDecoding,
  pause: () => Promise<void>,
): Promise<SharpPixels> {
  const header = format === 'jpeg' ? PLAIN : await readImageHeader(bytes, format, maxPixels);
  const decode = (source: Buffer, failOn: 'warning' | 'error'): Promise<Raw> =>
    withPauses(decodeRaw(source, header, failOn, maxPixels), pause);
  const notes: ImageNote[] = [];
  const { data, info } = await decode(bytes, 'warning').catch(async (error: unknown) => {
    await pause();
    const tolerated = await decodeIrregular(bytes, format, error as Error, decode);
    if (tolerated === undefined) throw await explained(error as Error, bytes, format, maxPixels);
    notes.push({ kind: 'irregular', detail: tolerated.problem });
    return tolerated.raw;
  });
  const { width, height } = info;
  if (header.further !== undefined) notes.push({ kind: 'pages', detail: header.further });
  if (header.deepSpace !== undefined) {
    const levels = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
    const stretched = await stretchLevels(levels, pause);
    notes.push({ kind: 'stretched', detail: stretched.range });
    return { data: stretched.data, width, height, channels: info.channels === 1 ? 1 : 3, notes };
  }
  if (header.sixteenBits) notes.push({ kind: 'depth', detail: await fewLevels(data, pause) });
  if (info.channels === 3) return { data, width, height, channels: 3, notes };
  if (info.channels !== 4) throw new Error(`it has ${info.channels} channels`);
  const laid = await layOnGround(data, background, pause);
  if (laid.note !== undefined) notes.push(laid.note);
  return { data: laid.data, width, height, channels: 3, notes };
}

interface Raw {
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number; readonly channels: number };
}

async function decodeRaw(
  bytes: Buffer,
  { page, deepSpace }: ImageHeader,
  failOn: 'warning' | 'error',
  maxPixels: number,
): Promise<Raw> {
  const upright = sharp(bytes, {
    limitInputPixels: maxPixels,
    failOn,
    ...(page > 0 && { page }),
  }).autoOrient();
  const raw =
    deepSpace === undefined
      ? upright.toColourspace('srgb').raw()
      : upright.pipelineColourspace(deepSpace).toColourspace(deepSpace).raw({ depth: 'float' });
  return await raw.toBuffer({ resolveWithObject: true });
}

/**
 * Another try at what strict decoding refused: a JPEG mended around its bits, and still decoded strictly; of other
 * formats those whose problem is only a warning, such as a tag that libtiff does not know.
 */
async function decodeIrregular(
  bytes: Buffer,
  format: ImageFormat,
  { message }: Error,
  decode: (source: Buffer, failOn: 'warning' | 'error') => Promise<Raw>,
): Promise<{ readonly raw: Raw; readonly problem: string } | undefined> {
  const mended =
    format === 'jpeg' ? repairJpeg(bytes) : { bytes, problem: message.split('\n').at(-1)!.slice(0, 200) };
  if (mended === undefined) return undefined;
  const raw = await decode(mended.bytes, format === 'jpeg' ? 'warning' : 'error').catch(() => undefined);
  return raw && { raw, problem: mended.problem };
}

/** The error of a JPEG that is too large tells its size; the headers of other formats were looked at before. */
async function explained(
  error: Error,
  bytes: Buffer,
  format: ImageFormat,
  maxPixels: number,
): Promise<Error> {
  if (format !== 'jpeg' || !/exceeds pixel limit/.test(error.message)) return error;
  return await readImageHeader(bytes, format, maxPixels).then(
    () => error,
    (better: unknown) => better as Error,
  );
}

/** Sixteen bits of which a camera filled twelve leave few levels in the upper byte: that is worth saying. */
async function fewLevels(data: Uint8Array, pause: () => Promise<void>): Promise<string> {
  let highest = 0;
  await inStretches(data.length, pause, (from, to) => {
    for (let i = from; i < to; i++) if (data[i]! > highest) highest = data[i]!;
  });
  return highest < 64 ? `its highest level is ${highest} of 255` : '';
}
