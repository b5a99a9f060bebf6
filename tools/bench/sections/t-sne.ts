import { tSne } from 'clusterlab';

import { finish, scores, stage } from './measure.js';

async function main(): Promise<void> {
  const x = await scores();
  const { klDivergence } = await stage('t-SNE', () =>
    tSne(x, { perplexity: 30, init: 'pca', randomState: 0 }),
  );
  finish({ 'KL divergence': Number(klDivergence.toFixed(4)) });
}

void main();
