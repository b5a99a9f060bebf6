/**
 * `npm run reproduce -- [PATH]`: the study on the real images, every published figure beside ours; exit code 1 if one
 * disagrees. PATH, a zip or folder of the Kaggle archive, is imported first.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { loadChineseMnist, type Progress } from 'clusterlab';

import { importChineseMnist } from '../../data-scripts/import/import-chinese-mnist.js';
import { featuresFigures } from './features-study.js';
import { report } from './figures.js';
import { kMeansFigures, tableFigures } from './k-means-study.js';
import { wardFigures } from './ward-study.js';

const root = resolve(__dirname, '..', '..');
const folder = join(root, 'data', 'chinese-mnist');

async function main(archive: string | undefined): Promise<boolean> {
  if (archive !== undefined) await timed('import', () => importChineseMnist(archive, { output: folder }));
  if (!existsSync(folder)) {
    console.error(
      'The real images are not here. Give the Kaggle archive: npm run reproduce -- PATH/TO/chinese-mnist.zip',
    );
    return false;
  }
  const study = await timed('load', (onProgress) => loadChineseMnist(folder, { onProgress }));
  const table = report('The table and the pictures: published, ours', tableFigures(study));
  const figures = await timed('k-means, k = 9..17, ten starts each', (onProgress) =>
    kMeansFigures(study, onProgress),
  );
  const kMeans = report('The k-means study: published (scikit-learn 1.2.1), ours', figures);
  const flow = await timed('rescaling, PCA, Ward, silhouettes of 2..24 clusters', (onProgress) =>
    wardFigures(study, onProgress),
  );
  const ward = report('The Clustimage flow: reference (exact PCA, SciPy, scikit-learn), ours', flow);
  const recipes = await timed('better features: HOG, UMAP, self-labelling, three seeds', (onProgress) =>
    featuresFigures(study, onProgress),
  );
  const features = report('Better features: bound, ours (the study: accuracy 0.125)', recipes);
  return table && kMeans && ward && features;
}

/** Runs a stage with a line that moves on a terminal, and one line with its seconds at the end. */
async function timed<T>(
  stage: string,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  const result = await work(({ stage: step, done, total }) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${stage}: ${step} ${done}/${total}`);
  });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  console.log(`${stage}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
  return result;
}

main(process.argv[2]).then(
  (agrees) => {
    console.log(agrees ? '\nEvery figure agrees.' : '\nNot every figure agrees.');
    process.exitCode = agrees ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
