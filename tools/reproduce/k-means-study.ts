import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { kMeansSweep, standardize, valueCounts, type ChineseMnist, type Progress } from 'clusterlab';

import { close, same, type Figure } from './figures.js';

/** scikit-learn 1.2.1 on the real images, start by start; see test/reference/README.md. */
interface ReferenceFit {
  readonly idx: number[][];
  readonly inertia: number[];
  readonly n_iter: number[];
  readonly best_inertia: number;
  readonly counts: number[];
  readonly silhouette: number;
}

const KS = [9, 10, 11, 12, 13, 14, 15, 16, 17];

/** What the assignment prints of the table and the pictures. */
export function tableFigures({ table, images, codes }: ChineseMnist): Figure[] {
  return [
    same('shape of table[suite_id, sample_id, code]', '15000 3', [table.shape[0], 3]),
    same('unique codes', '15', new Set(codes).size),
    same('pictures of each code', '1000', [...new Set(valueCounts(codes).map(({ count }) => count))]),
    same('shape of an image', '64 64', [images.height, images.width]),
    same('flattened shape', '15000 4096', [images.nRows, images.nColumns]),
  ];
}

/** The k-means study: nine fits of ten starts each, on the standardized pixels. */
export async function kMeansFigures(
  study: ChineseMnist,
  onProgress: (progress: Progress) => void,
): Promise<Figure[]> {
  const file = join(__dirname, '..', '..', 'test', 'reference', 'kmeans-chinese-mnist.json');
  const reference = JSON.parse(readFileSync(file, 'utf8')) as Record<string, ReferenceFit>;
  const x = await standardize(study.images, { onProgress });
  const sweep = await kMeansSweep(x, { nClusters: KS, nInit: 10, maxIter: 300, randomState: 0, onProgress });
  const figures: Figure[] = [];
  let runs = 0;
  let worst = 0;
  let equalSteps = 0;
  let equalSeeds = 0;
  for (const row of sweep.rows) {
    const expected = reference[`lloyd_randint_k${row.nClusters}`]!;
    figures.push(close(`k = ${row.nClusters}: silhouette`, expected.silhouette, row.score));
    figures.push(close(`k = ${row.nClusters}: SSE`, expected.best_inertia, row.inertia));
    figures.push(same(`k = ${row.nClusters}: cluster sizes`, expected.counts, row.counts));
    row.runs.forEach((run, r) => {
      runs++;
      worst = Math.max(worst, Math.abs(run.inertia / expected.inertia[r]! - 1));
      if (run.nIter === expected.n_iter[r]) equalSteps++;
      if (run.seeds.join() === expected.idx[r]!.join()) equalSeeds++;
    });
  }
  figures.push(same('best k', 12, sweep.best.nClusters));
  figures.push(
    same(
      'best k: value counts',
      '13859 1118 7 7 2 1 1 1 1 1 1 1',
      valueCounts(sweep.best.labels).map(({ count }) => count),
    ),
  );
  figures.push(same('runs with the same seeds', runs, equalSeeds));
  figures.push(same('runs with the same number of steps', runs, equalSteps));
  figures.push({
    what: 'largest difference of an inertia',
    published: 'at most 1e-9',
    ours: worst.toExponential(1),
    agrees: worst <= 1e-9,
  });
  return figures;
}
