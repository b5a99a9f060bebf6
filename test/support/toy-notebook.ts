import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatNotebook, type Notebook } from '../../tools/notebooks/notebook-file.js';

/** A notebook of code cells; a cell that starts with `#` is text. */
export function toyNotebook(cells: readonly string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((source, i) =>
      source.startsWith('#')
        ? { id: `cell-${i}`, cell_type: 'markdown', metadata: {}, source }
        : { id: `cell-${i}`, cell_type: 'code', metadata: {}, source, execution_count: null, outputs: [] },
    ),
  };
}

/** Writes toy notebooks into a folder of their own, which goes when the test ends; returns their paths by name. */
export async function writeToys<Name extends string>(
  t: { after(fn: () => Promise<void>): void },
  toys: Readonly<Record<Name, readonly string[]>>,
): Promise<Readonly<Record<Name, string>>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'clusterlab-toys-'));
  t.after(() => rm(folder, { recursive: true }));
  const files: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(toys) as Name[]) {
    files[name] = path.join(folder, `${name}.ipynb`);
    await writeFile(files[name], formatNotebook(toyNotebook(toys[name])));
  }
  return files as Record<Name, string>;
}
