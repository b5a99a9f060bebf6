/** Equal images have one place and one label, whatever the method; few and equal images are said to be so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterImages, type ClusterImagesOptions } from '../../lib/src/pipeline/cluster-images.js';
import { tinyPictures } from '../support/tiny-pictures.js';

const N = 60;
const COPIES = 40;
const tiny = tinyPictures(N);
/** The tiny pictures, and picture 5 forty times more. */
const images = {
  ...tiny,
  nRows: N + COPIES,
  data: Uint8Array.of(
    ...tiny.data,
    ...new Array<number[]>(COPIES).fill([...tiny.data.subarray(320, 384)]).flat(),
  ),
  files: [],
};
const tSne = { maxIter: 250 };

const flows: readonly ClusterImagesOptions[] = [
  { tSne, minClust: 12, maxClust: 12 },
  { tSne, clusterSpace: 'low', minClust: 12, maxClust: 12 },
  { tSne, cluster: 'kmeans', clusterSpace: 'low', minClust: 12, maxClust: 12 },
  { embedding: 'umap', minClust: 12, maxClust: 12 },
  { embedding: 'umap', cluster: 'kmeans', minClust: 12, maxClust: 12 },
  { embedding: 'umap', cluster: 'gaussian-mixture', minClust: 6, maxClust: 6 },
  { embedding: 'none', cluster: 'spectral', minClust: 12, maxClust: 12 },
  { embedding: 'none', cluster: 'kmeans', minClust: 12, maxClust: 12 },
  { embedding: 'none', cluster: 'dbscan' },
  { embedding: 'umap', cluster: 'hdbscan' },
  {
    embedding: 'none',
    features: 'hog',
    hog: { pixelsPerCell: [4, 4], cellsPerBlock: [1, 1] },
    minClust: 12,
    maxClust: 12,
  },
  { embedding: 'none', normalize: 'moments', features: 'raw', minClust: 12, maxClust: 12 },
  { embedding: 'none', minClust: 4, maxClust: 4, refine: 'self-label', selfLabel: { nEpochs: 2 } },
];

for (const flow of flows) {
  test(`41 copies among 59 others share place and label: ${JSON.stringify(flow)}`, async () => {
    const { features, embedding, space, labels } = await clusterImages(images, flow);
    const rows = [5, ...Array.from({ length: COPIES }, (_, i) => N + i)];
    assert.equal(new Set(rows.map((row) => labels[row])).size, 1);
    for (const x of [features, embedding, space ?? embedding]) {
      const at = (row: number): Float64Array => x.data.slice(row * x.nColumns, (row + 1) * x.nColumns);
      for (const row of rows) assert.deepEqual(at(row), at(5));
    }
  });
}

test('one kind of image is said, whatever makes them equal', async () => {
  const equal = new Array<number[]>(100).fill([0, 9, 200, 7]);
  for (const options of [
    {},
    { embedding: 'umap' },
    { features: 'raw' },
    { rescale: false },
    { cluster: 'kmeans' },
  ] as const)
    await assert.rejects(clusterImages(equal, options), {
      name: 'DataError',
      message:
        'clusterImages: all 100 images are equal, as they are compared: there is one kind of image, and nothing to cluster.',
    });
  const levels = Array.from({ length: 5 }, (_, i) => new Array<number>(16).fill(i));
  await assert.rejects(clusterImages(levels), /^DataError: clusterImages: all 5 images are equal/);
  const blank = { rescale: false, clean: true, features: 'raw' } as const;
  await assert.rejects(clusterImages(levels, blank), /^DataError: clusterImages: all 5 images are equal/);
  const features = new Array<number[]>(60).fill([1, 2]);
  await assert.rejects(
    clusterImages(tiny, { features }),
    /^DataError: clusterImages: all 60 images are equal/,
  );
});

test('two and three kinds of images: no more clusters than kinds unless asked for, in every method', async () => {
  const kinds = [
    [0, 9, 200, 7],
    [9, 0, 1, 200],
    [1, 2, 100, 100],
  ];
  for (const nKinds of [2, 3]) {
    const many = Array.from({ length: 40 }, (_, i) => kinds[i % nKinds]!);
    for (const options of [
      {},
      { cluster: 'kmeans' },
      { cluster: 'spectral' },
      { embedding: 'umap' },
      { embedding: 'umap', cluster: 'kmeans' },
    ] as const) {
      const { nClusters, labels } = await clusterImages(many, { ...options });
      assert.equal(nClusters, nKinds, JSON.stringify(options));
      labels.forEach((label, row) => assert.equal(label, labels[row % nKinds]));
    }
  }
});

test('images that vary in one direction: the default flow runs, and says so', async () => {
  const line = Array.from({ length: 60 }, (_, i) => [i ** 1.1, 0, 255]);
  const { embedding, warnings } = await clusterImages(line, { rescale: false });
  assert.ok(embedding.data.every(Number.isFinite));
  assert.ok(warnings.some((warning) => warning.startsWith('the data vary in one direction')));
});
