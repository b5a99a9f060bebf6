import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, wrong } from './call.js';
import { chart, clustering, labels, model, pictures, queries, rows, sweep, tree } from './fixtures.js';

export const calls: Calls = {
  biplot: {
    args: (extra) => [model, { ...extra }],
    bad: [() => clusterlab.biplot(model, { nFeatures: 0 })],
    options: true,
  },
  chartPng: {
    args: (extra) => [chart, { scale: 1, ...extra }],
    bad: [() => clusterlab.chartPng(wrong({}))],
    options: true,
  },
  chartSvg: {
    args: () => [chart],
    bad: [() => clusterlab.chartSvg(wrong({}))],
    options: false,
  },
  clusterExplorer: {
    args: (extra) => [{ embedding: rows, sweep }, { ...extra }],
    bad: [() => clusterlab.clusterExplorer({ embedding: [[1]], sweep })],
    options: true,
  },
  clusterScatter: {
    args: (extra) => [rows, { labels, ...extra }],
    bad: [() => clusterlab.clusterScatter(rows, { labels: [1] })],
    options: true,
  },
  countsBar: {
    args: (extra) => [[{ value: 'a', count: 2 }], { ...extra }],
    bad: [() => clusterlab.countsBar([])],
    options: true,
  },
  criteriaChart: {
    args: async (extra) => {
      const criteria = ['silhouette'] as const;
      return [await clusterlab.chooseNClusters(rows, { nClusters: [2, 3], criteria }), { ...extra }];
    },
    bad: [() => clusterlab.criteriaChart(wrong({ rows: [], picks: [{ criterion: 'gap' }] }))],
    options: true,
  },
  dendrogram: {
    args: (extra) => [tree, { nClusters: 3, ...extra }],
    bad: [() => clusterlab.dendrogram(tree, { p: 1 })],
    options: true,
  },
  elbowCurve: {
    args: (extra) => [sweep, { ...extra }],
    bad: [() => clusterlab.elbowCurve({ ...sweep, rows: [] })],
    options: true,
  },
  embeddingScatter: {
    args: (extra) => [rows, { labels, ...extra }],
    bad: [() => clusterlab.embeddingScatter([[1]])],
    options: true,
  },
  imageSheet: {
    args: (extra) => [pictures, { ...extra }],
    bad: [() => clusterlab.imageSheet(pictures, { rows: [24] })],
    options: true,
  },
  pcScatter: {
    args: (extra) => [model, { ...extra }],
    bad: [() => clusterlab.pcScatter(model, { labels: [1] })],
    options: true,
  },
  representativesSheet: {
    args: (extra) => [clustering, { ...extra }],
    bad: [() => clusterlab.representativesSheet(clustering, { scale: 0 })],
    options: true,
  },
  scoreCurve: {
    args: (extra) => [sweep, { ...extra }],
    bad: [() => clusterlab.scoreCurve({ ...sweep, rows: [] })],
    options: true,
  },
  screeCurve: {
    args: (extra) => [model, { ...extra }],
    bad: [() => clusterlab.screeCurve({ ...model, nComponents: 0 })],
    options: true,
  },
  silhouetteBands: {
    args: (extra) => [[0.5, 0.4, 0.9, 0.8], [0, 0, 1, 1], { ...extra }],
    bad: [() => clusterlab.silhouetteBands([0.5], [0, 1])],
    options: true,
  },
  similarSheet: {
    args: async (extra) => {
      const { matches } = await clusterlab.findSimilar(clustering, queries, { k: 2 });
      return [queries, clustering.images, matches, { ...extra }];
    },
    bad: [() => clusterlab.similarSheet(queries, clustering.images, [], { maxHits: 0 })],
    options: true,
  },
};
