import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import type { RowMetric } from '../../lib/src/matrix/row-distances.js';
import { trustworthiness } from '../../lib/src/metrics/trustworthiness.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

const golden = readReference<{
  trustworthiness: { nNeighbors: number; metric: RowMetric; value: number }[];
}>('umap').trustworthiness;

const rows = blobs(3, 60, 5, 4);
const plane = {
  data: rows.data.filter((_, at) => at % 5 < 2),
  nRows: 60,
  nColumns: 2,
};

/** All pairs, row by row. */
function squaredDistances({ data, nRows, nColumns }: Matrix): Float64Array {
  const all = new Float64Array(nRows * nRows);
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let c = 0; c < nColumns; c++) sum += (data[i * nColumns + c]! - data[j * nColumns + c]!) ** 2;
      all[i * nRows + j] = sum;
      all[j * nRows + i] = sum;
    }
  }
  return all;
}

/** The other rows, nearest first. */
function order(squared: Float64Array, i: number, n: number): number[] {
  const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
  return others.sort((a, b) => squared[i * n + a]! - squared[i * n + b]!);
}

test("equals scikit-learn's", async () => {
  for (const { value, ...options } of golden)
    assertClose(await trustworthiness(rows, plane, options), value, { rtol: 1e-12 });
});

test('by hand: one neighbour, four rows', async () => {
  const data = [[0], [1], [10], [11]];
  const embedding = [[0], [2], [0.9], [9]];
  // Row 0 -> 2 (rank 2), row 1 -> 2 (rank 2), row 2 -> 0 (rank 3), row 3 -> 1 (rank 2): penalty 1 + 1 + 2 + 1.
  assertClose(await trustworthiness(data, embedding, { nNeighbors: 1 }), 1 - (2 * 5) / (4 * 1 * (8 - 3 - 1)));
  assert.equal(await trustworthiness(data, data, { nNeighbors: 1 }), 1);
});

test('a large input goes through matrix products, with the answer of plain loops', async () => {
  // n n nColumns / 2 is above the limit of direct sums, 2^28.
  const [n, nColumns, k] = [900, 700, 4];
  const x = blobs(7, n, nColumns, 5);
  const y = { data: x.data.filter((_, at) => at % nColumns < 3), nRows: n, nColumns: 3 };
  const [inData, inEmbedding] = [squaredDistances(x), squaredDistances(y)];
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const ranks = new Map(order(inData, i, n).map((row, rank) => [row, rank + 1]));
    for (const j of order(inEmbedding, i, n).slice(0, k)) penalty += Math.max(0, ranks.get(j)! - k);
  }
  const expected = 1 - (2 * penalty) / (n * k * (2 * n - 3 * k - 1));
  assertClose(await trustworthiness(x, y, { nNeighbors: k }), expected, { rtol: 1e-12 });
});

test('refuses what it cannot do', async () => {
  const refuses = (run: () => Promise<number>, message: RegExp): Promise<void> =>
    assert.rejects(run, message);
  await refuses(
    () => trustworthiness(rows, [[1]]),
    /trustworthiness: expected embedding to be a matrix of 60 rows, as data/,
  );
  await refuses(
    () => trustworthiness(rows, plane, { nNeighbors: 30 }),
    /options.nNeighbors to be an integer in \[1, 29\] \(below half the rows of data\), received 30/,
  );
  await refuses(() => trustworthiness([[1], [2]], [[1], [2]]), /data to be at least 3 rows, received 2/);
  await refuses(() => trustworthiness(rows, [[NaN]]), /of embedding is NaN/);
});
