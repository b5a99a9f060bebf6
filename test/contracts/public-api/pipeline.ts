import { join } from 'node:path';
import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop, wrong } from './call.js';
import { clustering, folder, pictures, queries, saved } from './fixtures.js';

export const calls: Calls = {
  assign: {
    args: (extra) => [clustering, queries, { ...extra }],
    bad: [() => clusterlab.assign(clustering, [[1, 2]])],
    options: true,
  },
  clusterImages: {
    args: (extra) => [pictures, { embedding: 'none', maxClust: 5, ...extra }],
    bad: [
      () => clusterlab.clusterImages(pictures, { maxClust: 24 }),
      () => clusterlab.clusterImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  findSimilar: {
    args: (extra) => [clustering, queries, { k: 2, ...extra }],
    bad: [() => clusterlab.findSimilar(clustering, queries, { k: 25 })],
    options: true,
  },
  loadClustering: {
    args: (extra) => [saved, { ...extra }],
    bad: [() => clusterlab.loadClustering(join(folder, 'table.csv'))],
    options: true,
  },
  meanImages: {
    args: (extra) => [clustering, { ...extra }],
    bad: [() => clusterlab.meanImages(clustering, { signal: AbortSignal.abort() })],
    options: true,
  },
  recluster: {
    args: (extra) => [clustering, { maxClust: 4, ...extra }],
    bad: [() => clusterlab.recluster(clustering, { maxClust: 24 })],
    options: true,
  },
  representatives: {
    args: (extra) => [clustering, { ...extra }],
    bad: [() => clusterlab.representatives(clustering, { space: wrong('pixels') })],
    options: true,
  },
  saveClustering: {
    args: (extra) => [clustering, join(folder, 'again.clustering'), { ...extra }],
    bad: [() => clusterlab.saveClustering(clustering, join(folder, 'missing', 'a.clustering'))],
    options: true,
  },
  scoreLabels: {
    args: (extra) => [clustering, pictures.kinds, { ...extra }],
    bad: [() => clusterlab.scoreLabels(clustering, [1])],
    options: true,
  },
};
