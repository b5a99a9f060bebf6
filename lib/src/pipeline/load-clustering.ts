import { open } from 'node:fs/promises';
import { ArgumentError, DataError } from '../errors.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import type { Clustering } from './clustering.js';
import {
  bytesOf,
  CHECKSUM_BYTES,
  FORMAT_VERSION,
  hashedFile,
  MAGIC,
  PREFIX_BYTES,
  readBytes,
  type HashedFile,
} from './clustering-file.js';
import { allocate, isArrayPlace, unpack, type ArrayPlace } from './packed-value.js';

/**
 * Reads a clustering that `saveClustering` wrote. It can be used like the one that was saved: recluster it, assign new
 * pictures, search in it. O(size of the file).
 *
 * @param path - A file that `saveClustering` wrote.
 * @throws {@link ArgumentError} if `path` is no path.
 * @throws {@link DataError} if the file is missing, is no clustering, is cut short or damaged, or was written by a newer
 * release; the file is named.
 * @example
 * const clustering = await loadClustering('out/numerals.clustering');
 * const { matches } = await findSimilar(clustering, queries, { k: 5 });
 */
export async function loadClustering(path: string, options: LongRunningOptions = {}): Promise<Clustering> {
  checkOptions('loadClustering', options, longRunningKeys);
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('loadClustering', 'path', 'the path of a file', path);
  const pacer = createPacer('loadClustering', options);
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unusable(path, 'cannot be opened', error);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw unusable(path, 'is not a saved clustering');
    return await read(hashedFile(file), stats.size, path, pacer);
  } finally {
    await file.close();
  }
}

async function read(source: HashedFile, size: number, path: string, pacer: Pacer): Promise<Clustering> {
  const fill = async <T extends Uint8Array>(bytes: T): Promise<T> => {
    const whole = await readBytes(source, bytes, (done) => pacer.step('loading', done, size));
    if (!whole) throw unusable(path, 'is cut short');
    return bytes;
  };
  if (size < PREFIX_BYTES + CHECKSUM_BYTES) throw unusable(path, 'is not a saved clustering');
  const prefix = await fill(Buffer.alloc(PREFIX_BYTES));
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC) throw unusable(path, 'is not a saved clustering');
  const version = prefix.readUInt32LE(8);
  if (version > FORMAT_VERSION)
    throw unusable(
      path,
      `was saved by a newer clusterlab (format ${version}, this one reads up to ${FORMAT_VERSION})`,
    );
  const headerLength = prefix.readUInt32LE(12);
  if (PREFIX_BYTES + headerLength + CHECKSUM_BYTES > size) throw unusable(path, 'is cut short or damaged');
  const { places, json } = parseHeader(await fill(Buffer.alloc(headerLength)), path);
  const arrays = places.map(allocateWithin(size - source.position - CHECKSUM_BYTES, path));
  for (const array of arrays) await fill(bytesOf(array));
  const checksum = source.hash.digest();
  const stored = Buffer.alloc(CHECKSUM_BYTES);
  const { bytesRead } = await source.file.read(stored, 0, CHECKSUM_BYTES, source.position);
  if (bytesRead !== CHECKSUM_BYTES || !stored.equals(checksum))
    throw unusable(path, 'is damaged: its checksum is wrong');
  const clustering = unpack(json, arrays) as Clustering;
  return version === 1 ? { ...ABSENT_BEFORE_2, ...clustering } : clustering;
}

/** What format 1 did not know of. */
const ABSENT_BEFORE_2 = {
  preparation: { cleaning: undefined, normalization: undefined },
  space: undefined,
  mixture: undefined,
  refinement: undefined,
} as const;

function parseHeader(
  bytes: Buffer,
  path: string,
): { readonly places: readonly ArrayPlace[]; readonly json: string } {
  try {
    const { places, json } = JSON.parse(bytes.toString('utf8')) as { places?: unknown; json?: unknown };
    if (Array.isArray(places) && places.every(isArrayPlace) && typeof json === 'string')
      return { places, json };
  } catch (error) {
    throw unusable(path, 'is damaged: its header cannot be read', error);
  }
  throw unusable(path, 'is damaged: its header cannot be read');
}

/** Makes arrays as long as nothing but the bytes at hand is asked for, so that a damaged length cannot ask for all memory. */
function allocateWithin(bytes: number, path: string): (place: ArrayPlace) => ReturnType<typeof allocate> {
  let left = bytes;
  return (place) => {
    if (place.length > left) throw unusable(path, 'is cut short or damaged');
    const array = allocate(place);
    left -= array.byteLength;
    if (left < 0) throw unusable(path, 'is cut short or damaged');
    return array;
  };
}

function unusable(path: string, problem: string, cause?: unknown): DataError {
  return new DataError('loadClustering', `${path} ${problem}`, { source: path, cause });
}
