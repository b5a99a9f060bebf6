import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adjustedMutualInfoScore } from '../../lib/src/metrics/adjusted-mutual-info-score.js';
import { adjustedRandScore } from '../../lib/src/metrics/adjusted-rand-score.js';
import { contingencyTable } from '../../lib/src/metrics/contingency-table.js';
import { normalizedMutualInfoScore } from '../../lib/src/metrics/normalized-mutual-info-score.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';
import type { AverageMethod, MetricsReference } from '../support/metrics-reference.js';

const { external, bigExternal } = readReference<MetricsReference>('metrics');

// Values of 0 come out of differences of sums of about 1.
const CLOSE = { rtol: 1e-10, atol: 1e-14 };

external.forEach((expected, i) => {
  test(`labelings ${i} of scikit-learn`, () => {
    const { truth, labels } = expected;
    const table = contingencyTable(truth, labels);
    assert.deepEqual([...table.data], expected.contingency.flat());
    assertClose(adjustedRandScore(truth, labels), expected.adjustedRand, CLOSE);
    for (const averageMethod of ['min', 'geometric', 'arithmetic', 'max'] as AverageMethod[]) {
      const options = { ...CLOSE, message: averageMethod };
      assertClose(
        normalizedMutualInfoScore(truth, labels, { averageMethod }),
        expected.normalizedMutualInfo[averageMethod],
        options,
      );
      assertClose(
        adjustedMutualInfoScore(truth, labels, { averageMethod }),
        expected.adjustedMutualInfo[averageMethod],
        options,
      );
    }
    assert.equal(
      normalizedMutualInfoScore(truth, labels),
      normalizedMutualInfoScore(truth, labels, { averageMethod: 'arithmetic' }),
    );
  });
});

for (const { n, kTruth, kLabels, seed, ...expected } of bigExternal) {
  test(`${n} samples of scikit-learn`, () => {
    const random = randomState(seed);
    const truth = random.randintArray(0, kTruth, n);
    const kept = random.randomSampleArray(n);
    const labels = random.randintArray(0, kLabels, n).map((label, i) => (kept[i]! < 0.4 ? truth[i]! : label));
    assertClose(adjustedRandScore(truth, labels), expected.adjustedRand, CLOSE);
    assertClose(normalizedMutualInfoScore(truth, labels), expected.normalizedMutualInfo, CLOSE);
    assertClose(adjustedMutualInfoScore(truth, labels), expected.adjustedMutualInfo, { rtol: 1e-9 });
  });
}

describe('contingencyTable', () => {
  test('counts pairs, labels ascending on both sides', () => {
    const table = contingencyTable(['b', 'a', 'a', 'b'], [10, 9, 10, 10]);
    assert.deepEqual(table.rowLabels, ['a', 'b']);
    assert.deepEqual(table.columnLabels, [9, 10]);
    assert.deepEqual([...table.data], [1, 1, 0, 2]);
  });
});

describe('hand calculations', () => {
  test('adjustedRandScore of Hubert and Arabie: index less chance over maximum less chance', () => {
    // Pairs: 1 together in both; 1 in the truth, 2 in the labels; 6 in all; chance 1 * 2 / 6.
    assertClose(adjustedRandScore([0, 0, 1, 2], [0, 0, 1, 1]), (1 - 1 / 3) / (1.5 - 1 / 3));
    assertClose(adjustedRandScore([0, 0, 1, 1], [0, 1, 0, 1]), -0.5);
  });

  test('normalizedMutualInfoScore: entropies ln 2 and 1.5 ln 2, information ln 2', () => {
    assertClose(normalizedMutualInfoScore([0, 0, 1, 1], ['a', 'a', 'b', 'c']), 0.8);
    assert.equal(normalizedMutualInfoScore([0, 0, 1, 1], [0, 1, 0, 1]), 0);
  });

  test('adjustedMutualInfoScore of all single samples is 1, and of unrelated labels about 0', () => {
    assertClose(adjustedMutualInfoScore([0, 1, 2], [5, 4, 3]), 1);
    assertClose(adjustedMutualInfoScore([0, 0, 0], [0, 1, 2]), 0);
    const random = randomState(9);
    assert.ok(
      Math.abs(adjustedMutualInfoScore(random.randintArray(0, 5, 4000), random.randintArray(0, 50, 4000))) <
        0.01,
    );
  });
});
