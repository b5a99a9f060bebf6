import { linkage, pdist, treeSweep } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

async function main(): Promise<void> {
  const x = await scores();
  const { tree, distances } = await stage('Ward tree, with distances', async () => {
    const distances = await pdist(x);
    return { distances, tree: await linkage(distances, { method: 'ward', metric: 'precomputed' }) };
  });
  const range = { minClust: 3, maxClust: 24 };
  const sweep = await stage('silhouettes, distances shared', () =>
    treeSweep(x, tree, { ...range, distances }),
  );
  await stage('silhouettes, from the rows', () => treeSweep(x, tree, range));
  const height = tree.heights.at(-1)!;
  finish({
    'last height': Number(height.toPrecision(10)),
    'best k': sweep.best.nClusters,
    silhouette: Number(sweep.best.score.toFixed(9)),
  });
}

void main();
