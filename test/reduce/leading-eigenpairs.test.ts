import assert from 'node:assert/strict';
import { test } from 'node:test';

import { randomState } from '../../lib/src/random/random-state.js';
import { covariance } from '../../lib/src/reduce/covariance.js';
import { denseEigenpairs } from '../../lib/src/reduce/eigenpairs.js';
import { filteredEigenpairs } from '../../lib/src/reduce/filtered-eigenpairs.js';
import { toTensor } from '../../lib/src/reduce/symmetric-matrix.js';
import { liveTensors, toFloat64, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { uniform } from '../support/golden.js';

const N = 300;
const pause = (): Promise<void> => Promise.resolve();

/** Uniform columns, each shrunk by its number: eigenvalues fall slowly, like those of pictures. */
function table(exponent: number): { data: Float64Array; nRows: number; nColumns: number } {
  const x = uniform(5, 700, N);
  return { ...x, data: x.data.map((value, at) => value / (1 + (at % N)) ** exponent) };
}

for (const exponent of [0.5, 1, 2]) {
  for (const wanted of [{ count: 40 }, { share: 0.6 }]) {
    test(`block iteration equals the dense solver, column j scaled by j^-${exponent}, ${JSON.stringify(wanted)}`, async () => {
      await withScope(async (scope) => {
        const a = await covariance(scope, table(exponent), new Float64Array(N).fill(0.5), pause);
        const dense = denseEigenpairs(scope, toTensor(scope, a));
        const found = await filteredEigenpairs(scope, a, {
          wanted,
          tol: 1e-12,
          random: randomState(0),
          pause,
        });
        if (found === undefined) return assert.ok('share' in wanted && exponent === 0.5, 'gave up');
        const k = found.values.length;
        assertClose(found.values, dense.values.slice(0, k), { rtol: 1e-11, atol: 1e-13 * dense.values[0]! });
        const total = dense.values.reduce((sum, value) => sum + value, 0);
        const reached = (count: number): number =>
          dense.values.subarray(0, count).reduce((sum, value) => sum + value, 0) / total;
        if ('share' in wanted) assert.ok(reached(k) >= 0.6 && reached(k - 1) < 0.6);
        else assert.equal(k, 40);
        const [mine, theirs] = [toFloat64(found.vectors), toFloat64(dense.vectors)];
        for (let j = 0; j < k; j++) {
          let cosine = 0;
          for (let i = 0; i < N; i++) cosine += mine[i * k + j]! * theirs[i * N + j]!;
          assertClose(Math.abs(cosine), 1, { rtol: 1e-6 });
        }
      });
    });
  }
}

test('gives up where more than half of the pairs are wanted', async () => {
  const before = liveTensors();
  await withScope(async (scope) => {
    const a = await covariance(scope, table(1), new Float64Array(N), pause);
    assert.equal(
      await filteredEigenpairs(scope, a, {
        wanted: { count: 160 },
        tol: 1e-10,
        random: randomState(0),
        pause,
      }),
      undefined,
    );
    assert.equal(
      await filteredEigenpairs(scope, a, {
        wanted: { share: 0.9999 },
        tol: 1e-10,
        random: randomState(0),
        pause,
      }),
      undefined,
    );
  });
  assert.equal(liveTensors(), before);
});

test('a matrix of low rank: the pairs beyond the rank have the value 0', async () => {
  await withScope(async (scope) => {
    const x = uniform(5, 20, N);
    const a = await covariance(scope, x, new Float64Array(N), pause);
    const found = await filteredEigenpairs(scope, a, {
      wanted: { count: 30 },
      tol: 1e-12,
      random: randomState(0),
      pause,
    });
    const dense = denseEigenpairs(scope, toTensor(scope, a));
    assertClose(found!.values, dense.values.slice(0, 30), { atol: 1e-12 * dense.values[0]! });
  });
});
