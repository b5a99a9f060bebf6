import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { ArgumentError } from '../errors.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import type { Clustering } from './clustering.js';
import { bytesOf, FORMAT_VERSION, hashedFile, MAGIC, PREFIX_BYTES, writeBytes } from './clustering-file.js';
import { pack } from './packed-value.js';

/**
 * Writes a whole clustering into one file: pictures, features, embedding, tree, sweep, labels, settings.
 *
 * @remarks
 * The file is written under a temporary name beside it and then renamed, so an existing one is replaced at once or not
 * at all. Size: that of the arrays. Machines of the other byte order cannot read it. O(size of the file).
 *
 * @param clustering - From `clusterImages` or `recluster`.
 * @param path - The file; its folder must exist.
 * @throws {@link ArgumentError} if `path` is no path. The file system's own error if the folder is missing or full.
 * @example
 * await saveClustering(clustering, 'out/numerals.clustering');
 */
export async function saveClustering(
  clustering: Clustering,
  path: string,
  options: LongRunningOptions = {},
): Promise<void> {
  checkOptions('saveClustering', options, longRunningKeys);
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('saveClustering', 'path', 'the path of a file', path);
  const pacer = createPacer('saveClustering', options);
  const { json, places, arrays } = pack(clustering);
  const header = Buffer.from(JSON.stringify({ places, json }), 'utf8');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(FORMAT_VERSION, 8);
  prefix.writeUInt32LE(header.length, 12);
  const parts = [prefix, header, ...arrays.map(bytesOf)];
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx');
  try {
    try {
      const target = hashedFile(file);
      for (const part of parts) await writeBytes(target, part, (done) => pacer.step('saving', done, total));
      await file.write(target.hash.digest());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
