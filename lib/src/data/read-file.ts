import { constants, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Without it, opening a pipe that nobody writes to would wait for ever. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Four trips through the thread pool cost more than reading a small file. */
export const SMALL_FILE: number = 64 * 1024;
const CHUNK = 4 * 1024 * 1024;

/** What a path that is no regular file says; a folder, pipe, socket or device is never read. */
export const NOT_A_FILE: string = 'it is not a file';

/**
 * The bytes of a small file, at once; undefined if it is larger than `limit`.
 *
 * @throws Error of the system, or if the path is a folder, pipe, socket or device. Never waits for a writer.
 */
export function readSmallFile(path: string, limit: number = SMALL_FILE): Buffer | undefined {
  const file = openSync(path, FLAGS);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(NOT_A_FILE);
    if (found.size > limit) return undefined;
    const bytes = Buffer.allocUnsafe(found.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/**
 * Hands the bytes of a file to `take`, some megabytes at a time.
 *
 * @throws as {@link readSmallFile}.
 */
export async function readChunks(
  path: string,
  take: (chunk: Buffer) => void,
  pause: () => Promise<void>,
): Promise<void> {
  const file = await open(path, FLAGS);
  try {
    if (!(await file.stat()).isFile()) throw new Error(NOT_A_FILE);
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, at);
      if (bytesRead === 0) return;
      take(buffer.subarray(0, bytesRead));
      at += bytesRead;
      await pause();
    }
  } finally {
    await file.close();
  }
}

/** All bytes of a file, of whatever size, with pauses. */
export async function readWholeFile(path: string, pause: () => Promise<void>): Promise<Buffer> {
  const small = readSmallFile(path);
  if (small !== undefined) return small;
  const chunks: Buffer[] = [];
  await readChunks(path, (chunk) => chunks.push(chunk), pause);
  return Buffer.concat(chunks);
}
