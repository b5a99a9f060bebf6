/** Tiny data, and what the library makes of it, for the calls of every folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import * as clusterlab from '../../../lib/src/index.js';
import { scratchFolder } from '../../support/scratch.js';
import { tinyPictures } from '../../support/tiny-pictures.js';

export const rows = [
  [0, 1],
  [1, 3],
  [0, 2],
  [9, 7],
  [9.5, 8],
  [8, 7.5],
  [20, 0],
  [21, 2],
  [20.5, 1],
];
export const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2];
export const notFinite = [
  [1, 2],
  [NaN, 3],
  [4, 5],
];
export const pictures = tinyPictures(24);
export const queries = tinyPictures(2, 5);
export const folder = scratchFolder('public-api');
export const set = join(folder, 'study', 'data', 'sample');
export const saved = join(folder, 'saved.clustering');
export const cache = { cacheDir: join(folder, 'cache') };

export let tree: clusterlab.LinkageTree;
export let sweep: Awaited<ReturnType<typeof clusterlab.kMeansSweep>>;
export let model: clusterlab.PcaResult;
export let layout: clusterlab.UmapResult;
export let mixture: clusterlab.GaussianMixtureResult;
export let clustering: clusterlab.Clustering;
export let chart: clusterlab.Chart;
export let coder: clusterlab.AutoencoderResult;

/** Makes and writes all of it, once, before the first call. */
export async function prepare(): Promise<void> {
  delete process.env['CLUSTERLAB_DATA'];
  tree = await clusterlab.linkage(rows);
  sweep = await clusterlab.kMeansSweep(rows, { nClusters: [2, 3] });
  model = await clusterlab.pca(rows, { nComponents: 2 });
  layout = await clusterlab.umap(rows, { nNeighbors: 4, nEpochs: 20 });
  mixture = await clusterlab.gaussianMixture(rows, { nComponents: 3 });
  clustering = await clusterlab.clusterImages(pictures, { embedding: 'none' });
  chart = clusterlab.countsBar([{ value: 'a', count: 2 }]);
  coder = await clusterlab.autoencoder(pictures, { nComponents: 3, nEpochs: 1 });
  await clusterlab.saveClustering(clustering, saved);
  await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n3,4\n');
  await writeFile(join(folder, 'broken.jpg'), 'no picture');
  for (const name of ['one.png', 'two.png']) {
    await sharp(Buffer.alloc(16, 90), { raw: { width: 4, height: 4, channels: 1 } }).toFile(
      join(folder, name),
    );
  }
  await writeChineseMnist(set);
}

/** A data set of two pictures. */
async function writeChineseMnist(set: string): Promise<void> {
  await mkdir(join(set, 'data'), { recursive: true });
  await writeFile(
    join(set, 'chinese_mnist.csv'),
    'suite_id,sample_id,code,value,character\n1,1,10,9,九\n1,2,1,0,零\n',
  );
  for (const name of ['input_1_1_10.jpg', 'input_1_2_1.jpg']) {
    await sharp(Buffer.alloc(64 * 64, 90), { raw: { width: 64, height: 64, channels: 1 } })
      .jpeg()
      .toFile(join(set, 'data', name));
  }
}
