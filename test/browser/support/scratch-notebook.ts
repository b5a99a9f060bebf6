import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatNotebook } from '../../../tools/notebooks/notebook-file.js';
import { toyNotebook } from '../../support/toy-notebook.js';
import { outFolder } from './chromium.js';

/** Writes a notebook with these cells into the checkout and returns its address below the root. */
export async function scratchNotebook(name: string, cells: readonly string[]): Promise<string> {
  const folder = path.join(outFolder, 'scratch');
  await mkdir(folder, { recursive: true });
  const kernelspec = { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' };
  const notebook = { ...toyNotebook(cells), metadata: { kernelspec } };
  await writeFile(path.join(folder, `${name}.ipynb`), formatNotebook(notebook));
  return `out/browser/scratch/${name}.ipynb`;
}
