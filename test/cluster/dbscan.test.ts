import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dbscan, type DbscanOptions } from '../../lib/src/cluster/dbscan.js';
import type { RowMetric } from '../../lib/src/matrix/row-distances.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { blobs, readReference } from '../support/golden.js';

interface Fit {
  readonly data: readonly [seed: number, nRows: number, nColumns: number, nCenters: number, spread: number];
  readonly options: { readonly eps: number; readonly min_samples: number; readonly metric?: RowMetric };
  readonly labels: number[];
  readonly core_sample_indices: number[];
}

const { fits } = readReference<{ readonly fits: readonly Fit[] }>('dbscan');

for (const { data, options, labels, core_sample_indices: cores } of fits) {
  test(`equals scikit-learn: ${JSON.stringify(data)} ${JSON.stringify(options)}`, async () => {
    const result = await dbscan(blobs(...data), {
      eps: options.eps,
      minSamples: options.min_samples,
      metric: options.metric ?? 'euclidean',
    });
    assert.deepEqual([...result.labels], labels);
    assert.deepEqual([...result.coreSampleIndices], cores);
    assert.equal(result.nNoise, labels.filter((label) => label === -1).length);
    assert.deepEqual(
      [...result.counts],
      Array.from(result.counts, (_, k) => labels.filter((label) => label === k).length),
    );
  });
}

test('two groups and a stray, by hand; a distance of exactly eps counts', async () => {
  const rows = [[0], [1], [2], [20], [21], [22], [90]];
  const { labels, nClusters, nNoise, kDistances } = await dbscan(rows, { eps: 1, minSamples: 2 });
  assert.deepEqual([...labels], [0, 0, 0, 1, 1, 1, -1]);
  assert.deepEqual([nClusters, nNoise, kDistances], [2, 1, undefined]);
  assert.deepEqual(
    [...(await dbscan(rows, { eps: 0.99, minSamples: 2 })).labels],
    [-1, -1, -1, -1, -1, -1, -1],
  );
});

test('a border row between two clusters joins the first', async () => {
  const { labels, coreSampleIndices } = await dbscan([[4], [4.5], [5], [2.5], [1], [0.5], [0]], {
    eps: 1.5,
    minSamples: 4,
  });
  assert.deepEqual([...coreSampleIndices], [0, 4]);
  assert.deepEqual([...labels], [0, 0, 0, 0, 1, 1, 1]);
});

test('finds eps by itself, at any scale: the knee of the k-distance curve', async () => {
  const x = blobs(1, 200, 3, 4, 0.2);
  const stray = { data: Float64Array.of(...x.data, 9, 9, 9, -9, 9, -9), nRows: 202, nColumns: 3 };
  const small = await dbscan(stray, { minSamples: 5 });
  const large = await dbscan({ ...stray, data: stray.data.map((value) => value * 1000) }, { minSamples: 5 });
  assert.deepEqual(large.labels, small.labels);
  assert.ok(Math.abs(large.eps / small.eps - 1000) < 1e-6);
  assert.equal(small.kDistances!.length, 202);
  assert.deepEqual([small.labels[200], small.labels[201]], [-1, -1]);
  assert.ok(small.nNoise < 20, `${small.nNoise} rows of noise`);
});

test('the knee by hand', async () => {
  // Second distances, ascending: 1 1 1 1 1 1 68. Farthest below the diagonal is the last 1.
  const { eps, kDistances } = await dbscan([[0], [1], [2], [20], [21], [22], [90]], { minSamples: 2 });
  assert.deepEqual([...kDistances!], [1, 1, 1, 1, 1, 1, 68]);
  assert.equal(eps, 1);
});

test('refuses what it cannot do, stops on a signal, keeps no tensor', async () => {
  const before = liveTensors();
  const rows = [[0], [1], [2], [3], [9]];
  await assert.rejects(
    dbscan(rows, { eps: 0 }),
    /dbscan: expected options.eps to be a finite number above 0, received 0/,
  );
  await assert.rejects(dbscan(rows, { eps: NaN }), /options.eps/);
  await assert.rejects(
    dbscan(rows, { minSamples: 6 }),
    /options.minSamples to be an integer in \[1, 5\] \(rows of data\), received 6/,
  );
  await assert.rejects(
    dbscan(rows, { minSamples: 1 }),
    /options.minSamples to be at least 2 where options.eps is not given/,
  );
  await assert.rejects(dbscan(rows, { metric: 'l7' as RowMetric }), /options.metric/);
  await assert.rejects(
    dbscan(rows, { epsilon: 1 } as DbscanOptions),
    /options.epsilon to be one of the known options/,
  );
  await assert.rejects(dbscan([[0], [NaN]], { eps: 1, minSamples: 1 }), /row 1, column 0 of data is NaN/);
  await assert.rejects(
    dbscan([[1], [1], [1]], { minSamples: 2 }),
    /no row has a distance to its minSamples nearest rows: give options.eps/,
  );
  const noDirection = [
    [0, 0],
    [1, 1],
    [2, 1],
  ];
  for (const options of [{}, { eps: 0.1 }])
    await assert.rejects(
      dbscan(noDirection, { minSamples: 2, metric: 'cosine', ...options }),
      /^DataError: dbscan: row 0 of data is all zeros/,
    );
  await assert.rejects(
    dbscan([[0], [1e200], [1]], { minSamples: 2 }),
    /dbscan: row \d, column 0 of data holds 1e\+200; values beyond 1e\+140 overflow when squared/,
  );
  await assert.rejects(dbscan(rows, { eps: 1, signal: AbortSignal.abort() }), { name: 'AbortError' });
  const { labels, warnings } = await dbscan(rows, { eps: 0.5, minSamples: 2 });
  assert.deepEqual([...labels], [-1, -1, -1, -1, -1]);
  assert.deepEqual(warnings, ['dbscan: no row has enough neighbours, every row is noise']);
  assert.equal(liveTensors(), before);
});
