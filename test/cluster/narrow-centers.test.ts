import assert from 'node:assert/strict';
import { test } from 'node:test';

import { kMeans } from '../../lib/src/cluster/k-means.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, uniform } from '../support/golden.js';

/** The same rows with zeros behind them: too wide for the plain loops, so that libtensorflow multiplies all rows in each step. */
function widened({ data, nRows, nColumns }: Matrix): Matrix {
  const wide = new Float64Array(nRows * 40);
  data.forEach((value, at) => (wide[Math.floor(at / nColumns) * 40 + (at % nColumns)] = value));
  return { data: wide, nRows, nColumns: 40 };
}

/** The same rows far from the origin, where bounds could suffer from rounding. */
const shifted = (x: Matrix): Matrix => ({ ...x, data: x.data.map((value) => 1e4 + value) });

const sets: readonly (readonly [string, Matrix, number])[] = [
  ['no structure, many steps', uniform(1, 900, 6), 12],
  ['blobs', blobs(2, 700, 3, 8, 0.5), 8],
  ['one column', uniform(3, 400, 1), 9],
  ['far from the origin', shifted(uniform(4, 500, 5)), 7],
  [
    'many equal rows',
    { data: uniform(5, 600, 2).data.map((v) => Math.floor(4 * v)), nRows: 600, nColumns: 2 },
    10,
  ],
  ['two clusters', uniform(6, 300, 4), 2],
  ['one cluster', uniform(7, 100, 4), 1],
  ['every row a cluster', uniform(8, 30, 3), 30],
];

for (const [name, x, nClusters] of sets) {
  test(`skipping by bounds changes nothing: ${name}`, async () => {
    // Columns of zeros lower the mean variance, which a tolerance is relative to.
    const options = { nClusters, nInit: 4, tol: 0, randomState: 1 };
    const narrow = await kMeans(x, options);
    const wide = await kMeans(widened(x), options);
    assert.deepEqual(
      narrow.runs.map((run) => [run.seeds, run.nIter]),
      wide.runs.map((run) => [run.seeds, run.nIter]),
    );
    assert.deepEqual(narrow.labels, wide.labels);
    assertClose(narrow.inertia, wide.inertia, { rtol: 1e-9, atol: 1e-9 });
    const { data, nColumns } = narrow.centers;
    const expected = data.map(
      (_, at) => wide.centers.data[Math.floor(at / nColumns) * 40 + (at % nColumns)]!,
    );
    assertClose(data, expected, { rtol: 1e-10, atol: 1e-12 });
    assert.deepEqual(narrow.warnings, wide.warnings);
  });
}

test('two distinct rows and three clusters: the empty cluster is reported', async () => {
  const { counts, warnings } = await kMeans([[0], [0], [5], [5]], { nClusters: 3 });
  assert.deepEqual([...counts].sort(), [0, 2, 2]);
  assert.match(warnings[0]!, /only 2 of 3 clusters have rows/);
});
