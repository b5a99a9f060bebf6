import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calinskiHarabaszScore } from '../../lib/src/metrics/calinski-harabasz-score.js';
import { daviesBouldinScore } from '../../lib/src/metrics/davies-bouldin-score.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';
import { labelingsOf, type MetricsReference } from '../support/metrics-reference.js';

const { dataSets } = readReference<MetricsReference>('metrics');

describe('daviesBouldinScore', () => {
  test('a hand calculation', () => {
    // Scatter 1 and 1, means 1 and 11.
    assert.equal(daviesBouldinScore([[0], [2], [10], [12]], [0, 0, 1, 1]), 0.2);
  });

  test('is 0 for clusters without scatter, or with one common mean', () => {
    assert.equal(daviesBouldinScore([[0], [0], [1], [1]], [0, 0, 1, 1]), 0);
    assert.equal(daviesBouldinScore([[-1], [1], [-2], [2]], [0, 0, 1, 1]), 0);
  });
});

describe('calinskiHarabaszScore', () => {
  test('a hand calculation', () => {
    // B = 2 * 25 + 2 * 25 = 100, W = 4, n - k = 2, k - 1 = 1.
    assert.equal(calinskiHarabaszScore([[0], [2], [10], [12]], [0, 0, 1, 1]), 50);
  });

  test('is 1 for clusters without scatter', () => {
    assert.equal(calinskiHarabaszScore([[0], [0], [1], [1]], [0, 0, 1, 1]), 1);
  });
});

for (const set of dataSets) {
  test(`both equal scikit-learn on ${set.nRows} x ${set.nColumns}`, () => {
    const x = blobs(set.seed, set.nRows, set.nColumns, set.nCenters, set.spread);
    labelingsOf(set).forEach((labels, l) => {
      assertClose(daviesBouldinScore(x, labels), set.scores[l]!.daviesBouldin, { rtol: 1e-12 });
      assertClose(calinskiHarabaszScore(x, labels), set.scores[l]!.calinskiHarabasz, { rtol: 1e-11 });
    });
  });
}
