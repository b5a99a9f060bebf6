import sharp from 'sharp';

import { DataError, printable } from '../errors.js';
import type { Pacer } from '../progress.js';
import { decodeImages, noneReadable } from './decode-images.js';
import type { DecodeRequest } from './decode-images.js';
import { digestFiles } from './file-digests.js';
import { stampFiles } from './file-stamps.js';
import type { FileStamp } from './file-stamps.js';
import { ForeignFileError, cacheKey, readCache, writeCache } from './image-cache.js';
import type { CachedImages } from './image-cache.js';
import { describeNote, leftOutWarnings, noteWarnings } from './image-notes.js';
import type { ImageSet, SkippedImage } from './image-set.js';

/** Changes when decoding changes, so that pixels of an older version are not taken. */
const DECODER_VERSION = 2;

/** A checked request: how to decode, and where the cache is (undefined: none). */
export interface ImageRequest extends DecodeRequest {
  readonly cacheDir: string | undefined;
  readonly maxCacheBytes: number;
}

/**
 * Takes the pixels of these files from the cache, or decodes them and puts them there.
 *
 * @param leftOut - Files beside them that are not to be loaded, and why.
 */
export async function cachedOrDecoded(
  files: readonly string[],
  leftOut: readonly SkippedImage[],
  request: ImageRequest,
  pacer: Pacer,
): Promise<ImageSet> {
  const found = await stampFiles(files, pacer);
  const stamps: FileStamp[] = [];
  const missing: SkippedImage[] = [];
  found.forEach((stamp, i) => {
    if (!(stamp instanceof Error)) return void stamps.push(stamp);
    const file = files[i]!;
    if (request.onError === 'throw')
      throw new DataError(request.fn, `${file} cannot be read: ${stamp.message}`, {
        source: file,
        cause: stamp,
      });
    missing.push({ file, reason: stamp.message });
  });
  if (stamps.length === 0) throw noneReadable(request.fn, missing);
  const warnings: string[] = [];
  const key = keyOf(stamps, request);
  const { images: cached, usable } = await fromCache(key, stamps, request, pacer, warnings);
  if (cached !== undefined) return toImageSet(cached, stamps, missing, leftOut, true, warnings);
  const { lasting, ...images } = await decodeImages(stamps, request, pacer);
  if (lasting && usable) await intoCache(key, images, request, pacer, warnings);
  return toImageSet(images, stamps, missing, leftOut, false, warnings);
}

function keyOf(
  stamps: readonly FileStamp[],
  { size, color, onError, maxPixels, background }: ImageRequest,
): string {
  const { sharp: package_, vips } = sharp.versions;
  const version = [DECODER_VERSION, package_, vips];
  return cacheKey(stamps, { version, size, color, onError, maxPixels, background });
}

/** The pixels kept, if they are of what the files hold now; and whether others may be kept in their place. */
async function fromCache(
  key: string,
  stamps: readonly FileStamp[],
  { cacheDir }: ImageRequest,
  pacer: Pacer,
  warnings: string[],
): Promise<{ readonly images?: CachedImages; readonly usable: boolean }> {
  if (cacheDir === undefined) return { usable: false };
  let kept: CachedImages | undefined;
  try {
    kept = await readCache(cacheDir, key, pacer);
  } catch (error) {
    // An abort is no damage: with the signal set, this throws its reason.
    await pacer.step('read cached images', 1, 1);
    const problem = printable((error as Error).message);
    warnings.push(
      `a file of the decode cache in ${printable(cacheDir)} could not be used (${problem}); the images were decoded again`,
    );
    return { usable: !(error instanceof ForeignFileError) };
  }
  if (kept === undefined) return { usable: true };
  try {
    return (await digestFiles(stamps, pacer)) === kept.content
      ? { images: kept, usable: true }
      : { usable: true };
  } catch {
    // A file that cannot be read is met again, and named, when it is to be decoded.
    await pacer.step('compare files', 1, 1);
    return { usable: true };
  }
}

async function intoCache(
  key: string,
  images: CachedImages,
  { cacheDir, maxCacheBytes }: ImageRequest,
  pacer: Pacer,
  warnings: string[],
): Promise<void> {
  if (cacheDir === undefined) return;
  try {
    await writeCache(cacheDir, key, images, maxCacheBytes, pacer);
  } catch (error) {
    await pacer.step('keep decoded images', 1, 1);
    const problem = printable((error as Error).message);
    warnings.push(`the decoded images were not kept in ${printable(cacheDir)}: ${problem}`);
  }
}

function toImageSet(
  { data, nImages, width, height, channels, skipped, notes }: CachedImages,
  stamps: readonly FileStamp[],
  missing: readonly SkippedImage[],
  leftOut: readonly SkippedImage[],
  cached: boolean,
  warnings: readonly string[],
): ImageSet {
  const bad = new Set(skipped.map(({ index }) => index));
  const fileOf = (index: number): string => stamps[index]!.file;
  const unread = [...missing, ...skipped.map(({ index, reason }) => ({ file: fileOf(index), reason }))];
  return {
    data,
    nRows: nImages,
    nColumns: width * height * channels,
    width,
    height,
    channels,
    files: stamps.filter((_, i) => !bad.has(i)).map(({ file }) => file),
    skipped: unread,
    leftOut,
    changed: notes.map((note) => describeNote(fileOf(note.index), note)),
    cached,
    warnings: [
      ...leftOutWarnings('could not be read and were left out', 'skipped', unread),
      ...leftOutWarnings('look like images, but were left out', 'leftOut', leftOut),
      ...noteWarnings(notes.map((note) => ({ file: fileOf(note.index), ...note }))),
      ...warnings,
    ],
  };
}
