import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assignLabels } from '../../lib/src/cluster/assign-labels.js';
import { miniBatchKMeans, type MiniBatchKMeansOptions } from '../../lib/src/cluster/mini-batch-k-means.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Case {
  readonly data: readonly [number, number, number, number, number];
  readonly nClusters: number;
  readonly seed: number;
  readonly options: Omit<MiniBatchKMeansOptions, 'init' | 'nClusters'> & {
    readonly init?: 'random' | 'first rows';
  };
  /** One digit a row, to the base 36. */
  readonly labels: string;
  readonly centersSum: readonly number[];
  readonly inertia: number;
  readonly nSteps: number;
  readonly nIter: number;
}

function firstRows({ data, nColumns }: Matrix, k: number): Matrix {
  return { data: data.slice(0, k * nColumns), nRows: k, nColumns };
}

for (const version of ['1.2', '1.3'] as const) {
  describe(`miniBatchKMeans equals scikit-learn ${version}`, () => {
    for (const expected of readReference<{ cases: readonly Case[] }>(`mini-batch-k-means-${version}`).cases) {
      const { data, nClusters, seed, options } = expected;
      test(`${data[1]} x ${data[2]}, k = ${nClusters}, ${JSON.stringify(options)}`, async () => {
        const x = blobs(...data);
        const { init: start, ...rest } = options;
        const init = start === 'first rows' ? firstRows(x, nClusters) : start;
        const result = await miniBatchKMeans(x, {
          nClusters,
          randomState: seed,
          compat: `sklearn-${version}`,
          init,
          ...rest,
        });
        assert.equal(
          Array.from(result.labels, (label) => label.toString(36).toUpperCase()).join(''),
          expected.labels,
        );
        assert.equal(result.nSteps, expected.nSteps);
        assert.equal(result.nIter, expected.nIter);
        assertClose(result.inertia, expected.inertia, { rtol: 1e-10 });
        const sums = expected.centersSum.map((_, c) =>
          result.centers.data.reduce((sum, value, at) => (at % data[2] === c ? sum + value : sum), 0),
        );
        assertClose(sums, expected.centersSum, { rtol: 1e-10 });
      });
    }
  });
}

describe('miniBatchKMeans', () => {
  const x = blobs(20, 300, 4, 3, 0.5);

  test('labels are those of its centres, and counts those of its labels', async () => {
    const { labels, centers, counts, converged, warnings } = await miniBatchKMeans(x, {
      nClusters: 5,
      batchSize: 30,
    });
    assert.deepEqual(labels, assignLabels(x, centers));
    counts.forEach((count, j) => assert.equal(labels.filter((label) => label === j).length, count));
    assert.equal(converged, true);
    assert.deepEqual(warnings, []);
  });

  test('the same seed gives the same bytes, and the input is left alone', async () => {
    const before = x.data.slice();
    const options = { nClusters: 4, batchSize: 50, randomState: 6 };
    const [first, second] = [await miniBatchKMeans(x, options), await miniBatchKMeans(x, options)];
    assert.deepEqual(first, second);
    assert.deepEqual(x.data, before);
  });

  test('equal rows leave clusters empty, and it says so', async () => {
    const { labels, inertia, warnings } = await miniBatchKMeans([[2], [2], [2], [2]], { nClusters: 2 });
    assert.deepEqual([...labels], [0, 0, 0, 0]);
    assert.equal(inertia, 0);
    assert.deepEqual(warnings, ['1 of 2 clusters have no rows']);
  });

  test('a hand calculation: one batch takes a given centre to the mean of its rows', async () => {
    // Three rows that are all 4: the centre starts at 10, and the batch moves it to 4 whatever is drawn.
    const { centers, inertia, nSteps } = await miniBatchKMeans([[4], [4], [4]], {
      nClusters: 1,
      init: [[10]],
      maxIter: 1,
    });
    assert.deepEqual([...centers.data], [4]);
    assert.equal(inertia, 0);
    assert.equal(nSteps, 1);
  });

  test('k = n finds every row', async () => {
    assert.equal(new Set((await miniBatchKMeans([[0], [50], [900]], { nClusters: 3 })).labels).size, 3);
  });

  test('reports progress, stops when told to, and frees every tensor', async () => {
    const before = liveTensors();
    let last = 0;
    await miniBatchKMeans(x, { nClusters: 3, onProgress: ({ done, total }) => (last = done / total) });
    assert.equal(last, 1);
    const stop = new AbortController();
    const options = {
      nClusters: 3,
      batchSize: 1,
      maxIter: 1000,
      maxNoImprovement: null,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    };
    await assert.rejects(miniBatchKMeans(x, options), /enough/);
    assert.equal(liveTensors(), before);
  });

  const refusals: readonly (readonly [string, MatrixArgument, object, RegExp])[] = [
    [
      'no nClusters',
      [[1], [2]],
      {},
      /nClusters to be an integer in \[1, 2\] \(rows of data\), received undefined/,
    ],
    ['k > n', [[1], [2]], { nClusters: 3 }, /received 3/],
    ['NaN', [[1], [NaN]], { nClusters: 1 }, /row 1, column 0 of data is NaN/],
    ['a batch above n', [[1], [2]], { nClusters: 1, batchSize: 3 }, /batchSize to be an integer in \[1, 2\]/],
    [
      'a start sample below k',
      [[1], [2]],
      { nClusters: 2, initSize: 1 },
      /initSize to be an integer in \[2, 2\]/,
    ],
    [
      'centres of another shape',
      [[1], [2]],
      { nClusters: 2, init: [[1]] },
      /2 centres of 1 columns, received "1 x 1"/,
    ],
    [
      'several runs from given centres',
      [[1], [2]],
      { nClusters: 1, init: [[1]], nInit: 2 },
      /nInit to be 1, since/,
    ],
    ['an unknown start', [[1], [2]], { nClusters: 1, init: 'kmeans' }, /one of 'k-means\+\+', 'random'/],
    ['a negative ratio', [[1], [2]], { nClusters: 1, reassignmentRatio: -1 }, /reassignmentRatio/],
    [
      'a ratio that no centre reaches',
      [[0], [1], [9]],
      { nClusters: 2, reassignmentRatio: 1.1 },
      /options.reassignmentRatio to be a number in \[0, 1\], received 1.1/,
    ],
    [
      'values whose squares overflow',
      [[0], [1e200]],
      { nClusters: 1 },
      /row 1, column 0 of data holds 1e\+200/,
    ],
    ['centres whose squares overflow', [[0], [1]], { nClusters: 1, init: [[1e200]] }, /options.init holds/],
    ['an unknown option', [[1], [2]], { nClusters: 1, n_init: 3 }, /options\.n_init/],
  ];
  for (const [what, data, options, message] of refusals) {
    test(`refuses ${what}`, () =>
      assert.rejects(miniBatchKMeans(data, options as MiniBatchKMeansOptions), message));
  }
});

type MatrixArgument = number[][];
