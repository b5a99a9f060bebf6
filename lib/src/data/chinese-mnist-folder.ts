import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { DataError } from '../errors.js';

/** Name of the table in a folder of the data set. */
export const chineseMnistTable = 'chinese_mnist.csv';

/**
 * Finds the data set to work on: the real one if it has been imported, else the generated sample.
 *
 * Looks for `data/chinese-mnist`, then `data/sample`, in `start` and in each folder above it, so that it works from the
 * root of a checkout and from its notebooks. The environment variable `CLUSTERLAB_DATA` names another folder instead.
 * Looks at a handful of paths, O(1).
 *
 * @param start - Where to begin. @defaultValue the current folder
 * @returns The absolute path of a folder for {@link loadChineseMnist}.
 * @throws {@link DataError} if there is no data set; the message tells how to make one.
 * @example
 * const { images, codes } = await loadChineseMnist(chineseMnistFolder());
 */
export function chineseMnistFolder(start: string = process.cwd()): string {
  const chosen = process.env['CLUSTERLAB_DATA'];
  if (chosen) {
    if (existsSync(join(chosen, chineseMnistTable))) return resolve(chosen);
    throw new DataError(
      'chineseMnistFolder',
      `CLUSTERLAB_DATA is ${chosen}, which holds no ${chineseMnistTable}`,
      { source: chosen },
    );
  }
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const found = ['chinese-mnist', 'sample']
      .map((name) => join(folder, 'data', name))
      .find((data) => existsSync(join(data, chineseMnistTable)));
    if (found !== undefined) return found;
    if (dirname(folder) === folder) break;
  }
  const ways = '"npm start" makes the generated one, "npm run data -- PATH" imports the real archive';
  throw new DataError('chineseMnistFolder', `no data set in ${resolve(start)} or above it: ${ways}`, {
    source: start,
  });
}
