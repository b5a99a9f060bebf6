import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { rows, tree } from './fixtures.js';

export const calls: Calls = {
  chooseNClusters: {
    args: (extra) => [
      rows,
      {
        nClusters: [2, 3],
        nRefs: 2,
        nRepeats: 2,
        nSubsamples: 3,
        ...extra,
      },
    ],
    bad: [
      () => clusterlab.chooseNClusters(rows, { nClusters: [9] }),
      () => clusterlab.chooseNClusters(rows, { nClusters: [2, 3], onProgress: stop }),
    ],
    options: true,
  },
  clusterStability: {
    args: (extra) => [rows, { nClusters: [2, 3], nSubsamples: 3, ...extra }],
    bad: [
      () => clusterlab.clusterStability(rows, { nClusters: [8] }),
      () => clusterlab.clusterStability(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  dbscanSweep: {
    args: (extra) => [rows, { minSamples: 2, nEps: 4, ...extra }],
    bad: [
      () => clusterlab.dbscanSweep(rows, { eps: [] }),
      () => clusterlab.dbscanSweep(rows, { minSamples: 2, onProgress: stop }),
    ],
    options: true,
  },
  gapStatistic: {
    args: (extra) => [rows, { nClusters: [2, 3], nRefs: 2, ...extra }],
    bad: [
      () => clusterlab.gapStatistic(rows, { nClusters: [9] }),
      () => clusterlab.gapStatistic(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  mixtureSweep: {
    args: (extra) => [rows, { nClusters: [1, 2], ...extra }],
    bad: [
      () => clusterlab.mixtureSweep(rows, { nClusters: [10] }),
      () => clusterlab.mixtureSweep(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  predictionStrength: {
    args: (extra) => [rows, { nClusters: [1, 2], nRepeats: 2, ...extra }],
    bad: [
      () => clusterlab.predictionStrength(rows, { nClusters: [5] }),
      () => clusterlab.predictionStrength(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  kMeansSweep: {
    args: (extra) => [rows, { nClusters: [2, 3], ...extra }],
    bad: [
      () => clusterlab.kMeansSweep(rows, { nClusters: [9] }),
      () => clusterlab.kMeansSweep(rows, { nClusters: [2, 3], onProgress: stop }),
      () => clusterlab.kMeansSweep(rows, { nClusters: [2, 3], maxMemoryBytes: 0, onProgress: stop }),
    ],
    options: true,
  },
  trainTestSplit: {
    args: (extra) => [8, { ...extra }],
    bad: [() => clusterlab.trainTestSplit(1)],
    options: true,
  },
  treeSweep: {
    args: (extra) => [rows, tree, { minClust: 2, maxClust: 4, ...extra }],
    bad: [
      () => clusterlab.treeSweep(rows, tree, { minClust: 4, maxClust: 3 }),
      () => clusterlab.treeSweep(rows.slice(1), tree),
    ],
    options: true,
  },
};
