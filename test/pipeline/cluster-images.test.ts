import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assign } from '../../lib/src/pipeline/assign.js';
import { clusterImages, type ClusterImagesOptions } from '../../lib/src/pipeline/cluster-images.js';
import { recluster } from '../../lib/src/pipeline/recluster.js';
import { scoreLabels } from '../../lib/src/pipeline/score-labels.js';
import { adjustedRandScore } from '../../lib/src/metrics/adjusted-rand-score.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { tinyPictures } from '../support/tiny-pictures.js';

const quick: ClusterImagesOptions = { embedding: 'none', maxClust: 8 };

test('the whole flow finds the four kinds of picture', async () => {
  const images = tinyPictures(60);
  const before = images.data.slice();
  const stages = new Set<string>();
  const result = await clusterImages(images, {
    tSne: { perplexity: 10, maxIter: 300 },
    maxClust: 8,
    onProgress: ({ stage }) => stages.add(stage),
  });
  assert.equal(result.nClusters, 4);
  assert.equal(adjustedRandScore(result.labels, images.kinds), 1);
  assert.deepEqual([...result.counts], [15, 15, 15, 15]);
  assert.deepEqual(
    result.sweep.rows.map((row) => row.nClusters),
    [3, 4, 5, 6, 7, 8],
  );
  assert.equal(result.sweep.best.labels, result.labels);
  assert.equal(result.tree!.nLeaves, 60);
  assert.deepEqual([result.embedding.nRows, result.embedding.nColumns], [60, 2]);
  assert.ok(result.features.nColumns < 60);
  assert.deepEqual([result.images.width, result.images.height, result.images.channels], [8, 8, 1]);
  assert.deepEqual(result.images.files, images.files);
  assert.equal(result.representatives.rows.length, 4);
  result.representatives.rows.forEach((row, cluster) => {
    assert.equal(result.labels[row], cluster);
    assert.equal(result.representatives.files[cluster], `picture-${row}.png`);
  });
  assert.deepEqual(images.data, before);
  assert.ok(stages.size >= 4, [...stages].join(', '));
});

test('the same seed gives the same result, and is written into it; nothing is left in libtensorflow', async () => {
  const images = tinyPictures(40);
  const options: ClusterImagesOptions = {
    tSne: { perplexity: 5, maxIter: 250 },
    maxClust: 6,
    randomState: 7,
  };
  const first = await clusterImages(images, options);
  const tensors = liveTensors();
  assert.deepEqual(await clusterImages(images, options), first);
  assert.equal(first.randomState, 7);
  assert.equal(liveTensors(), tensors);
});

test('rescaling can be switched off', async () => {
  const images = tinyPictures(12);
  const rescaled = await clusterImages(images, { ...quick, features: 'raw' });
  assert.equal(rescaled.rescaled, true);
  for (let i = 0; i < 12; i++)
    assert.equal(Math.max(...rescaled.images.data.subarray(i * 64, (i + 1) * 64)), 255);
  const plain = await clusterImages(images, { ...quick, features: 'raw', rescale: false });
  assert.equal(plain.images.data, images.data);
  assert.deepEqual(plain.features.data, Float64Array.from(images.data));
  assert.deepEqual(
    plain.embedding.data.subarray(0, 4),
    Float64Array.of(images.data[0]!, images.data[1]!, images.data[64]!, images.data[65]!),
  );
});

test('given features take the place of measured ones', async () => {
  const images = tinyPictures(20);
  const features = Array.from(images.kinds, (kind, i) => [kind * 10 + i / 100]);
  const result = await clusterImages(images, { ...quick, features });
  assert.equal(result.featureModel.kind, 'given');
  assert.equal(adjustedRandScore(result.labels, images.kinds), 1);
  assert.deepEqual([result.embedding.data[2], result.embedding.data[3]], [10.01, 0]);
  await assert.rejects(
    clusterImages(images, { ...quick, features: features.slice(1) }),
    /options.features to be one row for each of the 20 pictures/,
  );
});

test('k-means, another criterion, another space, an exact number', async () => {
  const images = tinyPictures(40);
  const tree = await clusterImages(images, { ...quick, features: 'raw' });
  const kmeans = await recluster(tree, { cluster: 'kmeans' });
  assert.equal(kmeans.sweep.method, 'k-means');
  assert.equal(kmeans.tree, undefined);
  assert.equal(adjustedRandScore(kmeans.labels, images.kinds), 1);
  const elbow = await recluster(tree, { evaluate: 'derivative' });
  assert.equal(elbow.sweep.criterion, 'derivative');
  assert.equal(elbow.tree, tree.tree);
  const low = await recluster(tree, { clusterSpace: 'low' });
  assert.notEqual(low.tree, tree.tree);
  assert.equal(low.settings.clusterSpace, 'low');
  const seven = await recluster(tree, { minClust: 7, maxClust: 7 });
  assert.equal(seven.nClusters, 7);
  assert.equal(seven.representatives.rows.length, 7);
  const average = await recluster(tree, { linkage: 'average', metric: 'cosine' });
  assert.deepEqual([average.tree!.method, average.tree!.metric], ['average', 'cosine']);
  // What is left out stays.
  assert.equal((await recluster(average, { minClust: 2 })).tree, average.tree);
  assert.equal(average.features, tree.features);
});

test('clusters by density leave noise out', async () => {
  const images = tinyPictures(60);
  // Picture 5 is unlike all others.
  for (let pixel = 0; pixel < 64; pixel++) images.data[5 * 64 + pixel] = (pixel % 2) * 255;
  const result = await clusterImages(images, {
    embedding: 'none',
    cluster: 'hdbscan',
    hdbscan: { minClusterSize: 6 },
  });
  assert.equal(result.settings.cluster, 'hdbscan');
  assert.equal(result.nClusters, 4);
  assert.equal(result.labels[5], -1);
  assert.equal(result.nNoise, result.labels.filter((label) => label === -1).length);
  assert.equal(result.counts.reduce((sum, count) => sum + count) + result.nNoise, 60);
  assert.equal(result.hdbscan!.persistence.length, 4);
  assert.deepEqual([result.sweep.method, result.sweep.rows.length], ['hdbscan', 1]);
  assert.ok(result.sweep.best.score > 0);
  assert.equal(result.representatives.rows.length, 4);
  result.representatives.rows.forEach((row, cluster) => assert.equal(result.labels[row], cluster));
  const none = await recluster(result, { hdbscan: { minClusterSize: 60 } });
  assert.deepEqual([none.nClusters, none.nNoise, none.representatives.rows.length], [0, 60, 0]);
  assert.ok(Number.isNaN(none.sweep.best.score));
  assert.match(none.warnings[0]!, /no cluster stands out/);
  await assert.rejects(
    recluster(result, { minClust: 3 }),
    /options.minClust to be left out with cluster 'hdbscan'/,
  );
});

test('features of gradients, of new pictures too', async () => {
  const images = tinyPictures(24);
  const cells = { pixelsPerCell: [4, 4], cellsPerBlock: [2, 2] } as const;
  for (const features of ['hog', 'pca-hog'] as const) {
    const result = await clusterImages(images, { ...quick, features, hog: cells });
    assert.equal(adjustedRandScore(result.labels, images.kinds), 1, features);
    const again = await assign(result, images, { nearest: 'image' });
    assert.deepEqual(again.labels, result.labels);
    assertClose(again.features.data, result.features.data, { atol: 1e-9 });
  }
});

test('labels from elsewhere are scored', async () => {
  const images = tinyPictures(24);
  const clustering = await clusterImages(images, { ...quick, features: 'raw' });
  const own = await scoreLabels(clustering, clustering.labels);
  assertClose(own.silhouette, clustering.sweep.best.score, { rtol: 1e-9 });
  assert.deepEqual([...own.counts], [...clustering.counts]);
  const named = await scoreLabels(
    clustering,
    Array.from(images.kinds, (kind) => 'abcd'[kind]!),
  );
  assert.deepEqual(named.classes, ['a', 'b', 'c', 'd']);
  assertClose(named.daviesBouldin, own.daviesBouldin, { rtol: 1e-9 });
  assert.ok(named.dbindex > 0 && named.calinskiHarabasz > 0);
  assert.notEqual(
    (await scoreLabels(clustering, images.kinds, { space: 'embedding' })).silhouette,
    own.silhouette,
  );
  await assert.rejects(scoreLabels(clustering, [1, 2]), /labels to be one label for each of the 24 rows/);
});

test('refuses what cannot be clustered', async () => {
  const images = tinyPictures(12);
  const run = (options: object): Promise<unknown> => clusterImages(images, { ...quick, ...options });
  for (const n of [1, 2])
    await assert.rejects(clusterImages(tinyPictures(n), quick), /images to be at least 3 pictures/);
  await assert.rejects(clusterImages([[1, 2], [3]], quick), /row 1 of images has 1 values, row 0 has 2/);
  await assert.rejects(
    clusterImages({ ...images, width: 5 }, quick),
    /images.width to be such that width \* height \* channels = 64/,
  );
  await assert.rejects(
    clusterImages({ ...images, files: ['a'] }, quick),
    /images.files to be one name for each of the 12 pictures/,
  );
  await assert.rejects(run({ minClust: 5, maxClust: 4 }), /options.minClust to be an integer in \[2, 4\]/);
  await assert.rejects(run({ minClust: 1, maxClust: 1 }), /options.maxClust to be an integer in \[2, 11\]/);
  await assert.rejects(
    run({ maxClust: 12 }),
    /options.maxClust to be an integer in \[2, 11\] \(pictures minus 1\)/,
  );
  await assert.rejects(run({ features: 'pixels' }), /options.features to be one of/);
  await assert.rejects(run({ embedding: 'isomap' }), /options.embedding to be one of 'tsne', 'umap', 'none'/);
  await assert.rejects(run({ embedding: 'tsne', tSne: { perplexity: 12 } }), /perplexity/);
  await assert.rejects(
    run({ cluster: 'kmeans', evaluate: 'derivative' }),
    /'silhouette' with cluster 'kmeans'/,
  );
  await assert.rejects(run({ cluster: 'kmeans', metric: 'cosine' }), /'euclidean' with cluster 'kmeans'/);
  await assert.rejects(run({ metric: 'cosine' }), /'euclidean' with linkage 'ward'/);
  await assert.rejects(run({ maxMemoryBytes: 100 }), /options.maxMemoryBytes to be at least/);
  await assert.rejects(
    run({ features: 'raw', pca: { nComponents: 3 } }),
    /options.pca to be left out with features 'raw'/,
  );
  await assert.rejects(run({ hog: {} }), /options.hog to be left out with features 'pca'/);
  await assert.rejects(run({ tSne: { perplexity: 5 } }), /options.tSne to be left out with embedding 'none'/);
  await assert.rejects(
    run({ cluster: 'kmeans', linkage: 'ward' }),
    /options.linkage to be left out with cluster 'kmeans'/,
  );
  await assert.rejects(run({ seed: 1 }), /options.seed to be one of the known options/);
  await assert.rejects(run({ pca: 3 }), /options.pca to be an object, received 3/);
  await assert.rejects(run({ pca: null }), /options.pca to be an object, received null/);
  await assert.rejects(
    run({ pca: { randomState: 1 } }),
    /options.pca.randomState to be one of the known options \(nComponents, svdSolver, /,
  );
  await assert.rejects(
    run({ embedding: 'umap', clusterSpace: 'high', umap: { minDist: 0.5 } }),
    /options.umap.minDist to be left out with clusterSpace 'high'/,
  );
  const copies = { data: new Uint8Array(64 * 5).fill(9), nRows: 5, nColumns: 64 };
  await assert.rejects(
    clusterImages(copies, { embedding: 'none', features: 'raw' }),
    /clusterImages: all 5 images are equal/,
  );
});

test('duplicates and constant pixels are no trouble', async () => {
  const images = tinyPictures(16);
  for (const row of [4, 8]) images.data.copyWithin(row * 64, 0, 64);
  for (let row = 0; row < 16; row++) images.data[row * 64 + 27] = 7;
  const { labels } = await clusterImages(images, { ...quick, maxClust: 5 });
  assert.equal(labels[4], labels[0]);
  assert.equal(labels[8], labels[0]);
});

/** As many pictures as in `kinds`: all of a kind are equal. */
function copies(kinds: readonly number[]): { data: Uint8Array; nRows: number; nColumns: number } {
  const { data } = tinyPictures(4);
  const rows = kinds.flatMap((kind) => [...data.subarray(64 * kind, 64 * kind + 64)]);
  return { data: Uint8Array.from(rows), nRows: kinds.length, nColumns: 64 };
}

test('more clusters wanted than there are different pictures: no cluster is empty', async () => {
  const options = { ...quick, features: 'raw', cluster: 'kmeans', minClust: 3, maxClust: 3 } as const;
  const two = await clusterImages(copies([0, 1, 0, 1, 0, 1, 1, 1]), options);
  assert.equal(two.nClusters, 2);
  assert.deepEqual([...two.counts].sort(), [3, 5]);
  assert.ok(two.representatives.centers.data.every(Number.isFinite));
  two.representatives.rows.forEach((row, cluster) => assert.equal(two.labels[row], cluster));
  assert.match(two.warnings[0]!, /^k = 3: only 2 of 3 clusters have rows/);
  const { labels } = await assign(two, copies([1, 0]));
  assert.deepEqual([...labels], [two.labels[1], two.labels[0]]);
});

test('a network has nothing to learn from fewer than two clusters: said, not thrown', async () => {
  const result = await clusterImages(tinyPictures(24), {
    embedding: 'none',
    features: 'raw',
    cluster: 'hdbscan',
    hdbscan: { minClusterSize: 24 },
    refine: 'self-label',
  });
  assert.deepEqual([result.nClusters, result.nNoise, result.refinement], [0, 24, undefined]);
  assert.match(result.warnings.at(-1)!, /clusters found: 0; a network needs two/);
});

test('what features and layout warn of is in the warnings', async () => {
  // Points equally far from each other have no nearest neighbours: t-SNE's perplexity is out of reach.
  const images = tinyPictures(16);
  const features = Array.from({ length: 16 }, (_, i) => Array.from({ length: 16 }, (_, j) => +(i === j)));
  const { warnings } = await clusterImages(images, {
    features,
    cluster: 'kmeans',
    tSne: { perplexity: 2, maxIter: 250 },
  });
  assert.match(warnings[0]!, /^16 of 16 rows do not reach perplexity 2/);
  const flat = await clusterImages(copies([0, 1, 2, 0, 1, 2, 0, 1]), {
    ...quick,
    cluster: 'kmeans',
    maxClust: 3,
    pca: { nComponents: 5, svdSolver: 'randomized' },
  });
  assert.match(flat.warnings[0]!, /^pca: 5 components asked for, the data vary in 2 directions only/);
});

test('an option that is explicitly undefined is one that was left out', async () => {
  const images = tinyPictures(24);
  const plain = await clusterImages(images, { ...quick, minClust: 4, maxClust: 5 });
  const spelled = await clusterImages(images, {
    ...quick,
    minClust: 4,
    maxClust: 5,
    rescale: undefined,
    pca: { nComponents: undefined },
  });
  assert.deepEqual(spelled, plain);
  const same = await recluster(plain, { minClust: undefined, maxClust: undefined });
  assert.deepEqual([same.settings.minClust, same.settings.maxClust], [4, 5]);
  assert.equal(same.tree, plain.tree);
});

test('stops when told to', async () => {
  await assert.rejects(
    clusterImages(tinyPictures(12), { ...quick, signal: AbortSignal.abort(new Error('stop')) }),
    /stop/,
  );
  const before = liveTensors();
  const controller = new AbortController();
  const stopped = clusterImages(tinyPictures(40), {
    ...quick,
    refine: 'self-label',
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (stage.startsWith('labels after epoch 2')) controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(stopped, { message: 'enough' });
  assert.equal(liveTensors(), before);
});
