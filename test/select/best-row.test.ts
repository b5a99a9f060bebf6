import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bestRow, bestScored } from '../../lib/src/select/best-row.js';

const rows = (...scores: number[]): { readonly score: number }[] => scores.map((score) => ({ score }));

test('highest or lowest by criterion, the first of equal ones', () => {
  for (const [criterion, at] of [
    ['silhouette', 1],
    ['derivative', 1],
    ['davies-bouldin', 2],
    ['dbindex', 2],
    ['bic', 2],
    ['aic', 2],
  ] as const) {
    const list = rows(2, 3, 1, 3, 1);
    assert.equal(bestRow('f', criterion, list), list[at], criterion);
  }
});

test('a row without a score never wins, wherever it stands; infinities are scores', () => {
  for (const lowestWins of [false, true]) {
    const list = rows(NaN, 5, NaN);
    assert.equal(bestScored(list, lowestWins), list[1]);
  }
  const infinite = rows(NaN, Infinity, 3);
  assert.equal(bestScored(infinite, true), infinite[2]);
  assert.equal(bestScored(infinite, false), infinite[1]);
  assert.equal(bestScored(rows(NaN, NaN), true), undefined);
});

test('no score at all is an error', () => {
  assert.throws(() => bestRow('treeSweep', 'silhouette', rows(NaN, NaN)), {
    name: 'DataError',
    message: 'treeSweep: no row has a silhouette score: each is NaN.',
  });
});
