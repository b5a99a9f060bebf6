import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelComponents } from '../../lib/src/preprocess/connected-components.js';
import { readReference, uniform } from '../support/golden.js';

interface Case {
  readonly seed: number;
  readonly height: number;
  readonly width: number;
  readonly level: number;
  readonly labels: readonly number[];
  readonly count: number;
}

const golden = readReference<{ components: readonly Case[] }>('prepared-images');

function label(marked: readonly number[], height: number, width: number): [number, number[]] {
  const labels = new Int32Array(marked.length).fill(7);
  const stack = new Int32Array(marked.length);
  const count = labelComponents(Uint8Array.from(marked), { height, width }, labels, stack);
  return [count, [...labels]];
}

describe('labelComponents', () => {
  for (const { seed, height, width, level, labels, count } of golden.components) {
    test(`equals scipy.ndimage.label on ${height} x ${width} pixels`, () => {
      const marked = [...uniform(seed, height, width).data].map((value) => (value < level ? 1 : 0));
      assert.deepEqual(label(marked, height, width), [count, labels]);
    });
  }

  test('corners touch, the two ends of neighbouring rows do not', () => {
    assert.deepEqual(label([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3), [1, [1, 0, 0, 0, 1, 0, 0, 0, 1]]);
    assert.deepEqual(label([0, 0, 1, 1, 0, 0], 2, 3), [2, [0, 0, 1, 2, 0, 0]]);
  });

  test('nothing marked, everything marked', () => {
    assert.deepEqual(label([0, 0], 1, 2), [0, [0, 0]]);
    assert.deepEqual(label([1, 1, 1, 1], 2, 2), [1, [1, 1, 1, 1]]);
  });
});
