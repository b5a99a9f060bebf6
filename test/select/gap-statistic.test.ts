import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { randomState } from '../../lib/src/random/random-state.js';
import {
  firstLargeGap,
  gapStatistic,
  type GapStatisticOptions,
  type GapStatisticRow,
} from '../../lib/src/select/gap-statistic.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

describe('by hand', () => {
  test('inertia of one and of two clusters on a line, and the references of one cluster', async () => {
    const { rows } = await gapStatistic([[0], [2], [10], [12]], {
      nClusters: [1, 2],
      nRefs: 3,
      reference: 'ranges',
      randomState: 5,
    });
    // Around 6: 36 + 16 + 16 + 36; around 1 and 11: four times 1.
    assertClose(
      rows.map((row) => row.logInertia),
      [Math.log(104), Math.log(4)],
      { rtol: 1e-12 },
    );
    const random = randomState(5);
    const logs = [0, 1, 2].map(() => {
      const [a, b, c, d] = random.randomSampleArray(4).map((u) => 12 * u);
      random.randint(0, 2 ** 31);
      const mean = (a! + b! + c! + d!) / 4;
      return Math.log([a!, b!, c!, d!].reduce((sum, value) => sum + (value - mean) ** 2, 0));
    });
    const expected = (logs[0]! + logs[1]! + logs[2]!) / 3;
    const variance = logs.reduce((sum, value) => sum + (value - expected) ** 2, 0) / 3;
    assertClose(rows[0]!.expectedLogInertia, expected);
    assertClose(rows[0]!.score, expected - Math.log(104), { rtol: 1e-9 });
    assertClose(rows[0]!.standardError, Math.sqrt(variance) * Math.sqrt(4 / 3), { rtol: 1e-9 });
  });

  const row = (nClusters: number, score: number, standardError: number): GapStatisticRow => ({
    nClusters,
    score,
    standardError,
    logInertia: 0,
    expectedLogInertia: score,
  });

  test('the rule: the fewest clusters whose gap is at least the next one less its error', () => {
    assert.equal(firstLargeGap([row(1, 0.1, 0.1), row(2, 0.5, 0.1), row(3, 0.55, 0.1)])!.nClusters, 2);
    assert.equal(firstLargeGap([row(1, 0.1, 9), row(2, 0.5, 0.1), row(3, 0.65, 0.1)])!.nClusters, 3);
    assert.equal(firstLargeGap([row(4, 0.5, 0), row(6, 0.5, 0)])!.nClusters, 4);
    assert.equal(firstLargeGap([row(4, NaN, 0), row(6, 0.5, 0), row(7, NaN, 0)])!.nClusters, 6);
    assert.equal(firstLargeGap([row(4, NaN, 0)]), undefined);
  });
});

test('finds well separated groups, and one group in a box without any', async () => {
  for (const reference of ['ranges', 'principal-axes'] as const) {
    const groups = await gapStatistic(blobs(3, 120, 3, 4), { nClusters: [1, 2, 3, 4, 5, 6], reference });
    assert.equal(groups.best.nClusters, 4, reference);
    const box = await gapStatistic(blobs(4, 150, 2, 1, 1), { nClusters: [1, 2, 3, 4], reference });
    assert.equal(box.best.nClusters, 1, reference);
  }
});

test('more columns than rows: the box along the principal axes has as many sides as there are axes', async () => {
  const x = blobs(8, 30, 50, 3, 0.2);
  const { best } = await gapStatistic(x, { nClusters: [1, 2, 3, 4], nRefs: 4 });
  assert.equal(best.nClusters, 3);
});

test('as many clusters as different rows leave no inertia: no gap, a warning, never the best', async () => {
  const rows = [[0], [0], [5], [5], [9], [9.5]];
  const { rows: found, best, warnings } = await gapStatistic(rows, { nClusters: [2, 4, 5], nRefs: 3 });
  assert.deepEqual(
    found.map((row) => Number.isNaN(row.score)),
    [false, true, true],
  );
  assert.equal(best, found[0]);
  assert.equal(warnings[0], 'k = 4: no inertia is left, so there is no gap');
  await assert.rejects(
    gapStatistic([[3], [3], [3]], { nClusters: [1, 2] }),
    /gapStatistic: no number of clusters leaves any inertia: the data have too few different rows/,
  );
});

test('the same seed gives the same bytes, another one other references, and no k depends on its neighbours', async () => {
  const x = blobs(5, 60, 2, 3, 1.2);
  const options = { nClusters: [2, 4], nRefs: 3, randomState: 7 };
  const once = await gapStatistic(x, options);
  assert.deepEqual(await gapStatistic(x, options), once);
  assert.deepEqual((await gapStatistic(x, { ...options, nClusters: [4] })).rows[0], once.rows[1]);
  const other = await gapStatistic(x, { ...options, randomState: 8 });
  assert.notEqual(other.rows[0]!.expectedLogInertia, once.rows[0]!.expectedLogInertia);
});

test('a cancel during the references ends it and frees all memory', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  let after = 0;
  const work = gapStatistic(blobs(7, 400, 40, 5, 1), {
    nClusters: [5, 8, 11],
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (controller.signal.aborted) after++;
      if (stage === 'gap references') controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(work, /enough/);
  assert.equal(after, 0);
  assert.equal(liveTensors(), before);
});

describe('bad input', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: [0] },
      /^gapStatistic: expected options.nClusters\[0\] to be an integer in \[1, 3\] \(rows of data minus 1\), received 0/,
    ],
    [{ nClusters: [4] }, /received 4/],
    [{ nClusters: [2, 3, 3] }, /received "3 twice"/],
    [{ nClusters: 2 }, /a list of at least one integer, received 2/],
    [{ nClusters: [2], nRefs: 1 }, /options.nRefs to be an integer of at least 2, received 1/],
    [{ nClusters: [2], nInitRefs: 0 }, /options.nInitRefs to be an integer of at least 1, received 0/],
    [
      { nClusters: [2], reference: 'box' },
      /options.reference to be one of 'principal-axes', 'ranges', received "box"/,
    ],
    [{ nClusters: [2], kMax: 3 }, /options.kMax to be one of the known options/],
    [{ nClusters: [2], signal: {} }, /options.signal to be an AbortSignal/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(gapStatistic([[0], [1], [5], [6]], options as GapStatisticOptions), {
        name: 'ArgumentError',
        message,
      });
    });

  test('data that are too few or not finite', async () => {
    await assert.rejects(gapStatistic([[1]], { nClusters: [1] }), /data to be at least 2 rows/);
    await assert.rejects(gapStatistic([[1], [2], [Infinity]], { nClusters: [1] }), /is Infinity/);
  });
});
