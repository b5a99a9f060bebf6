import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { mixture, notFinite, rows, tree } from './fixtures.js';

export const calls: Calls = {
  agglomerative: {
    args: (extra) => [rows, { nClusters: 3, ...extra }],
    bad: [
      () => clusterlab.agglomerative(rows, { nClusters: 10 }),
      () => clusterlab.agglomerative(rows, { nClusters: 2, maxMemoryBytes: 8 }),
    ],
    options: true,
  },
  assignComponents: {
    args: (extra) => [mixture, rows, { ...extra }],
    bad: [
      () => clusterlab.assignComponents(mixture, [[1]]),
      () => clusterlab.assignComponents(mixture, rows, { onProgress: stop }),
    ],
    options: true,
  },
  assignLabels: {
    args: () => [
      rows,
      [
        [0, 0],
        [9, 9],
      ],
    ],
    bad: [() => clusterlab.assignLabels(rows, [[0]])],
    options: false,
  },
  cutTree: {
    args: (extra) => [tree, { nClusters: 3, ...extra }],
    bad: [() => clusterlab.cutTree(tree, { nClusters: 10 })],
    options: true,
  },
  dbscan: {
    args: (extra) => [rows, { minSamples: 2, ...extra }],
    bad: [
      () => clusterlab.dbscan(rows, { eps: 0 }),
      () => clusterlab.dbscan(rows, { minSamples: 2, onProgress: stop }),
    ],
    options: true,
  },
  dendrogramThreshold: {
    args: () => [tree, 3],
    bad: [() => clusterlab.dendrogramThreshold(tree, 1)],
    options: false,
  },
  gaussianMixture: {
    args: (extra) => [rows, { nComponents: 3, ...extra }],
    bad: [
      () => clusterlab.gaussianMixture(rows, { nComponents: 10 }),
      () => clusterlab.gaussianMixture(rows, { nComponents: 2, onProgress: stop }),
    ],
    options: true,
  },
  hdbscan: {
    args: (extra) => [rows, { minClusterSize: 2, ...extra }],
    bad: [
      () => clusterlab.hdbscan(rows, { minClusterSize: 1 }),
      () => clusterlab.hdbscan(rows, { minClusterSize: 2, onProgress: stop }),
    ],
    options: true,
  },
  kMeans: {
    args: (extra) => [rows, { nClusters: 3, ...extra }],
    bad: [
      () => clusterlab.kMeans(rows, { nClusters: 10 }),
      () => clusterlab.kMeans(rows, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  linkage: {
    args: (extra) => [rows, { ...extra }],
    bad: [() => clusterlab.linkage(notFinite), () => clusterlab.linkage(rows, { onProgress: stop })],
    options: true,
  },
  miniBatchKMeans: {
    args: (extra) => [rows, { nClusters: 3, ...extra }],
    bad: [
      () => clusterlab.miniBatchKMeans(rows, { nClusters: 10 }),
      () => clusterlab.miniBatchKMeans(rows, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  spectralClustering: {
    args: (extra) => [rows, { nClusters: 3, nNeighbors: 3, ...extra }],
    bad: [
      () => clusterlab.spectralClustering(rows, { nClusters: 10 }),
      () => clusterlab.spectralClustering(rows, { nClusters: 2, onProgress: stop }),
    ],
    options: true,
  },
};
