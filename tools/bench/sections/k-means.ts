import { kMeansSweep, standardize } from 'clusterlab';

import { finish, pixels, stage } from './measure.js';

async function main(): Promise<void> {
  const images = pixels();
  const x = await stage('standardize', () => standardize(images));
  const sweep = await stage('sweep, k = 9..17: fits, silhouettes', () =>
    kMeansSweep(x, { nClusters: [9, 10, 11, 12, 13, 14, 15, 16, 17] }),
  );
  finish({
    'best k': sweep.best.nClusters,
    silhouettes: sweep.rows.map(({ score }) => Number(score.toFixed(9))),
  });
}

void main();
