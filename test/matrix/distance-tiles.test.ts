import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitDistanceTiles } from '../../lib/src/matrix/distance-tiles.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import type { RowMetric } from '../../lib/src/matrix/row-distances.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

/** The whole matrix of distances, and how often each pair was shown. */
async function collect(
  x: Matrix,
  metric: RowMetric,
  directWork: number,
): Promise<{ distances: Float64Array; seen: Uint8Array }> {
  const n = x.nRows;
  const distances = new Float64Array(n * n);
  const seen = new Uint8Array(n * n);
  const visit: Parameters<typeof visitDistanceTiles>[2] = (tile, rows, columns) => {
    for (let i = 0; i < rows.nRows; i++) {
      for (let j = 0; j < columns.nRows; j++) {
        const at = (rows.start + i) * n + columns.start + j;
        distances[at] = tile[i * columns.nRows + j]!;
        seen[at]!++;
      }
    }
  };
  await visitDistanceTiles(x, metric, visit, 'test', createPacer('test', {}), directWork);
  return { distances, seen };
}

test('distances by hand', async () => {
  const x: Matrix = { data: Float64Array.of(3, 0, 0, 4, -3, 0), nRows: 3, nColumns: 2 };
  const rows: [RowMetric, number[]][] = [
    ['euclidean', [0, 5, 6, 5, 0, 5, 6, 5, 0]],
    ['cityblock', [0, 7, 6, 7, 0, 7, 6, 7, 0]],
    ['chebyshev', [0, 4, 6, 4, 0, 4, 6, 4, 0]],
    ['cosine', [0, 1, 2, 1, 0, 1, 2, 1, 0]],
    ['correlation', [0, 2, 2, 2, 0, 0, 2, 0, 0]],
  ];
  for (const [metric, expected] of rows)
    assertClose((await collect(x, metric, Infinity)).distances, expected, { atol: 1e-15, message: metric });
});

test('each pair of ranges is shown once, on either way', async () => {
  const x = blobs(3, 700, 3, 5);
  for (const directWork of [0, Infinity]) {
    const { seen } = await collect(x, 'euclidean', directWork);
    for (let i = 0; i < 700; i++)
      for (let j = 0; j <= i; j++) assert.ok(seen[i * 700 + j] === 1 || seen[j * 700 + i] === 1);
    assert.ok(seen.every((times) => times <= 1));
  }
});

test('distances by products agree with direct sums, equal rows exactly', async () => {
  const x = blobs(3, 700, 20, 5);
  // Rows 1 and 600 equal row 0, row 2 nearly.
  for (const [row, shift] of [
    [1, 0],
    [600, 0],
    [2, 1e-9],
  ] as const)
    x.data.set(
      x.data.subarray(0, 20).map((v) => v + shift),
      row * 20,
    );
  const before = liveTensors();
  for (const metric of ['euclidean', 'cosine', 'correlation'] as const) {
    const products = await collect(x, metric, 0);
    const direct = await collect(x, metric, Infinity);
    products.seen.forEach((times, at) => {
      if (times === 1 && direct.seen[at] === 1)
        assertClose(products.distances[at]!, direct.distances[at]!, { rtol: 1e-10 });
    });
    assert.equal(products.distances[1], 0);
    assert.equal(products.distances[600], 0);
  }
  assert.equal(liveTensors(), before);
});

test('products keep every tie of integers', async () => {
  const random = randomState(0);
  const x = {
    data: Float64Array.from({ length: 300 * 8 }, () => random.randint(0, 256)),
    nRows: 300,
    nColumns: 8,
  };
  const direct = await collect(x, 'euclidean', Infinity);
  const products = await collect(x, 'euclidean', 0);
  direct.seen.forEach((times, at) => {
    if (times === 1) assert.equal(products.distances[at], direct.distances[at]);
  });
});
