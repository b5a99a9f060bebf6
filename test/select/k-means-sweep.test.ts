import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { kMeans } from '../../lib/src/cluster/k-means.js';
import { silhouetteScore } from '../../lib/src/metrics/silhouette-score.js';
import type { Progress } from '../../lib/src/progress.js';
import { kMeansSweep, type KMeansSweepOptions } from '../../lib/src/select/k-means-sweep.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, uniform } from '../support/golden.js';

/** Three pairs on a line. */
const pairs = [[0], [1], [10], [11], [20], [21]];

/** Two squares of side 1, ten apart. */
const squares = [0, 10].flatMap((x) => [
  [x, 0],
  [x, 1],
  [x + 1, 0],
  [x + 1, 1],
]);

describe('by hand', () => {
  test('three pairs on a line: three clusters, their silhouette and their sum of squares', async () => {
    const { best, rows, method, criterion, warnings } = await kMeansSweep(pairs, { nClusters: [2, 3, 4] });
    assert.equal(best.nClusters, 3);
    assert.equal(best, rows[1]);
    assertClose(best.inertia, 1.5);
    // An end pair: a = 1, b = mean(10, 11) or mean(9, 10); the middle pair: a = 1, b = mean(9, 10).
    const outer = 1 - 1 / 10.5;
    const inner = 1 - 1 / 9.5;
    assertClose(best.score, (2 * outer + 4 * inner) / 6, { rtol: 1e-12 });
    assert.deepEqual([...best.counts], [2, 2, 2]);
    assert.deepEqual(
      rows.map((row) => row.nClusters),
      [2, 3, 4],
    );
    assert.deepEqual([method, criterion, warnings], ['k-means', 'silhouette', []]);
  });

  test('rows stand in the order asked for, and the best is one of them', async () => {
    const { rows, best } = await kMeansSweep(pairs, { nClusters: [4, 2, 3] });
    assert.deepEqual(
      rows.map((row) => row.nClusters),
      [4, 2, 3],
    );
    assert.equal(best, rows[2]);
  });

  test('of equal scores the first wins', async () => {
    // With two distinct rows only, every k ends in the same two clusters and the same silhouette.
    const twice = [[0], [0], [0], [5], [5], [5]];
    const { rows, best } = await kMeansSweep(twice, { nClusters: [4, 2, 3] });
    assert.deepEqual(
      rows.map((row) => row.score),
      [1, 1, 1],
    );
    assert.equal(best, rows[0]);
  });
});

describe('degenerate data', () => {
  const equal = Array.from({ length: 6 }, () => [3, 4]);

  test('only equal rows: no silhouette, a warning a row, the first row is the best', async () => {
    const { rows, best, warnings } = await kMeansSweep(equal, { nClusters: [2, 3] });
    assert.deepEqual(
      rows.map((row) => row.score),
      [NaN, NaN],
    );
    assert.equal(best, rows[0]);
    assert.match(warnings[0]!, /^k = 2: only 1 of 2 clusters have rows/);
    assert.match(warnings[1]!, /^k = 3: only 1 of 3/);
  });

  test('a constant column changes nothing but the centres', async () => {
    const padded = squares.map(([x, y]) => [x!, 7, y!]);
    const options = { nClusters: [2, 3] };
    const plain = await kMeansSweep(squares, options);
    const wide = await kMeansSweep(padded, options);
    assert.deepEqual(
      wide.rows.map((row) => row.labels),
      plain.rows.map((row) => row.labels),
    );
    for (let i = 0; i < 2; i++) assertClose(wide.rows[i]!.score, plain.rows[i]!.score);
  });
});

describe('the same as the loop that it stands for', () => {
  const narrow = blobs(11, 90, 4, 5, 0.5);
  const wide = blobs(12, 80, 300, 4, 0.8);
  const options = { nClusters: [2, 3, 5, 8], nInit: 3, randomState: 4 } satisfies KMeansSweepOptions;

  for (const [name, data] of [
    ['narrow', narrow],
    ['wide', wide],
  ] as const) {
    test(`${name} rows: kMeans and silhouetteScore for every k`, async () => {
      const { rows } = await kMeansSweep(data, options);
      for (const row of rows) {
        const fit = await kMeans(data, { ...options, nClusters: row.nClusters });
        assert.deepEqual(row.labels, fit.labels);
        assert.deepEqual(row.counts, fit.counts);
        assert.deepEqual(
          row.runs.map((run) => [run.seeds, run.nIter]),
          fit.runs.map((run) => [run.seeds, run.nIter]),
        );
        assert.deepEqual([row.bestRun, row.nIter, row.converged], [fit.bestRun, fit.nIter, fit.converged]);
        assertClose(row.inertia, fit.inertia, { rtol: 1e-11 });
        assertClose(row.centers.data, fit.centers.data, { rtol: 1e-10, atol: 1e-12 });
        assertClose(row.score, await silhouetteScore(data, fit.labels), { rtol: 1e-11 });
      }
    });

    test(`${name} rows: the sweep without the table of inner products equals the one with it`, async () => {
      const table = await kMeansSweep(data, options);
      const products = await kMeansSweep(data, { ...options, maxMemoryBytes: 0 });
      assert.equal(products.best.nClusters, table.best.nClusters);
      table.rows.forEach((row, i) => {
        const other = products.rows[i]!;
        assert.deepEqual(other.labels, row.labels);
        assert.equal(other.nIter, row.nIter);
        assertClose(other.inertia, row.inertia, { rtol: 1e-11 });
        assertClose(other.score, row.score, { rtol: 1e-11 });
      });
    });
  }

  test('every other seeding as well: random rows, the later family of scikit-learn', async () => {
    for (const other of [{ init: 'random' }, { compat: 'sklearn-1.3' }] as const) {
      const { rows } = await kMeansSweep(narrow, { ...options, ...other });
      for (const row of rows) {
        const fit = await kMeans(narrow, { ...options, ...other, nClusters: row.nClusters });
        assert.deepEqual(row.labels, fit.labels);
      }
    }
  });
});

describe('a long run', () => {
  test('reports its stages in order, each up to its end', async () => {
    const stages = new Map<string, Progress>();
    const onProgress = (progress: Progress): void => void stages.set(progress.stage, progress);
    await kMeansSweep(blobs(1, 60, 40, 3), { nClusters: [2, 3], nInit: 2, onProgress });
    assert.equal([...stages.keys()][0], 'inner products');
    assert.deepEqual(stages.get('k-means, k = 3'), { stage: 'k-means, k = 3', done: 4, total: 4 });
    const silhouettes = stages.get('silhouettes')!;
    assert.equal(silhouettes.done, silhouettes.total);
  });

  for (const stage of ['inner products', 'k-means, k = 6', 'silhouettes']) {
    test(`an abort during "${stage}" rejects with the reason and frees all memory`, async () => {
      const before = liveTensors();
      const controller = new AbortController();
      let after = 0;
      const onProgress = (progress: Progress): void => {
        if (controller.signal.aborted) after++;
        if (progress.stage === stage) controller.abort(new Error('enough'));
      };
      const data = uniform(3, 1500, 300);
      const work = kMeansSweep(data, { nClusters: [5, 6], nInit: 2, signal: controller.signal, onProgress });
      await assert.rejects(work, /enough/);
      assert.equal(after, 0);
      assert.equal(liveTensors(), before);
    });
  }

  test('an interrupt from outside stops it soon', async () => {
    const controller = new AbortController();
    const data = uniform(4, 2000, 300);
    const work = kMeansSweep(data, { nClusters: [20, 30, 40], nInit: 50, signal: controller.signal });
    let abortedAt = 0;
    setTimeout(() => {
      abortedAt = performance.now();
      controller.abort();
    }, 200);
    await assert.rejects(work, { name: 'AbortError' });
    // It takes a tenth of a second; a busy machine is given two. The whole run would take minutes.
    assert.ok(performance.now() - abortedAt < 2000);
  });

  test('a signal that has fired before stops it before any work', async () => {
    const before = liveTensors();
    const work = kMeansSweep(pairs, { nClusters: [2], signal: AbortSignal.abort(new Error('never')) });
    await assert.rejects(work, /never/);
    assert.equal(liveTensors(), before);
  });

  test('leaves the data and libtensorflow as they were; the same seed gives the same bytes', async () => {
    const data = blobs(6, 70, 5, 4);
    const copy = data.data.slice();
    const before = liveTensors();
    const options = { nClusters: [2, 4], randomState: 9 };
    assert.deepEqual(await kMeansSweep(data, options), await kMeansSweep(data, options));
    assert.deepEqual(data.data, copy);
    assert.equal(liveTensors(), before);
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      { nClusters: 3 },
      /^kMeansSweep: expected options.nClusters to be a list of at least one integer, received 3/,
    ],
    [{}, /options.nClusters to be a list of at least one integer, received undefined/],
    [{ nClusters: [] }, /a list of at least one integer, received an array of 0/],
    [
      { nClusters: [2, 1] },
      /options.nClusters\[1\] to be an integer in \[2, 5\] \(a silhouette needs 2 to nRows - 1 clusters\), received 1/,
    ],
    [{ nClusters: [0] }, /integer in \[2, 5\].*received 0/],
    [{ nClusters: [6] }, /integer in \[2, 5\].*received 6/],
    [{ nClusters: [7] }, /integer in \[2, 5\].*received 7/],
    [{ nClusters: [2.5] }, /received 2.5/],
    [{ nClusters: [NaN] }, /received NaN/],
    [{ nClusters: ['2'] }, /received "2" \(string\)/],
    [{ nClusters: [2, 3, 2] }, /options.nClusters to be a list of different integers, received "2 twice"/],
    [{ nClusters: [2], init: [[1], [2]] }, /options.init to be one of 'k-means\+\+', 'random'/],
    [{ nClusters: [2, 3], init: [[1], [2]] }, /options.init to be one of 'k-means\+\+', 'random'/],
    [{ nClusters: [2], nInit: 0 }, /options.nInit/],
    [{ nClusters: [2], tol: -1 }, /options.tol/],
    [{ nClusters: [2], maxMemoryBytes: -1 }, /options.maxMemoryBytes/],
    [{ nClusters: [2], randomState: 2 ** 32 }, /options.randomState/],
    [{ nClusters: [2], kMax: 3 }, /options.kMax to be one of the known options/],
    [{ nClusters: [2], signal: {} }, /options.signal to be an AbortSignal/],
    [null, /options to be an object/],
  ];
  for (const [options, message] of cases) {
    test(JSON.stringify(options), async () => {
      await assert.rejects(kMeansSweep(pairs, options as KMeansSweepOptions), {
        name: 'ArgumentError',
        message,
      });
    });
  }

  test('data without a silhouette, not finite, ragged or empty', async () => {
    const options = { nClusters: [2] };
    await assert.rejects(
      kMeansSweep([[1], [2]], options),
      /kMeansSweep: expected data to be at least 3 rows/,
    );
    await assert.rejects(kMeansSweep([[1], [2], [Infinity]], options), /row 2, column 0 of data is Infinity/);
    await assert.rejects(kMeansSweep([[1], [NaN], [2]], options), { name: 'DataError', row: 1, column: 0 });
    await assert.rejects(kMeansSweep([[1], [2, 3], [2]], options), /row 1 of data has 2 values, row 0 has 1/);
    await assert.rejects(kMeansSweep([], options), /kMeansSweep: expected data to be at least one row/);
  });
});
