import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';

import type { Pacer } from '../progress.js';
import type { FileStamp } from './file-stamps.js';
import type { ImageNote } from './image-notes.js';

/**
 * The decode cache: one file for each set of pictures loaded, named after a hash of everything the pixels depend on.
 *
 *     8 bytes   'clusterl'
 *     4 bytes   CRC-32 of all that follows, little endian
 *     4 bytes   length of the header, little endian
 *     header    JSON, see CachedHeader
 *     pixels
 *
 * Files are written under a temporary name and renamed, so a reader meets a whole one or none; the checksum tells
 * damage, also that by a power cut, from what was written. The folder may hold other files: what has not both a name and
 * a beginning as above is neither read, replaced nor removed.
 */
export interface CachedHeader {
  /** Hash of what the files held that the pixels were decoded from. */
  readonly content: string;
  readonly nImages: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Pictures that could not be decoded: place in the list of files, and why. */
  readonly skipped: readonly NumberedReason[];
  /** What was done to pictures besides decoding them. */
  readonly notes: readonly NumberedNote[];
}

/** Why the picture at this place in the list of files was left out. */
export interface NumberedReason {
  readonly index: number;
  readonly reason: string;
}

/** What was done to the picture at this place in the list of files. */
export interface NumberedNote extends ImageNote {
  readonly index: number;
}

export interface CachedImages extends CachedHeader {
  readonly data: Uint8Array;
}

const MAGIC = Buffer.from('clusterl', 'latin1');
const PREFIX = 16;
const CHUNK = 8 * 1024 * 1024;
const SUFFIX = '.images';
const OWN_NAME = /^[0-9a-f]{40}\.images$/;
const OWN_TEMPORARY = /^[0-9a-f]{40}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
/** A pipe must not be waited for, and a link may lead out of the folder. */
const READ_PLAIN = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
/** A temporary file this old belongs to a process that was killed. */
const STALE_MS = 3600_000;

/** Something that is no file, such as a pipe, has the name of a cache file. */
export class ForeignFileError extends Error {
  constructor() {
    super('it is not a file');
  }
}

/** `$CLUSTERLAB_CACHE`, else `$XDG_CACHE_HOME/clusterlab`, else `~/.cache/clusterlab`; pictures lie in `images` inside it. */
export function defaultImageCache(): string {
  const { CLUSTERLAB_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  const base = own
    ? resolve(own)
    : shared
      ? join(resolve(shared), 'clusterlab')
      : join(homedir(), '.cache', 'clusterlab');
  return join(base, 'images');
}

/** A name for the pixels of these files, each with its path, size and time of change, decoded in this way. */
export function cacheKey(stamps: readonly FileStamp[], decoding: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(decoding));
  hash.update(stamps.map(({ file, size, mtimeMs }) => `\n${resolve(file)}\0${size}\0${mtimeMs}`).join(''));
  return hash.digest('hex').slice(0, 40);
}

/**
 * The pictures kept under `key`; undefined if there are none.
 *
 * @throws Error that says what is wrong with the file, if there is one that cannot be used.
 */
export async function readCache(
  folder: string,
  key: string,
  pacer: Pacer,
): Promise<CachedImages | undefined> {
  const path = join(folder, key + SUFFIX);
  const file = await open(path, READ_PLAIN).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    // A link, or a socket.
    throw error.code === 'ELOOP' || error.code === 'ENXIO' ? new ForeignFileError() : error;
  });
  if (file === undefined) return undefined;
  try {
    const images = await readImages(file, pacer);
    // The time of last use decides what is removed first; where it cannot be set, the time of writing does.
    await utimes(path, new Date(), new Date()).catch(() => undefined);
    return images;
  } finally {
    await file.close();
  }
}

async function readImages(file: FileHandle, pacer: Pacer): Promise<CachedImages> {
  const found = await file.stat();
  if (!found.isFile()) throw new ForeignFileError();
  const { size } = found;
  const prefix = await readExactly(file, Buffer.alloc(PREFIX), 0);
  const headerLength = prefix.readUInt32LE(12);
  if (!prefix.subarray(0, 8).equals(MAGIC) || PREFIX + headerLength > size)
    throw new Error('it is not a cache file');
  const head = await readExactly(file, Buffer.alloc(headerLength), PREFIX);
  const data = new Uint8Array(size - PREFIX - headerLength);
  let crc = crc32(head, crc32(prefix.subarray(12)));
  for (let at = 0; at < data.length; at += CHUNK) {
    const chunk = await readExactly(file, data.subarray(at, at + CHUNK), PREFIX + headerLength + at);
    crc = crc32(chunk, crc);
    await pacer.step('read cached images', Math.min(at + CHUNK, data.length), data.length);
  }
  if (crc !== prefix.readUInt32LE(8)) throw new Error('its checksum is wrong');
  const header = JSON.parse(head.toString('utf8')) as CachedHeader;
  if (header.nImages * header.width * header.height * header.channels !== data.length)
    throw new Error('its pixels are not as many as it says');
  return { ...header, data };
}

async function readExactly<T extends Uint8Array>(file: FileHandle, into: T, position: number): Promise<T> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error('it is cut short');
    done += bytesRead;
  }
  return into;
}

/**
 * Keeps pictures under `key` and removes the sets used longest ago until all together fit `maxBytes`.
 *
 * @throws Error if the folder cannot be made or written, the disk is full, or something else has the file's name;
 * nothing half-written stays behind.
 */
export async function writeCache(
  folder: string,
  key: string,
  { data, ...header }: CachedImages,
  maxBytes: number,
  pacer: Pacer,
): Promise<void> {
  const head = Buffer.from(JSON.stringify(header), 'utf8');
  const total = PREFIX + head.length + data.length;
  if (total > maxBytes)
    throw new Error(`the images take ${total} bytes, more than options.maxCacheBytes = ${maxBytes}`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, key + SUFFIX);
  const taken = await lstat(path).catch(() => undefined);
  if (taken !== undefined && !taken.isFile()) throw new Error(`${path} is there and is not a file`);
  const temporary = join(folder, `${key}.${randomUUID()}.tmp`);
  try {
    await writeImages(temporary, head, data, pacer);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await tidy(folder, key + SUFFIX, maxBytes);
}

async function writeImages(path: string, head: Buffer, data: Uint8Array, pacer: Pacer): Promise<void> {
  const prefix = Buffer.alloc(PREFIX);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(head.length, 12);
  const file = await open(path, 'wx');
  try {
    let crc = crc32(head, crc32(prefix.subarray(12)));
    await file.writeFile(Buffer.concat([prefix, head]));
    for (let at = 0; at < data.length; at += CHUNK) {
      const chunk = data.subarray(at, at + CHUNK);
      crc = crc32(chunk, crc);
      await file.writeFile(chunk);
      await pacer.step('keep decoded images', at + chunk.length, data.length);
    }
    prefix.writeUInt32LE(crc, 8);
    await file.write(prefix, 0, PREFIX, 0);
  } finally {
    await file.close();
  }
}

async function tidy(folder: string, newest: string, maxBytes: number): Promise<void> {
  const found: { path: string; size: number; mtimeMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const temporary = OWN_TEMPORARY.test(name);
    if (name === newest || !(temporary || OWN_NAME.test(name))) continue;
    const path = join(folder, name);
    // Another process may remove the file at the same moment.
    const entry = await lstat(path).catch(() => undefined);
    if (!entry?.isFile() || !(await hasMagic(path))) continue;
    if (!temporary) found.push({ path, size: entry.size, mtimeMs: entry.mtimeMs });
    else if (Date.now() - entry.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
  found.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = (await lstat(join(folder, newest))).size;
  for (const { path, size } of found) {
    total += size;
    if (total > maxBytes) await rm(path, { force: true });
  }
}

async function hasMagic(path: string): Promise<boolean> {
  const file = await open(path, READ_PLAIN).catch(() => undefined);
  if (file === undefined) return false;
  try {
    return (await readExactly(file, Buffer.alloc(MAGIC.length), 0)).equals(MAGIC);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
