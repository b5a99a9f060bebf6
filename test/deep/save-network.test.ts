import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { applyNetwork } from '../../lib/src/deep/apply-network.js';
import { createNetwork } from '../../lib/src/deep/create-network.js';
import { loadNetwork } from '../../lib/src/deep/load-network.js';
import type { Network } from '../../lib/src/deep/network.js';
import { saveNetwork } from '../../lib/src/deep/save-network.js';
import { trunk } from '../../lib/src/deep/trunk.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { assertClose } from '../support/assert-close.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { scratchFolder } from '../support/scratch.js';
import { tinyPictures } from '../support/tiny-pictures.js';

forbidMathRandom();

const folder = scratchFolder('network');

/** A network with nothing left at its starting value, as if it had been trained. */
function sampleNetwork(): Network {
  const random = randomState(1);
  const head = { type: 'dense', units: 3, bias: true } as const;
  const network = createNetwork([...trunk(), head], [8, 8, 1], random, Int32Array.of(0, 2, 5));
  const weights = network.weights.map((values) => values.map((value) => value + random.uniform(0, 0.1)));
  return { ...network, weights };
}

/** From codes to pictures, with every kind of layer that the trunk does not have. */
function sampleDecoder(): Network {
  return createNetwork(
    [
      { type: 'dense', units: 32, bias: true },
      { type: 'reshape', shape: [4, 4, 2] },
      { type: 'conv-transpose', filters: 3, kernelSize: 3, stride: 2, bias: false },
      { type: 'conv', filters: 1, kernelSize: 3, stride: 1, bias: true },
      { type: 'sigmoid' },
    ],
    [64],
    randomState(2),
  );
}

const pictures = tinyPictures(6);
const rows = Array.from({ length: 6 }, (_, i) =>
  Float32Array.from(pictures.data.subarray(64 * i, 64 * i + 64)),
);

test('a network comes back as it was', async () => {
  const network = sampleNetwork();
  const path = join(folder, 'one');
  await saveNetwork(network, path);
  assert.deepEqual((await readdir(path)).sort(), ['model.json', 'weights.bin']);
  assert.deepEqual(await loadNetwork(path), network);
  assert.deepEqual(
    await applyNetwork(await loadNetwork(path), pictures),
    await applyNetwork(network, pictures),
  );
});

test('tfjs reads it, and computes the same', async () => {
  const { tf } = native();
  const before = tf.memory().numTensors;
  const path = join(folder, 'for-tfjs');
  const network = sampleNetwork();
  await saveNetwork(network, path);
  const model = await tf.loadLayersModel(`file://${path}/model.json`);
  const scores = tf.tidy(() => {
    const inputs = tf.tensor4d(
      Float32Array.from(pictures.data, (byte) => byte / 255),
      [6, 8, 8, 1],
    );
    return (model.predict(inputs) as ReturnType<typeof tf.tensor>).dataSync();
  });
  model.dispose();
  assertClose((await applyNetwork(network, pictures)).data, scores, { rtol: 1e-4, atol: 1e-5 });
  assert.equal(tf.memory().numTensors, before);
});

test('a decoder too', async () => {
  const { tf } = native();
  const path = join(folder, 'decoder');
  await saveNetwork(sampleDecoder(), path);
  const model = await tf.loadLayersModel(`file://${path}/model.json`);
  const outputs = tf.tidy(() => {
    const inputs = tf.tensor2d(rows.map((row) => [...row]));
    return (model.predict(inputs) as ReturnType<typeof tf.tensor>).dataSync();
  });
  model.dispose();
  const { runNetwork } = await import('../../lib/src/deep/run-network.js');
  const { createPacer } = await import('../../lib/src/progress.js');
  const inputs = Float32Array.from(pictures.data);
  const ours = await runNetwork(await loadNetwork(path), inputs, {
    pacer: createPacer('test', {}),
    stage: 'test',
  });
  assertClose(ours, outputs, { rtol: 1e-4, atol: 1e-5 });
});

test('a saved network is replaced; anything else of that name is not touched', async () => {
  const path = join(folder, 'twice');
  await saveNetwork(sampleNetwork(), path);
  await saveNetwork(sampleDecoder(), path);
  assert.deepEqual(await loadNetwork(path), sampleDecoder());
  assert.equal(
    (await readdir(folder)).some((name) => /tmp|old/.test(name)),
    false,
  );

  const taken = join(folder, 'taken');
  await mkdir(taken);
  await writeFile(join(taken, 'thesis.txt'), 'mine');
  await assert.rejects(saveNetwork(sampleDecoder(), taken), {
    name: 'ArgumentError',
    message: /path to be free, or/,
  });
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(saveNetwork(sampleDecoder(), join(folder, 'file')), { name: 'ArgumentError' });
  assert.deepEqual(await readdir(taken), ['thesis.txt']);
});

test('a slash at the end of the path changes nothing', async () => {
  const path = join(folder, 'slash');
  await saveNetwork(sampleNetwork(), `${path}/`);
  await saveNetwork(sampleDecoder(), `${path}/`);
  assert.deepEqual(await loadNetwork(`${path}/`), sampleDecoder());
  assert.deepEqual((await readdir(path)).sort(), ['model.json', 'weights.bin']);
});

test('a failure leaves nothing behind', async () => {
  const path = join(folder, 'missing', 'network');
  await assert.rejects(saveNetwork(sampleDecoder(), path), { code: 'ENOENT' });
  assert.equal(existsSync(join(folder, 'missing')), false);
});

/** Saves a network and changes its model file. */
async function damaged(name: string, change: (text: string) => string): Promise<string> {
  const path = join(folder, name);
  await saveNetwork(sampleDecoder(), path);
  const file = join(path, 'model.json');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return path;
}

test('another version is refused by its number', async () => {
  const path = await damaged('newer', (text) => text.replace('"version":2', '"version":3'));
  await assert.rejects(loadNetwork(path), {
    name: 'DataError',
    message: /model.json was saved by another release \(format 3, this one reads 2\)/,
  });
});

test('what is damaged or no network is refused with the name of the file', async () => {
  const cut = await damaged('cut', (text) => text.slice(0, 100));
  await assert.rejects(loadNetwork(cut), {
    name: 'DataError',
    message: /model.json is damaged: it is no JSON/,
  });
  const foreign = await damaged('foreign', () => '{"format":"layers-model"}');
  await assert.rejects(loadNetwork(foreign), { message: /model.json is no network saved by clusterlab/ });
  const nothing = await damaged('nothing', () => 'null');
  await assert.rejects(loadNetwork(nothing), { message: /is no network saved by clusterlab/ });
  const weights = await damaged('weights', (text) => text);
  const file = join(weights, 'weights.bin');
  await writeFile(file, (await readFile(file)).subarray(4));
  const wrong = {
    name: 'DataError',
    message: /weights.bin or the model.json beside it is damaged: the checksum/,
  };
  await assert.rejects(loadNetwork(weights), wrong);
  // Still JSON, but no longer what the weights are for.
  for (const [name, change] of [
    ['units', (text: string) => text.replace('"units":32,"bias"', '"units":31,"bias"')],
    ['layers', (text: string) => text.replace('"layers":[{"type"', '"layer":[{"type"')],
    ['classes', (text: string) => text.replace('"classes":[]', '"classes":[1]')],
  ] as const)
    await assert.rejects(loadNetwork(await damaged(name, change)), wrong, name);
  const empty = await damaged('empty', () => '{"userDefinedMetadata":{"clusterlab":null}}');
  await assert.rejects(loadNetwork(empty), { message: /is no network saved by clusterlab/ });
  await assert.rejects(loadNetwork(join(folder, 'nowhere')), { message: /model.json cannot be read/ });
  await assert.rejects(loadNetwork(''), { name: 'ArgumentError' });
});
