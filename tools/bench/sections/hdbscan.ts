import { hdbscan } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

async function main(): Promise<void> {
  const { data, nRows, nColumns } = await scores();
  const x = Array.from(
    { length: nRows },
    (_, i) => data.subarray(i * nColumns, i * nColumns + 50) as Float64Array,
  );
  const { labels } = await stage('HDBSCAN of 50 columns', () => hdbscan(x, { minClusterSize: 15 }));
  finish({ clusters: Math.max(...labels) + 1, noise: labels.filter((label) => label < 0).length });
}

void main();
