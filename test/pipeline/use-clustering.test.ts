import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assign } from '../../lib/src/pipeline/assign.js';
import { clusterImages } from '../../lib/src/pipeline/cluster-images.js';
import type { Clustering } from '../../lib/src/pipeline/clustering.js';
import { findSimilar } from '../../lib/src/pipeline/find-similar.js';
import { loadClustering } from '../../lib/src/pipeline/load-clustering.js';
import { meanImages } from '../../lib/src/pipeline/mean-images.js';
import { pack, unpack } from '../../lib/src/pipeline/packed-value.js';
import { recluster } from '../../lib/src/pipeline/recluster.js';
import { representatives } from '../../lib/src/pipeline/representatives.js';
import { saveClustering } from '../../lib/src/pipeline/save-clustering.js';
import { assertClose } from '../support/assert-close.js';
import { tinyPictures } from '../support/tiny-pictures.js';

const images = tinyPictures(48);
let clustering: Clustering;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustering-'));
  clustering = await clusterImages(images, { embedding: 'none', maxClust: 6 });
});

after(() => rm(folder, { recursive: true }));

/** Four pictures of three values in two clusters, everything by hand. */
const byHand = {
  features: { data: Float64Array.of(0, 1, 5, 20, 22, 30), nRows: 6, nColumns: 1 },
  embedding: { data: Float64Array.of(0, 0, 9, 9, 8, 8, 1, 1, 2, 2, 3, 3), nRows: 6, nColumns: 2 },
  labels: Int32Array.of(0, 0, 0, 1, 1, 1),
  counts: Int32Array.of(3, 3),
  images: {
    data: Uint8Array.of(1, 2, 6, 0, 4, 5),
    nRows: 6,
    nColumns: 1,
    width: 1,
    height: 1,
    channels: 1,
    files: ['a', 'b', 'c', 'd', 'e', 'f'],
  },
};

test('representatives by hand: medoids, and whatever is nearest to the mean', async () => {
  const input = { ...byHand, settings: clustering.settings };
  const medoids = await representatives(input);
  assert.deepEqual([...medoids.rows], [1, 4]);
  assert.deepEqual(medoids.files, ['b', 'e']);
  assert.deepEqual([...medoids.centers.data], [2, 24]);
  // Means 17/3 and 2 of the embedding: row 5 (3, 3) is nearer to the first than its members (0), (9), (8).
  assert.deepEqual(
    [...(await representatives(input, { space: 'embedding', membersOnly: false })).rows],
    [2, 4],
  );
  assert.deepEqual([...(await representatives(input, { space: 'embedding' })).rows], [2, 4]);
  const stray = {
    ...input,
    embedding: { ...byHand.embedding, data: Float64Array.of(0, 0, 9, 9, 9, 9, 6, 6, 2, 2, 3, 3) },
  };
  assert.deepEqual(
    [...(await representatives(stray, { space: 'embedding', membersOnly: false })).rows],
    [3, 5],
  );
  await assert.rejects(representatives(input, { space: 'pixels' as 'features' }), /'features', 'embedding'/);
});

test('mean images', async () => {
  const plain = await meanImages({ ...byHand, rescaled: false });
  assert.deepEqual([...plain.data], [3, 3]);
  assert.deepEqual([plain.nRows, plain.width, plain.height, plain.files.length], [2, 1, 1, 0]);
  const means = await meanImages(clustering);
  assert.ok(means.data instanceof Uint8Array);
  for (let cluster = 0; cluster < 4; cluster++)
    assert.equal(Math.max(...means.data.subarray(cluster * 64, (cluster + 1) * 64)), 255);
});

test('new pictures are assigned to the clusters of their kind', async () => {
  const fresh = tinyPictures(12, 99);
  for (const nearest of ['center', 'image'] as const) {
    const { labels, distances, files } = await assign(clustering, fresh, { nearest });
    fresh.kinds.forEach((kind, i) => assert.equal(labels[i], clustering.labels[kind]));
    assert.ok(distances.every((d) => d > 0));
    assert.equal(files[3], 'picture-3.png');
  }
  const known = await assign(clustering, images, { nearest: 'image' });
  assert.deepEqual(known.labels, clustering.labels);
  assertClose(known.distances, new Float64Array(48), { atol: 1e-6 });
  await assert.rejects(
    assign(clustering, [[1, 2]]),
    /assign: expected images to be pictures of 64 values, as those clustered/,
  );
  const wide = { data: new Uint8Array(64), nRows: 1, nColumns: 64, width: 16, height: 4, channels: 1 };
  await assert.rejects(
    assign(clustering, wide),
    /assign: expected images to be pictures of 8 x 8 x 1, as those clustered, received "4 x 16 x 1"/,
  );
  await assert.rejects(
    findSimilar(clustering, wide, { k: 1 }),
    /findSimilar: expected queries to be pictures/,
  );
});

test('similar pictures: k nearest', async () => {
  const { matches, features, distributions } = await findSimilar(clustering, tinyPictures(3, 5), { k: 4 });
  assert.equal(matches.length, 3);
  assert.equal(features.nRows, 3);
  assert.deepEqual(distributions, []);
  matches.forEach(({ query, rows, distances, pValues, labels, files }, i) => {
    assert.equal(query, i);
    assert.equal(rows.length, 4);
    assert.ok(distances.every((d, at) => at === 0 || d >= distances[at - 1]!));
    assert.ok(pValues.every(Number.isNaN));
    rows.forEach((row, at) => {
      assert.equal(images.kinds[row], i);
      assert.equal(labels[at], clustering.labels[row]);
      assert.equal(files[at], `picture-${row}.png`);
    });
  });
});

test('similar pictures: by p-value, and both rules together', async () => {
  const query = tinyPictures(1, 5);
  const byAlpha = await findSimilar(clustering, query, { alpha: 0.2 });
  const [first] = byAlpha.matches;
  assert.ok(first!.rows.length > 0 && first!.pValues.every((p) => p <= 0.2));
  assert.equal(byAlpha.distributions.length, 5);
  assert.ok(first!.rows.every((row) => images.kinds[row] === 0));
  const both = await findSimilar(clustering, query, { alpha: 0.2, k: 20 });
  assert.equal(both.matches[0]!.rows.length, Math.max(20, first!.rows.length));
  assert.deepEqual(both.matches[0]!.rows.slice(0, first!.rows.length), first!.rows);
  assert.deepEqual(
    (await findSimilar(clustering, query)).matches,
    (await findSimilar(clustering, query, { alpha: 0.05 })).matches,
  );
  assert.equal((await findSimilar(clustering, query, { k: 2, metric: 'cosine' })).matches[0]!.rows.length, 2);
  await assert.rejects(findSimilar(clustering, query, { k: 49 }), /options.k to be an integer in \[1, 48\]/);
  await assert.rejects(findSimilar(clustering, query, { alpha: 1 }), /options.alpha/);
});

test('given features are searched with features', async () => {
  const features = Array.from(images.kinds, (kind, i) => [kind, i / 1000]);
  const given = await clusterImages(images, { features, embedding: 'none', maxClust: 5 });
  const { matches } = await findSimilar(given, [[2, 0.01]], { k: 2 });
  assert.deepEqual([...matches[0]!.rows], [10, 6]);
  // Its network knows pictures, but new ones come as features.
  const refined = await recluster(given, { refine: 'self-label', selfLabel: { nEpochs: 1 } });
  const { labels } = await assign(refined, [[2, 0.01]]);
  assert.equal(labels[0], refined.labels[10]);
  await assert.rejects(
    findSimilar(given, images, { k: 2 }),
    /queries to be features of 2 columns, as the clustering was given/,
  );
});

test('a saved clustering comes back whole, and can be used', async () => {
  const path = join(folder, 'tiny.clustering');
  await saveClustering(clustering, path);
  await saveClustering(clustering, path);
  assert.deepEqual(await readdir(folder), ['tiny.clustering']);
  const loaded = await loadClustering(path);
  assert.deepEqual(loaded, clustering);
  assert.equal(loaded.sweep.best.labels, loaded.labels);
  const odd = { a: [NaN, -Infinity, undefined, null, 'x'], b: { labels: Int8Array.of(-1) }, c: undefined };
  const { json, places, arrays } = pack(odd);
  assert.deepEqual(places, [{ type: 'Int8Array', length: 1 }]);
  assert.deepEqual(unpack(json, arrays), odd);
  const options = { minClust: 5, maxClust: 5 };
  assert.deepEqual(await recluster(loaded, options), await recluster(clustering, options));
  const query = tinyPictures(2, 3);
  assert.deepEqual(
    await findSimilar(loaded, query, { k: 3 }),
    await findSimilar(clustering, query, { k: 3 }),
  );
});

test('bytes of a Buffer are kept as bytes', async () => {
  const path = join(folder, 'buffer.clustering');
  const pixels = { ...images, data: Buffer.from(images.data) };
  const plain = await clusterImages(pixels, { features: 'raw', embedding: 'none', rescale: false });
  await saveClustering(plain, path);
  const loaded = await loadClustering(path);
  await rm(path);
  assert.deepEqual(loaded.images.data, images.data);
});

test('a file of format 1, which knew no preparation and no network, can be used', async () => {
  const path = join(folder, 'old.clustering');
  const { preparation, space, mixture, refinement, ...old } = clustering;
  assert.deepEqual(
    { preparation, space, mixture, refinement },
    {
      preparation: { cleaning: undefined, normalization: undefined },
      space: undefined,
      mixture: undefined,
      refinement: undefined,
    },
  );
  await saveClustering(old as Clustering, path);
  const bytes = await readFile(path);
  bytes[8] = 1;
  const content = bytes.subarray(0, -32);
  await writeFile(path, Buffer.concat([content, createHash('sha256').update(content).digest()]));
  const loaded = await loadClustering(path);
  await rm(path);
  assert.deepEqual(loaded, clustering);
});

test('a file that is damaged, cut short, newer or something else is a clear error', async () => {
  const path = join(folder, 'damaged.clustering');
  await saveClustering(clustering, path);
  const good = await readFile(path);
  const broken = async (bytes: Uint8Array, message: RegExp): Promise<void> => {
    await writeFile(path, bytes);
    await assert.rejects(
      loadClustering(path),
      (error: Error) => message.test(error.message) && error.message.includes(path),
    );
  };
  const changed = (at: number, value: number): Buffer => {
    const copy = Buffer.from(good);
    copy[at] = value;
    return copy;
  };
  await broken(changed(good.length - 500, good[good.length - 500]! ^ 1), /is damaged: its checksum is wrong/);
  await broken(changed(good.length - 1, good.at(-1)! ^ 1), /its checksum is wrong/);
  await broken(changed(8, 3), /was saved by a newer clusterlab \(format 3, this one reads up to 2\)/);
  await broken(changed(16, 0x21), /is damaged: its header cannot be read/);
  await broken(changed(15, 0x7f), /is cut short or damaged/);
  await broken(good.subarray(0, good.length - 40), /is cut short or damaged|checksum/);
  await broken(good.subarray(0, 100), /cut short/);
  await broken(Buffer.from('PNG'), /is not a saved clustering/);
  await broken(Buffer.alloc(1000), /is not a saved clustering/);
  await rm(path);
  await assert.rejects(loadClustering(path), /cannot be opened/);
  await assert.rejects(loadClustering(folder), { name: 'DataError', message: /is not a saved clustering/ });
  await assert.rejects(saveClustering(clustering, join(folder, 'missing', 'x')), /ENOENT/);
  await assert.rejects(saveClustering(clustering, ''), /path to be the path of a file/);
});
