import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  agglomerative,
  assignLabels,
  calinskiHarabaszScore,
  chooseNClusters,
  clusterStability,
  daviesBouldinScore,
  dbscan,
  dbscanSweep,
  gapStatistic,
  gaussianMixture,
  hdbscan,
  kMeans,
  kMeansSweep,
  linkage,
  miniBatchKMeans,
  mixtureSweep,
  nearestNeighbors,
  pca,
  pdist,
  predictionStrength,
  projectPca,
  silhouetteSamples,
  silhouetteScore,
  silhouetteScores,
  softAssignments,
  spectralClustering,
  standardize,
  tSne,
  treeSweep,
  trustworthiness,
  umap,
} from '../../lib/src/index.js';
import { checkMagnitude } from '../../lib/src/matrix/check-magnitude.js';

/** Two groups of six rows in two columns, some 1 wide and 10 apart, times a factor. */
function rowsTimes(factor: number, offset: number = 0): number[][] {
  return Array.from({ length: 12 }, (_, i) => [
    offset + factor * ((i % 2) * 10 + Math.cos(i)),
    factor * Math.sin(2 * i),
  ]);
}
const labels = Array.from({ length: 12 }, (_, i) => i % 2);
const k = [2, 3];

/** Every public function that measures distances or variances of rows. */
const measuring: Record<string, (rows: number[][]) => unknown> = {
  agglomerative: (x) => agglomerative(x, { nClusters: 2 }),
  assignLabels: (x) => assignLabels(x, x.slice(0, 2)),
  calinskiHarabaszScore: (x) => calinskiHarabaszScore(x, labels),
  chooseNClusters: (x) => chooseNClusters(x, { nClusters: k, criteria: ['silhouette'] }),
  clusterStability: (x) => clusterStability(x, { nClusters: k }),
  daviesBouldinScore: (x) => daviesBouldinScore(x, labels),
  dbscan: (x) => dbscan(x, { minSamples: 2 }),
  dbscanSweep: (x) => dbscanSweep(x, { minSamples: 2 }),
  gapStatistic: (x) => gapStatistic(x, { nClusters: k }),
  gaussianMixture: (x) => gaussianMixture(x, { nComponents: 2 }),
  hdbscan: (x) => hdbscan(x, { minClusterSize: 2 }),
  kMeans: (x) => kMeans(x, { nClusters: 2 }),
  kMeansSweep: (x) => kMeansSweep(x, { nClusters: k }),
  linkage: (x) => linkage(x),
  miniBatchKMeans: (x) => miniBatchKMeans(x, { nClusters: 2 }),
  mixtureSweep: (x) => mixtureSweep(x, { nClusters: k }),
  nearestNeighbors: (x) => nearestNeighbors(x, { nNeighbors: 2 }),
  pca: (x) => pca(x),
  pdist: (x) => pdist(x),
  predictionStrength: (x) => predictionStrength(x, { nClusters: k }),
  silhouetteSamples: (x) => silhouetteSamples(x, labels),
  silhouetteScore: (x) => silhouetteScore(x, labels),
  silhouetteScores: (x) => silhouetteScores(x, [labels]),
  softAssignments: (x) => softAssignments(x, x.slice(0, 2)),
  spectralClustering: (x) => spectralClustering(x, { nClusters: 2 }),
  standardize: (x) => standardize(x),
  tSne: (x) => tSne(x, { perplexity: 2 }),
  treeSweep: async (x) => treeSweep(x, await linkage(rowsTimes(1)), { maxClust: 4 }),
  trustworthiness: (x) => trustworthiness(x, x),
  umap: (x) => umap(x, { nNeighbors: 3 }),
};

for (const [name, call] of Object.entries(measuring)) {
  test(`${name} refuses rows whose squared distances overflow or vanish, in its own name`, async () => {
    const run = async (rows: number[][]): Promise<unknown> => call(rows);
    const message = (what: string): { name: string; message: RegExp } => ({
      name: 'DataError',
      message: new RegExp(`^${name}: .*${what}`),
    });
    await assert.rejects(run(rowsTimes(1e200)), message('overflow when squared, scale the data down'));
    await assert.rejects(run(rowsTimes(1e-160)), message('vanish, scale the data up'));
    await assert.rejects(run(rowsTimes(1e-310)), message('vanish, scale the data up'));
    // A column of 1e200 beside ordinary ones, constant or not.
    await assert.rejects(
      run(rowsTimes(1).map((row) => [...row, 1e200])),
      message('row 0, column 2 of .* holds 1e\\+200'),
    );
    // A constant column of ordinary size does not make differences larger.
    await assert.rejects(
      run(rowsTimes(1e-160).map((row) => [...row, 1])),
      message('vanish, scale the data up'),
    );
    // A column too small to matter does no harm.
    await run(rowsTimes(1).map((row, i) => [...row, i * 1e-200]));
  });
}

test('takes what squares can be made of', () => {
  const matrix = (values: number[]): { data: Float64Array; nRows: number; nColumns: number } => ({
    data: Float64Array.from(values),
    nRows: values.length,
    nColumns: 1,
  });
  checkMagnitude('f', { data: matrix([1e140, -1e140]) });
  checkMagnitude('f', { data: matrix([0, 1e-140]) });
  checkMagnitude('f', { data: matrix([5e-324, 5e-324]) });
  checkMagnitude('f', { data: { data: new Uint8Array([1, 1]), nRows: 2, nColumns: 1 } });
  assert.throws(() => checkMagnitude('f', { data: matrix([0, 5e-324]) }), /differ by 5e-324 at most/);
  // Points of one space are looked at together.
  checkMagnitude('f', { data: matrix([0, 1e-150]), centers: matrix([1]) });
  assert.throws(() => checkMagnitude('f', { data: matrix([0]), centers: matrix([1e-150]) }), {
    message: /^f: the rows of data and centers differ by 1e-150 at most/,
  });
});

test('projectPca compares new rows with the mean of the model', async () => {
  const model = await pca(rowsTimes(1));
  await assert.rejects(projectPca(model, [[1e200, 0]]), /^DataError: projectPca: row 0, column 0 of data/);
  await projectPca(model, [
    [0, 0],
    [1e-150, 0],
  ]);
});

test('cosine knows the direction of a row however short it is', async () => {
  const rows = [
    [1, 1],
    [1e-200, 0],
    [0, 3e-310],
  ];
  const distances = await pdist(rows, { metric: 'cosine' });
  const half = 1 - Math.SQRT1_2;
  [half, half, 1].forEach((expected, i) => assert.ok(Math.abs(distances[i]! - expected) < 1e-15));
});
