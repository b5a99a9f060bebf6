import assert from 'node:assert/strict';
import { test } from 'node:test';

import { farthestRows } from '../../lib/src/cluster/farthest-rows.js';
import { readReference } from '../support/golden.js';

interface Case {
  readonly values: number[];
  readonly count: number;
  readonly rows: number[];
}

test('the order of NumPy 1.24 argpartition, ties included', () => {
  for (const { values, count, rows } of readReference<{ readonly cases: Case[] }>('argpartition').cases) {
    assert.deepEqual(
      Array.from(farthestRows(Float64Array.from(values), count)),
      rows,
      `${count} of ${values.length}`,
    );
  }
});

test('by hand', () => {
  assert.deepEqual(Array.from(farthestRows(Float64Array.of(1, 9, 3), 1)), [1]);
  assert.deepEqual(Array.from(farthestRows(Float64Array.of(5, 5, 5, 5, 5), 1)), [4]);
});
