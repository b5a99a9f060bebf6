import { clusterImages, standardize } from 'clusterlab';

import { finish, pixels, stage } from './measure.js';

async function main(): Promise<void> {
  const x = await standardize(pixels());
  const result = await stage('whole flow', () => clusterImages(x));
  finish({ components: result.features.nColumns, clusters: new Set(result.labels).size });
}

void main();
