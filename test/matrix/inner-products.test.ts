import assert from 'node:assert/strict';
import { test } from 'node:test';

import { innerProducts, innerProductsBytes, innerProductsRows } from '../../lib/src/matrix/inner-products.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { columnMeans, PANEL_ROWS } from '../../lib/src/matrix/row-panels.js';
import { createPacer, type Progress } from '../../lib/src/progress.js';
import { liveTensors, toFloat64, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { uniform } from '../support/golden.js';

const pacer = createPacer('test', {});

function table(x: Matrix): Promise<{ values: Float64Array; squaredNorms: Float64Array }> {
  return withScope(async (scope) => {
    const { tensor, squaredNorms } = await innerProducts(scope, x, pacer, 'products');
    return { values: toFloat64(tensor), squaredNorms };
  });
}

/** Term by term. */
function expected(x: Matrix, i: number, m: number): number {
  const mean = columnMeans(x);
  let sum = 0;
  for (let c = 0; c < x.nColumns; c++) {
    sum += (x.data[i * x.nColumns + c]! - mean[c]!) * (x.data[m * x.nColumns + c]! - mean[c]!);
  }
  return sum;
}

test('three rows by hand: centred, then multiplied', async () => {
  // Means 2 and 0: the centred rows are (-2, 1), (0, -1), (2, 0).
  const { values, squaredNorms } = await table({
    data: Float64Array.of(0, 1, 2, -1, 4, 0),
    nRows: 3,
    nColumns: 2,
  });
  assert.deepEqual([...values], [5, -1, -4, -1, 1, 0, -4, 0, 4]);
  assert.deepEqual([...squaredNorms], [5, 1, 4]);
});

test('several panels, the last one short: mirrored exactly between panels, equal to sums term by term', async () => {
  const n = 2 * PANEL_ROWS + 37;
  const x = uniform(31, n, 6);
  const { values } = await table(x);
  for (let i = 0; i < n; i += 41) {
    for (let m = 0; m < n; m += 53) {
      const samePanel = Math.floor(i / PANEL_ROWS) === Math.floor(m / PANEL_ROWS);
      if (!samePanel) assert.equal(values[i * n + m], values[m * n + i]);
      assertClose(values[i * n + m]!, expected(x, i, m), { rtol: 1e-12, atol: 1e-14 });
    }
  }
});

test('constant columns change no bit; only constant columns give zeros', async () => {
  const x = uniform(32, 20, 3);
  const padded = new Float64Array(20 * 5).fill(7);
  for (let i = 0; i < 20; i++) padded.set(x.data.subarray(i * 3, i * 3 + 3), i * 5 + 1);
  assert.deepEqual(await table({ data: padded, nRows: 20, nColumns: 5 }), await table(x));
  const constant = await table({ data: new Float64Array(8).fill(3), nRows: 4, nColumns: 2 });
  assert.deepEqual(constant.values, new Float64Array(16));
});

test('single rows of the table, in any order', async () => {
  const x = uniform(33, 30, 4);
  await withScope(async (scope) => {
    const gram = await innerProducts(scope, x, pacer, 'products');
    const all = toFloat64(gram.tensor);
    const [a, b] = innerProductsRows(gram, [29, 3]);
    assert.deepEqual(a, all.slice(29 * 30, 30 * 30));
    assert.deepEqual(b, all.slice(3 * 30, 4 * 30));
  });
});

test('bytes: 8 n^2 as long as one array can hold them', () => {
  assert.equal(innerProductsBytes(1000), 8e6);
  assert.equal(innerProductsBytes(23170), 8 * 23170 ** 2);
  assert.equal(innerProductsBytes(23171), Infinity);
});

test('reports every tile; an abort between two frees everything', async () => {
  const before = liveTensors();
  const x = uniform(34, 3 * PANEL_ROWS, 2);
  const seen: Progress[] = [];
  await withScope((scope) =>
    innerProducts(
      scope,
      x,
      createPacer('test', { onProgress: (progress) => void seen.push(progress) }),
      'products',
    ),
  );
  assert.deepEqual(seen.at(-1), { stage: 'products', done: 6, total: 6 });
  const controller = new AbortController();
  const work = withScope((scope) =>
    innerProducts(scope, x, createPacer('test', { signal: controller.signal }), 'products'),
  );
  controller.abort(new Error('enough'));
  await assert.rejects(work, /enough/);
  assert.equal(liveTensors(), before);
});
