import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { layout, model, notFinite, rows } from './fixtures.js';

export const calls: Calls = {
  nearestNeighbors: {
    args: (extra) => [rows, { nNeighbors: 2, ...extra }],
    bad: [
      () => clusterlab.nearestNeighbors(rows, { nNeighbors: 9 }),
      () => clusterlab.nearestNeighbors(rows, { nNeighbors: 2, signal: AbortSignal.abort() }),
    ],
    options: true,
  },
  pca: {
    args: (extra) => [rows, { nComponents: 1, ...extra }],
    bad: [
      () => clusterlab.pca(notFinite),
      () => clusterlab.pca(rows, { nComponents: 3 }),
      () => clusterlab.pca(rows, { onProgress: stop }),
    ],
    options: true,
  },
  projectPca: {
    args: (extra) => [model, rows, { ...extra }],
    bad: [
      () => clusterlab.projectPca(model, [[1]]),
      () => clusterlab.projectPca(model, rows, { onProgress: stop }),
    ],
    options: true,
  },
  projectUmap: {
    args: (extra) => [layout, rows, { ...extra }],
    bad: [
      () => clusterlab.projectUmap(layout, [[1]]),
      () => clusterlab.projectUmap(layout, rows, { onProgress: stop }),
    ],
    options: true,
  },
  reconstructPca: {
    args: (extra) => [model, model.scores, { ...extra }],
    bad: [
      () => clusterlab.reconstructPca(model, [[1]]),
      () => clusterlab.reconstructPca(model, model.scores, { onProgress: stop }),
    ],
    options: true,
  },
  tSne: {
    args: (extra) => [rows, { perplexity: 2, maxIter: 260, ...extra }],
    bad: [
      () => clusterlab.tSne(rows, { perplexity: 50 }),
      () => clusterlab.tSne(rows, { perplexity: 2, onProgress: stop }),
    ],
    options: true,
  },
  tSneSteps: {
    args: (extra) => [rows, { perplexity: 2, ...extra }],
    bad: [() => clusterlab.tSneSteps(rows, { perplexity: 50 }).next()],
    options: true,
  },
  umap: {
    args: (extra) => [rows, { nNeighbors: 4, nEpochs: 20, ...extra }],
    bad: [
      () => clusterlab.umap(rows, { nNeighbors: 10 }),
      () => clusterlab.umap(rows, { nNeighbors: 4, onProgress: stop }),
    ],
    options: true,
  },
  umapSteps: {
    args: (extra) => [rows, { nNeighbors: 4, ...extra }],
    bad: [() => clusterlab.umapSteps(rows, { nNeighbors: 10 }).next()],
    options: true,
  },
};
