import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';

import { chineseMnistTable } from '../../lib/src/data/chinese-mnist-folder.js';
import { loadImages } from '../../lib/src/data/load-images.js';
import { createPacer } from '../../lib/src/progress.js';
import type { LongRunningOptions } from '../../lib/src/progress.js';
import { replaceFolder } from '../support/replace-folder.js';
import { openFolder } from './folder-source.js';
import { ImportError, defaultLimits } from './limits.js';
import type { Limits } from './limits.js';
import { matchFiles } from './match-files.js';
import type { MatchedFiles, SetSize } from './match-files.js';
import { sourceNote } from './source-note.js';
import { openZip } from './zip-source.js';

/** Options of {@link importChineseMnist}. */
export interface ImportOptions extends LongRunningOptions {
  /** The folder that becomes the data set; an older one is replaced. */
  readonly output: string;
  /** What the set must hold. @defaultValue 100 writers, 10 writings each, 15 000 pictures in all */
  readonly expected?: SetSize;
  /** @defaultValue {@link defaultLimits} */
  readonly limits?: Limits;
}

/** What was imported. */
export interface ImportResult {
  readonly images: number;
  /** SHA-256 of the table and of all pictures in its order. */
  readonly contentSha256: string;
  /** SHA-256 of the zip; undefined for a folder. */
  readonly archiveSha256: string | undefined;
}

/** Everything that an import puts into the folder. */
const importedFiles: readonly string[] = [chineseMnistTable, 'data', 'SOURCE.md'];

/** Width and height of every picture of the set. */
const SIDE = 64;

/**
 * Imports "Chinese MNIST" from Kaggle's archive, a zip or a folder: `chinese_mnist.csv` with the pictures beside it or
 * in folders below it. Checks names, sizes, counts, that rows and pictures match one to one, and that every picture
 * decodes to 64 x 64; only then the output folder is replaced.
 *
 * @throws {@link ImportError} or DataError with the reason; the output folder is then as it was.
 */
export async function importChineseMnist(path: string, options: ImportOptions): Promise<ImportResult> {
  const { output, expected = { suites: 100, samples: 10 }, limits = defaultLimits } = options;
  const kind = await stat(path).catch(() => undefined);
  if (kind === undefined) throw new ImportError(`${path} does not exist`);
  if (`${resolve(path)}${sep}`.startsWith(`${resolve(output)}${sep}`))
    throw new ImportError(`${path} lies in the folder to be replaced, ${output}`);
  const source = kind.isDirectory() ? await openFolder(path, limits) : await openZip(path, limits);
  try {
    const matched = await matchFiles(source.files, expected);
    const archiveSha256 = kind.isDirectory() ? undefined : await sha256(path);
    return await replaceFolder(resolve(output), importedFiles, async (folder) => {
      const contentSha256 = await copyFiles(matched, folder, options);
      await verifyPictures(
        matched.images.map(({ name }) => join(folder, 'data', name)),
        options,
      );
      const images = matched.images.length;
      await writeFile(join(folder, 'SOURCE.md'), sourceNote({ path, archiveSha256, contentSha256, images }));
      return { images, contentSha256, archiveSha256 };
    });
  } finally {
    source.close();
  }
}

async function copyFiles(
  { table, images }: MatchedFiles,
  folder: string,
  options: ImportOptions,
): Promise<string> {
  const pacer = createPacer('importChineseMnist', options);
  const hash = createHash('sha256').update(table);
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, chineseMnistTable), table);
  for (let at = 0; at < images.length; at += BATCH) {
    const batch = images.slice(at, at + BATCH);
    const contents = await Promise.all(batch.map(({ file }) => file.read()));
    for (const bytes of contents) hash.update(bytes);
    await Promise.all(batch.map(({ name }, i) => writeFile(join(folder, 'data', name), contents[i]!)));
    await pacer.step('copy images', at + batch.length, images.length);
  }
  return hash.digest('hex');
}

const BATCH = 16;

/** Decodes everything the way an analysis will, so that what passes here loads there. */
async function verifyPictures(
  files: readonly string[],
  { onProgress, signal }: ImportOptions,
): Promise<void> {
  const images = await loadImages(files, {
    cache: false,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  if (images.width !== SIDE || images.height !== SIDE) {
    throw new ImportError(
      `the pictures have ${images.width} x ${images.height} pixels, expected ${SIDE} x ${SIDE}`,
    );
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
