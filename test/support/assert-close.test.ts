import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from './assert-close.js';

test('accepts what lies within the tolerance', () => {
  assertClose(1 + 1e-13, 1);
  assertClose([1, 100.4], [1, 100], { rtol: 0.005 });
  assertClose(Float64Array.of(NaN, Infinity), [NaN, Infinity]);
  assertClose(0.0009, 0, { atol: 0.001 });
});

test('refuses everything else', () => {
  assert.throws(() => assertClose(1 + 1e-11, 1), /at 0 of 1/);
  assert.throws(() => assertClose([1, 2], [1, 2, 3]), /lengths differ/);
  assert.throws(() => assertClose(NaN, 1), /NaN, expected 1/);
  assert.throws(() => assertClose(1, NaN), /expected NaN/);
  assert.throws(() => assertClose(1e300, Infinity), /expected Infinity/);
  assert.throws(() => assertClose(-1, 1), /at 0 of 1/);
  assert.throws(() => assertClose(5, [5]), /number with an array/);
});
