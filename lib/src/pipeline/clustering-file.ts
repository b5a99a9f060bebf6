import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/**
 * The file that keeps a clustering:
 *
 *     8 bytes    'CLUSTLAB'
 *     4 bytes    format version, little endian
 *     4 bytes    length of the header, little endian
 *     header     JSON: { places, json }, see packed-value.ts
 *     arrays     one after another, as this machine has them (little endian)
 *     32 bytes   SHA-256 of all that precedes
 */
export const MAGIC = 'CLUSTLAB';

/** What this release writes, and the newest that it reads. */
export const FORMAT_VERSION = 2;

export const PREFIX_BYTES = 16;
export const CHECKSUM_BYTES = 32;

/** Bytes written or read at a time; some 20 ms. */
const CHUNK_BYTES = 1 << 24;

/** A file, how far it has been read or written, and the checksum of that. */
export interface HashedFile {
  readonly file: FileHandle;
  readonly hash: Hash;
  position: number;
}

export function hashedFile(file: FileHandle): HashedFile {
  return { file, hash: createHash('sha256'), position: 0 };
}

/** A typed array as its bytes. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Writes bytes piece by piece; `step` is called with the bytes done so far. */
export async function writeBytes(
  target: HashedFile,
  bytes: Uint8Array,
  step: (position: number) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    for (let done = 0; done < chunk.length;)
      done += (await target.file.write(chunk, done, chunk.length - done)).bytesWritten;
    target.hash.update(chunk);
    target.position += chunk.length;
    await step(target.position);
  }
}

/** Fills `bytes` piece by piece; false if the file ends before. */
export async function readBytes(
  source: HashedFile,
  bytes: Uint8Array,
  step: (position: number) => Promise<void>,
): Promise<boolean> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    for (let done = 0; done < chunk.length;) {
      const { bytesRead } = await source.file.read(chunk, done, chunk.length - done, source.position + done);
      if (bytesRead === 0) return false;
      done += bytesRead;
    }
    source.hash.update(chunk);
    source.position += chunk.length;
    await step(source.position);
  }
  return true;
}
