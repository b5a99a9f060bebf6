import { DataError } from '../errors.js';
import type { Pacer } from '../progress.js';
import { decodeImages, noneReadable } from './decode-images.js';
import type { DecodeRequest } from './decode-images.js';
import { stampFiles } from './file-stamps.js';
import type { FileStamp } from './file-stamps.js';
import { cacheKey, readCache, writeCache } from './image-cache.js';
import type { CachedImages } from './image-cache.js';
import type { ImageSet, SkippedImage } from './image-set.js';

/** Changes when decoding changes, so that pixels of an older version are not taken. */
const DECODER_VERSION = 1;

/** A checked request: how to decode, and where the cache is (undefined: none). */
export interface ImageRequest extends DecodeRequest {
  readonly cacheDir: string | undefined;
  readonly maxCacheBytes: number;
}

/** Takes the pixels of these files from the cache, or decodes them and puts them there. */
export async function cachedOrDecoded(
  files: readonly string[],
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
  const cached = await fromCache(key, request, pacer, warnings);
  const images = cached ?? (await decodeImages(stamps, request, pacer));
  if (cached === undefined) await intoCache(key, images, request, warnings);
  return toImageSet(images, stamps, missing, cached !== undefined, warnings);
}

function keyOf(stamps: readonly FileStamp[], { size, color, onError, maxPixels }: ImageRequest): string {
  return cacheKey(stamps, { version: DECODER_VERSION, size, color, onError, maxPixels });
}

async function fromCache(
  key: string,
  { cacheDir }: ImageRequest,
  pacer: Pacer,
  warnings: string[],
): Promise<CachedImages | undefined> {
  if (cacheDir === undefined) return undefined;
  try {
    return await readCache(cacheDir, key, pacer);
  } catch (error) {
    // An abort is no damage: with the signal set, this throws its reason.
    await pacer.step('read cached images', 1, 1);
    warnings.push(
      `a file of the decode cache in ${cacheDir} could not be used (${(error as Error).message}); the images were decoded again`,
    );
    return undefined;
  }
}

async function intoCache(
  key: string,
  images: CachedImages,
  { cacheDir, maxCacheBytes }: ImageRequest,
  warnings: string[],
): Promise<void> {
  if (cacheDir === undefined) return;
  try {
    await writeCache(cacheDir, key, images, maxCacheBytes);
  } catch (error) {
    warnings.push(`the decoded images were not kept in ${cacheDir}: ${(error as Error).message}`);
  }
}

function toImageSet(
  { data, nImages, width, height, channels, skipped }: CachedImages,
  stamps: readonly FileStamp[],
  missing: readonly SkippedImage[],
  cached: boolean,
  warnings: readonly string[],
): ImageSet {
  const bad = new Set(skipped.map(({ index }) => index));
  return {
    data,
    nRows: nImages,
    nColumns: width * height * channels,
    width,
    height,
    channels,
    files: stamps.filter((_, i) => !bad.has(i)).map(({ file }) => file),
    skipped: [...missing, ...skipped.map(({ index, reason }) => ({ file: stamps[index]!.file, reason }))],
    cached,
    warnings,
  };
}
