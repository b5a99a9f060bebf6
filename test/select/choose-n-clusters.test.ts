import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { kMeans } from '../../lib/src/cluster/k-means.js';
import { calinskiHarabaszScore } from '../../lib/src/metrics/calinski-harabasz-score.js';
import { daviesBouldinScore } from '../../lib/src/metrics/davies-bouldin-score.js';
import { silhouetteScore } from '../../lib/src/metrics/silhouette-score.js';
import { chooseNClusters, type ChooseNClustersOptions } from '../../lib/src/select/choose-n-clusters.js';
import { clusterStability } from '../../lib/src/select/cluster-stability.js';
import { gapStatistic } from '../../lib/src/select/gap-statistic.js';
import { mixtureSweep } from '../../lib/src/select/mixture-sweep.js';
import { predictionStrength } from '../../lib/src/select/prediction-strength.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

const x = blobs(3, 160, 3, 4);

test('every criterion finds well separated groups, and scores as its own function does', async () => {
  const nClusters = [2, 3, 4, 5, 6];
  const { rows, picks, criteria, warnings } = await chooseNClusters(x, { nClusters, randomState: 2 });
  assert.deepEqual(
    picks.map((pick) => [pick.criterion, pick.nClusters]),
    criteria.map((criterion) => [criterion, 4]),
  );
  assert.equal(criteria.length, 7);
  assert.deepEqual(warnings, []);
  const own = {
    gap: await gapStatistic(x, { nClusters, randomState: 2 }),
    'prediction-strength': await predictionStrength(x, { nClusters, randomState: 2 }),
    stability: await clusterStability(x, { nClusters, randomState: 2 }),
  } as const;
  const mixtures = await mixtureSweep(x, { nClusters, randomState: 2 });
  for (const [i, row] of rows.entries()) {
    const fit = await kMeans(x, { nClusters: row.nClusters, nInit: 3, randomState: 2 });
    assert.deepEqual([row.labels, row.counts, row.inertia], [fit.labels, fit.counts, fit.inertia]);
    assertClose(row.scores.silhouette!, await silhouetteScore(x, fit.labels), { rtol: 1e-12 });
    assert.equal(row.scores['davies-bouldin'], daviesBouldinScore(x, fit.labels));
    assert.equal(row.scores['calinski-harabasz'], calinskiHarabaszScore(x, fit.labels));
    assert.equal(row.scores.bic, mixtures.rows[i]!.score);
    for (const [criterion, { rows: expected }] of Object.entries(own) as ['gap', typeof own.gap][]) {
      assert.equal(row.scores[criterion], expected[i]!.score, criterion);
      assert.equal(row.standardErrors[criterion], expected[i]!.standardError, criterion);
    }
  }
});

test('rules in words, and what a pick at an end of the range leaves open', async () => {
  const { picks } = await chooseNClusters(x, {
    nClusters: [4, 2, 3],
    criteria: ['silhouette', 'prediction-strength', 'gap'],
    threshold: 0.9,
  });
  assert.deepEqual(
    picks.map(({ rule }) => rule),
    [
      'highest mean silhouette; the last k tried: more may do better',
      'most clusters whose prediction strength plus its standard error reaches 0.9; the last k tried: more may do better',
      'no k is the fewest clusters whose gap is at least the next gap less its standard error; the last k tried: more may do better',
    ],
  );
  const high = await chooseNClusters(x, {
    nClusters: [4, 5, 6],
    criteria: ['davies-bouldin', 'prediction-strength'],
  });
  assert.equal(high.picks[0]!.rule, 'lowest Davies-Bouldin index; the first k tried: fewer may do better');
  const none = await chooseNClusters(x, { nClusters: [7, 8], criteria: ['prediction-strength'] });
  assert.deepEqual(none.picks, [
    {
      criterion: 'prediction-strength',
      nClusters: undefined,
      rule: 'no k has a prediction strength that with its standard error reaches 0.8',
    },
  ]);
});

test('one cluster has a gap, a prediction strength and a BIC, and nothing else', async () => {
  const { rows, picks } = await chooseNClusters(blobs(4, 120, 2, 1, 1), { nClusters: [1, 2, 3] });
  const scored = Object.entries(rows[0]!.scores).filter(([, score]) => !Number.isNaN(score));
  assert.deepEqual(
    scored.map(([criterion]) => criterion),
    ['gap', 'prediction-strength', 'bic'],
  );
  assert.equal(picks.find(({ criterion }) => criterion === 'gap')!.nClusters, 1);
});

test('equal rows: no criterion that needs distances picks anything, and warnings say why', async () => {
  const rows = Array.from({ length: 12 }, () => [3, 4]);
  const criteria = ['silhouette', 'davies-bouldin', 'calinski-harabasz', 'gap'] as const;
  const { picks, warnings } = await chooseNClusters(rows, { nClusters: [2, 3], criteria });
  for (const pick of picks) assert.equal(pick.nClusters, undefined, pick.criterion);
  assert.match(warnings.join('\n'), /^k = 2: only 1 of 2 clusters have rows/m);
  assert.match(warnings.join('\n'), /^k = 3: no inertia is left, so there is no gap$/m);
});

test('the same seed gives the same bytes; the data are left as they were', async () => {
  const data = blobs(5, 60, 2, 3, 0.9);
  const copy = data.data.slice();
  const options = { nClusters: [2, 3, 4], nRefs: 3, nRepeats: 2, nSubsamples: 3, randomState: 9 };
  const once = await chooseNClusters(data, options);
  assert.deepEqual(await chooseNClusters(data, options), once);
  assert.deepEqual(data.data, copy);
  assert.equal(once.randomState, 9);
});

for (const stage of ['k-means', 'indices', 'gap references', 'prediction strength', 'stability'])
  test(`a cancel during "${stage}" ends it and frees all memory`, async () => {
    const before = liveTensors();
    const controller = new AbortController();
    let after = 0;
    const work = chooseNClusters(blobs(7, 200, 40, 5, 1), {
      nClusters: [3, 5],
      nRefs: 2,
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
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: [81] },
      /^chooseNClusters: expected options.nClusters\[0\] to be an integer in \[1, 80\] \(rows of data minus 1, of half of them or of a subsample\), received 81/,
    ],
    [{ nClusters: [129], criteria: ['stability'] }, /an integer in \[1, 128\]/],
    [{ nClusters: [160], criteria: ['gap'] }, /an integer in \[1, 159\]/],
    [{ nClusters: [2], criteria: [] }, /options.criteria to be a list of at least one criterion/],
    [
      { nClusters: [2], criteria: ['elbow'] },
      /options.criteria\[0\] to be one of 'silhouette', .*, received "elbow"/,
    ],
    [{ nClusters: [2], criteria: ['gap', 'gap'] }, /a list of different criteria, received "gap twice"/],
    [{ nClusters: [2], criteria: ['gap'], nRefs: 1 }, /options.nRefs/],
    [{ nClusters: [2], covarianceType: 'round' }, /options.covarianceType to be one of/],
    [{ nClusters: [2], nSubsamples: 1 }, /options.nSubsamples/],
    [{ nClusters: [2], k: 1 }, /options.k to be one of the known options/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(chooseNClusters(x, options as ChooseNClustersOptions), {
        name: 'ArgumentError',
        message,
      });
    });
  test('too few rows', async () => {
    await assert.rejects(chooseNClusters([[1], [2]], { nClusters: [1] }), /data to be at least 3 rows/);
  });
});
