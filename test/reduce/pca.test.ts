import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { pca, type PcaOptions } from '../../lib/src/reduce/pca.js';
import type { PcaSolver } from '../../lib/src/reduce/pca-result.js';
import { projectPca } from '../../lib/src/reduce/project-pca.js';
import { reconstructPca } from '../../lib/src/reduce/reconstruct-pca.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

interface Fit {
  readonly n_rows: number;
  readonly n_columns: number;
  readonly n_components: number;
  readonly solver: string;
  readonly seed: number;
  readonly components: number[];
  readonly mean: number[];
  readonly explained_variance: number[];
  readonly explained_variance_ratio: number[];
  readonly scores: number[];
}

const golden = readReference<{ readonly exact: readonly Fit[]; readonly randomized: readonly Fit[] }>('pca');

/** The table of generate_pca.py: columns that vary less and less. */
function table(nRows: number, nColumns: number): Matrix {
  const { data } = uniform(3, nRows, nColumns);
  return { data: data.map((value, at) => value / (1 + (at % nColumns))), nRows, nColumns };
}

async function assertEqualsFit(fit: Fit, svdSolver: 'auto' | PcaSolver): Promise<void> {
  const result = await pca(table(fit.n_rows, fit.n_columns), {
    nComponents: fit.n_components,
    svdSolver,
    randomState: fit.seed,
  });
  assertClose(result.explainedVariance, fit.explained_variance, { rtol: 1e-9 });
  assertClose(result.explainedVarianceRatio, fit.explained_variance_ratio, { rtol: 1e-9 });
  assertClose(result.mean, fit.mean, { atol: 1e-14 });
  assertClose(result.components.data, fit.components, { atol: 1e-9 });
  assertClose(result.scores.data, fit.scores, { atol: 1e-9 });
  assert.equal(result.nComponents, fit.explained_variance.length);
  assert.equal(result.randomState, fit.seed);
}

test('three points on a line, by hand', async () => {
  const { scores, components, mean, explainedVariance, totalVariance } = await pca(
    [
      [0, 0],
      [1, 1],
      [2, 2],
    ],
    { nComponents: 1 },
  );
  assertClose(scores.data, [Math.SQRT2, 0, -Math.SQRT2], { atol: 1e-15 });
  assertClose(components.data, [-Math.SQRT1_2, -Math.SQRT1_2]);
  assertClose(mean, [1, 1]);
  assertClose(explainedVariance, [2]);
  assert.equal(totalVariance, 2);
});

for (const fit of golden.exact) {
  for (const solver of ['auto', 'covariance', 'gram'] as const) {
    test(`equals scikit-learn 1.2, ${fit.n_rows} x ${fit.n_columns}, ${fit.n_components} components, by ${solver}`, () =>
      assertEqualsFit(fit, solver));
  }
}

for (const fit of golden.randomized) {
  test(`equals scikit-learn's sketch, ${fit.n_rows} x ${fit.n_columns}, ${fit.n_components} components, seed ${fit.seed}`, () =>
    assertEqualsFit(fit, 'randomized'));
}

test('the sign rules: the largest score, or the largest loading, of each component is positive', async () => {
  const x = table(40, 12);
  const largest = (values: number[]): number =>
    values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  const byScores = await pca(x);
  const byLoadings = await pca(x, { signFlip: 'loadings' });
  for (let k = 0; k < 12; k++) {
    assert.ok(largest(Array.from({ length: 40 }, (_, i) => byScores.scores.data[i * 12 + k]!)) > 0);
    assert.ok(largest([...byLoadings.components.data.subarray(k * 12, (k + 1) * 12)]) > 0);
  }
  assertClose(byLoadings.scores.data.map(Math.abs), byScores.scores.data.map(Math.abs));
});

test('a share keeps the fewest components that reach it, all of them for a share next to 1', async () => {
  const x = table(40, 12);
  const ratios = (await pca(x)).explainedVarianceRatio;
  const reached = ratios.map((_, i) => ratios.subarray(0, i + 1).reduce((a, b) => a + b, 0));
  assert.equal((await pca(x, { nComponents: reached[2]! - 1e-9 })).nComponents, 3);
  assert.equal((await pca(x, { nComponents: reached[2]! + 1e-9 })).nComponents, 4);
  assert.equal((await pca(x, { nComponents: 1 - 2 ** -53 })).nComponents, 12);
  assert.equal((await pca(x, { nComponents: 1 })).nComponents, 1);
});

test('bytes give what the same numbers as doubles give', async () => {
  const random = randomState(1);
  const data = Uint8Array.from(random.randintArray(0, 256, 1300 * 6));
  const bytes = await pca({ data, nRows: 1300, nColumns: 6 });
  const doubles = await pca({ data: Float64Array.from(data), nRows: 1300, nColumns: 6 });
  assertClose(bytes.explainedVariance, doubles.explainedVariance);
  assertClose(bytes.scores.data, doubles.scores.data, { atol: 1e-9 });
});

test('all ratios, kept or not', async () => {
  const { allVarianceRatios, explainedVarianceRatio } = await pca(table(12, 40), {
    nComponents: 3,
    spectrum: 'all',
  });
  assert.equal(allVarianceRatios!.length, 12);
  assertClose(allVarianceRatios!.subarray(0, 3), explainedVarianceRatio);
  assertClose(
    allVarianceRatios!.reduce((a, b) => a + b, 0),
    1,
  );
});

test('directions without variance still complete an orthonormal basis', async () => {
  // Twelve centred rows span eleven directions, the twelfth has no variance.
  const { components, explainedVariance } = await pca(table(12, 40));
  assert.ok(explainedVariance[11]! < 1e-12);
  for (let a = 0; a < 12; a++) {
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let j = 0; j < 40; j++) product += components.data[a * 40 + j]! * components.data[b * 40 + j]!;
      assertClose(product, a === b ? 1 : 0, { rtol: 1e-10, atol: 1e-9 });
    }
  }
});

test('projecting the rows gives the scores, reconstructing from all components the rows', async () => {
  const x = table(40, 12);
  const copy = x.data.slice();
  const model = await pca(x);
  assertClose((await projectPca(model, x)).data, model.scores.data, { atol: 1e-12 });
  assertClose((await reconstructPca(model, model.scores)).data, x.data, { atol: 1e-12 });
  assert.deepEqual(x.data, copy);
});

test('duplicate columns and rows, constant columns: fewer directions, no complaint from the exact solvers', async () => {
  const rows = Array.from({ length: 8 }, (_, i) => [i % 2, i % 2, 7]);
  const { explainedVarianceRatio } = await pca(rows);
  assertClose(explainedVarianceRatio, [1, 0, 0], { atol: 1e-15 });
  const sketch = await pca(rows, { nComponents: 2, svdSolver: 'randomized' });
  assert.equal(sketch.nComponents, 1);
  assert.deepEqual(sketch.warnings, ['pca: 2 components asked for, the data vary in 1 directions only']);
});

test('refuses what it cannot do', async () => {
  const x = table(12, 6);
  await assert.rejects(
    pca(x, { nComponents: 7 }),
    /pca: expected options.nComponents to be an integer in \[1, 6\] \(rows and columns of data, or a share in \(0, 1\)\), received 7/,
  );
  await assert.rejects(pca(x, { nComponents: 0 }), /options.nComponents/);
  await assert.rejects(pca(x, { nComponents: 1.5 }), /options.nComponents/);
  await assert.rejects(
    pca(x, { nComponents: 0.9, svdSolver: 'randomized' }),
    /no share with svdSolver 'randomized'/,
  );
  await assert.rejects(pca(x, { svdSolver: 'randomized', spectrum: 'all' }), /never sees the rest/);
  await assert.rejects(
    pca(x, { svdSolver: 'full' as 'gram' }),
    /one of 'auto', 'covariance', 'gram', 'randomized', received "full"/,
  );
  await assert.rejects(
    pca(x, { nComponent: 2 } as PcaOptions),
    /options.nComponent to be one of the known options/,
  );
  await assert.rejects(pca([[1, 2]]), /at least 2 rows, received 1/);
  await assert.rejects(
    pca([
      [1, NaN],
      [1, 2],
    ]),
    /row 0, column 1 of data is NaN/,
  );
  await assert.rejects(
    pca([
      [1, 2],
      [1, 2],
    ]),
    /all rows of data are equal: there is no variance to explain/,
  );
  await assert.rejects(
    pca([
      [1e200, 0],
      [0, 1e200],
    ]),
    /the values of data are so large that their squares overflow/,
  );
  // The sum of so many tenths is off in the twelfth digit.
  await assert.rejects(
    pca({ data: new Float64Array(30_000).fill(0.1), nRows: 15_000, nColumns: 2 }),
    /all rows of data are equal/,
  );
  const model = await pca(x, { nComponents: 2 });
  await assert.rejects(
    projectPca(model, [[1, 2]]),
    /projectPca: expected data to be a matrix of 6 columns, as the model has, received 2/,
  );
  await assert.rejects(
    reconstructPca(model, [[1, 2, 3]]),
    /reconstructPca: expected scores to be a matrix of 2 columns, one a component, received 3/,
  );
});

test('reports progress, stops on a signal, keeps no tensor', async () => {
  const before = liveTensors();
  const stages: string[] = [];
  await pca(table(12, 6), {
    onProgress: ({ stage, done, total }) => void stages.push(`${stage} ${done}/${total}`),
  });
  assert.equal(stages.at(-1), 'pca: scores 3/3');
  await assert.rejects(pca(table(12, 6), { signal: AbortSignal.abort() }), { name: 'AbortError' });
  const controller = new AbortController();
  const late = pca(table(12, 6), { signal: controller.signal });
  controller.abort();
  await assert.rejects(late, { name: 'AbortError' });
  assert.equal(liveTensors(), before);
});
