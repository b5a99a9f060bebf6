import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ArgumentError, asPartOf, DataError } from '../errors.js';
import { checkOptions } from '../options.js';
import { longRunningKeys } from '../progress.js';
import { chineseMnistTable } from './chinese-mnist-folder.js';
import type { DataFrame } from './data-frame.js';
import type { ImageSet } from './image-set.js';
import { loadImagesFor } from './load-images.js';
import type { LoadImagesOptions } from './load-images.js';
import { readTable } from './read-table.js';

/** Options of {@link loadChineseMnist}; they mean what they mean in {@link loadImages}. */
export type LoadChineseMnistOptions = Pick<
  LoadImagesOptions,
  | 'size'
  | 'color'
  | 'cache'
  | 'cacheDir'
  | 'maxCacheBytes'
  | 'maxPixels'
  | 'concurrency'
  | 'onProgress'
  | 'signal'
>;

/** A data set in the shape of Chinese MNIST. Row i of the table, image i, `codes[i]`, `values[i]` and `characters[i]` belong together. */
export interface ChineseMnist {
  /** The table as it stands in the file: suite_id, sample_id, code, value, character. */
  readonly table: DataFrame;
  /** 64 x 64 grey pixels, unless the options say otherwise. */
  readonly images: ImageSet;
  /** 1 .. 15, which character it is, one a row. */
  readonly codes: Int32Array;
  /** The number that the character stands for, 0 .. 100 000 000, one a row. */
  readonly values: Int32Array;
  /** The character, one a row. */
  readonly characters: readonly string[];
}

/**
 * Loads a data set in the shape of Chinese MNIST: `chinese_mnist.csv`, and for each of its rows the picture
 * `input_{suite_id}_{sample_id}_{code}.jpg` beside it, in `data` or in `data/data` (the nestings of the Kaggle archive).
 *
 * Everything comes in the order of the table's rows, which is the order of the published study.
 * O(pixels); from the decode cache one read.
 *
 * @param folder - The folder with `chinese_mnist.csv`, see `chineseMnistFolder`.
 * @throws {@link ArgumentError} if `folder` is no path or an option is out of range.
 * @throws {@link DataError} if the table is missing or wrong, or a row has no picture: file, row and column are named.
 * @example
 * const { images, codes, characters } = await loadChineseMnist('data/sample');
 * // images.nRows: 3000, images.nColumns: 4096, codes[0]: 10, characters[0]: 九
 */
export async function loadChineseMnist(
  folder: string,
  options: LoadChineseMnistOptions = {},
): Promise<ChineseMnist> {
  checkOptions(FN, options, [
    'size',
    'color',
    'cache',
    'cacheDir',
    'maxCacheBytes',
    'maxPixels',
    'concurrency',
    ...longRunningKeys,
  ]);
  if (typeof folder !== 'string' || folder === '')
    throw new ArgumentError(FN, 'folder', 'the path of a folder', folder);
  const path = join(folder, chineseMnistTable);
  const columns = ['suite_id', 'sample_id', 'code', 'value', 'character'];
  const table = await asPartOf(FN, {}, () => readTable(path, { columns }));
  const codes = integers(table, 'code', 1, 15, path);
  const values = integers(table, 'value', 0, 100_000_000, path);
  const names = fileNames(
    integers(table, 'suite_id', 1, MAX_ID, path),
    integers(table, 'sample_id', 1, MAX_ID, path),
    codes,
    path,
  );
  const pictures = await findPictures(folder, names, path);
  const images = await loadImagesFor(
    FN,
    names.map((name) => join(pictures, name)),
    options,
  );
  return {
    table,
    images,
    codes,
    values,
    characters: (table.column('character').values as (string | number)[]).map(String),
  };
}

const FN = 'loadChineseMnist';
const MAX_ID = 1_000_000;

/** A column of whole numbers. File names are made of them, so that no table can name a file outside its folder. */
function integers(table: DataFrame, column: string, min: number, max: number, path: string): Int32Array {
  const cells = table.column(column).values as unknown[];
  return Int32Array.from(cells, (cell, row) => {
    if (typeof cell === 'number' && Number.isInteger(cell) && cell >= min && cell <= max) return cell;
    const problem = `row ${row}, column ${column} of ${path} is ${JSON.stringify(cell)}, not an integer in [${min}, ${max}]`;
    throw new DataError(FN, problem, { source: path, row, column });
  });
}

function fileNames(
  suites: Int32Array,
  samples: Int32Array,
  codes: Int32Array,
  path: string,
): readonly string[] {
  const rowOf = new Map<string, number>();
  suites.forEach((suite, row) => {
    const name = `input_${suite}_${samples[row]!}_${codes[row]!}.jpg`;
    const earlier = rowOf.get(name);
    if (earlier !== undefined)
      throw new DataError(FN, `rows ${earlier} and ${row} of ${path} both stand for ${name}`, {
        source: path,
        row,
      });
    rowOf.set(name, row);
  });
  return [...rowOf.keys()];
}

/** The one of the three possible folders that holds the pictures: all of them. */
async function findPictures(folder: string, names: readonly string[], path: string): Promise<string> {
  for (const pictures of [join(folder, 'data', 'data'), join(folder, 'data'), folder]) {
    const present = new Set(await readdir(pictures).catch(() => []));
    if (!names.some((name) => present.has(name))) continue;
    const missing = names.flatMap((name, row) => (present.has(name) ? [] : [row]));
    if (missing.length === 0) return pictures;
    const row = missing[0]!;
    const rest = missing.length === 1 ? '' : `; so do ${missing.length - 1} more rows`;
    throw new DataError(
      FN,
      `row ${row} of ${path} points to ${join(pictures, names[row]!)}, which does not exist${rest}`,
      { source: path, row },
    );
  }
  throw new DataError(
    FN,
    `no picture of ${path} was found: ${names[0]!} is missing from ${folder}, its folder data and data/data`,
    { source: path, row: 0 },
  );
}
