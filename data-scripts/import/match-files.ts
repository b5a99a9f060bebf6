import { chineseMnistCharacters } from '../../lib/src/data/chinese-mnist-characters.js';
import { chineseMnistTable } from '../../lib/src/data/chinese-mnist-folder.js';
import { parseCsv } from '../../lib/src/data/parse-csv.js';
import { ImportError } from './limits.js';
import type { SourceFile } from './limits.js';

/** Numbers of writers and of writings by each of them; every writing has all fifteen characters. */
export interface SetSize {
  readonly suites: number;
  readonly samples: number;
}

/** The table and the pictures it asks for, in its order. */
export interface MatchedFiles {
  readonly table: Buffer;
  readonly images: readonly { readonly name: string; readonly file: SourceFile }[];
}

const COLUMNS = ['suite_id', 'sample_id', 'code', 'value', 'character'];
const IMAGE = /^input_\d+_\d+_\d+\.jpg$/;

/** Finds the one table and, beside or below it, the picture of every row; refuses rows without picture and pictures without row. */
export async function matchFiles(files: readonly SourceFile[], size: SetSize): Promise<MatchedFiles> {
  const tables = files.filter(({ name }) => baseName(name) === chineseMnistTable);
  const found = tables[0];
  if (found === undefined) throw new ImportError(`there is no ${chineseMnistTable}`);
  if (tables.length > 1)
    throw new ImportError(
      `there are ${tables.length} files named ${chineseMnistTable}: ${tables.map(({ name }) => name).join(', ')}`,
    );
  const folder = found.name.slice(0, -chineseMnistTable.length);
  const images = new Map<string, SourceFile>();
  for (const file of files) {
    const name = baseName(file.name);
    if (!IMAGE.test(name) || !file.name.startsWith(folder)) continue;
    const twin = images.get(name);
    if (twin !== undefined) throw new ImportError(`${name} is there twice: ${twin.name}, ${file.name}`);
    images.set(name, file);
  }
  const table = await found.read();
  const names = imageNames(table.toString('utf8'), size);
  const missing = names.filter((name) => !images.has(name));
  if (missing.length > 0)
    throw new ImportError(
      `${missing.length} rows of ${chineseMnistTable} have no picture; the first is ${missing[0]!}`,
    );
  if (images.size > names.length) {
    const known = new Set(names);
    const extra = [...images.keys()].filter((name) => !known.has(name));
    throw new ImportError(
      `${extra.length} pictures have no row in ${chineseMnistTable}; the first is ${extra[0]!}`,
    );
  }
  return { table, images: names.map((name) => ({ name, file: images.get(name)! })) };
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Checks the table, cell by cell, and names the picture of each row. */
function imageNames(text: string, { suites, samples }: SetSize): readonly string[] {
  const { columns, rows } = parseCsv(text, chineseMnistTable, 'import');
  if (columns.join() !== COLUMNS.join())
    throw new ImportError(
      `${chineseMnistTable} has the columns ${columns.join()}, expected ${COLUMNS.join()}`,
    );
  const expected = suites * samples * chineseMnistCharacters.length;
  if (rows.length !== expected)
    throw new ImportError(`${chineseMnistTable} has ${rows.length} rows, expected ${expected}`);
  const names = rows.map(([suite, sample, code, value, character], row) => {
    const known = chineseMnistCharacters[Number(code) - 1];
    const right =
      isId(suite!, suites) &&
      isId(sample!, samples) &&
      known !== undefined &&
      String(known.code) === code &&
      String(known.value) === value &&
      known.character === character;
    if (!right)
      throw new ImportError(
        `row ${row} of ${chineseMnistTable} is not one of the set: ${JSON.stringify(rows[row])}`,
      );
    return `input_${suite!}_${sample!}_${code}.jpg`;
  });
  if (new Set(names).size < names.length) {
    const twice = names.find((name, row) => names.indexOf(name) < row);
    throw new ImportError(`two rows of ${chineseMnistTable} stand for ${twice}`);
  }
  return names;
}

function isId(cell: string, max: number): boolean {
  return /^[1-9]\d{0,5}$/.test(cell) && Number(cell) <= max;
}
