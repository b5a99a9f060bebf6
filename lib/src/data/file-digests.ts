import { createHash, hash } from 'node:crypto';

import type { Pacer } from '../progress.js';
import type { FileStamp } from './file-stamps.js';
import { readChunks, readSmallFile } from './read-file.js';

const CHUNK = 4 * 1024 * 1024;

/** SHA-256 of bytes, with pauses where they are many. */
export async function digestOf(bytes: Buffer, pause: () => Promise<void>): Promise<Buffer> {
  if (bytes.length <= CHUNK) return hash('sha256', bytes, 'buffer');
  const sum = createHash('sha256');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    sum.update(bytes.subarray(at, at + CHUNK));
    await pause();
  }
  return sum.digest();
}

/** One hash for the contents of files in their order, of the hash of each. */
export function digestOfAll(digests: readonly Buffer[]): string {
  const sum = createHash('sha256');
  for (const digest of digests) sum.update(digest);
  return sum.digest('hex');
}

/**
 * One hash for what the files hold now. Sizes and dates cannot tell: archives, `cp -p` and `rsync -t` set them, network
 * file systems answer from memory, and two changes may fall into one tick of the clock. Reading and hashing 15 000 small
 * files takes a quarter of a second, decoding them ten times as long. O(bytes).
 *
 * @throws Error if a file cannot be read.
 */
export async function digestFiles(stamps: readonly FileStamp[], pacer: Pacer): Promise<string> {
  const digests: Buffer[] = [];
  for (const { file } of stamps) {
    const pause = (): Promise<void> => pacer.step('compare files', digests.length, stamps.length);
    const small = readSmallFile(file);
    if (small !== undefined) digests.push(hash('sha256', small, 'buffer'));
    else {
      const sum = createHash('sha256');
      await readChunks(file, (chunk) => sum.update(chunk), pause);
      digests.push(sum.digest());
    }
    if (small === undefined || digests.length % GROUP === 0) await pause();
  }
  return digestOfAll(digests);
}

const GROUP = 64;
