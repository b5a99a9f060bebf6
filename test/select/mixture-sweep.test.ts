import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { gaussianMixture } from '../../lib/src/cluster/gaussian-mixture.js';
import { mixtureSweep, type MixtureSweepOptions } from '../../lib/src/select/mixture-sweep.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

const x = blobs(3, 160, 2, 4);

test('the same as the loop that it stands for, and the lowest BIC wins', async () => {
  const options = { covarianceType: 'diag', randomState: 2, nInit: 2 } as const;
  const { rows, best, method, criterion } = await mixtureSweep(x, { ...options, nClusters: [6, 1, 4, 3, 5] });
  for (const row of rows) {
    const fit = await gaussianMixture(x, { ...options, nComponents: row.nClusters });
    assert.deepEqual(row, { ...fit, nClusters: row.nClusters, score: fit.bic });
  }
  assert.deepEqual(
    rows.map((row) => row.nClusters),
    [6, 1, 4, 3, 5],
  );
  assert.equal(best.nClusters, 4);
  assert.equal(best, rows[2]);
  assert.deepEqual([method, criterion], ['gaussian-mixture', 'bic']);
});

test('one component by hand: BIC and AIC of the normal distribution', async () => {
  // Variance 1 around 2, plus the 1e-6 that keeps components open.
  const rows = [[1], [3], [1], [3]];
  const variance = 1 + 1e-6;
  const logLikelihood = -2 * (Math.log(2 * Math.PI) + Math.log(variance)) - 2 / variance;
  const bic = await mixtureSweep(rows, { nClusters: [1] });
  const aic = await mixtureSweep(rows, { nClusters: [1], evaluate: 'aic' });
  assertClose(bic.best.score, -2 * logLikelihood + 2 * Math.log(4), { rtol: 1e-10 });
  assertClose(aic.best.score, -2 * logLikelihood + 4, { rtol: 1e-10 });
  assert.equal(aic.criterion, 'aic');
});

test('warnings say which k they are of', async () => {
  const { warnings } = await mixtureSweep(x, { nClusters: [3], maxIter: 1, tol: 0 });
  assert.match(warnings.join('\n'), /^k = 3: the best run was stopped by maxIter = 1 before it converged$/m);
});

test('a cancel ends it and frees all memory', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const stages = new Set<string>();
  const work = mixtureSweep(blobs(7, 400, 6, 5, 1), {
    nClusters: [2, 6, 9],
    signal: controller.signal,
    onProgress: ({ stage }) => {
      stages.add(stage);
      if (stage === 'Gaussian mixture, k = 6') controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(work, /enough/);
  assert.deepEqual([...stages], ['Gaussian mixture, k = 2', 'Gaussian mixture, k = 6']);
  assert.equal(liveTensors(), before);
});

describe('bad input', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: [0] },
      /^mixtureSweep: expected options.nClusters\[0\] to be an integer in \[1, 160\] \(rows of data\), received 0/,
    ],
    [{ nClusters: [2, 2] }, /received "2 twice"/],
    [{ nClusters: [2], evaluate: 'icl' }, /options.evaluate to be one of 'bic', 'aic', received "icl"/],
    [{ nClusters: [2], covarianceType: 'round' }, /options.covarianceType to be one of 'full'/],
    [{ nClusters: [2], meansInit: [[1, 2]] }, /options.meansInit to be one of the known options/],
    [{ nClusters: [2], nComponents: 3 }, /options.nComponents to be one of the known options/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(mixtureSweep(x, options as MixtureSweepOptions), {
        name: 'ArgumentError',
        message,
      });
    });
});
