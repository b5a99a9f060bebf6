import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { normalizedMutualInfoScore } from '../../lib/src/metrics/normalized-mutual-info-score.js';
import { clusterImages } from '../../lib/src/pipeline/cluster-images.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';

// scikit-learn's digits, which took no part in the making of the preset.
const reference = readReference<{ pixels: string[]; digits: string; accuracyByPixels: number }>('digits');
const truth = Array.from(reference.digits, Number);
const images = {
  data: Uint8Array.from(reference.pixels.join(''), (letter) => letter.charCodeAt(0) - 97),
  nRows: truth.length,
  nColumns: 64,
  width: 8,
  height: 8,
  channels: 1,
};

test('the preset for drawn shapes, untouched, beats k-means on the pixels of digits', async (t) => {
  const scoresOf = (labels: Int32Array): readonly [number, number] => [
    clusteringAccuracy(truth, labels),
    normalizedMutualInfoScore(truth, labels),
  ];
  const byPixels = await kMeans(images, { nClusters: 10, nInit: 20, randomState: 0 });
  const clustering = await clusterImages(images, { preset: 'drawn-shapes', minClust: 10, maxClust: 10 });
  const [pixels, pixelsNmi] = scoresOf(byPixels.labels);
  const [before, beforeNmi] = scoresOf(clustering.sweep.best.labels);
  const [after, afterNmi] = scoresOf(clustering.labels);
  const line = (what: string, accuracy: number, nmi: number): void =>
    t.diagnostic(`${what}: matched accuracy ${accuracy.toFixed(3)}, NMI ${nmi.toFixed(3)}`);
  line('k-means on pixels', pixels, pixelsNmi);
  line('the preset without its network', before, beforeNmi);
  line('the preset', after, afterNmi);
  assertClose(pixels, reference.accuracyByPixels, { atol: 1e-12 });
  assert.ok(after > pixels + 0.08, `${after} against ${pixels}`);
  assert.ok(afterNmi > pixelsNmi + 0.1, `${afterNmi} against ${pixelsNmi}`);
});
