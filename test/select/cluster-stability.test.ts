import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
  clusterStability,
  mostStable,
  type ClusterStabilityOptions,
} from '../../lib/src/select/cluster-stability.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

test('two pairs far apart: every two subsamples agree on the rows that they share', async () => {
  const { rows, best, method, criterion, randomState } = await clusterStability(
    [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]],
    { nClusters: [2], nSubsamples: 4, subsampleSize: 0.75, randomState: 3 },
  );
  assert.deepEqual([...rows[0]!.similarities], [1, 1, 1, 1, 1, 1]);
  assert.deepEqual([rows[0]!.score, rows[0]!.standardError], [1, 0]);
  assert.equal(best, rows[0]);
  assert.deepEqual([method, criterion, randomState], ['k-means', 'stability', 3]);
});

test('the rule: the most clusters within one standard error of the highest score', () => {
  const row = (nClusters: number, score: number, standardError: number) => ({
    nClusters,
    score,
    standardError,
    similarities: new Float64Array(),
  });
  assert.equal(mostStable([row(2, 0.9, 0.02), row(3, 0.8, 0.5), row(4, 0.89, 0.5)]).nClusters, 4);
  assert.equal(mostStable([row(2, 1, 0), row(3, 0.99, 0.5), row(4, 1, 0), row(5, 0.7, 1)]).nClusters, 4);
});

test('the standard error of three subsamples, by hand', async () => {
  // With three items, leaving one out leaves one pair: the jackknife is that of the three similarities.
  const x = blobs(4, 40, 2, 1, 1);
  const { rows } = await clusterStability(x, { nClusters: [4], nSubsamples: 3, nInit: 1 });
  const [ab, ac, bc] = rows[0]!.similarities;
  const mean = (ab! + ac! + bc!) / 3;
  const squares = (ab! - mean) ** 2 + (ac! - mean) ** 2 + (bc! - mean) ** 2;
  assert.ok(squares > 0);
  assertClose(rows[0]!.score, mean);
  assertClose(rows[0]!.standardError, Math.sqrt((2 / 3) * squares), { rtol: 1e-10 });
});

test('finds well separated groups', async () => {
  const { best, rows } = await clusterStability(blobs(3, 200, 3, 4), { nClusters: [7, 5, 2, 4, 3] });
  assert.deepEqual(
    rows.map((row) => row.nClusters),
    [2, 3, 4, 5, 7],
  );
  assert.equal(best.nClusters, 4);
  assert.ok(rows[3]!.score < 0.95);
});

test('more clusters than different rows: equal rows are always put together', async () => {
  const rows = Array.from({ length: 12 }, () => [3, 4]);
  const { rows: found } = await clusterStability(rows, { nClusters: [2, 4], nSubsamples: 3 });
  for (const row of found) assert.deepEqual([row.score, row.standardError], [1, 0]);
});

test('the same seed gives the same bytes, another one other subsamples, and no k depends on its neighbours', async () => {
  const x = blobs(5, 60, 2, 3, 1.2);
  const options = { nClusters: [3, 5], nSubsamples: 3, randomState: 7 };
  const once = await clusterStability(x, options);
  assert.deepEqual(await clusterStability(x, options), once);
  assert.deepEqual((await clusterStability(x, { ...options, nClusters: [5] })).rows[0], once.rows[1]);
  const other = await clusterStability(x, { ...options, randomState: 8 });
  assert.notDeepEqual(other.rows[1]!.similarities, once.rows[1]!.similarities);
});

for (const stage of ['stability', 'comparing subsamples'])
  test(`a cancel during "${stage}" ends it and frees all memory`, async () => {
    const before = liveTensors();
    const controller = new AbortController();
    let after = 0;
    const work = clusterStability(blobs(7, 300, 40, 5, 1), {
      nClusters: [5, 8],
      signal: controller.signal,
      onProgress: (progress) => {
        if (controller.signal.aborted) after++;
        if (progress.stage === stage) controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(work, /enough/);
    assert.equal(after, 0);
    assert.equal(liveTensors(), before);
  });

describe('bad input', () => {
  const rows = [[0], [1], [10], [11], [12], [13]];
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: [1] },
      /^clusterStability: expected options.nClusters\[0\] to be an integer in \[2, 4\] \(rows of a subsample\), received 1/,
    ],
    [{ nClusters: [5] }, /received 5/],
    [{ nClusters: [] }, /a list of at least one integer/],
    [{ nClusters: [2], nSubsamples: 2 }, /options.nSubsamples to be an integer of at least 3, received 2/],
    [{ nClusters: [2], subsampleSize: 1 }, /options.subsampleSize to be a number in .*, received 1/],
    [{ nClusters: [2], subsampleSize: 0.4 }, /options.subsampleSize to be a number in .*, received 0.4/],
    [
      { nClusters: [2], subsampleSize: 0.5 },
      /data to be rows enough that any two subsamples share 2 of them, received "6 rows, subsamples of 3"/,
    ],
    [{ nClusters: [2], share: 0.5 }, /options.share to be one of the known options/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(clusterStability(rows, options as ClusterStabilityOptions), {
        name: 'ArgumentError',
        message,
      });
    });
});
