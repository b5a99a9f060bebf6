import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';

import { chineseMnistFolder } from '../../lib/src/data/chinese-mnist-folder.js';
import { scratchFolder } from '../support/scratch.js';

const root = scratchFolder('find');
const notebooks = join(root, 'notebooks');
mkdirSync(notebooks);
const chosenBefore = process.env['CLUSTERLAB_DATA'];
delete process.env['CLUSTERLAB_DATA'];

afterEach(() => {
  delete process.env['CLUSTERLAB_DATA'];
  if (chosenBefore !== undefined) process.env['CLUSTERLAB_DATA'] = chosenBefore;
});

function makeData(name: string): string {
  const folder = join(root, 'data', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'chinese_mnist.csv'), '');
  return folder;
}

test('takes the real set if it is there, else the sample, from any folder below', () => {
  delete process.env['CLUSTERLAB_DATA'];
  assert.throws(
    () => chineseMnistFolder(notebooks),
    /no data set in .*notebooks or above it: .*npm run data -- PATH/,
  );
  const sample = makeData('sample');
  assert.equal(chineseMnistFolder(notebooks), sample);
  assert.equal(chineseMnistFolder(root), sample);
  const real = makeData('chinese-mnist');
  assert.equal(chineseMnistFolder(notebooks), real);
  rmSync(join(real, 'chinese_mnist.csv'));
  assert.equal(chineseMnistFolder(notebooks), sample, 'a folder without table does not count');
});

test('CLUSTERLAB_DATA decides', () => {
  const sample = makeData('sample');
  makeData('chinese-mnist');
  process.env['CLUSTERLAB_DATA'] = sample;
  assert.equal(chineseMnistFolder(notebooks), sample);
  process.env['CLUSTERLAB_DATA'] = notebooks;
  assert.throws(
    () => chineseMnistFolder(root),
    /CLUSTERLAB_DATA is .*notebooks, which holds no chinese_mnist\.csv/,
  );
});
