import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resizeArea } from '../../lib/src/data/resize-area.js';
import type { Pixels } from '../../lib/src/data/resize-area.js';

const grey = (width: number, height: number, values: readonly number[]): Pixels => ({
  data: Uint8Array.from(values),
  width,
  height,
  channels: 1,
});
const resized = (image: Pixels, width: number, height: number): number[] => [
  ...resizeArea(image, width, height).data,
];

test('a whole factor gives the means of blocks, rounded half up', () => {
  assert.deepEqual(resized(grey(4, 2, [0, 10, 20, 30, 2, 4, 6, 8]), 2, 1), [4, 16]);
  assert.deepEqual(resized(grey(2, 1, [0, 1]), 1, 1), [1], '0.5 rounds up');
  assert.deepEqual(resized(grey(3, 1, [1, 2, 1.0]), 1, 1), [1], '4/3 rounds down');
});

test('pixels that straddle an edge count by the part covered', () => {
  // 3 -> 2: the first new pixel covers the first old one and half of the second.
  assert.deepEqual(resized(grey(3, 1, [0, 90, 240]), 2, 1), [30, 190]);
  assert.deepEqual(resized(grey(1, 3, [0, 90, 240]), 1, 2), [30, 190]);
  // 2 -> 3: the middle one is half and half.
  assert.deepEqual(resized(grey(2, 1, [10, 40]), 3, 1), [10, 25, 40]);
});

test('channels stay apart and a constant stays constant', () => {
  const rgb: Pixels = { data: Uint8Array.from([10, 20, 30, 30, 40, 50]), width: 2, height: 1, channels: 3 };
  assert.deepEqual([...resizeArea(rgb, 1, 1).data], [20, 30, 40]);
  for (const value of [0, 1, 127, 255]) {
    const flat = grey(7, 5, new Array<number>(35).fill(value));
    assert.deepEqual(resized(flat, 3, 2), new Array(6).fill(value));
    assert.deepEqual(resized(flat, 16, 11), new Array(176).fill(value));
  }
});

test('an image of the right size is returned as it is', () => {
  const image = grey(2, 2, [1, 2, 3, 4]);
  assert.equal(resizeArea(image, 2, 2), image);
});
