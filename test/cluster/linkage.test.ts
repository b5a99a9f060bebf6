import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeByChain } from '../../lib/src/cluster/linkage-chain.js';
import { squareDistances } from '../../lib/src/cluster/linkage-distances.js';
import { mergeClosest } from '../../lib/src/cluster/linkage-generic.js';
import { tableWidth } from '../../lib/src/cluster/linkage-table.js';
import { sortMerges, type LinkageMethod, type LinkageMetric } from '../../lib/src/cluster/linkage-tree.js';
import { distanceUpdate } from '../../lib/src/cluster/linkage-update.js';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { createPacer } from '../../lib/src/progress.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Golden {
  readonly data: Readonly<Record<string, number[][]>>;
  readonly trees: readonly {
    readonly data: string;
    readonly method: LinkageMethod;
    readonly metric: LinkageMetric;
    readonly children: number[];
    readonly heights: number[];
    readonly counts: number[];
  }[];
}

const golden = readReference<Golden>('linkage');

test('four points on a line, by hand', async () => {
  const rows = [[0], [1], [5], [7]];
  const single = await linkage(rows, { method: 'single' });
  assert.deepEqual([...single.children], [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...single.heights], [1, 2, 4]);
  assert.deepEqual([...single.counts], [2, 2, 4]);
  assert.equal(single.nLeaves, 4);
  // Means 0.5 and 6 of two rows each: sqrt(2 * 2 * 2 / 4) * 5.5.
  const ward = await linkage(rows);
  assertClose(ward.heights, [1, 2, Math.SQRT2 * 5.5]);
  assert.deepEqual([ward.method, ward.metric], ['ward', 'euclidean']);
});

for (const { data, method, metric, children, heights, counts } of golden.trees) {
  test(`${method} of ${data} by ${metric} is scipy's tree`, async () => {
    const tree = await linkage(golden.data[data]!, { method, metric });
    assert.deepEqual([...tree.children], children);
    assertClose(tree.heights, heights, { atol: 1e-15 });
    assert.deepEqual([...tree.counts], counts);
  });
}

test('a square and a condensed distance matrix give the same tree as the data', async () => {
  const rows = golden.data['small integers']!;
  const distance = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(...a.map((value, j) => value - b[j]!));
  const square = rows.map((a) => rows.map((b) => distance(a, b)));
  const condensed = Float64Array.from(square.flatMap((row, i) => row.slice(i + 1)));
  const before = condensed.slice();
  for (const method of ['average', 'ward', 'single', 'centroid'] as const) {
    const expected = await linkage(rows, { method });
    for (const given of [square, condensed]) {
      const tree = await linkage(given, { method, metric: 'precomputed' });
      assertClose(tree.heights, expected.heights, { rtol: 1e-12, atol: 1e-12 });
      assert.deepEqual(tree.counts, expected.counts);
    }
  }
  assert.deepEqual(condensed, before);
});

test('a larger Ward tree: the matrix is packed on the way, and merges are the nearest pairs', async () => {
  const x = blobs(5, 400, 3, 4);
  const tree = await linkage(x);
  assert.equal(tree.counts.at(-1), 400);
  assert.ok(tree.heights.every((h, i) => i === 0 || h >= tree.heights[i - 1]!));
  // Squared Ward heights are twice the increase of the within-cluster sum of squares, which ends as the total one.
  const means = [0, 1, 2].map((j) => x.data.reduce((sum, v, at) => (at % 3 === j ? sum + v : sum), 0) / 400);
  const total = x.data.reduce((sum, v, at) => sum + (v - means[at % 3]!) ** 2, 0);
  assertClose(
    tree.heights.reduce((sum, h) => sum + (h * h) / 2, 0),
    total,
    { rtol: 1e-10 },
  );
});

test('the chain in a packed table and the heap of closest pairs grow the same tree', async () => {
  const n = 700;
  const x = blobs(9, n, 4, 7);
  const pacer = createPacer('test', {});
  for (const method of ['ward', 'complete', 'average', 'weighted'] as const) {
    const update = distanceUpdate(method);
    const byChain = sortMerges(
      await mergeByChain(
        await squareDistances(x, tableWidth(n), 'euclidean', 'test', pacer),
        n,
        update,
        pacer,
      ),
      n,
    );
    const byHeap = await mergeClosest(
      await squareDistances(x, n, 'euclidean', 'test', pacer),
      n,
      update,
      pacer,
    );
    assert.deepEqual(byChain.children, byHeap.children);
    assertClose(byChain.heights, byHeap.heights);
  }
});

test('refuses what it cannot cluster', async () => {
  const rows = [[0], [1], [5]];
  await assert.rejects(linkage([[1, 2]]), /expected data to be at least 2 rows/);
  await assert.rejects(linkage([[1], [NaN]]), /row 1, column 0 of data is NaN/);
  await assert.rejects(
    linkage(rows, { method: 'wards' as LinkageMethod }),
    /options.method to be one of 'ward', 'complete'/,
  );
  await assert.rejects(
    linkage(rows, { method: 'ward', metric: 'cosine' }),
    /'euclidean' \(or 'precomputed'\) with method 'ward'/,
  );
  await assert.rejects(
    linkage(rows, { linkage: 'ward' } as object),
    /options.linkage to be one of the known options/,
  );
  await assert.rejects(
    linkage(rows, { method: 'single', maxMemoryBytes: 71 }),
    /options.maxMemoryBytes to be at least 72 for the distances of 3 rows/,
  );
  await assert.rejects(
    linkage(
      [
        [1, 2],
        [0, 0],
      ],
      { method: 'average', metric: 'cosine' },
    ),
    /row 1 of data is all zeros/,
  );
  await assert.rejects(
    linkage(
      [
        [1, 2],
        [3, 3],
      ],
      { method: 'average', metric: 'correlation' },
    ),
    /row 1 of data is constant/,
  );
  await assert.rejects(linkage(Float64Array.of(1, 2, 3)), /a matrix, unless options.metric is 'precomputed'/);
  await assert.rejects(
    linkage([
      [0, 1e200],
      [1e200, 0],
      [-1e200, 3],
    ]),
    /overflow when squared/,
  );
});

test('refuses distances that are none', async () => {
  const given = (data: Parameters<typeof linkage>[0]): Promise<unknown> =>
    linkage(data, { method: 'average', metric: 'precomputed' });
  await assert.rejects(
    given([
      [0, 1, 2],
      [1, 0, 3],
      [2, 4, 0],
    ]),
    /not symmetric: \(1, 2\) is 3, \(2, 1\) is 4/,
  );
  await assert.rejects(
    given([
      [0, NaN],
      [NaN, 0],
    ]),
    /row 0, column 1 of data is NaN/,
  );
  await assert.rejects(
    given([
      [0, -1],
      [-1, 0],
    ]),
    /rows 0 and 1 is -1/,
  );
  await assert.rejects(
    given([
      [1, 2],
      [2, 0],
    ]),
    /row 0 to itself is 1, not 0/,
  );
  await assert.rejects(
    given([
      [0, 1, 2],
      [1, 0, 3],
    ]),
    /a square matrix/,
  );
  await assert.rejects(given(Float64Array.of(1, 2)), /n \(n - 1\) \/ 2 condensed distances/);
  await assert.rejects(given(Float64Array.of(1, NaN, 2)), /rows 0 and 2 is NaN/);
});

test('long copies of given distances let timers run, and stop when told to', async (t) => {
  const n = 300;
  const condensed = new Float64Array((n * (n - 1)) / 2).fill(1);
  const square = { data: new Float64Array(n * n).fill(1), nRows: n, nColumns: n };
  for (let i = 0; i < n; i++) square.data[i * n + i] = 0;
  // A clock on which every look is a second later: each chance to pause is taken.
  let now = 0;
  t.mock.method(performance, 'now', () => (now += 1000));
  for (const data of [condensed, square]) {
    const stop = new AbortController();
    setImmediate(() => stop.abort(new Error('enough')));
    const stages = new Set<string>();
    const run = linkage(data, {
      method: 'centroid',
      metric: 'precomputed',
      signal: stop.signal,
      onProgress: ({ stage }) => stages.add(stage),
    });
    await assert.rejects(run, /enough/);
    assert.deepEqual([...stages], ['copying distances']);
  }
});

test('stops when told to', async () => {
  const stop = new AbortController();
  const stages: string[] = [];
  const run = linkage(blobs(1, 300, 2, 3), {
    signal: stop.signal,
    onProgress: ({ stage }) => {
      stages.push(stage);
      if (stage === 'merging') stop.abort(new Error('enough'));
    },
  });
  await assert.rejects(run, /enough/);
  assert.ok(stages.includes('merging'));
});
