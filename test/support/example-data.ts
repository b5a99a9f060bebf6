import fs from 'node:fs/promises';
import path from 'node:path';

import * as clusterlab from '../../lib/src/index.js';
import { root } from './markdown-files.js';

/** What the examples of doc comments are about, by the names that they use. */
export type ExampleData = Awaited<ReturnType<typeof exampleData>>;

/** Makes the data of the examples, and in the working folder the files that they read. */
export async function exampleData() {
  await fs.mkdir('data');
  await fs.symlink(path.join(root, 'data', 'sample'), path.join('data', 'sample'));
  const all = await clusterlab.listImages('data/sample/data');
  const files = all.filter((_, i) => i % 50 === 0);
  const characters = files.map((file) => /_(\d+)\.jpg$/.exec(file)![1]!);
  const images = await clusterlab.loadImages(files);
  const normalized = await clusterlab.normalizeImages(await clusterlab.cleanImages(images), { size: 16 });

  const random = clusterlab.randomState(0);
  const draw = (nColumns: number): number[][] =>
    images.files.map((_, i) =>
      Array.from({ length: nColumns }, (_, j) => random.normal(i % 3 === j % 3 ? 9 : 0, 1)),
    );
  const data = draw(4);
  const { labels } = await clusterlab.kMeans(data, { nClusters: 3 });

  const clustering = await clusterlab.clusterImages(images, { embedding: 'none', minClust: 3, maxClust: 20 });
  const result = await clusterlab.selfLabel(normalized, labels, { nEpochs: 1 });
  const model = await clusterlab.autoencoder(normalized, { nEpochs: 1 });

  for (const folder of ['photos', 'new-scans', 'out']) await fs.mkdir(folder);
  const photos = ['photos/cat.jpg', 'photos/dog.JPG', ...files.slice(2).map((_, i) => `photos/e${i}.jpg`)];
  for (const [i, file] of photos.entries()) await fs.copyFile(files[i]!, file);
  await fs.writeFile('photos/torn.jpg', 'torn');
  for (const file of ['cat.jpg', 'new-scans/1.jpg']) await fs.copyFile(files[0]!, file);
  await clusterlab.saveClustering(clustering, 'out/numerals.clustering');
  await clusterlab.saveNetwork(result.network, 'out/numerals.network');

  return {
    ...{ images, characters, normalized, data, labels, clustering, result, model },
    ...{ scores: data, train: data, test: data, points: draw(2), measurements: draw(2) },
    ...{
      queries: await clusterlab.loadImages(files.slice(0, 2)),
      more: normalized,
      newImages: normalized,
      network: result.network,
    },
    draw: (layout: clusterlab.Matrix): unknown => layout,
  };
}
