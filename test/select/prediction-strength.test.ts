import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  predictionStrength,
  strongEnough,
  weakestCluster,
  type PredictionStrengthOptions,
} from '../../lib/src/select/prediction-strength.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

describe('by hand', () => {
  const weakest = (labels: number[], predicted: number[]): number =>
    weakestCluster(Int32Array.from(labels), Int32Array.from(predicted));

  test('the worst cluster counts: the share of its pairs that stay together', () => {
    // Cluster 0 has 3 pairs, 1 of which is kept; cluster 1 keeps its only pair, under another name.
    assertClose(weakest([0, 0, 0, 1, 1], [0, 0, 1, 2, 2]), 1 / 3);
    assert.equal(weakest([0, 0, 1, 1], [1, 1, 0, 0]), 1);
    assert.equal(weakest([0, 0, 1, 1], [0, 1, 0, 1]), 0);
  });

  test('merging clusters costs nothing, and a lone row has no pair to lose', () => {
    assert.equal(weakest([0, 0, 1, 1], [0, 0, 0, 0]), 1);
    assert.equal(weakest([0, 1, 1], [5, 2, 2]), 1);
  });

  test('the rule: most clusters whose strength plus standard error reaches the threshold', () => {
    const row = (nClusters: number, score: number, standardError: number) => ({
      nClusters,
      score,
      standardError,
      strengths: new Float64Array(),
    });
    const rows = [row(2, 0.95, 0), row(3, 0.7, 0.05), row(4, 0.78, 0.03), row(5, 0.6, 0.1)];
    assert.equal(strongEnough(rows, 0.8)!.nClusters, 4);
    assert.equal(strongEnough(rows, 0.9)!.nClusters, 2);
    assert.equal(strongEnough(rows, 0.96), undefined);
  });

  test('one cluster has strength 1 in every repeat', async () => {
    const { best, rows } = await predictionStrength([[0], [1], [5], [9]], { nClusters: [1], nRepeats: 3 });
    assert.deepEqual([...rows[0]!.strengths], [1, 1, 1]);
    assert.deepEqual([rows[0]!.score, rows[0]!.standardError], [1, 0]);
    assert.equal(best, rows[0]);
  });
});

test('finds well separated groups; rows ascend whatever the order asked for', async () => {
  const x = blobs(3, 200, 3, 4, 0.15);
  const { rows, best, method, criterion, threshold, randomState } = await predictionStrength(x, {
    nClusters: [6, 2, 4, 5, 3],
  });
  assert.deepEqual(
    rows.map((row) => row.nClusters),
    [2, 3, 4, 5, 6],
  );
  assert.equal(best!.nClusters, 4);
  assert.equal(best!.score, 1);
  assert.ok(rows[3]!.score < 0.8);
  assert.deepEqual([method, criterion, threshold, randomState], ['k-means', 'prediction-strength', 0.8, 0]);
});

test('where no number reaches the threshold there is no best', async () => {
  const { best } = await predictionStrength(blobs(4, 100, 2, 1, 1), { nClusters: [4, 5], threshold: 1 });
  assert.equal(best, undefined);
});

test('the same seed gives the same bytes, another one other halves, and no k depends on its neighbours', async () => {
  const x = blobs(5, 60, 2, 3, 1.2);
  const options = { nClusters: [3, 5], nRepeats: 3, randomState: 7 };
  const once = await predictionStrength(x, options);
  assert.deepEqual(await predictionStrength(x, options), once);
  const alone = await predictionStrength(x, { ...options, nClusters: [5] });
  assert.deepEqual(alone.rows[0], once.rows[1]);
  const other = await predictionStrength(x, { ...options, randomState: 8 });
  assert.notDeepEqual(other.rows[1]!.strengths, once.rows[1]!.strengths);
});

test('more clusters than different rows: equal rows are always put together', async () => {
  const rows = Array.from({ length: 12 }, () => [3, 4]);
  const { rows: found } = await predictionStrength(rows, { nClusters: [1, 2, 4], nRepeats: 2 });
  for (const row of found) assert.deepEqual([row.score, row.standardError], [1, 0]);
});

test('wide rows take the table of inner products, with the same result', async () => {
  const x = blobs(6, 60, 300, 3, 0.9);
  const options = { nClusters: [2, 4], nRepeats: 2 };
  const table = await predictionStrength(x, options);
  const without = await predictionStrength(x, { ...options, maxMemoryBytes: 0 });
  assert.deepEqual(without.rows, table.rows);
});

test('a cancel ends it and frees all memory', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  let after = 0;
  const work = predictionStrength(blobs(7, 400, 40, 5, 1), {
    nClusters: [5, 8, 11],
    signal: controller.signal,
    onProgress: ({ stage, done }) => {
      assert.equal(stage, 'prediction strength');
      if (controller.signal.aborted) after++;
      if (done > 10) controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(work, /enough/);
  assert.equal(after, 0);
  assert.equal(liveTensors(), before);
});

describe('bad input', () => {
  const rows = [[0], [1], [10], [11], [12]];
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: [3] },
      /^predictionStrength: expected options.nClusters\[0\] to be an integer in \[1, 2\] \(half of the rows of data\), received 3/,
    ],
    [{ nClusters: [] }, /options.nClusters to be a list of at least one integer/],
    [{}, /options.nClusters to be a list of at least one integer, received undefined/],
    [{ nClusters: [2, 2] }, /a list of different integers, received "2 twice"/],
    [{ nClusters: [1.5] }, /received 1.5/],
    [{ nClusters: [2], nRepeats: 1 }, /options.nRepeats to be an integer of at least 2, received 1/],
    [{ nClusters: [2], threshold: 0 }, /options.threshold to be a number in .*, received 0/],
    [{ nClusters: [2], threshold: 1.1 }, /options.threshold.*received 1.1/],
    [{ nClusters: [2], nInit: 0 }, /options.nInit/],
    [{ nClusters: [2], randomState: -1 }, /options.randomState/],
    [{ nClusters: [2], maxMemoryBytes: -1 }, /options.maxMemoryBytes/],
    [{ nClusters: [2], nSplits: 3 }, /options.nSplits to be one of the known options/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(predictionStrength(rows, options as PredictionStrengthOptions), {
        name: 'ArgumentError',
        message,
      });
    });

  test('data that are too few or not finite', async () => {
    await assert.rejects(predictionStrength([[1]], { nClusters: [1] }), /data to be at least 2 rows/);
    await assert.rejects(predictionStrength([[1], [NaN]], { nClusters: [1] }), { name: 'DataError', row: 1 });
  });
});
