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
  /** Of a folder: endings of the files to take, see {@link listImages}; `leftOut` is then empty. @defaultValue those of all formats above */
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
  /** What transparent pixels are laid on: a name, or red, green and blue in [0, 255]. Black drawings are lost on 'black', white ones on 'white'. @defaultValue 'white' */
  readonly background?: 'white' | 'black' | readonly [red: number, green: number, blue: number];
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
  'background',
  ...longRunningKeys,
];

/**
 * Loads pictures as rows of bytes.
 *
 * @remarks
 * JPEG, PNG, WebP, GIF, TIFF and AVIF, recognized by their first bytes, whatever the file is called. Pictures are turned
 * upright by their EXIF orientation, embedded colour profiles are converted to sRGB. What else happens to a picture is
 * listed in `changed`, what is not loaded in `skipped` and `leftOut`, and `warnings` names the files:
 *
 * - of several pages or frames the first is taken (of HEIF files the one marked as primary);
 * - transparent pixels are laid on `background`;
 * - 16-bit channels keep their upper byte. Floating-point, 32-bit and signed levels are stretched, those within 0 .. 1
 *   times 255, all others from the lowest to the highest of the picture;
 * - a JPEG with stray bytes before a marker, an odd range of coefficients or no end marker is decoded, and so is a
 *   file of another format that libvips only warns of. Damaged and truncated files are errors;
 * - HEIC, BMP, SVG, camera raw files and others that people take for images are left out of a folder. SVG is never
 *   rendered: a small drawing can ask for hours of work. Pipes, sockets and links to nowhere are left out too.
 *
 * Pixels go into a decode cache: a second load of the same files reads them, to see that they hold what they held, and
 * one cache file. A cache file that is damaged is replaced, one that cannot be written is done without; either is told in
 * `warnings`. A set of which a file could not be read from disk is not kept.
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
  const { background = 'white' } = options;
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
    background: checkBackground(fn, background),
    cacheDir: cache ? cacheDir : undefined,
    maxCacheBytes: checkInteger(fn, 'maxCacheBytes', maxCacheBytes, 0),
  };
  if (typeof source === 'string') {
    const chosen = {
      ...(extensions !== undefined && { extensions }),
      ...(recursive !== undefined && { recursive }),
    };
    const { files, leftOut } = await listImagesFor(fn, source, chosen, () => pacer.step('list files', 0, 1));
    return await cachedOrDecoded(files, leftOut, resolved, pacer);
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
  return await cachedOrDecoded([...(source as readonly string[])], [], resolved, pacer);
}

const GROUNDS = { white: [255, 255, 255], black: [0, 0, 0] } as const;

function checkBackground(fn: string, background: unknown): readonly [number, number, number] {
  if (background === 'white' || background === 'black') return GROUNDS[background];
  const channels: readonly unknown[] = Array.isArray(background) ? background : [];
  const valid =
    channels.length === 3 &&
    channels.every((value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255);
  if (!valid)
    throw new ArgumentError(
      fn,
      'options.background',
      "'white', 'black' or [red, green, blue] of integers in [0, 255]",
      background,
    );
  return channels as readonly [number, number, number];
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
