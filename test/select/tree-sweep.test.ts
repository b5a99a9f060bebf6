import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkage } from '../../lib/src/cluster/linkage.js';
import type { LinkageMethod } from '../../lib/src/cluster/linkage-tree.js';
import { treeSweep, type TreeCriterion } from '../../lib/src/select/tree-sweep.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Golden {
  readonly sweeps: readonly {
    readonly blobs: [number, number, number, number];
    readonly method: LinkageMethod;
    readonly rows: readonly ({ readonly nClusters: number; readonly labels: number[] } & Record<
      TreeCriterion,
      number
    >)[];
  }[];
}

const criteria: readonly TreeCriterion[] = ['silhouette', 'davies-bouldin', 'dbindex', 'derivative'];

for (const golden of readReference<Golden>('tree_sweep').sweeps) {
  for (const evaluate of criteria) {
    test(`${evaluate} of every cut of a ${golden.method} tree`, async () => {
      const x = blobs(...golden.blobs);
      const tree = await linkage(x, { method: golden.method });
      const copy = structuredClone(tree);
      const sweep = await treeSweep(x, tree, { minClust: 2, maxClust: 12, evaluate });
      // scikit-learn takes the distance of a lone row to its own mean from inner products, and gets 1e-8 instead of 0.
      assertClose(
        sweep.rows.map((row) => row.score),
        golden.rows.map((row) => row[evaluate]),
        { rtol: evaluate === 'davies-bouldin' ? 1e-7 : 1e-10, atol: 1e-12 },
      );
      sweep.rows.forEach((row, i) => {
        assert.equal(row.nClusters, golden.rows[i]!.nClusters);
        assert.deepEqual([...row.labels], golden.rows[i]!.labels);
        assert.equal(
          row.counts.reduce((sum, count) => sum + count),
          x.nRows,
        );
      });
      const scores = golden.rows.map((row) => row[evaluate]);
      const lowest = evaluate === 'davies-bouldin' || evaluate === 'dbindex';
      assert.equal(
        sweep.best,
        sweep.rows[scores.indexOf(lowest ? Math.min(...scores) : Math.max(...scores))],
      );
      assert.deepEqual([sweep.method, sweep.criterion, sweep.warnings], [golden.method, evaluate, []]);
      assert.deepEqual(tree, copy);
    });
  }
}

const line = [[0], [1], [10], [11.5], [20], [22]];

test('the range: maxClust counts, min = max gives exactly that many', async () => {
  const tree = await linkage(line);
  const ks = async (options: object): Promise<number[]> =>
    (await treeSweep(line, tree, options)).rows.map((row) => row.nClusters);
  assert.deepEqual(await ks({}), [3, 4, 5]);
  assert.deepEqual(await ks({ minClust: 2, maxClust: 4 }), [2, 3, 4]);
  assert.deepEqual(await ks({ minClust: 2, maxClust: 4, excludeMaxClust: true }), [2, 3]);
  assert.deepEqual(await ks({ minClust: 4, maxClust: 4, excludeMaxClust: true }), [4]);
  assert.deepEqual(await ks({ maxClust: 2 }), [2]);
});

test('numbers of clusters that ties forbid are left out, with a warning', async () => {
  // All four distances are 1: three clusters do not exist.
  const square = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
    [9, 9],
  ];
  const sweep = await treeSweep(square, await linkage(square, { method: 'single' }), {
    minClust: 2,
    maxClust: 4,
  });
  assert.deepEqual(
    sweep.rows.map((row) => row.nClusters),
    [2],
  );
  assert.deepEqual(sweep.warnings, [
    'no cut has 3 clusters: merges tie, the next coarser cut has 2',
    'no cut has 4 clusters: merges tie, the next coarser cut has 2',
  ]);
  const equal = [[1], [1], [1], [1]];
  await assert.rejects(
    treeSweep(equal, await linkage(equal)),
    /merges tie so that no cut has 3 clusters \(many equal rows\?\)/,
  );
});

test('the elbow of two far groups is at two clusters, also in the smallest tree', async () => {
  const rows = [[0], [1.2], [50], [51], [52.5]];
  const sweep = await treeSweep(rows, await linkage(rows, { method: 'single' }), {
    minClust: 2,
    evaluate: 'derivative',
  });
  // Heights 1, 1.2, 1.5, 48.8; below them 0.
  assertClose(
    sweep.rows.map((row) => row.score),
    [48.8 - 3 + 1.2, 1.5 - 2.4 + 1, 1.2 - 2 + 0],
    { rtol: 1e-10 },
  );
  assert.equal(sweep.best.nClusters, 2);
});

test('reports progress and stops', async () => {
  const x = blobs(1, 60, 2, 3);
  const tree = await linkage(x);
  await assert.rejects(treeSweep(x, tree, { signal: AbortSignal.abort(new Error('stop')) }), /stop/);
});

test('refuses impossible ranges', async () => {
  const tree = await linkage(line);
  await assert.rejects(
    treeSweep(line, tree, { minClust: 5, maxClust: 4 }),
    /options.minClust to be an integer in \[2, 4\] \(options.maxClust\), received 5/,
  );
  await assert.rejects(
    treeSweep(line, tree, { maxClust: 6 }),
    /options.maxClust to be an integer in \[2, 5\]/,
  );
  await assert.rejects(
    treeSweep(line, tree, { minClust: 1 }),
    /options.minClust to be an integer in \[2, 5\]/,
  );
  await assert.rejects(
    treeSweep(line, tree, { evaluate: 'elbow' as 'derivative' }),
    /'silhouette', 'davies-bouldin', 'dbindex', 'derivative'/,
  );
  await assert.rejects(treeSweep(line.slice(1), tree), /tree to be a tree of the 5 rows of data/);
  await assert.rejects(treeSweep([[1], [2]], tree), /data to be at least 3 rows/);
  await assert.rejects(
    treeSweep(line, tree, { min: 3 } as object),
    /options.min to be one of the known options/,
  );
});

test('values so large that distances overflow leave no score: an error, not the first row', async () => {
  const tree = await linkage(line);
  const huge = line.map(([value]) => [value! * 1e200]);
  await assert.rejects(treeSweep(huge, tree, { minClust: 2 }), {
    name: 'DataError',
    message: 'treeSweep: no row has a silhouette score: each is NaN.',
  });
});
