import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPacer } from '../../lib/src/progress.js';
import { resizeArea } from '../../lib/src/data/resize-area.js';
import type { Pixels } from '../../lib/src/data/resize-area.js';

const grey = (width: number, height: number, values: readonly number[]): Pixels => ({
  data: Uint8Array.from(values),
  width,
  height,
  channels: 1,
});
const pacer = createPacer('test', {});
const pause = (): Promise<void> => pacer.step('test', 0, 1);
const resized = async (image: Pixels, width: number, height: number): Promise<number[]> => [
  ...(await resizeArea(image, width, height, pause)).data,
];

test('a whole factor gives the means of blocks, rounded half up', async () => {
  assert.deepEqual(await resized(grey(4, 2, [0, 10, 20, 30, 2, 4, 6, 8]), 2, 1), [4, 16]);
  assert.deepEqual(await resized(grey(2, 1, [0, 1]), 1, 1), [1], '0.5 rounds up');
  assert.deepEqual(await resized(grey(3, 1, [1, 2, 1.0]), 1, 1), [1], '4/3 rounds down');
});

test('pixels that straddle an edge count by the part covered', async () => {
  // 3 -> 2: the first new pixel covers the first old one and half of the second.
  assert.deepEqual(await resized(grey(3, 1, [0, 90, 240]), 2, 1), [30, 190]);
  assert.deepEqual(await resized(grey(1, 3, [0, 90, 240]), 1, 2), [30, 190]);
  // 2 -> 3: the middle one is half and half.
  assert.deepEqual(await resized(grey(2, 1, [10, 40]), 3, 1), [10, 25, 40]);
});

test('channels stay apart and a constant stays constant', async () => {
  const rgb: Pixels = { data: Uint8Array.from([10, 20, 30, 30, 40, 50]), width: 2, height: 1, channels: 3 };
  assert.deepEqual(await resized(rgb, 1, 1), [20, 30, 40]);
  for (const value of [0, 1, 127, 255]) {
    const flat = grey(7, 5, new Array<number>(35).fill(value));
    assert.deepEqual(await resized(flat, 3, 2), new Array(6).fill(value));
    assert.deepEqual(await resized(flat, 16, 11), new Array(176).fill(value));
  }
});

test('an image of the right size is returned as it is', async () => {
  const image = grey(2, 2, [1, 2, 3, 4]);
  assert.equal(await resizeArea(image, 2, 2, pause), image);
});

test('while a large photograph is reduced, others get their turn', async () => {
  const side = 8000;
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns++;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  const large: Pixels = { data: new Uint8Array(side * side).fill(9), width: side, height: side, channels: 1 };
  assert.deepEqual(await resized(large, 1, 1), [9]);
  running = false;
  assert.ok(turns > 0);
});
