import { linkage, pdist, treeSweep } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

async function main(): Promise<void> {
  const x = await scores();
  const range = { minClust: 3, maxClust: 24 };
  const tree = await stage('Ward tree', () => linkage(x, { method: 'ward' }));
  const sweep = await stage('22 silhouettes', () => treeSweep(x, tree, range));
  // As clusterImages does it: distances are measured once, for both.
  await stage('both, distances shared', async () => {
    const distances = await pdist(x);
    const shared = await linkage(x, { method: 'ward', distances });
    await treeSweep(x, shared, { ...range, distances });
  });
  const height = tree.heights.at(-1)!;
  finish({
    'last height': Number(height.toPrecision(10)),
    'best k': sweep.best.nClusters,
    silhouette: Number(sweep.best.score.toFixed(9)),
  });
}

void main();
