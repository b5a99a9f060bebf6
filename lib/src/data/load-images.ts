import { ArgumentError } from '../errors.js';
import { checkBoolean, checkInteger, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys } from '../progress.js';
import type { LongRunningOptions } from '../progress.js';
import { cachedOrDecoded } from './cached-images.js';
import { defaultImageCache } from './image-cache.js';
import type { ImageSet } from './image-set.js';
import { listImagesFor } from './list-images.js';

/** Options of {@link loadImages}. */
export interface LoadImagesOptions extends LongRunningOptions {
  /**
   * Pixels that every picture is resized to by area averaging: a number for both sides, or [width, height]. The aspect
   * ratio is not kept. @defaultValue as they are; then all must have one size
   */
  readonly size?: number | readonly [width: number, height: number];
  /** One grey channel (ITU-R 601 luma, as Pillow's `convert('L')`), or red, green and blue. @defaultValue 'grey' */
  readonly color?: 'grey' | 'rgb';
  /** What to do about a picture that cannot be read: stop, or leave it out and list it in `skipped`. @defaultValue 'throw' */
  readonly onError?: 'throw' | 'skip';
  /** Of a folder: endings of the files to take, see {@link listImages}. @defaultValue those of all formats above */
  readonly extensions?: readonly string[];
  /** Of a folder: whether to look into its folders too. @defaultValue false */
  readonly recursive?: boolean;
  /** Whether to keep the decoded pixels on disk and take them from there next time. @defaultValue true */
  readonly cache?: boolean;
  /** Where. @defaultValue `images` in `$CLUSTERLAB_CACHE`, else in `$XDG_CACHE_HOME/clusterlab`, else in `~/.cache/clusterlab` */
  readonly cacheDir?: string;
  /** What the cache folder may hold in all; the sets used longest ago are removed. @defaultValue 2e9 */
  readonly maxCacheBytes?: number;
  /** Pictures in flight at once, in [1, 64]. Node decodes as many of them at a time as `UV_THREADPOOL_SIZE` says, 4 by default. @defaultValue 8 */
  readonly concurrency?: number;
  /** Pictures with more pixels are refused before they are decoded: a small file can hold a huge picture. @defaultValue 1e8 */
  readonly maxPixels?: number;
}

/** The names of {@link LoadImagesOptions}, for `checkOptions`. */
const loadImagesKeys: readonly string[] = [
  'size',
  'color',
  'onError',
  'extensions',
  'recursive',
  'cache',
  'cacheDir',
  'maxCacheBytes',
  'concurrency',
  'maxPixels',
  ...longRunningKeys,
];

/**
 * Loads pictures as rows of bytes.
 *
 * @remarks
 * JPEG, PNG, WebP, GIF (first frame), TIFF and AVIF. Pictures are turned upright by their EXIF orientation, 16-bit
 * channels keep their upper byte, embedded colour profiles are converted to sRGB, alpha is dropped without blending.
 *
 * Pixels go into a decode cache, keyed by path, size and time of change of every file and by the options that shape
 * them: a second load of the same files reads one file. A cache file that is damaged is replaced, one that cannot be
 * written is done without; either is told in `warnings`.
 *
 * Memory: width * height * channels bytes a picture, and the pictures in flight at full size. O(pixels).
 *
 * @param source - A folder, whose pictures come in the order of {@link listImages}, or paths of files, kept in their order.
 * @throws {@link DataError} if the folder is missing or holds no pictures; a file is missing, truncated, no picture or
 * too large (unless skipped); none can be read; or sizes differ and `options.size` is not given. The file is named.
 * @throws {@link ArgumentError} if an option is out of range.
 * @example
 * const images = await loadImages('photos', { size: 64, color: 'rgb', onError: 'skip' });
 * // images.nRows: 60, images.nColumns: 12288, images.skipped[0].file: photos/torn.jpg
 */
export async function loadImages(
  source: string | readonly string[],
  options: LoadImagesOptions = {},
): Promise<ImageSet> {
  return await loadImagesFor('loadImages', source, options);
}

/** {@link loadImages} on behalf of another function, whose name the messages carry. */
export async function loadImagesFor(
  fn: string,
  source: string | readonly string[],
  options: LoadImagesOptions,
): Promise<ImageSet> {
  checkOptions(fn, options, loadImagesKeys);
  const { color = 'grey', onError = 'throw', cache = true, cacheDir = defaultImageCache() } = options;
  const { maxCacheBytes = 2e9, concurrency = 8, maxPixels = 1e8, size, extensions, recursive } = options;
  const pacer = createPacer(fn, options);
  checkBoolean(fn, 'cache', cache);
  if (typeof cacheDir !== 'string' || cacheDir === '')
    throw new ArgumentError(fn, 'options.cacheDir', 'the path of a folder', cacheDir);
  const resolved = {
    fn,
    size: size === undefined ? undefined : checkSize(fn, size),
    color: checkOneOf(fn, 'color', color, ['grey', 'rgb']),
    onError: checkOneOf(fn, 'onError', onError, ['throw', 'skip']),
    concurrency: checkInteger(fn, 'concurrency', concurrency, 1, 64),
    maxPixels: checkInteger(fn, 'maxPixels', maxPixels, 1),
    cacheDir: cache ? cacheDir : undefined,
    maxCacheBytes: checkInteger(fn, 'maxCacheBytes', maxCacheBytes, 0),
  };
  if (typeof source === 'string') {
    const files = await listImagesFor(fn, source, {
      ...(extensions && { extensions }),
      ...(recursive !== undefined && { recursive }),
    });
    return await cachedOrDecoded(files, resolved, pacer);
  }
  if (
    !Array.isArray(source) ||
    source.length === 0 ||
    source.some((file) => typeof file !== 'string' || file === '')
  ) {
    throw new ArgumentError(fn, 'source', 'the path of a folder, or an array of at least one path', source);
  }
  if (extensions !== undefined)
    throw new ArgumentError(fn, 'options.extensions', 'left out: source is a list of files', extensions);
  if (recursive !== undefined)
    throw new ArgumentError(fn, 'options.recursive', 'left out: source is a list of files', recursive);
  return await cachedOrDecoded([...(source as readonly string[])], resolved, pacer);
}

/** Longest side of a resized picture. */
const MAX_SIDE = 16384;

function checkSize(fn: string, size: unknown): readonly [width: number, height: number] {
  const sides: readonly unknown[] = Array.isArray(size) ? size : [size, size];
  const valid =
    sides.length === 2 &&
    sides.every((side) => Number.isInteger(side) && (side as number) >= 1 && (side as number) <= MAX_SIDE);
  if (!valid)
    throw new ArgumentError(
      fn,
      'options.size',
      `an integer in [1, ${MAX_SIDE}] or [width, height] of such`,
      size,
    );
  return sides as readonly [number, number];
}
