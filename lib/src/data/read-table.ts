import { readFile } from 'node:fs/promises';

import { ArgumentError, DataError } from '../errors.js';
import { checkOptions } from '../options.js';
import { native } from '../tensorflow/native.js';
import type { DataFrame } from './data-frame.js';
import { parseCsv } from './parse-csv.js';

/** Options of {@link readTable}. */
export interface ReadTableOptions {
  /** Columns that the table must have; others may be there too. @defaultValue none */
  readonly columns?: readonly string[];
}

/**
 * Reads a comma-separated file (UTF-8, first line the column names) into a danfojs DataFrame.
 *
 * A column whose cells are all numbers becomes numeric; there a blank, `NA` or `NaN` cell is NaN. All other columns are
 * text, as it stands in the file. The first call loads danfojs, which takes a second or two. O(size of the file).
 *
 * @param path - A file on this machine; never a URL.
 * @returns A row a line, a column a name.
 * @throws {@link ArgumentError} if `path` is no path or an option is not known.
 * @throws {@link DataError} if the file is missing, is not UTF-8, is empty or has no rows, lacks a column of `options.columns`,
 * names a column twice or has a row of another length.
 * @example
 * const table = await readTable('data/sample/chinese_mnist.csv', { columns: ['code', 'character'] });
 * // table.shape: 3000 5, table.column('code').values: 10 10 10 ...
 */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<DataFrame> {
  checkOptions('readTable', options, ['columns']);
  const { columns: needed = [] } = options;
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('readTable', 'path', 'the path of a file', path);
  if (!Array.isArray(needed) || needed.some((name) => typeof name !== 'string')) {
    throw new ArgumentError('readTable', 'options.columns', 'an array of column names', needed);
  }
  const { columns, rows } = parseCsv(await readText(path), path, 'readTable');
  for (const name of needed as readonly string[]) {
    if (columns.includes(name)) continue;
    throw new DataError('readTable', `${path} has no column ${name} (it has ${columns.join(', ')})`, {
      source: path,
      column: name,
    });
  }
  if (rows.length === 0)
    throw new DataError('readTable', `${path} has column names but no rows`, { source: path });
  const cells = columns.map((_, j) => convert(rows.map((row) => row[j]!)));
  const { DataFrame: Frame } = loadDanfo();
  const frame = new Frame(
    rows.map((_, i) => cells.map((column) => column.values[i]!)),
    { columns: [...columns], dtypes: cells.map((column) => column.dtype) },
  );
  // danfojs declares the cells of frames and columns alike, as one- or two-dimensional.
  return frame as DataFrame;
}

async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    // Read all the same, its letters would be replaced without a word: tables of Chinese text are often GBK.
    throw new DataError('readTable', `${path} is not UTF-8 text`, { source: path, cause });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const problem =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a folder, not a table'
          : `cannot be read (${code})`;
    throw new DataError('readTable', `${path} ${problem}`, { source: path, cause });
  }
}

interface Column {
  readonly dtype: 'int32' | 'float32' | 'string';
  readonly values: readonly (string | number)[];
}

const MISSING: readonly string[] = ['', 'NA', 'NaN'];
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** danfojs's dtypes are labels, its values stay doubles: 'float32' only says "may hold fractions and NaN". */
function convert(cells: readonly string[]): Column {
  const numeric =
    cells.every((cell) => MISSING.includes(cell) || DECIMAL.test(cell)) &&
    cells.some((cell) => DECIMAL.test(cell));
  if (!numeric) return { dtype: 'string', values: cells };
  const values = cells.map((cell) => (MISSING.includes(cell) ? NaN : Number(cell)));
  return { dtype: values.every((value) => Number.isInteger(value)) ? 'int32' : 'float32', values };
}

/** Loaded on first use, and after libtensorflow: danfojs requires tfjs-node itself, without the care that `native` takes. */
function loadDanfo(): typeof import('danfojs-node') {
  native();
  return require('danfojs-node') as typeof import('danfojs-node');
}
