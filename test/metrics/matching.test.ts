import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { linearSumAssignment } from '../../lib/src/metrics/linear-sum-assignment.js';
import { matchLabels } from '../../lib/src/metrics/match-labels.js';
import { valueCounts } from '../../lib/src/metrics/value-counts.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';
import type { MetricsReference } from '../support/metrics-reference.js';

const { assignments } = readReference<MetricsReference>('metrics');

describe('linearSumAssignment', () => {
  for (const { seed, nRows, nColumns, maximize, rows, columns, total } of assignments) {
    test(`${nRows} x ${nColumns}${maximize ? ', largest' : ''} equals SciPy`, () => {
      const cost = uniform(seed, nRows, nColumns);
      const found = linearSumAssignment(cost, { maximize });
      assert.deepEqual([...found.rows], rows);
      assert.deepEqual([...found.columns], columns);
      assertClose(
        found.rows.reduce((sum, row, p) => sum + cost.data[row * nColumns + found.columns[p]!]!, 0),
        total,
      );
    });
  }

  test('a hand calculation, and negative costs', () => {
    assert.deepEqual(
      [
        ...linearSumAssignment([
          [4, 1, 3],
          [2, 0, 5],
          [3, 2, 2],
        ]).columns,
      ],
      [1, 0, 2],
    );
    assert.deepEqual(
      [
        ...linearSumAssignment([
          [-4, -1],
          [-5, -3],
        ]).columns,
      ],
      [0, 1],
    );
  });

  test('agrees with trying every order, ties included', () => {
    const orders = (items: number[]): number[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((item) =>
            orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
          );
    for (let seed = 0; seed < 20; seed++) {
      const cost = uniform(seed, 5, 5).data.map((value) => Math.floor(4 * value));
      const sum = (order: ArrayLike<number>): number =>
        Array.from(order).reduce((total, column, row) => total + cost[row * 5 + column]!, 0);
      const smallest = Math.min(...orders([0, 1, 2, 3, 4]).map(sum));
      assert.equal(sum(linearSumAssignment({ data: cost, nRows: 5, nColumns: 5 }).columns), smallest);
    }
  });

  test('refuses NaN and unknown options', () => {
    assert.throws(() => linearSumAssignment([[1, NaN]]), /row 0, column 1 of cost is NaN/);
    assert.throws(() => linearSumAssignment([[1]], { maximise: true } as object), /options\.maximise/);
    assert.throws(
      () => linearSumAssignment([[1]], { maximize: 1 as unknown as boolean }),
      /options\.maximize to be true or false/,
    );
  });
});

describe('matchLabels and clusteringAccuracy', () => {
  test('the best match is not the greedy one', () => {
    // Cluster 7 shares 3 with a and 2 with b, cluster 8 shares 2 with a: a-7 first would leave 3 of 7, the best is 4.
    const truth = ['a', 'a', 'a', 'b', 'b', 'a', 'a'];
    const clusters = [7, 7, 7, 7, 7, 8, 8];
    const match = matchLabels(truth, clusters);
    assert.deepEqual(match.pairs, [
      { cluster: 8, label: 'a', count: 2 },
      { cluster: 7, label: 'b', count: 2 },
    ]);
    assert.deepEqual(match.labels, ['b', 'b', 'b', 'b', 'b', 'a', 'a']);
    assert.equal(match.accuracy, 4 / 7);
    assert.equal(clusteringAccuracy(truth, clusters), 4 / 7);
  });

  test('clusters left over have no name', () => {
    const { labels, accuracy, pairs } = matchLabels([1, 1, 1, 2], [0, 0, 5, 9]);
    assert.deepEqual(labels, [1, 1, null, 2]);
    assert.equal(pairs.length, 2);
    assert.equal(accuracy, 3 / 4);
  });

  test('fewer clusters than classes', () => {
    assert.equal(clusteringAccuracy(['x', 'y', 'z', 'z'], [0, 0, 0, 0]), 0.5);
  });
});

describe('valueCounts', () => {
  test('most frequent first, then by first appearance', () => {
    assert.deepEqual(valueCounts([9, 2, 9, 2, 5, 7, 5, 5]), [
      { value: 5, count: 3 },
      { value: 9, count: 2 },
      { value: 2, count: 2 },
      { value: 7, count: 1 },
    ]);
    assert.deepEqual(valueCounts(Int32Array.of(1)), [{ value: 1, count: 1 }]);
  });

  test('refuses nothing, NaN and mixtures', () => {
    assert.throws(() => valueCounts([]), /valueCounts: expected values to be an array of at least one label/);
    assert.throws(() => valueCounts([1, NaN]), /label 1 of values is NaN/);
    assert.throws(
      () => valueCounts([1, 'a'] as unknown as number[]),
      /label 1 of values is 'a', not a finite number/,
    );
    assert.throws(() => valueCounts(['a', 1] as unknown as string[]), /label 1 of values is 1, not a string/);
  });
});
