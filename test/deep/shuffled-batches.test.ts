import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shuffledBatches, takeInputs } from '../../lib/src/deep/shuffled-batches.js';
import { randomState } from '../../lib/src/random/random-state.js';

describe('shuffled batches', () => {
  test('every row once, in sizes that differ by one at most', () => {
    const sizes = (nRows: number, batchSize: number): number[] => {
      const batches = shuffledBatches(nRows, batchSize, randomState(1));
      const rows = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
      assert.deepEqual(rows, [...Array(nRows).keys()]);
      return batches.map(({ length }) => length);
    };
    assert.deepEqual(sizes(12, 4), [4, 4, 4]);
    assert.deepEqual(sizes(13, 4), [3, 3, 3, 4]);
    assert.deepEqual(sizes(3, 250), [3]);
  });

  test('each call gives another order, the same seed the same', () => {
    const random = randomState(2);
    const [first] = shuffledBatches(100, 100, random);
    const [second] = shuffledBatches(100, 100, random);
    assert.notDeepEqual(first, second);
    assert.deepEqual(shuffledBatches(100, 100, randomState(2))[0], first);
  });

  test('inputs are copied in the order of the rows', () => {
    const inputs = Float32Array.of(0, 1, 10, 11, 20, 21);
    assert.deepEqual(takeInputs(inputs, 2, Int32Array.of(2, 0, 2)), Float32Array.of(20, 21, 0, 1, 20, 21));
  });
});
