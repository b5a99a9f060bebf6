import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { dbscan } from '../../lib/src/cluster/dbscan.js';
import { silhouetteScore } from '../../lib/src/metrics/silhouette-score.js';
import { dbscanSweep, type DbscanSweepOptions } from '../../lib/src/select/dbscan-sweep.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

/** Two groups of three on a line, and one row alone. */
const line = [[0], [1], [2], [20], [21], [22], [90]];

describe('by hand', () => {
  test('the k-distances are 1 and 68: two groups and noise, or a single cluster', async () => {
    const { rows, best, method, criterion } = await dbscanSweep(line, { minSamples: 2 });
    assert.deepEqual(
      rows.map((row) => [row.eps, row.nClusters, row.nNoise]),
      [
        [1, 2, 1],
        [68, 1, 0],
      ],
    );
    assert.deepEqual([...best.labels], [0, 0, 0, 1, 1, 1, -1]);
    // An end of a group: a = 1.5; b = 21, or 19 on the inner side. A middle: a = 1, b = 20. Noise: 0.
    const score = (2 * (1 - 1.5 / 21) + 2 * (1 - 1.5 / 19) + 2 * (1 - 1 / 20)) / 7;
    assertClose(best.score, score, { rtol: 1e-12 });
    assert.equal(rows[1]!.score, NaN);
    assert.deepEqual([method, criterion], ['dbscan', 'silhouette']);
  });

  test("noise as a cluster, which is clusteval's score", async () => {
    const { best } = await dbscanSweep(line, { minSamples: 2, eps: [1.5], noise: 'cluster' });
    assertClose(best.score, await silhouetteScore(line, best.labels), { rtol: 1e-12 });
    assert.ok(best.score > 0.7);
  });
});

test('rows are those of dbscan at given distances, ascending', async () => {
  const x = blobs(1, 150, 2, 4, 0.3);
  const { rows } = await dbscanSweep(x, { eps: [0.08, 0.03, 0.05], minSamples: 4 });
  assert.deepEqual(
    rows.map((row) => row.eps),
    [0.03, 0.05, 0.08],
  );
  for (const row of rows) {
    const { kDistances: _, ...found } = await dbscan(x, { eps: row.eps, minSamples: 4 });
    assert.deepEqual(row, { ...found, score: row.score });
  }
});

test('finds well separated groups at any scale', async () => {
  const x = blobs(3, 200, 3, 4);
  for (const scale of [1e-3, 1, 1e4]) {
    const scaled = { ...x, data: x.data.map((value) => scale * value) };
    const { best } = await dbscanSweep(scaled, { nEps: 12 });
    assert.equal(best.nClusters, 4);
    best.labels.forEach((label, i) => assert.ok(label === -1 || label === best.labels[i % 4]));
  }
});

test('the best row keeps to the range of cluster counts', async () => {
  const eight = blobs(6, 160, 2, 4, 0.05);
  const { best } = await dbscanSweep(eight, { minSamples: 3, minClust: 5, maxClust: 40 });
  assert.ok(best.nClusters >= 5);
  await assert.rejects(dbscanSweep(line, { minSamples: 2, minClust: 3 }), {
    name: 'DataError',
    message:
      'dbscanSweep: no distance gives 3 to 6 clusters with a silhouette, but 2, 1: try another minSamples.',
  });
});

test('equal rows give no distance', async () => {
  await assert.rejects(
    dbscanSweep([[1], [1], [1], [1]], { minSamples: 2 }),
    /dbscanSweep: rows have no distance to their neighbours: give options.eps/,
  );
});

test('a cancel ends it and frees all memory; the same call gives the same bytes', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const x = blobs(7, 300, 3, 5, 0.4);
  const work = dbscanSweep(x, {
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (stage.startsWith('dbscan, eps = ')) controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(work, /enough/);
  assert.equal(liveTensors(), before);
  assert.deepEqual(await dbscanSweep(x, { nEps: 5 }), await dbscanSweep(x, { nEps: 5 }));
});

describe('bad input', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [{ eps: [] }, /^dbscanSweep: expected options.eps to be a list of at least one distance/],
    [{ eps: 3 }, /a list of at least one distance, received 3/],
    [{ eps: [1, 0] }, /options.eps\[1\] to be a finite number above 0, received 0/],
    [{ nEps: 1 }, /options.nEps to be an integer of at least 2/],
    [{ minSamples: 1 }, /options.minSamples to be an integer in \[2, 7\] \(rows of data\), received 1/],
    [{ minClust: 1 }, /options.minClust to be an integer in \[2, 6\] \(options.maxClust\), received 1/],
    [{ maxClust: 7 }, /options.maxClust to be an integer in \[2, 6\] \(rows of data minus 1\), received 7/],
    [{ noise: 'drop' }, /options.noise to be one of 'zero', 'cluster'/],
    [{ metric: 'cityblock' }, /options.metric to be one of the known options/],
  ];
  for (const [options, message] of cases)
    test(JSON.stringify(options), async () => {
      await assert.rejects(dbscanSweep(line, options as DbscanSweepOptions), {
        name: 'ArgumentError',
        message,
      });
    });
  test('too few rows', async () => {
    await assert.rejects(dbscanSweep([[1], [2]]), /data to be at least 3 rows/);
  });
});
