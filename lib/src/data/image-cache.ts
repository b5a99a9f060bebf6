import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

import type { Pacer } from '../progress.js';
import type { FileStamp } from './file-stamps.js';

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
 * damage from what was written.
 */
export interface CachedHeader {
  readonly nImages: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Pictures that could not be decoded: place in the list of files, and why. */
  readonly skipped: readonly { readonly index: number; readonly reason: string }[];
}

export interface CachedImages extends CachedHeader {
  readonly data: Uint8Array;
}

const MAGIC = Buffer.from('clusterl', 'latin1');
const PREFIX = 16;
const CHUNK = 8 * 1024 * 1024;
const SUFFIX = '.images';
/** A temporary file this old belongs to a process that was killed. */
const STALE_MS = 3600_000;

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
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
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
  const { size } = await file.stat();
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
  return { ...(JSON.parse(head.toString('utf8')) as CachedHeader), data };
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
 * @throws Error if the folder cannot be made or written, or the disk is full; nothing half-written stays behind.
 */
export async function writeCache(
  folder: string,
  key: string,
  { data, ...header }: CachedImages,
  maxBytes: number,
): Promise<void> {
  const head = Buffer.from(JSON.stringify(header satisfies CachedHeader), 'utf8');
  const total = PREFIX + head.length + data.length;
  if (total > maxBytes)
    throw new Error(`the images take ${total} bytes, more than options.maxCacheBytes = ${maxBytes}`);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${key}.${randomUUID()}.tmp`);
  try {
    await writeImages(temporary, head, data);
    await rename(temporary, join(folder, key + SUFFIX));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await tidy(folder, key + SUFFIX, maxBytes);
}

async function writeImages(path: string, head: Buffer, data: Uint8Array): Promise<void> {
  const prefix = Buffer.alloc(PREFIX);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(head.length, 12);
  let crc = crc32(head, crc32(prefix.subarray(12)));
  for (let at = 0; at < data.length; at += CHUNK) {
    crc = crc32(data.subarray(at, at + CHUNK), crc);
    await setImmediate();
  }
  prefix.writeUInt32LE(crc, 8);
  const file = await open(path, 'wx');
  try {
    for (const part of [prefix, head, data]) await file.writeFile(part);
    // Without it a power cut may leave the name and not the content; the checksum would notice, at the price of a rebuild.
    await file.sync();
  } finally {
    await file.close();
  }
}

async function tidy(folder: string, newest: string, maxBytes: number): Promise<void> {
  const found: { path: string; size: number; mtimeMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Another process may remove the file at the same moment.
    const entry = await stat(path).catch(() => undefined);
    if (entry === undefined || name === newest) continue;
    if (name.endsWith('.tmp') && Date.now() - entry.mtimeMs > STALE_MS) await rm(path, { force: true });
    if (name.endsWith(SUFFIX)) found.push({ path, size: entry.size, mtimeMs: entry.mtimeMs });
  }
  found.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = (await stat(join(folder, newest))).size;
  for (const { path, size } of found) {
    total += size;
    if (total > maxBytes) await rm(path, { force: true });
  }
}
