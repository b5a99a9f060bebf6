import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import libraryPackage from '../../lib/package.json';
import { chineseMnistTable } from '../../lib/src/data/chinese-mnist-folder.js';
import rootPackage from '../../package.json';

/** What a folder of the sample set must hold to be taken for whole and current. */
export interface Manifest {
  /** Hash of the program that made the set and the versions it depends on. */
  readonly generator: string;
  readonly images: number;
  /** Bytes of all images together. */
  readonly imageBytes: number;
  /** SHA-256 of the table. */
  readonly tableSha256: string;
  /** SHA-256 of all images' bytes in the order of the table. */
  readonly imagesSha256: string;
}

export const MANIFEST = 'manifest.json';

/** Changes with any line of the generator and with the version of a package that shapes the pictures. */
export async function generatorHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(__dirname)).sort()) hash.update(await readFile(join(__dirname, name)));
  // Exact versions, as the package files pin them.
  hash.update(
    JSON.stringify([libraryPackage.dependencies.sharp, rootPackage.devDependencies['hanzi-writer-data']]),
  );
  return hash.digest('hex').slice(0, 16);
}

/** Whether the folder holds a set made by this generator, as many images and bytes as it wrote. */
export async function isCurrent(folder: string): Promise<boolean> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
    if (manifest.generator !== (await generatorHash())) return false;
    const table = await readFile(join(folder, chineseMnistTable));
    if (createHash('sha256').update(table).digest('hex') !== manifest.tableSha256) return false;
    const names = await readdir(join(folder, 'data'));
    if (names.length !== manifest.images) return false;
    // Synchronous: 3 000 promises would cost more than the calls.
    const bytes = names.reduce((sum, name) => sum + statSync(join(folder, 'data', name)).size, 0);
    return bytes === manifest.imageBytes;
  } catch {
    // Whatever is missing or unreadable: the set is made again.
    return false;
  }
}
