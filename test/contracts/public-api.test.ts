/**
 * The whole public API, function by function: nothing is left in libtensorflow after a call, whether it succeeds or
 * throws, and an option that does not exist is refused in the function's own name.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';

import * as clusterlab from '../../lib/src/index.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { invoke, lists } from './public-api/all.js';
import { folder, prepare } from './public-api/fixtures.js';

before(prepare);

/** 'folder/name' of every function that the index exports; classes are errors, and no functions to call. */
function publicFunctions(): readonly string[] {
  const index = readFileSync(join(__dirname, '../../lib/src/index.ts'), 'utf8');
  return [...index.matchAll(/^export \{([^}]*)\} from '\.\/([^']+)'/gm)].flatMap(([, names, file]) =>
    names!
      .split(',')
      .map((name) => name.trim())
      .filter(
        (name) => /^[a-z]/.test(name) && typeof clusterlab[name as keyof typeof clusterlab] === 'function',
      )
      .map((name) => `${dirname(file!)}/${name}`),
  );
}

test('every public function is in the list of its folder, and in no other', () => {
  const listed = lists.map(({ folder, name }) => `${folder}/${name}`);
  assert.deepEqual(listed.sort(), [...publicFunctions()].sort());
});

for (const { name, call } of lists) {
  describe(name, () => {
    test('leaves nothing in libtensorflow', async () => {
      const counts = (): readonly [number, number] => [liveTensors(), native().tf.memory().numTensors];
      const before = counts();
      await invoke(name, call);
      assert.deepEqual(counts(), before, 'after a call');
      for (const [i, bad] of call.bad.entries()) {
        await assert.rejects(async () => bad(), `bad[${i}]`);
        assert.deepEqual(counts(), before, 'after a failure');
      }
    });

    if (call.options) {
      test('refuses an unknown option in its own name', async () => {
        await assert.rejects(() => invoke(name, call, { noSuchOption: 1 }), {
          name: 'ArgumentError',
          message: new RegExp(`^${name}: expected options.noSuchOption to be one of the known options \\(`),
        });
      });
    }
  });
}

test('the files that the calls were to write are there', () => {
  assert.ok(existsSync(join(folder, 'again.clustering')));
});
