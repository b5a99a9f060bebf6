import { pca } from 'clusterlab';

import { finish, rescaled, stage } from './measure.js';

async function main(): Promise<void> {
  const images = await rescaled();
  const { nComponents, explainedVarianceRatio } = await stage('PCA to 95 %', () =>
    pca(images, { nComponents: 0.95 }),
  );
  const share = explainedVarianceRatio.reduce((sum, ratio) => sum + ratio, 0);
  finish({ components: nComponents, 'share kept': Number(share.toFixed(9)) });
}

void main();
