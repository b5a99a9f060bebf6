import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { assign } from '../../lib/src/pipeline/assign.js';
import { clusterImages } from '../../lib/src/pipeline/cluster-images.js';
import type { Clustering } from '../../lib/src/pipeline/clustering.js';
import { loadClustering } from '../../lib/src/pipeline/load-clustering.js';
import { recluster } from '../../lib/src/pipeline/recluster.js';
import { saveClustering } from '../../lib/src/pipeline/save-clustering.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { drawnShapes, SHAPES, SIDE, shapesOf as truth } from '../support/drawn-shapes.js';
import { scratchFolder } from '../support/scratch.js';

const N = 90;
const images = drawnShapes(N, 0);
const options = {
  preset: 'drawn-shapes',
  minClust: SHAPES,
  maxClust: SHAPES,
  umap: { nEpochs: 100 },
  selfLabel: { nEpochs: 3, batchSize: 30 },
} as const;

describe('the preset for drawn shapes', () => {
  let clustering: Clustering;
  before(async () => {
    clustering = await clusterImages(images, options);
  });

  test('finds the shapes, stage by stage', () => {
    const { settings, preparation, features, embedding, space, refinement } = clustering;
    assert.equal(clusteringAccuracy(truth(N), clustering.sweep.best.labels), 1);
    assert.equal(clusteringAccuracy(truth(N), clustering.labels), 1);
    assert.deepEqual([...clustering.counts], [30, 30, 30]);
    assert.deepEqual(
      [
        settings.cluster,
        settings.clusterSpace,
        settings.refine,
        clustering.rescaled,
        clustering.featureModel.kind,
      ],
      ['kmeans', 'umap', 'self-label', true, 'hog-pca'],
    );
    assert.deepEqual(preparation, { cleaning: {}, normalization: { method: 'moments' } });
    assert.deepEqual([features.nColumns, embedding.nColumns, space?.nColumns], [50, 2, 10]);
    assert.equal(refinement?.history.length, 3);
    // The pictures stay as large as they were given.
    assert.deepEqual([clustering.images.width, clustering.images.nRows], [SIDE, N]);
    assert.match(clustering.representatives.files[0]!, /^shape-\d+\.png$/);
  });

  test('labels new pictures by the network, or by features', async () => {
    const more = drawnShapes(12, 5);
    for (const nearest of [undefined, 'network', 'center', 'image'] as const) {
      const { labels, distances, files } = await assign(clustering, more, { nearest });
      assert.equal(clusteringAccuracy(truth(12), labels), 1, nearest);
      assert.equal(labels[0], clustering.labels[0], nearest);
      assert.ok(distances.every((distance) => distance >= 0 && (nearest !== 'network' || distance < 1)));
      assert.equal(files[11], 'shape-11.png');
    }
  });

  test('is kept in a file, network and all, and clustered again from it', async () => {
    const path = join(scratchFolder('drawn-shapes'), 'shapes.clustering');
    await saveClustering(clustering, path);
    const loaded = await loadClustering(path);
    assert.deepEqual(loaded, clustering);
    const rough = await recluster(loaded, { refine: 'none', maxClust: 4 });
    assert.equal(rough.space, loaded.space);
    assert.equal(rough.refinement, undefined);
    assert.deepEqual(
      rough.sweep.rows.map((row) => row.nClusters),
      [3, 4],
    );
    assert.deepEqual(rough.sweep.rows[0]!.labels, clustering.sweep.best.labels);
  });

  test('gives the same for the same seed, and leaves nothing in libtensorflow', async () => {
    const before = liveTensors();
    const again = await clusterImages(images, options);
    assert.deepEqual(again.labels, clustering.labels);
    assert.deepEqual(again.space, clustering.space);
    assert.equal(liveTensors(), before);
  });
});

test('options beside the preset win over it', async () => {
  const clustering = await clusterImages(images, {
    ...options,
    normalize: { method: 'bounding-box', size: 16 },
    hogWindows: { stride: [8, 8] },
    features: 'hog-windows',
    embedding: 'none',
    clusterSpace: 'high',
    cluster: 'agglomerative',
    refine: 'none',
    umap: undefined,
    selfLabel: undefined,
  });
  assert.equal(clustering.features.nColumns, 2 * 2 * 9);
  assert.equal(clustering.settings.clusterSpace, 'high');
  assert.equal(clustering.tree?.method, 'ward');
  assert.deepEqual(clustering.preparation, {
    cleaning: {},
    normalization: { method: 'bounding-box', size: 16 },
  });
});

test('clusters of the preset do not depend on what is drawn', async () => {
  const unrefined = { ...options, refine: 'none', selfLabel: undefined } as const;
  const drawn = await clusterImages(images, unrefined);
  const undrawn = await clusterImages(images, { ...unrefined, embedding: 'none' });
  assert.equal(undrawn.settings.clusterSpace, 'umap');
  assert.deepEqual(undrawn.labels, drawn.labels);
});

test('mixtures and spectral clusters find the shapes too', async () => {
  for (const cluster of ['gaussian-mixture', 'spectral'] as const) {
    const result = await clusterImages(images, {
      ...options,
      cluster,
      minClust: 2,
      refine: 'none',
      selfLabel: undefined,
      embedding: 'none',
      clusterSpace: 'umap',
    });
    assert.equal(result.nClusters, SHAPES, cluster);
    assert.equal(clusteringAccuracy(truth(N), result.labels), 1, cluster);
    assert.equal(result.sweep.method, cluster);
    assert.equal(result.mixture?.responsibilities.nRows, cluster === 'spectral' ? undefined : N);
  }
});

/** As many pictures as in `rows`, copied from these rows. */
function copies(rows: readonly number[]): ReturnType<typeof drawnShapes> {
  const data = Uint8Array.from(
    rows.flatMap((row) => [...images.data.subarray(row * SIDE ** 2, (row + 1) * SIDE ** 2)]),
  );
  return { ...images, data, nRows: rows.length, files: rows.map((_, i) => `copy-${i}.png`) };
}

test('blank pictures, copies, and fewer kinds of pictures than clusters', async () => {
  for (const grey of [0, 255])
    await assert.rejects(
      clusterImages({ ...images, data: images.data.map(() => grey) }, options),
      /rows of data are equal/,
    );
  await assert.rejects(
    clusterImages(copies(Array.from({ length: 30 }, () => 1)), options),
    /rows of data are equal/,
  );
  const two = await clusterImages(copies(Array.from({ length: 30 }, (_, i) => i % 2)), options);
  // Copies may be told apart by where UMAP happens to put them, but different pictures are never put together.
  const kinds = [0, 1].map((kind) => new Set(two.labels.filter((_, i) => i % 2 === kind)));
  assert.ok([...kinds[0]!].every((label) => !kinds[1]!.has(label)));
  const blank = drawnShapes(N, 3);
  blank.data.fill(0, 0, 4 * SIDE ** 2);
  const some = await clusterImages(blank, { ...options, refine: 'none', selfLabel: undefined });
  assert.equal(new Set(some.labels.subarray(0, 4)).size, 1);
  assert.match(some.warnings[0]!, /^4 of 90 pictures are blank/);
});

test('bad input', async () => {
  const bad = (extra: object, message: RegExp): Promise<void> =>
    assert.rejects(clusterImages(images, { ...options, ...extra } as never), message);
  await bad({ preset: 'photos' }, /options.preset/);
  await bad({ clean: 3 }, /options.clean to be true, false or options of cleanImages/);
  await bad({ normalize: true }, /options.normalize to be 'none', a method or options/);
  await bad({ normalize: 'sideways' }, /normalizeImages: .*options.method/);
  await bad({ clean: { gama: 1 } }, /cleanImages: .*gama/);
  const reached: string[] = [];
  await bad(
    { selfLabel: { nEpochs: 0 }, onProgress: ({ stage }: { stage: string }) => reached.push(stage) },
    /selfLabel: expected options.nEpochs to be an integer of at least 1/,
  );
  assert.deepEqual(reached, [], 'refused before any work');
  await bad(
    { umap: { neighbors: 3 } },
    /options.umap.neighbors to be one of the known options \(nNeighbors, /,
  );
  await bad({ refine: 'none' }, /options.selfLabel to be left out with refine 'none'/);
  await bad({ spectral: {} }, /options.spectral to be left out with cluster 'kmeans'/);
  await bad(
    { embedding: 'none', clusterSpace: 'high' },
    /options.umap to be left out with clusterSpace 'high'/,
  );
  await bad({ features: 'pca', hogWindows: {} }, /options.hogWindows to be left out with features 'pca'/);
  await bad({ tSne: {} }, /options.tSne to be left out with embedding 'umap'/);
  const plain = await clusterImages(images, { features: 'raw', embedding: 'none' });
  await assert.rejects(assign(plain, images, { nearest: 'network' }), /only for refined clusterings/);
});
