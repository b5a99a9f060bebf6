import { ArgumentError, DataError, printable } from '../errors.js';
import type { Pacer } from '../progress.js';
import type { FileStamp } from './file-stamps.js';
import type { CachedImages, NumberedNote, NumberedReason } from './image-cache.js';
import type { SkippedImage } from './image-set.js';
import { digestOf, digestOfAll } from './file-digests.js';
import type { ImageNote } from './image-notes.js';
import { readWholeFile } from './read-file.js';
import { readPixels } from './read-pixels.js';
import type { DecodedPixels, Decoding } from './read-pixels.js';
import { resizeArea } from './resize-area.js';
import type { Pixels } from './resize-area.js';

/** A checked request to decode files. */
export interface DecodeRequest extends Decoding {
  /** The public function, for messages. */
  readonly fn: string;
  readonly size: readonly [width: number, height: number] | undefined;
  readonly onError: 'throw' | 'skip';
  readonly concurrency: number;
}

/** Decoded files, and whether they would come out the same another time: not if one could not be read from disk. */
export interface DecodedImages extends CachedImages {
  readonly lasting: boolean;
}

/** Decodes files into one array, several at a time. The first picture that can be decoded sets the size of all. */
export async function decodeImages(
  stamps: readonly FileStamp[],
  request: DecodeRequest,
  pacer: Pacer,
): Promise<DecodedImages> {
  const found: Findings = { skipped: [], notes: [], digests: [], lasting: true };
  const { skipped } = found;
  const pause = (done: number) => (): Promise<void> => pacer.step('decode images', done, stamps.length);
  let first: { readonly pixels: Pixels; readonly index: number } | undefined;
  for (let index = 0; index < stamps.length && first === undefined; index++) {
    const pixels = await decode(stamps[index]!.file, index, request, found, pause(index));
    await pacer.step('decode images', index + 1, stamps.length);
    if (pixels !== undefined) first = { pixels, index };
  }
  if (first === undefined)
    throw noneReadable(
      request.fn,
      skipped.map(({ index, reason }) => ({ file: stamps[index]!.file, reason })),
    );
  const { width, height, channels } = first.pixels;
  const nColumns = width * height * channels;
  const data = allocate(stamps.length * nColumns, stamps.length, first.pixels, request);
  data.set(first.pixels.data, first.index * nColumns);
  const reference = stamps[first.index]!.file;
  let next = first.index + 1;
  let done = next;
  let failed = false;

  async function lane(): Promise<void> {
    while (next < stamps.length && !failed) {
      const index = next++;
      const pixels = await decode(stamps[index]!.file, index, request, found, pause(done));
      if (pixels !== undefined) {
        if (pixels.width !== width || pixels.height !== height)
          throw differ(request.fn, reference, [width, height], stamps[index]!.file, pixels);
        data.set(pixels.data, index * nColumns);
      }
      await pacer.step('decode images', ++done, stamps.length);
    }
  }

  // One lane that fails stops the others, and all have ended before the error is passed on.
  const lanes = Array.from({ length: request.concurrency }, () =>
    lane().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  for (const result of await Promise.allSettled(lanes)) if (result.status === 'rejected') throw result.reason;
  skipped.sort((a, b) => a.index - b.index);
  found.notes.sort((a, b) => a.index - b.index);
  const nImages = stamps.length - skipped.length;
  return {
    data: closeGaps(
      data,
      nColumns,
      skipped.map(({ index }) => index),
    ),
    nImages,
    width,
    height,
    channels,
    skipped,
    notes: found.notes,
    content: found.lasting ? digestOfAll(found.digests) : '',
    lasting: found.lasting,
  };
}

/** What comes out besides pixels, by place in the list of files. */
interface Findings {
  readonly skipped: NumberedReason[];
  readonly notes: NumberedNote[];
  /** Of what was decoded, which a file may no longer hold. */
  readonly digests: Buffer[];
  lasting: boolean;
}

async function decode(
  file: string,
  index: number,
  request: DecodeRequest,
  found: Findings,
  pause: () => Promise<void>,
): Promise<Pixels | undefined> {
  let decoded: DecodedPixels;
  let read = false;
  try {
    const bytes = await readWholeFile(file, pause);
    read = true;
    found.digests[index] = await digestOf(bytes, pause);
    decoded = await readPixels(bytes, request, pause);
  } catch (cause) {
    // The wait for libvips may have been ended by the signal; that is no fault of the file.
    await pause();
    // Rights, locks and networks change; the bytes of a file do not become another picture.
    if (!read) found.lasting = false;
    // libvips writes one line a problem, the first of them the telling one.
    const reason = (cause as Error).message.trim().split('\n')[0]!;
    if (request.onError === 'throw')
      throw new DataError(request.fn, `${file} cannot be read as a picture: ${reason}`, {
        source: file,
        cause,
      });
    found.skipped.push({ index, reason: printable(reason) });
    return undefined;
  }
  found.notes.push(...decoded.notes.map((note: ImageNote) => ({ index, ...note })));
  const { pixels } = decoded;
  return request.size === undefined ? pixels : resizeArea(pixels, ...request.size, pause);
}

function allocate(
  length: number,
  count: number,
  { width, height, channels }: Pixels,
  { fn, size }: DecodeRequest,
): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch {
    throw new ArgumentError(
      fn,
      'options.size',
      `smaller: ${count} images of ${width} x ${height} x ${channels} need ${length} bytes of memory`,
      size,
    );
  }
}

/** The error for a list of files of which every one was skipped. */
export function noneReadable(fn: string, skipped: readonly SkippedImage[]): DataError {
  const { file, reason } = skipped[0]!;
  return new DataError(
    fn,
    `none of the ${skipped.length} files could be read as a picture; ${file}: ${reason}`,
    { source: file },
  );
}

function differ(
  fn: string,
  reference: string,
  [width, height]: readonly [number, number],
  file: string,
  pixels: Pixels,
): DataError {
  const problem = `images differ in size: ${reference} has ${width} x ${height} pixels, ${file} has ${pixels.width} x ${pixels.height}; give options.size to resize all`;
  return new DataError(fn, problem, { source: file });
}

/** Moves the rows together over those left out. */
function closeGaps(data: Uint8Array, nColumns: number, gaps: readonly number[]): Uint8Array {
  gaps.forEach((gap, i) => {
    const end = gaps[i + 1] ?? data.length / nColumns;
    data.copyWithin((gap - i) * nColumns, (gap + 1) * nColumns, end * nColumns);
  });
  return data.subarray(0, data.length - gaps.length * nColumns);
}
