import { linkage, treeSweep } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

async function main(): Promise<void> {
  const x = await scores();
  const tree = await stage('Ward tree', () => linkage(x, { method: 'ward' }));
  const sweep = await stage('silhouettes of 3..24 clusters', () =>
    treeSweep(x, tree, { minClust: 3, maxClust: 24 }),
  );
  const height = tree.heights.at(-1)!;
  finish({
    'last height': Number(height.toPrecision(10)),
    'best k': sweep.best.nClusters,
    silhouette: Number(sweep.best.score.toFixed(9)),
  });
}

void main();
