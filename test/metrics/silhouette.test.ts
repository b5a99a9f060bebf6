import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { innerProducts } from '../../lib/src/matrix/inner-products.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { silhouetteScores } from '../../lib/src/metrics/silhouette-many.js';
import { silhouetteSamples } from '../../lib/src/metrics/silhouette-samples.js';
import { silhouetteScore } from '../../lib/src/metrics/silhouette-score.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { createPacer } from '../../lib/src/progress.js';
import { liveTensors, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, goldenData, readReference } from '../support/golden.js';
import { labelingsOf, type MetricsReference } from '../support/metrics-reference.js';

const { dataSets } = readReference<MetricsReference>('metrics');

// Rousseeuw (1987), table 1: dissimilarities of twelve countries, below the diagonal row by row.
const COUNTRIES = ['BEL', 'BRA', 'CHI', 'CUB', 'EGY', 'FRA', 'IND', 'ISR', 'USA', 'USS', 'YUG', 'ZAI'];
const DISSIMILARITIES = [
  [5.58],
  [7.0, 6.5],
  [7.08, 7.0, 3.83],
  [4.83, 5.08, 8.17, 5.83],
  [2.17, 5.75, 6.67, 6.92, 4.92],
  [6.42, 5.0, 5.58, 6.0, 4.67, 6.42],
  [3.42, 5.5, 6.42, 6.42, 5.0, 3.92, 6.17],
  [2.5, 4.92, 6.25, 7.33, 4.5, 2.25, 6.33, 2.75],
  [6.08, 6.67, 4.25, 2.67, 6.0, 6.17, 6.17, 6.92, 6.17],
  [5.25, 6.83, 4.5, 3.75, 5.75, 5.42, 6.08, 5.83, 6.67, 3.67],
  [4.75, 3.0, 6.08, 6.67, 5.0, 5.58, 4.83, 6.17, 5.67, 6.5, 6.92],
];
// His figures 2 and 3.
const FIGURES = [
  {
    labels: [1, 1, 2, 2, 1, 1, 2, 1, 1, 2, 2, 1],
    score: 0.28,
    expected: {
      USA: 0.43,
      BEL: 0.39,
      FRA: 0.35,
      ISR: 0.3,
      BRA: 0.22,
      EGY: 0.2,
      ZAI: 0.19,
      CUB: 0.4,
      USS: 0.34,
      CHI: 0.33,
      YUG: 0.26,
      IND: -0.04,
    },
  },
  {
    labels: [1, 2, 3, 3, 1, 1, 2, 1, 1, 3, 3, 2],
    score: 0.33,
    expected: {
      USA: 0.47,
      FRA: 0.44,
      BEL: 0.42,
      ISR: 0.37,
      EGY: 0.02,
      ZAI: 0.28,
      BRA: 0.25,
      IND: 0.17,
      CUB: 0.48,
      USS: 0.44,
      YUG: 0.31,
      CHI: 0.31,
    },
  },
];

function countries(): Matrix {
  const data = new Float64Array(144);
  DISSIMILARITIES.forEach((row, i) =>
    row.forEach((value, j) => (data[(i + 1) * 12 + j] = data[j * 12 + i + 1] = value)),
  );
  return { data, nRows: 12, nColumns: 12 };
}

describe('silhouetteSamples', () => {
  test('a hand calculation', async () => {
    // Row 0: a = 1, b = 10; row 1: a = 1, b = 9; row 2 is alone.
    assertClose(await silhouetteSamples([[0], [1], [10]], ['x', 'x', 'y']), [9 / 10, 8 / 9, 0]);
  });

  for (const { labels, expected, score } of FIGURES) {
    test(`Rousseeuw's countries in ${new Set(labels).size} clusters, as printed`, async () => {
      const samples = await silhouetteSamples(countries(), labels, { metric: 'precomputed' });
      const printed = COUNTRIES.map((name) => expected[name as keyof typeof expected]);
      assertClose(samples, printed, { rtol: 0, atol: 0.01 });
      assertClose(await silhouetteScore(countries(), labels, { metric: 'precomputed' }), score, {
        rtol: 0,
        atol: 0.01,
      });
    });
  }

  for (const set of dataSets) {
    const x = blobs(set.seed, set.nRows, set.nColumns, set.nCenters, set.spread);
    test(`${set.nRows} x ${set.nColumns} equals scikit-learn`, async () => {
      const labelings = labelingsOf(set);
      for (const [l, labels] of labelings.entries()) {
        const expected = set.scores[l]!;
        assertClose((await silhouetteSamples(x, labels)).slice(0, 12), expected.samples, {
          rtol: 1e-10,
          atol: 1e-13,
        });
        assertClose(await silhouetteScore(x, labels), expected.silhouette, { rtol: 1e-11 });
        assertClose(await silhouetteScore(x, labels, { sampleSize: 50, randomState: 3 }), expected.sampled, {
          rtol: 1e-11,
        });
      }
      const expected = set.scores.map(({ silhouette }) => silhouette);
      assertClose(await silhouetteScores(x, labelings), expected, { rtol: 1e-11 });
    });
  }

  test('the example of sklearn-golden.json: a row alone, and a sample', async () => {
    const x = goldenData();
    const alone = Array.from({ length: 120 }, (_, i) => (i < 5 ? 0 : i === 5 ? 1 : 2));
    const samples = await silhouetteSamples(x, alone);
    assert.equal(samples[5], 0);
    assertClose(await silhouetteScore(x, alone), -0.17692455927589337);
    const y = Array.from({ length: 120 }, (_, i) => i % 4);
    assertClose(await silhouetteScore(x, y, { sampleSize: 40 }), 0.630638830296944);
  });

  test('rows that all coincide have 0, misplaced ones less', async () => {
    assertClose(await silhouetteSamples([[3], [3], [3], [3]], [0, 0, 1, 1]), [0, 0, 0, 0]);
    assertClose(await silhouetteSamples([[0], [4], [0], [4]], [0, 0, 1, 1]), [-0.5, -0.5, -0.5, -0.5]);
  });
});

describe('silhouetteScores', () => {
  const x = blobs(7, 700, 60, 8, 3);
  const random = randomState(8);
  const finest = random.randintArray(0, 12, x.nRows);
  const nested = [12, 7, 5, 2].map((k) => finest.map((label) => Math.min(label, k - 1)));
  const crossed = [3, 40, 9].map((k) => random.randintArray(0, k, x.nRows));

  test('nested and crossing labelings in one pass score as each alone, from rows and from inner products', async () => {
    const labelings = [...nested, ...crossed];
    const alone = await Promise.all(labelings.map((labels) => silhouetteScore(x, labels)));
    assertClose(await silhouetteScores(x, labelings), alone, { rtol: 1e-10 });
    const fromProducts = await withScope(async (scope) => {
      const gram = await innerProducts(scope, x, createPacer('test', {}), 'inner products');
      return silhouetteScores(x, labelings, { gram });
    });
    assertClose(fromProducts, alone, { rtol: 1e-10 });
  });

  test('the tensor path agrees with plain loops over distances', async () => {
    const distances = new Float64Array(x.nRows ** 2);
    for (let i = 0; i < x.nRows; i++) {
      for (let j = 0; j < x.nRows; j++) {
        let sum = 0;
        for (let c = 0; c < x.nColumns; c++)
          sum += (x.data[i * x.nColumns + c]! - x.data[j * x.nColumns + c]!) ** 2;
        distances[i * x.nRows + j] = Math.sqrt(sum);
      }
    }
    const precomputed = { data: distances, nRows: x.nRows, nColumns: x.nRows };
    for (const labels of [finest, crossed[1]!]) {
      assertClose(
        await silhouetteSamples(x, labels),
        await silhouetteSamples(precomputed, labels, { metric: 'precomputed' }),
        { rtol: 1e-9, atol: 1e-12 },
      );
      const options = { sampleSize: 400, randomState: 1 };
      assertClose(
        await silhouetteScore(x, labels, options),
        await silhouetteScore(precomputed, labels, { ...options, metric: 'precomputed' }),
        { rtol: 1e-9 },
      );
    }
  });

  test('reports progress, can be stopped, and frees every tensor', async () => {
    const before = liveTensors();
    const stages: number[] = [];
    await silhouetteScores(x, nested, { onProgress: ({ done, total }) => stages.push(done / total) });
    assert.equal(stages.at(-1), 1);
    await assert.rejects(
      silhouetteScores(x, nested, {
        onProgress: () => {
          throw new Error('stop');
        },
      }),
      /stop/,
    );
    await assert.rejects(
      silhouetteScores(x, nested, { signal: AbortSignal.abort(new Error('enough')) }),
      /enough/,
    );
    assert.equal(liveTensors(), before);
  });
});

describe('silhouettes refuse', () => {
  const data = [[0], [1], [10]];
  const refusals: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      'one cluster',
      () => silhouetteScore(data, [1, 1, 1]),
      /silhouetteScore: expected labels to be labels of 2 to 2 clusters .* received "1 clusters"/,
    ],
    ['as many clusters as rows', () => silhouetteSamples(data, [1, 2, 3]), /2 to 2 clusters/],
    ['labels of another length', () => silhouetteSamples(data, [1, 2]), /one label for each of the 3 rows/],
    [
      'the same in one of many',
      () =>
        silhouetteScores(data, [
          [0, 0, 1],
          [0, 1],
        ]),
      /labelings\[1\]/,
    ],
    [
      'a typed array for a list of labelings',
      () => silhouetteScores(data, Int32Array.of(0, 0, 1) as unknown as Int32Array[]),
      /silhouetteScores: expected labelings to be a list of labelings, received a Int32Array of 3/,
    ],
    [
      'a NaN in the data',
      () => silhouetteScore([[0], [NaN], [1]], [0, 0, 1]),
      /row 1, column 0 of data is NaN/,
    ],
    ['a NaN label', () => silhouetteScore(data, [0, NaN, 1]), /label 1 of labels is NaN/],
    [
      'an unknown metric',
      () => silhouetteScore(data, [0, 0, 1], { metric: 'cosine' as 'euclidean' }),
      /one of 'euclidean', 'precomputed'/,
    ],
    [
      'distances that are not square',
      () => silhouetteScore(data, [0, 0, 1], { metric: 'precomputed' }),
      /square matrix of distances/,
    ],
    [
      'a negative distance',
      () =>
        silhouetteScore(
          [
            [0, -1],
            [1, 0],
          ],
          [0, 1],
          { metric: 'precomputed' },
        ),
      /row 0, column 1 of data is negative/,
    ],
    [
      'a distance to itself',
      () =>
        silhouetteScore(
          [
            [0, 1],
            [1, 2],
          ],
          [0, 1],
          { metric: 'precomputed' },
        ),
      /row 1, column 1 of data is not 0/,
    ],
    [
      'a sample larger than the data',
      () => silhouetteScore(data, [0, 0, 1], { sampleSize: 4 }),
      /sampleSize to be an integer in \[3, 3\]/,
    ],
    [
      'inner products of other rows',
      () =>
        silhouetteScores(data, [[0, 0, 1]], {
          gram: { n: 2, tensor: { id: 0, shape: [2, 2], dtype: 2 }, squaredNorms: new Float64Array(2) },
        }),
      /options\.gram/,
    ],
    ['an unknown option', () => silhouetteScore(data, [0, 0, 1], { sample: 3 } as object), /options\.sample/],
  ];
  for (const [what, call, message] of refusals) test(what, () => assert.rejects(call, message));
});
