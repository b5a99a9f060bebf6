import { writeFileSync } from 'node:fs';

import {
  cleanImages,
  hogWindows,
  nearestNeighbors,
  normalizeImages,
  pca,
  trustworthiness,
  umap,
  type NumericArray,
} from 'clusterlab';

import { finish, pixels, scratch, stage } from './measure.js';

async function main(): Promise<void> {
  const normalized = await normalizeImages(await cleanImages(pixels()));
  const { scores } = await pca(await hogWindows(normalized), { nComponents: 50 });
  const neighbors = await nearestNeighbors(scores, { nNeighbors: 15 });
  // For the Python side: the same rows and the same graph.
  write('umap-rows.f64', scores.data);
  write('umap-indices.i32', neighbors.indices);
  write('umap-distances.f64', neighbors.distances);
  const quality: Record<string, number> = {};
  await umap(neighbors, { nComponents: 2, nEpochs: 10 });
  for (const nComponents of [2, 10]) {
    const name = `UMAP, ${nComponents} columns, graph given`;
    const { embedding } = await stage(name, () => umap(neighbors, { nComponents, minDist: 0 }));
    quality[`${nComponents} columns, trustworthiness`] = Number(
      (await trustworthiness(scores, embedding, { nNeighbors: 15 })).toFixed(4),
    );
  }
  finish(quality);
}

function write(name: string, array: NumericArray): void {
  writeFileSync(scratch(name), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

void main();
