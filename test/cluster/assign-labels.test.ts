import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assignLabels } from '../../lib/src/cluster/assign-labels.js';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import type { MatrixLike } from '../../lib/src/matrix/matrix.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { blobs, uniform } from '../support/golden.js';

test('the nearest centre, by hand; the lowest number on ties', () => {
  assert.deepEqual(assignLabels([[1], [9], [5], [-100]], [[0], [10]]), Int32Array.of(0, 1, 0, 0));
  assert.deepEqual(assignLabels([[1], [9]], [[5], [5]]), Int32Array.of(0, 0));
  assert.deepEqual(
    assignLabels(
      [[3, 4]],
      [
        [0, 0],
        [3, 3],
        [4, 4],
      ],
    ),
    Int32Array.of(1),
  );
});

test('agrees with distances added up one by one, over more rows than one panel', () => {
  const data = uniform(21, 1200, 7);
  const centers = uniform(22, 9, 7);
  const expected = Int32Array.from({ length: 1200 }, (_, i) => {
    const distances = Array.from({ length: 9 }, (_, j) => {
      let sum = 0;
      for (let c = 0; c < 7; c++) sum += (data.data[i * 7 + c]! - centers.data[j * 7 + c]!) ** 2;
      return sum;
    });
    return distances.indexOf(Math.min(...distances));
  });
  assert.deepEqual(assignLabels(data, centers), expected);
});

test('gives the labels of the k-means result that the centres are from', async () => {
  const data = blobs(23, 100, 5, 4, 0.5);
  const { labels, centers } = await kMeans(data, { nClusters: 4 });
  assert.deepEqual(assignLabels(data, centers), labels);
});

test('values far from 0 do not blur the difference', () => {
  const far = 1e8;
  assert.deepEqual(assignLabels([[far + 1], [far + 2]], [[far], [far + 3]]), Int32Array.of(0, 1));
});

test('takes bytes, float32 and one row; leaves everything as it was', () => {
  const before = liveTensors();
  const data = { data: Uint8Array.of(0, 200, 90), nRows: 3, nColumns: 1 };
  const centers = { data: Float32Array.of(10, 190), nRows: 2, nColumns: 1 };
  assert.deepEqual(assignLabels(data, centers), Int32Array.of(0, 1, 0));
  assert.deepEqual([...data.data, ...centers.data], [0, 200, 90, 10, 190]);
  assert.equal(liveTensors(), before);
});

test('refuses other columns, NaN and no rows, naming the argument', () => {
  assert.throws(() => assignLabels([[1, 2]], [[1]]), {
    name: 'ArgumentError',
    message:
      'assignLabels: expected centers to be rows of 2 columns, as the data has, received "1 columns" (string).',
  });
  assert.throws(() => assignLabels([[NaN]], [[1]]), {
    name: 'DataError',
    message: /row 0, column 0 of data is NaN/,
  });
  assert.throws(() => assignLabels([[1]], [[1], [Infinity]]), {
    message: /row 1, column 0 of centers is Infinity/,
  });
  assert.throws(() => assignLabels([[1e200]], [[1]]), /assignLabels: row 0, column 0 of data holds 1e\+200/);
  assert.throws(
    () => assignLabels([[1]], [[-1e200]]),
    /assignLabels: row 0, column 0 of centers holds -1e\+200/,
  );
  assert.throws(() => assignLabels([], [[1]]), /expected data to be at least one row/);
  assert.throws(() => assignLabels([[1]], []), /expected centers to be at least one row/);
  assert.throws(
    () => assignLabels([[1]], undefined as unknown as MatrixLike),
    /expected centers to be rows of numbers/,
  );
});
