import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { compareOutputs } from '../../tools/notebooks/compare-outputs.js';
import { readNotebook } from '../../tools/notebooks/notebook-file.js';
import { runNotebook } from '../../tools/notebooks/run-notebook.js';

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, 'notebooks');

for (const name of readdirSync(folder)
  .filter((file) => file.endsWith('.ipynb'))
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
