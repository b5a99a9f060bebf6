import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { rowMetrics, type RowMetric } from '../../lib/src/matrix/row-distances.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { nearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

const line = [[0], [1], [3], [7]];

test('finds the neighbours of four points on a line', async () => {
  const { indices, distances, nRows, nNeighbors, metric } = await nearestNeighbors(line, { nNeighbors: 2 });
  assert.deepEqual([...indices], [1, 2, 0, 2, 1, 0, 2, 1]);
  assert.deepEqual([...distances], [1, 3, 1, 2, 2, 3, 4, 6]);
  assert.deepEqual({ nRows, nNeighbors, metric }, { nRows: 4, nNeighbors: 2, metric: 'euclidean' });
});

test('counts the row itself only when asked to', async () => {
  const { indices, distances } = await nearestNeighbors(line, { nNeighbors: 2, includeSelf: true });
  assert.deepEqual([...indices], [0, 1, 1, 0, 2, 1, 3, 2]);
  assert.deepEqual([...distances], [0, 1, 0, 1, 0, 2, 0, 4]);
});

test('searches for other rows', async () => {
  const { indices, distances } = await nearestNeighbors(line, { nNeighbors: 4, queries: [[2], [10]] });
  assert.deepEqual([...indices], [1, 2, 0, 3, 3, 2, 1, 0]);
  assert.deepEqual([...distances], [1, 1, 2, 5, 3, 7, 9, 10]);
});

for (const metric of rowMetrics) {
  test(`${metric}: every neighbour and distance is that of a plain loop`, async () => {
    const x = blobs(1, 180, 7, 5, 1);
    const expected = byPlainLoop(x, x, 20, metric, true);
    const found = await nearestNeighbors(x, { nNeighbors: 20, metric });
    assert.deepEqual(found.indices, expected.indices);
    assertClose(found.distances, expected.distances, { rtol: 1e-10, atol: 1e-15 });
    const queries = blobs(2, 30, 7, 3, 1);
    const asked = await nearestNeighbors(x, { nNeighbors: 9, metric, queries });
    assert.deepEqual(asked.indices, byPlainLoop(x, queries, 9, metric, false).indices);
  });
}

test('equal distances are ordered by row number, far beyond the candidates', async () => {
  // A 6 x 6 grid, each point eight times: seven duplicates at 0, then thirty-two at 1 of which some must be left out.
  const rows = Array.from({ length: 288 }, (_, i) => [i % 6, Math.floor(i / 6) % 6]);
  const x = { data: Float64Array.from(rows.flat()), nRows: 288, nColumns: 2 };
  for (const metric of ['euclidean', 'cityblock', 'chebyshev'] as const) {
    const found = await nearestNeighbors(x, { nNeighbors: 12, metric });
    const expected = byPlainLoop(x, x, 12, metric, true);
    assert.deepEqual(found.indices, expected.indices, metric);
    assert.deepEqual(found.distances, expected.distances, metric);
  }
});

test('is exact where float32 cannot tell the rows apart', async () => {
  // Differences of 1e-9 beside an offset of 1000 and an outlier: 24 bits see one point.
  const random = randomState(0);
  const data = random.randomSampleArray(300 * 4).map((value) => 1000 + 1e-9 * Math.floor(value * 1000));
  data[5] = 2000;
  const x = { data, nRows: 300, nColumns: 4 };
  assert.deepEqual(
    (await nearestNeighbors(x, { nNeighbors: 5 })).indices,
    byPlainLoop(x, x, 5, 'euclidean', true).indices,
  );
});

test('is exact for huge and for tiny numbers', async () => {
  for (const scale of [1e120, 1e-120]) {
    const { data, nRows, nColumns } = blobs(4, 200, 3, 4, 1);
    const x = { data: data.map((value) => value * scale), nRows, nColumns };
    const plain = await nearestNeighbors({ data, nRows, nColumns }, { nNeighbors: 6 });
    const { indices, distances } = await nearestNeighbors(x, { nNeighbors: 6 });
    assert.deepEqual(indices, plain.indices);
    assertClose(
      distances,
      plain.distances.map((value) => value * scale),
      { rtol: 1e-12 },
    );
  }
});

test('many small blocks give the same as one, and leave no tensor', async () => {
  const x = blobs(5, 333, 6, 4, 1);
  const before = liveTensors();
  const whole = await nearestNeighbors(x, { nNeighbors: 10 });
  const stages = new Set<string>();
  const blocks = await nearestNeighbors(x, {
    nNeighbors: 10,
    maxMemoryBytes: 20_000,
    onProgress: ({ stage }) => stages.add(stage),
  });
  assert.deepEqual(blocks, whole);
  assert.equal(liveTensors(), before);
  assert.deepEqual([...stages], ['nearest neighbors']);
});

test('stops when told to, and frees its tensors', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const stopped = nearestNeighbors(blobs(5, 2000, 50, 4), {
    nNeighbors: 10,
    signal: controller.signal,
    maxMemoryBytes: 600_000,
  });
  setImmediate(() => controller.abort(new Error('enough')));
  await assert.rejects(stopped, /enough/);
  assert.equal(liveTensors(), before);
});

test('refuses what it cannot do', async () => {
  const refuses = (options: object, message: RegExp, data: number[][] = line): Promise<void> =>
    assert.rejects(nearestNeighbors(data, options as never), message);
  await refuses(
    { nNeighbors: 4 },
    /nearestNeighbors: expected options.nNeighbors to be an integer in \[1, 3\] \(rows of data, without the row itself\), received 4/,
  );
  await refuses({ nNeighbors: 5, includeSelf: true }, /integer in \[1, 4\]/);
  await refuses({}, /options.nNeighbors .*received undefined/);
  await refuses({ nNeighbors: 1, metric: 'hamming' }, /options.metric to be one of 'euclidean', 'cityblock'/);
  await refuses({ nNeighbors: 1, k: 3 }, /options.k to be one of the known options/);
  await refuses({ nNeighbors: 1, queries: [[1, 2]] }, /options.queries to be of 1 columns/);
  await refuses({ nNeighbors: 1, queries: [[1]], includeSelf: true }, /options.includeSelf to be absent/);
  await refuses(
    { nNeighbors: 1, maxMemoryBytes: 100 },
    /options.maxMemoryBytes to be at least \d+ for 4 rows of 1 columns/,
  );
  await refuses({ nNeighbors: 1 }, /row 1, column 0 of data is NaN/, [[0], [NaN]]);
  await refuses(
    { nNeighbors: 1, metric: 'cosine' },
    /row 1 of data is all zeros, so its cosine distance is undefined/,
    [
      [1, 2],
      [0, 0],
    ],
  );
  await refuses({ nNeighbors: 1, metric: 'correlation' }, /row 0 of data is constant/, [
    [0.1, 0.1, 0.1],
    [0, 1, 5],
  ]);
});

/** Sorts all pairs, equal distances by row number. Cosine and correlation by their definitions. */
function byPlainLoop(
  x: Matrix,
  queries: Matrix,
  k: number,
  metric: RowMetric,
  excludeSelf: boolean,
): { indices: Int32Array; distances: Float64Array } {
  const rows = ({ data, nColumns, nRows }: Matrix): number[][] =>
    Array.from({ length: nRows }, (_, i) => [...data.subarray(i * nColumns, (i + 1) * nColumns)]);
  const points = rows(x);
  const found = rows(queries).map((query, i) =>
    points
      .map((point, j) => ({ j, distance: distanceByDefinition(query, point, metric) }))
      .filter(({ j }) => !(excludeSelf && i === j))
      .sort((a, b) => a.distance - b.distance || a.j - b.j)
      .slice(0, k),
  );
  return {
    indices: Int32Array.from(found.flat(), ({ j }) => j),
    distances: Float64Array.from(found.flat(), ({ distance }) => distance),
  };
}

function distanceByDefinition(a: number[], b: number[], metric: RowMetric): number {
  const differences = a.map((value, c) => Math.abs(value - b[c]!));
  if (metric === 'cityblock') return sum(differences);
  if (metric === 'chebyshev') return Math.max(...differences);
  if (metric === 'euclidean') return Math.sqrt(sum(differences.map((value) => value * value)));
  const shift = (row: number[]): number[] =>
    metric === 'cosine' ? row : row.map((value) => value - sum(row) / row.length);
  const [u, v] = [shift(a), shift(b)];
  const dot = (p: number[], q: number[]): number => sum(p.map((value, c) => value * q[c]!));
  return 1 - dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
