import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { labels, notFinite, rows } from './fixtures.js';

export const calls: Calls = {
  adjustedMutualInfoScore: {
    args: (extra) => [labels, labels, { ...extra }],
    bad: [() => clusterlab.adjustedMutualInfoScore(labels, [1])],
    options: true,
  },
  adjustedRandScore: {
    args: () => [labels, labels],
    bad: [() => clusterlab.adjustedRandScore(labels, [1])],
    options: false,
  },
  clusteringAccuracy: {
    args: () => [labels, labels],
    bad: [() => clusterlab.clusteringAccuracy(labels, [1])],
    options: false,
  },
  contingencyTable: {
    args: () => [labels, labels],
    bad: [() => clusterlab.contingencyTable(labels, [1])],
    options: false,
  },
  matchLabels: {
    args: () => [labels, labels],
    bad: [() => clusterlab.matchLabels(labels, [1])],
    options: false,
  },
  normalizedMutualInfoScore: {
    args: (extra) => [labels, labels, { ...extra }],
    bad: [() => clusterlab.normalizedMutualInfoScore(labels, [1])],
    options: true,
  },
  calinskiHarabaszScore: {
    args: () => [rows, labels],
    bad: [() => clusterlab.calinskiHarabaszScore(rows, [1])],
    options: false,
  },
  daviesBouldinScore: {
    args: () => [rows, labels],
    bad: [() => clusterlab.daviesBouldinScore(rows, [1])],
    options: false,
  },
  linearSumAssignment: {
    args: (extra) => [
      [
        [1, 2],
        [3, 1],
      ],
      { ...extra },
    ],
    bad: [() => clusterlab.linearSumAssignment(notFinite)],
    options: true,
  },
  silhouetteSamples: {
    args: (extra) => [rows, labels, { ...extra }],
    bad: [() => clusterlab.silhouetteSamples(rows, [1])],
    options: true,
  },
  silhouetteScore: {
    args: (extra) => [rows, labels, { ...extra }],
    bad: [
      () =>
        clusterlab.silhouetteScore(
          rows,
          labels.map(() => 1),
        ),
      () => clusterlab.silhouetteScore(rows, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ],
    options: true,
  },
  silhouetteScores: {
    args: (extra) => [rows, [labels], { ...extra }],
    bad: [() => clusterlab.silhouetteScores(rows, [[1]])],
    options: true,
  },
  trustworthiness: {
    args: (extra) => [rows, rows, { nNeighbors: 2, ...extra }],
    bad: [
      () => clusterlab.trustworthiness(rows, notFinite),
      () => clusterlab.trustworthiness(rows, rows, { nNeighbors: 2, onProgress: stop }),
    ],
    options: true,
  },
  valueCounts: {
    args: () => [labels],
    bad: [() => clusterlab.valueCounts([])],
    options: false,
  },
};
