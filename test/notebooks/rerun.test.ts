import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { compareOutputs } from '../../tools/notebooks/compare-outputs.js';
import { readNotebook, type Notebook } from '../../tools/notebooks/notebook-file.js';
import { runNotebook } from '../../tools/notebooks/run-notebook.js';

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, 'notebooks');

/** Notebooks that take minutes carry this tag in their first cell: `npm start` runs them, this test does not. */
const isSlow = ({ cells }: Notebook): boolean => [cells[0]?.metadata['tags']].flat().includes('slow');

for (const name of readdirSync(folder)
  .filter((file) => file.endsWith('.ipynb'))
  .filter((file) => !isSlow(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Notebook))
  .sort()) {
  test(`${name}: the committed outputs are what the sample gives`, { timeout: 600_000 }, async () => {
    const file = path.join(folder, name);
    const env = { CLUSTERLAB_DATA: path.join(root, 'data', 'sample') };
    const { notebook, failure } = await runNotebook(file, { cellLimitSeconds: 300, env });
    assert.equal(failure, undefined, JSON.stringify(failure));
    const committed = await readNotebook(file);
    assert.deepEqual(compareOutputs(committed, notebook), []);
    assert.deepEqual(
      notebook.metadata,
      committed.metadata,
      'the kernel is described as the kernel describes itself',
    );
  });
}
