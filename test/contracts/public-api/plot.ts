import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, wrong } from './call.js';
import { chart, clustering, labels, model, pictures, queries, rows, sweep, tree } from './fixtures.js';

export const calls: Calls = {
  biplot: {
    good: (extra) => clusterlab.biplot(model, { ...extra }),
    bad: [() => clusterlab.biplot(model, { nFeatures: 0 })],
    options: true,
  },
  chartPng: {
    good: (extra) => clusterlab.chartPng(chart, { scale: 1, ...extra }),
    bad: [() => clusterlab.chartPng(wrong({}))],
    options: true,
  },
  chartSvg: {
    good: () => clusterlab.chartSvg(chart),
    bad: [() => clusterlab.chartSvg(wrong({}))],
    options: false,
  },
  clusterExplorer: {
    good: (extra) => clusterlab.clusterExplorer({ embedding: rows, sweep }, { ...extra }),
    bad: [() => clusterlab.clusterExplorer({ embedding: [[1]], sweep })],
    options: true,
  },
  clusterScatter: {
    good: (extra) => clusterlab.clusterScatter(rows, { labels, ...extra }),
    bad: [() => clusterlab.clusterScatter(rows, { labels: [1] })],
    options: true,
  },
  countsBar: {
    good: (extra) => clusterlab.countsBar([{ value: 'a', count: 2 }], { ...extra }),
    bad: [() => clusterlab.countsBar([])],
    options: true,
  },
  criteriaChart: {
    good: async (extra) => {
      const criteria = ['silhouette'] as const;
      const choice = await clusterlab.chooseNClusters(rows, { nClusters: [2, 3], criteria });
      return clusterlab.criteriaChart(choice, { ...extra });
    },
    bad: [() => clusterlab.criteriaChart(wrong({ rows: [], picks: [{ criterion: 'gap' }] }))],
    options: true,
  },
  dendrogram: {
    good: (extra) => clusterlab.dendrogram(tree, { nClusters: 3, ...extra }),
    bad: [() => clusterlab.dendrogram(tree, { p: 1 })],
    options: true,
  },
  elbowCurve: {
    good: (extra) => clusterlab.elbowCurve(sweep, { ...extra }),
    bad: [() => clusterlab.elbowCurve({ ...sweep, rows: [] })],
    options: true,
  },
  embeddingScatter: {
    good: (extra) => clusterlab.embeddingScatter(rows, { labels, ...extra }),
    bad: [() => clusterlab.embeddingScatter([[1]])],
    options: true,
  },
  imageSheet: {
    good: (extra) => clusterlab.imageSheet(pictures, { ...extra }),
    bad: [() => clusterlab.imageSheet(pictures, { rows: [24] })],
    options: true,
  },
  pcScatter: {
    good: (extra) => clusterlab.pcScatter(model, { ...extra }),
    bad: [() => clusterlab.pcScatter(model, { labels: [1] })],
    options: true,
  },
  representativesSheet: {
    good: (extra) => clusterlab.representativesSheet(clustering, { ...extra }),
    bad: [() => clusterlab.representativesSheet(clustering, { scale: 0 })],
    options: true,
  },
  scoreCurve: {
    good: (extra) => clusterlab.scoreCurve(sweep, { ...extra }),
    bad: [() => clusterlab.scoreCurve({ ...sweep, rows: [] })],
    options: true,
  },
  screeCurve: {
    good: (extra) => clusterlab.screeCurve(model, { ...extra }),
    bad: [() => clusterlab.screeCurve({ ...model, nComponents: 0 })],
    options: true,
  },
  silhouetteBands: {
    good: (extra) => clusterlab.silhouetteBands([0.5, 0.4, 0.9, 0.8], [0, 0, 1, 1], { ...extra }),
    bad: [() => clusterlab.silhouetteBands([0.5], [0, 1])],
    options: true,
  },
  similarSheet: {
    good: async (extra) => {
      const { matches } = await clusterlab.findSimilar(clustering, queries, { k: 2 });
      return clusterlab.similarSheet(queries, clustering.images, matches, { ...extra });
    },
    bad: [() => clusterlab.similarSheet(queries, clustering.images, [], { maxHits: 0 })],
    options: true,
  },
};
