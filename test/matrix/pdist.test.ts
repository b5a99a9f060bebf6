import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { pdist } from '../../lib/src/matrix/pdist.js';
import { rowMetrics } from '../../lib/src/matrix/row-distances.js';
import { silhouetteScores } from '../../lib/src/metrics/silhouette-many.js';
import { treeSweep } from '../../lib/src/select/tree-sweep.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

test('pairs come in the order of the upper triangle, in every metric', async () => {
  const x = [
    [3, 0],
    [0, 4],
    [-3, 0],
  ];
  const byHand = {
    euclidean: [5, 6, 5],
    cityblock: [7, 6, 7],
    chebyshev: [4, 6, 4],
    cosine: [1, 2, 1],
    correlation: [2, 2, 0],
  };
  for (const metric of rowMetrics)
    assertClose(await pdist(x, { metric }), byHand[metric], { atol: 1e-15, message: metric });
});

test('what is made of the distances is what is made of the rows', async () => {
  // More rows than a tile of direct sums, and no multiple of one.
  const x = blobs(7, 150, 3, 4);
  const distances = await pdist(x);
  const tree = await linkage(x);
  const { metric, ...fromDistances } = await linkage(distances, { metric: 'precomputed' });
  assert.equal(metric, 'precomputed');
  assert.deepEqual({ ...fromDistances, metric: 'euclidean' }, tree);

  const scores = (sweep: Awaited<ReturnType<typeof treeSweep>>): number[] =>
    sweep.rows.map((row) => row.score);
  assertClose(scores(await treeSweep(x, tree, { distances })), scores(await treeSweep(x, tree)), {
    rtol: 1e-13,
  });

  const crossing = [0, 1, 2].map((shift) => Array.from({ length: 150 }, (_, i) => (i * (shift + 1)) % 5));
  assertClose(await silhouetteScores(x, crossing, { distances }), await silhouetteScores(x, crossing), {
    rtol: 1e-12,
  });
});

test('bad input', async () => {
  const x = [[0], [1], [5], [7]];
  const tree = await linkage(x);
  const wrong = Float64Array.of(1, 2, 3);
  await assert.rejects(pdist([[1]]), /pdist: expected data to be at least 2 rows/);
  await assert.rejects(pdist(x, { maxMemoryBytes: 47 }), /expected options.maxMemoryBytes to be at least 48/);
  await assert.rejects(pdist(x, { metric: 'hamming' as 'cosine' }), /options.metric/);
  await assert.rejects(
    pdist(
      [
        [0, 0],
        [1, 2],
      ],
      { metric: 'cosine' },
    ),
    /row 0/,
  );
  await assert.rejects(treeSweep(x, tree, { distances: wrong }), /6 distances that pdist gives for 4 rows/);
  await assert.rejects(
    treeSweep(x, tree, { distances: await pdist(x), evaluate: 'dbindex' }),
    /expected options.distances to be left out with evaluate 'dbindex'/,
  );
  await assert.rejects(silhouetteScores(x, [[0, 0, 1, 1]], { distances: wrong }), /6 distances/);
});
