import { clusterImages, standardize } from 'clusterlab';

import { finish, pixels, stage } from './measure.js';

async function main(): Promise<void> {
  const images = pixels();
  const x = await standardize({
    ...images,
    data: Float64Array.from(images.data as Uint8Array, (byte) => byte / 255),
  });
  const result = await stage('whole flow', () => clusterImages(x));
  finish({ components: result.features.nColumns, clusters: new Set(result.labels).size });
}

void main();
