import * as clusterlab from '../../../lib/src/index.js';
import { type Call, type Calls, stop } from './call.js';
import { labels, notFinite, rows } from './fixtures.js';

export const calls: Calls = {
  adjustedMutualInfoScore: pairScore(clusterlab.adjustedMutualInfoScore, true),
  adjustedRandScore: pairScore(clusterlab.adjustedRandScore, false),
  clusteringAccuracy: pairScore(clusterlab.clusteringAccuracy, false),
  contingencyTable: pairScore(clusterlab.contingencyTable, false),
  matchLabels: pairScore(clusterlab.matchLabels, false),
  normalizedMutualInfoScore: pairScore(clusterlab.normalizedMutualInfoScore, true),
  calinskiHarabaszScore: {
    good: () => clusterlab.calinskiHarabaszScore(rows, labels),
    bad: [() => clusterlab.calinskiHarabaszScore(rows, [1])],
    options: false,
  },
  daviesBouldinScore: {
    good: () => clusterlab.daviesBouldinScore(rows, labels),
    bad: [() => clusterlab.daviesBouldinScore(rows, [1])],
    options: false,
  },
  linearSumAssignment: {
    good: (extra) =>
      clusterlab.linearSumAssignment(
        [
          [1, 2],
          [3, 1],
        ],
        { ...extra },
      ),
    bad: [() => clusterlab.linearSumAssignment(notFinite)],
    options: true,
  },
  silhouetteSamples: {
    good: (extra) => clusterlab.silhouetteSamples(rows, labels, { ...extra }),
    bad: [() => clusterlab.silhouetteSamples(rows, [1])],
    options: true,
  },
  silhouetteScore: {
    good: (extra) => clusterlab.silhouetteScore(rows, labels, { ...extra }),
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
    good: (extra) => clusterlab.silhouetteScores(rows, [labels], { ...extra }),
    bad: [() => clusterlab.silhouetteScores(rows, [[1]])],
    options: true,
  },
  trustworthiness: {
    good: (extra) => clusterlab.trustworthiness(rows, rows, { nNeighbors: 2, ...extra }),
    bad: [
      () => clusterlab.trustworthiness(rows, notFinite),
      () => clusterlab.trustworthiness(rows, rows, { nNeighbors: 2, onProgress: stop }),
    ],
    options: true,
  },
  valueCounts: {
    good: () => clusterlab.valueCounts(labels),
    bad: [() => clusterlab.valueCounts([])],
    options: false,
  },
};

function pairScore(
  score: (truth: readonly number[], labels: readonly number[], options?: object) => unknown,
  options: boolean,
): Call {
  return {
    good: (extra) => (options ? score(labels, labels, extra) : score(labels, labels)),
    bad: [() => score(labels, [1])],
    options,
  };
}
