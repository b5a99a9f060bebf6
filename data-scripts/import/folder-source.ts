import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { ImportError, createMeter } from './limits.js';
import type { Limits, Source, SourceFile } from './limits.js';

/** Lists an unpacked archive; links are refused, names that start with a dot left out. */
export async function openFolder(path: string, limits: Limits): Promise<Source> {
  const meter = createMeter(limits);
  const names: string[] = [];
  await list(path, '', limits.maxEntries, names);
  return { files: names.map((name) => folderFile(path, name, meter)), close: () => undefined };
}

async function list(root: string, inner: string, limit: number, names: string[]): Promise<void> {
  for (const entry of await readdir(join(root, inner), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const name = inner === '' ? entry.name : `${inner}/${entry.name}`;
    if (entry.isSymbolicLink()) throw new ImportError(`${name} is a symbolic link`);
    if (entry.isFile()) names.push(name);
    else if (entry.isDirectory()) await list(root, name, limit, names);
    if (names.length > limit) throw new ImportError(`the folder holds more than ${limit} files`);
  }
}

function folderFile(
  root: string,
  name: string,
  meter: (name: string) => (bytes: number) => void,
): SourceFile {
  const read = async (): Promise<Buffer> => {
    const file = await open(join(root, name), 'r');
    try {
      // The size is asked before reading: the limit holds memory down, not only the result.
      meter(name)((await file.stat()).size);
      return await file.readFile();
    } finally {
      await file.close();
    }
  };
  return { name, read };
}
