import assert from 'node:assert/strict';
import { test } from 'node:test';

import { augmentImages } from '../../lib/src/deep/augment-images.js';
import { uniform } from '../support/golden.js';

const none = { rotation: 0, logScale: 0, shear: 0, shift: 0, elastic: 0, blur: 0, gain: 0 };
const pictures = uniform(5, 700, 64);

test('without any change the pictures stay as they are', async () => {
  const { data, nRows, nColumns, height, width, channels } = await augmentImages(pictures, {
    augmentation: none,
  });
  assert.deepEqual([nRows, nColumns, height, width, channels], [700, 64, 8, 8, 1]);
  // A picture is sampled between its pixels, in float32.
  data.forEach((value, at) => assert.ok(Math.abs(value - pictures.data[at]!) < 1e-5));
});

test('gain alone multiplies each picture by a factor of its own, within the limits', async () => {
  const { data } = await augmentImages(pictures, { augmentation: { ...none, gain: 0.3 } });
  const factors = Array.from({ length: 700 }, (_, row) => data[row * 64]! / pictures.data[row * 64]!);
  assert.ok(Math.min(...factors) >= Math.exp(-0.3) - 1e-5 && Math.max(...factors) <= Math.exp(0.3) + 1e-5);
  assert.ok(Math.min(...factors) < 0.76 && Math.max(...factors) > 1.33, 'spread over the limits');
  for (let at = 0; at < data.length; at++)
    assert.ok(Math.abs(data[at]! - factors[at >> 6]! * pictures.data[at]!) < 1e-4);
});

test('the seed decides, and the first pictures do not depend on how many follow', async () => {
  const first = { data: pictures.data.slice(0, 30 * 64), nRows: 30, nColumns: 64 };
  const all = await augmentImages(pictures, { randomState: 4 });
  const few = await augmentImages(first, { randomState: 4 });
  const other = await augmentImages(first, { randomState: 5 });
  assert.deepEqual(few.data, all.data.slice(0, 30 * 64));
  assert.notDeepEqual(few.data, other.data);
});

test('bytes count as 0 to 1, and the input is not modified', async () => {
  const bytes = new Uint8Array(2 * 64).fill(255);
  const { data } = await augmentImages({ data: bytes, nRows: 2, nColumns: 64 }, { augmentation: none });
  assert.ok(data.every((value) => Math.abs(value - 1) < 1e-5));
  assert.ok(bytes.every((value) => value === 255));
});

test('bad input is refused by name', async () => {
  await assert.rejects(augmentImages(uniform(1, 3, 60)), /augmentImages: expected options\.shape/);
  await assert.rejects(augmentImages(pictures, { randomState: -1 }), /options\.randomState/);
  await assert.rejects(augmentImages(pictures, { augmentation: { blur: 2 } }), /augmentation\.blur/);
  await assert.rejects(augmentImages(pictures, { turn: 3 } as object), /turn/);
});
