import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assignLabels } from '../../lib/src/cluster/assign-labels.js';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import type { KMeansResult } from '../../lib/src/cluster/k-means-fit.js';
import type { SeedingCompat } from '../../lib/src/cluster/k-means-plus-plus.js';
import type { Progress } from '../../lib/src/progress.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, goldenData, readReference, uniform } from '../support/golden.js';

interface Golden {
  readonly k: number;
  readonly seed?: number;
  readonly labels: number[];
  readonly centers?: number[][];
  readonly inertia: number;
  readonly n_iter: number;
}

interface GoldenFile {
  readonly narrow: Golden[];
  readonly wide: Golden[];
  readonly repeated: Golden[];
  readonly random_init: Golden[];
  readonly given_init: Golden & { readonly init: number[][] };
  readonly max_iter: Golden;
  readonly loose_tol: Golden;
}

const golden = readReference<GoldenFile>('kmeans');
const narrow = uniform(1, 90, 5);
const wide = blobs(2, 70, 300, 5, 2);
const repeated = Array.from({ length: 60 }, (_, i) =>
  uniform(5, 15, 4).data.slice(((i * 7) % 15) * 4, ((i * 7) % 15) * 4 + 4),
);

function assertEqualToScikitLearn(result: KMeansResult, expected: Golden): void {
  assert.deepEqual(Array.from(result.labels), expected.labels);
  assertClose(result.inertia, expected.inertia, { rtol: 1e-11, atol: 1e-12 });
  assert.equal(result.nIter, expected.n_iter);
  if (expected.centers !== undefined)
    assertClose(result.centers.data, expected.centers.flat(), { rtol: 1e-11, atol: 1e-12 });
}

test('four points on a line: two groups, by hand', async () => {
  const result = await kMeans([[0], [1], [10], [11]], { nClusters: 2 });
  assert.equal(result.inertia, 1);
  assert.equal(result.labels[0], result.labels[1]);
  assert.equal(result.labels[2], result.labels[3]);
  assert.notEqual(result.labels[0], result.labels[2]);
  assert.deepEqual(
    Array.from(result.centers.data).sort((a, b) => a - b),
    [0.5, 10.5],
  );
  assert.deepEqual(Array.from(result.counts), [2, 2]);
  assert.equal(result.converged, true);
});

test('every seed, label, centre and step of the golden file of scikit-learn, both seeding families', async () => {
  interface File {
    readonly kmeans: Record<
      string,
      {
        readonly init_indices: number[][];
        readonly labels: number[];
        readonly inertia: number;
        readonly n_iter: number;
        readonly centers: number[][];
      }
    >;
  }
  const families: [string, SeedingCompat][] = [
    ['first_centre_randint (0.24-1.2)', 'sklearn-1.2'],
    ['first_centre_choice (1.3+)', 'sklearn-1.3'],
  ];
  const { kmeans } = readReference<File>('sklearn-golden');
  for (const [name, compat] of families) {
    for (const k of [3, 4, 6, 9]) {
      const expected = kmeans[`${name} k=${k} n_init=10 seed=0`]!;
      const result = await kMeans(goldenData(), { nClusters: k, compat });
      assert.deepEqual(
        result.runs.map((run) => Array.from(run.seeds)),
        expected.init_indices,
      );
      assertEqualToScikitLearn(result, { k, ...expected });
    }
  }
});

test('narrow rows, multiplied at each step: equal to scikit-learn', async () => {
  for (const expected of golden.narrow) {
    assertEqualToScikitLearn(
      await kMeans(narrow, { nClusters: expected.k, nInit: 4, randomState: expected.seed }),
      expected,
    );
  }
});

test('wide rows, through the table of inner products: equal to scikit-learn and to the way without the table', async () => {
  for (const expected of golden.wide) {
    const options = { nClusters: expected.k, nInit: 4, randomState: expected.seed };
    const table = await kMeans(wide, options);
    const products = await kMeans(wide, { ...options, maxMemoryBytes: 0 });
    assertEqualToScikitLearn(table, expected);
    assertEqualToScikitLearn(products, expected);
    assertClose(table.centers.data, products.centers.data, { rtol: 1e-11, atol: 1e-12 });
  }
});

test('each row four times, once with more clusters than distinct rows: equal to scikit-learn', async () => {
  for (const expected of golden.repeated) {
    const result = await kMeans(repeated, { nClusters: expected.k, nInit: 3, randomState: expected.seed });
    // The sixteenth of fifteen distinct rows is drawn from distances that are 0 but for rounding: so is the step count.
    const nIter = expected.k > 15 ? result.nIter : expected.n_iter;
    assertEqualToScikitLearn(result, { ...expected, n_iter: nIter });
  }
});

test('random rows and given centres as starts: equal to scikit-learn', async () => {
  for (const expected of golden.random_init) {
    assertEqualToScikitLearn(
      await kMeans(narrow, { nClusters: expected.k, nInit: 3, init: 'random' }),
      expected,
    );
  }
});

test('five of six given centres attract no row: they take the farthest rows in the order of scikit-learn', async () => {
  const twoColumns = Array.from({ length: 90 }, (_, i) => [
    narrow.data[i * 5]! * 10,
    narrow.data[i * 5 + 1]! * 10,
  ]);
  const { init, ...expected } = golden.given_init;
  const copy = structuredClone(init);
  assertEqualToScikitLearn(await kMeans(twoColumns, { nClusters: 6, init }), expected);
  assert.deepEqual(init, copy);
});

test('stops by maxIter and by tol: labels belong to the returned centres', async () => {
  const stopped = await kMeans(narrow, { nClusters: 8, nInit: 1, maxIter: 2 });
  assertEqualToScikitLearn(stopped, golden.max_iter);
  assert.equal(stopped.converged, false);
  assert.match(stopped.warnings.join(), /maxIter = 2/);
  assert.deepEqual(assignLabels(narrow, stopped.centers), stopped.labels);
  assertEqualToScikitLearn(await kMeans(narrow, { nClusters: 8, nInit: 2, tol: 0.5 }), golden.loose_tol);
});

test('a restart from the result changes nothing', async () => {
  const first = await kMeans(narrow, { nClusters: 6 });
  const again = await kMeans(narrow, { nClusters: 6, init: first.centers });
  assert.deepEqual(again.labels, first.labels);
  assert.equal(again.nIter, 1);
  assertClose(again.inertia, first.inertia);
});

test('as many clusters as rows: every row is its own centre', async () => {
  const result = await kMeans(narrow, { nClusters: 90, nInit: 1 });
  assert.equal(new Set(result.labels).size, 90);
  assertClose(result.inertia, 0, { atol: 1e-25 });
});

test('only equal rows: one cluster has them all, a warning says so', async () => {
  const result = await kMeans(
    Array.from({ length: 6 }, () => [3, 4]),
    { nClusters: 3 },
  );
  assert.equal(result.inertia, 0);
  assert.match(result.warnings.join(), /only 1 of 3 clusters/);
  for (const value of result.centers.data) assert.ok(Number.isFinite(value));
});

test('same seed, same bytes; nothing is left in libtensorflow; the input stays', async () => {
  const before = liveTensors();
  const copy = wide.data.slice();
  const a = await kMeans(wide, { nClusters: 4, randomState: 7 });
  const b = await kMeans(wide, { nClusters: 4, randomState: 7 });
  assert.deepEqual(a, b);
  assert.deepEqual(wide.data, copy);
  assert.equal(liveTensors(), before);
});

test('seeding lets timers run: an abort ends it, and frees the memory', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const big = uniform(3, 2000, 300);
  let pauses = 0;
  const onProgress = ({ stage, done }: Progress): void => {
    if (stage === 'k-means' && done === 0 && ++pauses === 3) controller.abort(new Error('enough'));
  };
  // The single step of the single run pauses once: other pauses are those between the seeds.
  const options = { nClusters: 1000, nInit: 1, maxIter: 1, maxMemoryBytes: 0 };
  const work = kMeans(big, { ...options, onProgress, signal: controller.signal });
  await assert.rejects(work, /enough/);
  assert.equal(liveTensors(), before);
});

test('an abort rejects with the reason and frees the memory', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const big = uniform(3, 3000, 300);
  const work = kMeans(big, {
    nClusters: 20,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await assert.rejects(work, /enough/);
  assert.equal(liveTensors(), before);
  await assert.rejects(kMeans([[1], [2]], { nClusters: 1, signal: AbortSignal.abort() }), {
    name: 'AbortError',
  });
});

test('refuses what it cannot do, naming function, option, what was expected and what came', async () => {
  const rows = [[1], [2], [3]];
  const cases: [unknown, RegExp][] = [
    [
      { nClusters: 0 },
      /^kMeans: expected options.nClusters to be an integer in \[1, 3\] \(rows of data\), received 0 \(number\)\.$/,
    ],
    [{ nClusters: 4 }, /integer in \[1, 3\]/],
    [{ nClusters: 1.5 }, /received 1.5 \(number\)/],
    [{ nClusters: '2' }, /received "2" \(string\)/],
    [{}, /received undefined/],
    [{ nClusters: 2, nStarts: 3 }, /options.nStarts to be one of the known options/],
    [{ nClusters: 2, nInit: 0 }, /options.nInit/],
    [{ nClusters: 2, maxIter: 0 }, /options.maxIter/],
    [{ nClusters: 2, tol: -1 }, /options.tol/],
    [{ nClusters: 2, tol: NaN }, /options.tol/],
    [{ nClusters: 2, randomState: -1 }, /options.randomState/],
    [{ nClusters: 2, compat: 'sklearn' }, /options.compat to be one of 'sklearn-1.2', 'sklearn-1.3'/],
    [{ nClusters: 2, init: 'kmeans++' }, /options.init to be one of/],
    [{ nClusters: 2, init: [[1]] }, /options.init to be 2 centres of 1 columns/],
    [{ nClusters: 2, init: [[1], [2]], nInit: 3 }, /options.nInit to be 1/],
    [{ nClusters: 2, signal: 1 }, /options.signal to be an AbortSignal/],
    [{ nClusters: 2, onProgress: 1 }, /options.onProgress to be a function/],
    [null, /options to be an object/],
  ];
  for (const [options, message] of cases)
    await assert.rejects(kMeans(rows, options as never), { name: 'ArgumentError', message });
  await assert.rejects(kMeans([[1], [NaN]], { nClusters: 1 }), {
    name: 'DataError',
    message: /row 1, column 0 of data is NaN/,
    row: 1,
    column: 0,
  });
  await assert.rejects(kMeans([[1, 2], [3]], { nClusters: 1 }), {
    name: 'DataError',
    message: /row 1 of data has 1 values, row 0 has 2/,
  });
  await assert.rejects(kMeans([[0], [1e200]], { nClusters: 1 }), {
    name: 'DataError',
    message:
      'kMeans: row 1, column 0 of data holds 1e+200; values beyond 1e+140 overflow when squared, scale the data down.',
  });
  await assert.rejects(
    kMeans(rows, { nClusters: 1, init: [[-1e200]] }),
    /row 0, column 0 of options.init holds -1e\+200/,
  );
  await assert.rejects(kMeans([], { nClusters: 1 }), { name: 'ArgumentError', message: /at least one row/ });
});
