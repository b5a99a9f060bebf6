import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNetwork } from '../../lib/src/deep/create-network.js';
import { runNetwork } from '../../lib/src/deep/run-network.js';
import { trunk } from '../../lib/src/deep/trunk.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';

test('more pictures than are handed over at a time, large ones too: each as if it were alone', async () => {
  const before = liveTensors();
  for (const [side, n] of [
    [8, 260],
    [64, 70],
  ] as const) {
    const random = randomState(1);
    const head = { type: 'dense', units: 2, bias: true } as const;
    const network = createNetwork([...trunk(), head], [side, side, 1], random);
    const inputs = Float32Array.from(random.randomSampleArray(n * side * side));
    const settings = { pacer: createPacer('test', {}), stage: 'test' };
    const all = await runNetwork(network, inputs, settings);
    assert.equal(all.length, 2 * n);
    for (const row of [0, 61, 62, n - 1]) {
      const alone = inputs.slice(row * side * side, (row + 1) * side * side);
      const expected = await runNetwork(network, alone, settings);
      assertClose(all.slice(2 * row, 2 * row + 2), expected, { rtol: 1e-4, atol: 1e-5 });
    }
  }
  assert.equal(liveTensors(), before);
});
