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
import type { Call, Calls } from './public-api/call.js';
import { calls as cluster } from './public-api/cluster.js';
import { calls as data } from './public-api/data.js';
import { calls as deep } from './public-api/deep.js';
import { calls as matrix } from './public-api/matrix.js';
import { calls as metrics } from './public-api/metrics.js';
import { calls as notebook } from './public-api/notebook.js';
import { calls as pipeline } from './public-api/pipeline.js';
import { calls as plot } from './public-api/plot.js';
import { calls as preprocess } from './public-api/preprocess.js';
import { calls as random } from './public-api/random.js';
import { calls as reduce } from './public-api/reduce.js';
import { calls as select } from './public-api/select.js';
import { folder, prepare } from './public-api/fixtures.js';

/** The functions of each folder of the library that has any. */
const lists: Readonly<Record<string, Calls>> = {
  cluster,
  data,
  deep,
  matrix,
  metrics,
  notebook,
  pipeline,
  plot,
  preprocess,
  random,
  reduce,
  select,
};

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
  const listed = Object.entries(lists).flatMap(([from, calls]) =>
    Object.keys(calls).map((name) => `${from}/${name}`),
  );
  assert.deepEqual(listed.sort(), [...publicFunctions()].sort());
});

for (const [name, call] of Object.values(lists).flatMap(Object.entries<Call>)) {
  describe(name, () => {
    test('leaves nothing in libtensorflow', async () => {
      const counts = (): readonly [number, number] => [liveTensors(), native().tf.memory().numTensors];
      const before = counts();
      await call.good();
      assert.deepEqual(counts(), before, 'after a call');
      for (const [i, bad] of call.bad.entries()) {
        await assert.rejects(async () => bad(), `bad[${i}]`);
        assert.deepEqual(counts(), before, 'after a failure');
      }
    });

    if (call.options) {
      test('refuses an unknown option in its own name', async () => {
        await assert.rejects(async () => call.good({ noSuchOption: 1 }), {
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
