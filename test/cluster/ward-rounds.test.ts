import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeByChain } from '../../lib/src/cluster/linkage-chain.js';
import { squareDistances } from '../../lib/src/cluster/linkage-distances.js';
import { tableWidth } from '../../lib/src/cluster/linkage-table.js';
import { sortMerges, type LinkageTree } from '../../lib/src/cluster/linkage-tree.js';
import { distanceUpdate } from '../../lib/src/cluster/linkage-update.js';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { joinCandidates } from '../../lib/src/cluster/ward-candidates.js';
import { mergeByRounds } from '../../lib/src/cluster/ward-rounds.js';
import { mergeByWalk } from '../../lib/src/cluster/ward-walk.js';
import { distinctRows } from '../../lib/src/matrix/distinct-rows.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { pdist } from '../../lib/src/matrix/pdist.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

type Merges = Pick<LinkageTree, 'children' | 'heights' | 'counts'>;

const pacer = createPacer('test', {});

/** Lance-Williams updates in a table of distances, in scipy's order. */
async function byChain(x: Matrix): Promise<Merges> {
  const distances = await squareDistances(x, tableWidth(x.nRows), 'euclidean', 'test', pacer);
  return sortMerges(await mergeByChain(distances, x.nRows, distanceUpdate('ward'), pacer), x.nRows);
}

async function byRounds(x: Matrix, distances?: Float64Array): Promise<Merges | undefined> {
  const merges = await mergeByRounds(x, distances, pacer);
  return merges === undefined ? undefined : sortMerges(merges, x.nRows);
}

function assertSameTree(found: Merges | undefined, expected: Merges): void {
  assert.ok(found !== undefined, 'nothing ties here');
  assert.deepEqual(found.children, expected.children);
  assert.deepEqual(found.counts, expected.counts);
  assertClose(found.heights, expected.heights, { rtol: 1e-11 });
}

function uniform(seed: number, nRows: number, nColumns: number): Matrix {
  return { data: randomState(seed).uniformArray(-1, 1, nRows * nColumns), nRows, nColumns };
}

const cases: Readonly<Record<string, Matrix>> = {
  'two rows': uniform(1, 2, 3),
  'as many rows as candidates': uniform(2, 9, 2),
  'one column, where float32 cannot tell neighbours apart': uniform(3, 3000, 1),
  'two columns': uniform(4, 1500, 2),
  'many columns': uniform(5, 400, 300),
  'groups far apart, close within': blobs(6, 900, 5, 6),
  'values of 1e120': scaled(uniform(7, 300, 4), 1e120),
  'values of 1e-120': scaled(uniform(8, 300, 4), 1e-120),
  'one row far from all others': withOutlier(uniform(9, 300, 4), 1e2),
  'one row so far that float32 sees no more, were the mean taken off': withOutlier(uniform(9, 300, 4), 1e9),
};

function scaled(x: Matrix, factor: number): Matrix {
  return { ...x, data: x.data.map((value) => value * factor) };
}

function withOutlier(x: Matrix, value: number): Matrix {
  return { ...x, data: x.data.map((v, at) => (at < x.nColumns ? value : v)) };
}

for (const [name, x] of Object.entries(cases)) {
  test(`rounds and chain grow the same tree: ${name}`, async () => {
    const expected = await byChain(x);
    assertSameTree(await byRounds(x), expected);
    assertSameTree(await byRounds(x, await pdist(x)), expected);
    assert.equal(liveTensors(), 0);
  });
}

test('ties, and what float32 cannot see, are left to the chain', async () => {
  const random = randomState(10);
  const x = uniform(11, 200, 3);
  const twoPairs = x.data.slice();
  twoPairs.copyWithin(0, 3, 6);
  twoPairs.copyWithin(30, 33, 36);
  const left: Readonly<Record<string, Matrix>> = {
    grid: { data: Float64Array.from({ length: 600 }, () => random.randint(0, 8)), nRows: 300, nColumns: 2 },
    'two pairs of equal rows': { ...x, data: twoPairs },
    'the middle one of three': { data: Float64Array.of(0, 1, 2, 10), nRows: 4, nColumns: 1 },
    'equal heights': { data: Float64Array.of(0, 1, 10, 11), nRows: 4, nColumns: 1 },
    'too few digits': { ...x, data: x.data.map((value) => value * 1e-9 + 1e6) },
    'tight groups': { ...x, data: x.data.map((value, at) => (Math.floor(at / 3) % 4) * 1e4 + value) },
  };
  for (const [name, rows] of Object.entries(left)) assert.equal(await byRounds(rows), undefined, name);
  assert.equal(liveTensors(), 0);
});

test('one pair of equal rows is no tie, though all others are as far from the one as from the other', async () => {
  const x = uniform(12, 400, 3);
  x.data.copyWithin(0, 300, 303);
  const tree = await byRounds(x);
  assertSameTree(tree, await byChain(x));
  assert.equal(tree!.heights[0], 0);
});

test('linkage of many rows: the same by rounds, from known distances, and from distances alone', async () => {
  const x = blobs(13, 2100, 6, 7);
  const distances = await pdist(x);
  const expected = await linkage(distances, { metric: 'precomputed' });
  for (const tree of [await linkage(x), await linkage(x, { distances })]) {
    assertSameTree(tree, expected);
    assert.deepEqual([tree.nLeaves, tree.method, tree.metric], [2100, 'ward', 'euclidean']);
  }
  // No table of 35 MB, so no room for one is needed ...
  assertSameTree(await linkage(x, { maxMemoryBytes: 12 * x.data.length }), expected);
  await assert.rejects(
    linkage(x, { maxMemoryBytes: 1e5 }),
    /options\.maxMemoryBytes to be at least 151200 for the means of 2100 rows/,
  );
  // ... nor where rows are equal.
  const tied = x.data.slice();
  tied.copyWithin(0, 6, 12);
  tied.copyWithin(60, 66, 72);
  const rows = { ...x, data: tied };
  const chain = await byChain(rows);
  for (const options of [{}, { maxMemoryBytes: 1e7 }]) assertSameTree(await linkage(rows, options), chain);
});

test('many candidates are no call arguments: rows that float32 sees as one', async () => {
  // Two groups of 70 000 rows each would do; joining lists as long as those here once took the stack of a call for each.
  const some = { clusters: new Int32Array(150_000), squares: new Float64Array(150_000), bound: 1 };
  assert.equal(joinCandidates(some, some).clusters.length, 300_000);
  const x = uniform(16, 300, 2);
  const far = { ...x, data: x.data.map((value, at) => (at < 300 ? value : value + 1e9)) };
  const walked = await mergeByWalk(far, distinctRows(far), false, pacer);
  const tree = sortMerges(walked!.merges, 300);
  // A double near 1e9 is right to 1e-7.
  assertClose(tree.heights, (await byChain(far)).heights, { rtol: 1e-9, atol: 1e-6 });
});

test('known distances serve every method, and are checked', async () => {
  const x = blobs(14, 60, 3, 4);
  const distances = await pdist(x, { metric: 'cityblock' });
  for (const method of ['average', 'single'] as const) {
    const expected = await linkage(x, { method, metric: 'cityblock' });
    assert.deepEqual(await linkage(x, { method, metric: 'cityblock', distances }), expected);
  }
  await assert.rejects(
    linkage(x, { distances: distances.subarray(1) }),
    /linkage: expected options\.distances to be a Float64Array of the 1770 distances/,
  );
  await assert.rejects(
    linkage(distances, { metric: 'precomputed', distances }),
    /linkage: expected options\.distances to be left out where data are distances/,
  );
});

test('stops where it is told to, and frees its tensors', async () => {
  const stop = new AbortController();
  const stages = new Set<string>();
  const onProgress = ({ stage, done }: { stage: string; done: number }): void => {
    stages.add(stage);
    if (done > 0) stop.abort(new Error('enough'));
  };
  await assert.rejects(linkage(uniform(15, 6000, 60), { onProgress, signal: stop.signal }), /enough/);
  assert.deepEqual([...stages], ['merging']);
  assert.equal(liveTensors(), 0);
});
