/** What every clusterer promises, whatever its method: one table of them, one list of promises. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { agglomerative } from '../../lib/src/cluster/agglomerative.js';
import { cutTree } from '../../lib/src/cluster/cut-tree.js';
import { dbscan } from '../../lib/src/cluster/dbscan.js';
import { gaussianMixture } from '../../lib/src/cluster/gaussian-mixture.js';
import { hdbscan } from '../../lib/src/cluster/hdbscan.js';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { miniBatchKMeans } from '../../lib/src/cluster/mini-batch-k-means.js';
import { spectralClustering } from '../../lib/src/cluster/spectral-clustering.js';
import type { Matrix, MatrixLike } from '../../lib/src/matrix/matrix.js';
import { adjustedRandScore } from '../../lib/src/metrics/adjusted-rand-score.js';
import type { LongRunningOptions } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { blobs } from '../support/golden.js';

forbidMathRandom();

interface Clusterer {
  /** What the messages call it. */
  readonly fn: string;
  /** What the tests call it. @defaultValue fn */
  readonly name?: string;
  /** Looks for four groups, or for k where the method takes a number. */
  readonly labels: (data: MatrixLike, k: number, options?: LongRunningOptions) => Promise<Int32Array>;
  /** Everything that it finds. */
  readonly result: (data: MatrixLike) => Promise<unknown>;
  readonly withOptions: (options: object) => Promise<unknown>;
  /** Whether there is an option `nClusters`. */
  readonly takesK: boolean;
  /** Fewest rows that can be clustered. */
  readonly minRows: number;
}

const square = [
  [0, 0],
  [0, 1],
  [9, 0],
  [9, 1],
];

const clusterers: readonly Clusterer[] = [
  {
    fn: 'kMeans',
    labels: async (data, nClusters, options) => (await kMeans(data, { nClusters, ...options })).labels,
    result: (data) => kMeans(data, { nClusters: 4, randomState: 3 }),
    withOptions: (options) => kMeans(square, { nClusters: 2, ...options }),
    takesK: true,
    minRows: 1,
  },
  {
    fn: 'miniBatchKMeans',
    labels: async (data, nClusters, options) =>
      (await miniBatchKMeans(data, { nClusters, ...options })).labels,
    result: (data) => miniBatchKMeans(data, { nClusters: 4, randomState: 3 }),
    withOptions: (options) => miniBatchKMeans(square, { nClusters: 2, ...options }),
    takesK: true,
    minRows: 1,
  },
  ...(['ward', 'complete', 'average', 'weighted', 'single', 'centroid', 'median'] as const).map(
    (method): Clusterer => ({
      fn: 'agglomerative',
      name: `agglomerative ${method}`,
      labels: async (data, nClusters, options) =>
        (await agglomerative(data, { nClusters, linkage: method, ...options })).labels,
      result: (data) => agglomerative(data, { nClusters: 4, linkage: method }),
      withOptions: (options) => agglomerative(square, { nClusters: 2, linkage: method, ...options }),
      takesK: true,
      minRows: 2,
    }),
  ),
  {
    fn: 'linkage',
    labels: async (data, nClusters, options) =>
      cutTree(await linkage(data, options), { nClusters, numbering: 'sklearn' }),
    result: (data) => linkage(data),
    withOptions: (options) => linkage(square, options),
    takesK: false,
    minRows: 2,
  },
  {
    fn: 'dbscan',
    labels: async (data, _k, options) => (await dbscan(data, { eps: 1, minSamples: 2, ...options })).labels,
    result: (data) => dbscan(data),
    withOptions: (options) => dbscan(square, { eps: 2, minSamples: 2, ...options }),
    takesK: false,
    minRows: 2,
  },
  {
    fn: 'hdbscan',
    labels: async (data, _k, options) =>
      (await hdbscan(data, { minClusterSize: 2, minSamples: 1, ...options })).labels,
    result: (data) => hdbscan(data),
    withOptions: (options) => hdbscan(square, { minClusterSize: 2, ...options }),
    takesK: false,
    minRows: 2,
  },
  {
    fn: 'spectralClustering',
    // Few rows are joined to one neighbour only: with more, eight points on a line are one piece.
    labels: async (data, nClusters, options) =>
      (
        await spectralClustering(data, {
          nClusters,
          ...(Array.isArray(data) && data.length > 1 && data.length < 10 ? { nNeighbors: 2 } : {}),
          ...options,
        })
      ).labels,
    result: (data) => spectralClustering(data, { nClusters: 4 }),
    withOptions: (options) => spectralClustering(square, { nClusters: 2, ...options }),
    takesK: true,
    minRows: 2,
  },
  ...(['full', 'tied', 'diag', 'spherical'] as const).map((covarianceType): Clusterer => ({
    fn: 'gaussianMixture',
    name: `gaussianMixture ${covarianceType}`,
    labels: async (data, nComponents, options) =>
      (await gaussianMixture(data, { nComponents, covarianceType, ...options })).labels,
    result: (data) => gaussianMixture(data, { nComponents: 4, covarianceType }),
    withOptions: (options) => gaussianMixture(square, { nComponents: 2, covarianceType, ...options }),
    takesK: false,
    minRows: 1,
  })),
];

/** Four groups of 15 far apart, their rows mixed. */
const groups = fourGroups();

function fourGroups(): Matrix {
  const noise = blobs(8, 60, 3, 4, 0.4);
  // Group g is moved along column g % 3, so that no two distances between groups are alike.
  const data = noise.data.map((value, at) => {
    const [group, column] = [Math.floor(at / 3) % 4, at % 3];
    return group % 3 === column ? value + 10 * (group + 1) : value;
  });
  return { data, nRows: 60, nColumns: 3 };
}

function rowsOf({ data, nRows, nColumns }: Matrix): number[][] {
  return Array.from({ length: nRows }, (_, i) => [...data.subarray(i * nColumns, (i + 1) * nColumns)]);
}

const rows = rowsOf(groups);
const truth = Int32Array.from(rows, (_, i) => i % 4);

/** Whether two labelings part the rows alike, whatever the numbers of the clusters. */
function assertSamePartition(a: ArrayLike<number>, b: ArrayLike<number>): void {
  const canonical = (labels: ArrayLike<number>): number[] => {
    const first = new Map<number, number>();
    return Array.from(labels, (label) => first.get(label) ?? (first.set(label, first.size), first.size - 1));
  };
  assert.deepEqual(canonical(a), canonical(b));
}

for (const { fn, name = fn, labels, result, withOptions, takesK, minRows } of clusterers) {
  describe(name, () => {
    test('finds four groups that are far apart', async () => {
      const found = await labels(groups, 4);
      assert.ok(found instanceof Int32Array);
      const inCluster = [...found.keys()].filter((i) => found[i]! >= 0);
      assert.ok(inCluster.length >= 50);
      assert.equal(
        adjustedRandScore(
          inCluster.map((i) => truth[i]!),
          inCluster.map((i) => found[i]!),
        ) > 0.7,
        true,
      );
    });

    test('the order of the rows does not change the partition', async () => {
      const order = randomState(5).permutation(60);
      const mixed = await labels(
        Array.from(order, (i) => rows[i]!),
        4,
      );
      const plain = await labels(rows, 4);
      assertSamePartition(
        mixed,
        Array.from(order, (i) => plain[i]!),
      );
    });

    test('arrays, doubles and float32 of the same values give the same partition', async () => {
      const rounded = Float32Array.from(groups.data);
      const expected = await labels({ ...groups, data: Float64Array.from(rounded) }, 4);
      assert.deepEqual(await labels({ ...groups, data: rounded }, 4), expected);
      assertSamePartition(await labels(rows, 4), expected);
      assert.deepEqual(await labels(rows, 4), await labels(groups, 4));
    });

    test('the same call gives the same bytes; the input stays; nothing is left in libtensorflow', async () => {
      const copy = structuredClone(groups);
      const before = liveTensors();
      assert.deepEqual(await result(groups), await result(groups));
      assert.deepEqual(groups, copy);
      assert.equal(liveTensors(), before);
    });

    test('duplicates lie together; one column and constant columns are data like any other', async () => {
      const doubled = [...rows, ...rows];
      const found = await labels(doubled, 4);
      assert.deepEqual(found.slice(0, 60), found.slice(60));
      const line = [[0], [0.5], [20], [20.5], [50], [50.5], [90], [90.5]];
      const onLine = await labels(line, 4);
      assertSamePartition(onLine, [0, 0, 1, 1, 2, 2, 3, 3]);
      assert.deepEqual(
        await labels(
          line.map(([x]) => [x!, 7]),
          4,
        ),
        onLine,
      );
    });

    test('tied distances: a result without NaN, and the same one again', async () => {
      const grid = Array.from({ length: 36 }, (_, i) => [i % 6, Math.floor(i / 6)]);
      const found = await labels(grid, 4);
      assert.deepEqual(await labels(grid, 4), found);
      assert.equal(found.length, 36);
      assert.ok(found.every((label) => label >= -1 && label < 36));
    });

    test('only equal rows: a documented result', async () => {
      const equal = Array.from({ length: 8 }, () => [3, 4]);
      const found = await labels(equal, 1);
      assert.equal(new Set(found).size, 1);
    });

    test('refuses what is not finite, ragged or empty, by class and by place', async () => {
      const before = liveTensors();
      for (const bad of [NaN, Infinity, -Infinity]) {
        const spoilt = rows.map((row) => row.slice());
        spoilt[7]![2] = bad;
        const message = new RegExp(`^${fn}: row 7, column 2 of data is ${bad}, not a finite number`);
        await assert.rejects(labels(spoilt, 4), { name: 'DataError', message, row: 7, column: 2 });
        const typed = { ...groups, data: Float64Array.from(spoilt.flat()) };
        await assert.rejects(labels(typed, 4), { name: 'DataError', message });
      }
      await assert.rejects(labels([[1, 2], [3], [4, 5]], 1), {
        name: 'DataError',
        message: `${fn}: row 1 of data has 1 values, row 0 has 2.`,
      });
      await assert.rejects(labels([], 1), {
        name: 'ArgumentError',
        message: new RegExp(`^${fn}: expected data`),
      });
      await assert.rejects(labels([[]], 1), {
        name: 'ArgumentError',
        message: new RegExp(`^${fn}: expected data`),
      });
      await assert.rejects(labels('rows' as unknown as MatrixLike, 1), { name: 'ArgumentError' });
      assert.equal(liveTensors(), before);
    });

    test('refuses options that it does not know, and what is no options object', async () => {
      await assert.rejects(withOptions({ nCluster: 3 }), {
        name: 'ArgumentError',
        message: new RegExp(`^${fn}: expected options.nCluster to be one of the known options \\(.*signal`),
      });
      await assert.rejects(withOptions({ onProgress: 'yes' }), /options.onProgress to be a function/);
      await assert.rejects(withOptions({ signal: 'no' }), /options.signal to be an AbortSignal/);
    });

    test('an abort rejects with its reason and leaves nothing behind', async () => {
      const before = liveTensors();
      await assert.rejects(labels(rows, 4, { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
      const controller = new AbortController();
      const onProgress = (): void => controller.abort(new Error('enough'));
      await assert.rejects(labels(rows, 4, { signal: controller.signal, onProgress }), /enough/);
      assert.equal(liveTensors(), before);
    });

    if (takesK) {
      test('one cluster, and one for each row', async () => {
        assert.deepEqual(await labels(rows, 1), new Int32Array(60));
        const each = await labels(rows, 60);
        // Mini-batches draw their starts with replacement, so that some of 60 clusters stay empty.
        if (fn === 'miniBatchKMeans') assert.ok(each.every((label) => label >= 0 && label < 60));
        else assert.equal(new Set(each).size, 60);
      });

      test('refuses a number of clusters that is none, or beyond the rows', async () => {
        const before = liveTensors();
        for (const k of [
          0,
          -1,
          61,
          2.5,
          NaN,
          Infinity,
          '3' as unknown as number,
          undefined as unknown as number,
        ]) {
          const message = new RegExp(
            `^${fn}: expected options.nClusters to be an integer in \\[1, 60\\] \\(rows of data\\), received`,
          );
          await assert.rejects(labels(rows, k), { name: 'ArgumentError', message });
        }
        assert.equal(liveTensors(), before);
      });
    }

    test(`${minRows} rows are enough`, async () => {
      assert.equal((await labels(rows.slice(0, minRows), 1)).length, minRows);
      if (minRows > 1) await assert.rejects(labels(rows.slice(0, 1), 1), { name: 'ArgumentError' });
    });
  });
}
