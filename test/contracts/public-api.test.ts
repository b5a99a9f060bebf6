/**
 * The whole public API, function by function: nothing is left in libtensorflow after a call, whether it succeeds or
 * throws, and an option that does not exist is refused in the function's own name.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import sharp from 'sharp';
import * as clusterlab from '../../lib/src/index.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { scratchFolder } from '../support/scratch.js';
import { tinyPictures } from '../support/tiny-pictures.js';

/** How a function is called on tiny data. */
interface Call {
  /** A call that succeeds; `extra` is added to its options, if it takes any. */
  readonly good: (extra?: object) => unknown;
  /** Calls that throw, each in a different place if there are several. */
  readonly bad: readonly (() => unknown)[];
  /** Whether there is an options object. */
  readonly options: boolean;
}

/** Whatever is wrong on purpose. */
const wrong = <T>(value: unknown): T => value as T;

const rows = [
  [0, 1],
  [1, 3],
  [0, 2],
  [9, 7],
  [9.5, 8],
  [8, 7.5],
  [20, 0],
  [21, 2],
  [20.5, 1],
];
const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2];
const notFinite = [
  [1, 2],
  [NaN, 3],
  [4, 5],
];
const pictures = tinyPictures(24);
const queries = tinyPictures(2, 5);
const folder = scratchFolder('public-api');
const set = join(folder, 'study', 'data', 'sample');
const saved = join(folder, 'saved.clustering');
const savedNetwork = join(folder, 'saved.network');
const cache = { cacheDir: join(folder, 'cache') };

let tree: clusterlab.LinkageTree;
let sweep: Awaited<ReturnType<typeof clusterlab.kMeansSweep>>;
let model: clusterlab.PcaResult;
let layout: clusterlab.UmapResult;
let mixture: clusterlab.GaussianMixtureResult;
let clustering: clusterlab.Clustering;
let chart: clusterlab.Chart;
let coder: clusterlab.AutoencoderResult;

before(async () => {
  delete process.env['CLUSTERLAB_DATA'];
  tree = await clusterlab.linkage(rows);
  sweep = await clusterlab.kMeansSweep(rows, { nClusters: [2, 3] });
  model = await clusterlab.pca(rows, { nComponents: 2 });
  layout = await clusterlab.umap(rows, { nNeighbors: 4, nEpochs: 20 });
  mixture = await clusterlab.gaussianMixture(rows, { nComponents: 3 });
  clustering = await clusterlab.clusterImages(pictures, { embedding: 'none' });
  chart = clusterlab.countsBar([{ value: 'a', count: 2 }]);
  coder = await clusterlab.autoencoder(pictures, { nComponents: 3, nEpochs: 1 });
  await clusterlab.saveClustering(clustering, saved);
  await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n3,4\n');
  await writeFile(join(folder, 'broken.jpg'), 'no picture');
  for (const name of ['one.png', 'two.png']) {
    await sharp(Buffer.alloc(16, 90), { raw: { width: 4, height: 4, channels: 1 } }).toFile(
      join(folder, name),
    );
  }
  await writeChineseMnist(set);
});

/** A network that has seen a few pictures once. */
async function selfLabelled(): Promise<clusterlab.Network> {
  const { network } = await clusterlab.selfLabel(pictures, pictures.kinds, { nEpochs: 1, batchSize: 12 });
  return network;
}

/** A data set of two pictures. */
async function writeChineseMnist(set: string): Promise<void> {
  await mkdir(join(set, 'data'), { recursive: true });
  await writeFile(
    join(set, 'chinese_mnist.csv'),
    'suite_id,sample_id,code,value,character\n1,1,10,9,九\n1,2,1,0,零\n',
  );
  for (const name of ['input_1_1_10.jpg', 'input_1_2_1.jpg']) {
    await sharp(Buffer.alloc(64 * 64, 90), { raw: { width: 64, height: 64, channels: 1 } })
      .jpeg()
      .toFile(join(set, 'data', name));
  }
}

/** Runs without writing to the terminal. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}

const calls: Readonly<Record<string, Call>> = {
  toMatrix: {
    good: () => clusterlab.toMatrix(rows),
    bad: [() => clusterlab.toMatrix(notFinite)],
    options: false,
  },
  pdist: {
    good: (extra) => clusterlab.pdist(rows, { ...extra }),
    bad: [() => clusterlab.pdist(notFinite), () => clusterlab.pdist(rows, { onProgress: stop })],
    options: true,
  },
  randomState: {
    good: () => clusterlab.randomState(1).permutation(5),
    bad: [() => clusterlab.randomState(-1), () => clusterlab.randomState(1).choice(0)],
    options: false,
  },

  chineseMnistFolder: {
    good: () => clusterlab.chineseMnistFolder(join(folder, 'study')),
    bad: [() => clusterlab.chineseMnistFolder(join(folder, 'missing'))],
    options: false,
  },
  listImages: {
    good: (extra) => clusterlab.listImages(folder, { ...extra }),
    bad: [() => clusterlab.listImages(join(folder, 'missing'))],
    options: true,
  },
  loadChineseMnist: {
    good: (extra) => clusterlab.loadChineseMnist(set, { ...cache, ...extra }),
    bad: [() => clusterlab.loadChineseMnist(join(folder, 'missing'))],
    options: true,
  },
  loadImages: {
    good: (extra) =>
      clusterlab.loadImages([join(folder, 'one.png'), join(folder, 'two.png')], { ...cache, ...extra }),
    bad: [() => clusterlab.loadImages([join(folder, 'broken.jpg')], cache)],
    options: true,
  },
  readTable: {
    good: (extra) => clusterlab.readTable(join(folder, 'table.csv'), { ...extra }),
    bad: [() => clusterlab.readTable(join(folder, 'table.csv'), { columns: ['c'] })],
    options: true,
  },

  cleanImages: {
    good: (extra) => clusterlab.cleanImages(pictures, { ...extra }),
    bad: [
      () => clusterlab.cleanImages(pictures, { maxValue: 1 }),
      () => clusterlab.cleanImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  hog: {
    good: (extra) => clusterlab.hog(pictures, { pixelsPerCell: [4, 4], cellsPerBlock: [1, 1], ...extra }),
    bad: [() => clusterlab.hog(pictures, { pixelsPerCell: [9, 9] }), () => clusterlab.hog(notFinite)],
    options: true,
  },
  hogWindows: {
    good: (extra) => clusterlab.hogWindows(pictures, { ...extra }),
    bad: [
      () => clusterlab.hogWindows(pictures, { pixelsPerWindow: [9, 9] }),
      () => clusterlab.hogWindows(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  normalizeImages: {
    good: (extra) => clusterlab.normalizeImages(pictures, { size: 6, ...extra }),
    bad: [
      () => clusterlab.normalizeImages([[-1]]),
      () => clusterlab.normalizeImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  rescaleImages: {
    good: (extra) => clusterlab.rescaleImages(rows, { ...extra }),
    bad: [() => clusterlab.rescaleImages(notFinite)],
    options: true,
  },
  standardize: {
    good: (extra) => clusterlab.standardize(rows, { ...extra }),
    bad: [() => clusterlab.standardize(notFinite)],
    options: true,
  },

  nearestNeighbors: {
    good: (extra) => clusterlab.nearestNeighbors(rows, { nNeighbors: 2, ...extra }),
    bad: [
      () => clusterlab.nearestNeighbors(rows, { nNeighbors: 9 }),
      () => clusterlab.nearestNeighbors(rows, { nNeighbors: 2, signal: AbortSignal.abort() }),
    ],
    options: true,
  },
  pca: {
    good: (extra) => clusterlab.pca(rows, { nComponents: 1, ...extra }),
    bad: [
      () => clusterlab.pca(notFinite),
      () => clusterlab.pca(rows, { nComponents: 3 }),
      () => clusterlab.pca(rows, { onProgress: stop }),
    ],
    options: true,
  },
  projectPca: {
    good: (extra) => clusterlab.projectPca(model, rows, { ...extra }),
    bad: [
      () => clusterlab.projectPca(model, [[1]]),
      () => clusterlab.projectPca(model, rows, { onProgress: stop }),
    ],
    options: true,
  },
  projectUmap: {
    good: (extra) => clusterlab.projectUmap(layout, rows, { ...extra }),
    bad: [
      () => clusterlab.projectUmap(layout, [[1]]),
      () => clusterlab.projectUmap(layout, rows, { onProgress: stop }),
    ],
    options: true,
  },
  reconstructPca: {
    good: (extra) => clusterlab.reconstructPca(model, model.scores, { ...extra }),
    bad: [
      () => clusterlab.reconstructPca(model, [[1]]),
      () => clusterlab.reconstructPca(model, model.scores, { onProgress: stop }),
    ],
    options: true,
  },
  tSne: {
    good: (extra) => clusterlab.tSne(rows, { perplexity: 2, maxIter: 260, ...extra }),
    bad: [
      () => clusterlab.tSne(rows, { perplexity: 50 }),
      () => clusterlab.tSne(rows, { perplexity: 2, onProgress: stop }),
    ],
    options: true,
  },
  tSneSteps: {
    good: async (extra) => {
      // Left before its end, as a notebook does that has seen enough.
      for await (const step of clusterlab.tSneSteps(rows, { perplexity: 2, ...extra }))
        if (step.iteration > 5) break;
    },
    bad: [() => clusterlab.tSneSteps(rows, { perplexity: 50 }).next()],
    options: true,
  },
  umap: {
    good: (extra) => clusterlab.umap(rows, { nNeighbors: 4, nEpochs: 20, ...extra }),
    bad: [
      () => clusterlab.umap(rows, { nNeighbors: 10 }),
      () => clusterlab.umap(rows, { nNeighbors: 4, onProgress: stop }),
    ],
    options: true,
  },
  umapSteps: {
    good: async (extra) => {
      for await (const step of clusterlab.umapSteps(rows, { nNeighbors: 4, ...extra }))
        if (step.epoch > 15) break;
    },
    bad: [() => clusterlab.umapSteps(rows, { nNeighbors: 10 }).next()],
    options: true,
  },

  agglomerative: {
    good: (extra) => clusterlab.agglomerative(rows, { nClusters: 3, ...extra }),
    bad: [
      () => clusterlab.agglomerative(rows, { nClusters: 10 }),
      () => clusterlab.agglomerative(rows, { nClusters: 2, maxMemoryBytes: 8 }),
    ],
    options: true,
  },
  assignComponents: {
    good: (extra) => clusterlab.assignComponents(mixture, rows, { ...extra }),
    bad: [
      () => clusterlab.assignComponents(mixture, [[1]]),
      () => clusterlab.assignComponents(mixture, rows, { onProgress: stop }),
    ],
    options: true,
  },
  assignLabels: {
    good: () =>
      clusterlab.assignLabels(rows, [
        [0, 0],
        [9, 9],
      ]),
    bad: [() => clusterlab.assignLabels(rows, [[0]])],
    options: false,
  },
  cutTree: {
    good: (extra) => clusterlab.cutTree(tree, { nClusters: 3, ...extra }),
    bad: [() => clusterlab.cutTree(tree, { nClusters: 10 })],
    options: true,
  },
  dbscan: {
    good: (extra) => clusterlab.dbscan(rows, { minSamples: 2, ...extra }),
    bad: [
      () => clusterlab.dbscan(rows, { eps: 0 }),
      () => clusterlab.dbscan(rows, { minSamples: 2, onProgress: stop }),
    ],
    options: true,
  },
  dendrogramThreshold: {
    good: () => clusterlab.dendrogramThreshold(tree, 3),
    bad: [() => clusterlab.dendrogramThreshold(tree, 1)],
    options: false,
  },
  gaussianMixture: {
    good: (extra) => clusterlab.gaussianMixture(rows, { nComponents: 3, ...extra }),
    bad: [
      () => clusterlab.gaussianMixture(rows, { nComponents: 10 }),
      () => clusterlab.gaussianMixture(rows, { nComponents: 2, onProgress: stop }),
    ],
    options: true,
  },
  hdbscan: {
    good: (extra) => clusterlab.hdbscan(rows, { minClusterSize: 2, ...extra }),
    bad: [
      () => clusterlab.hdbscan(rows, { minClusterSize: 1 }),
      () => clusterlab.hdbscan(rows, { minClusterSize: 2, onProgress: stop }),
    ],
    options: true,
  },
  kMeans: {
    good: (extra) => clusterlab.kMeans(rows, { nClusters: 3, ...extra }),
    bad: [
      () => clusterlab.kMeans(rows, { nClusters: 10 }),
      () => clusterlab.kMeans(rows, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  linkage: {
    good: (extra) => clusterlab.linkage(rows, { ...extra }),
    bad: [() => clusterlab.linkage(notFinite), () => clusterlab.linkage(rows, { onProgress: stop })],
    options: true,
  },
  miniBatchKMeans: {
    good: (extra) => clusterlab.miniBatchKMeans(rows, { nClusters: 3, ...extra }),
    bad: [
      () => clusterlab.miniBatchKMeans(rows, { nClusters: 10 }),
      () => clusterlab.miniBatchKMeans(rows, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  spectralClustering: {
    good: (extra) => clusterlab.spectralClustering(rows, { nClusters: 3, nNeighbors: 3, ...extra }),
    bad: [
      () => clusterlab.spectralClustering(rows, { nClusters: 10 }),
      () => clusterlab.spectralClustering(rows, { nClusters: 2, onProgress: stop }),
    ],
    options: true,
  },

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

  chooseNClusters: {
    good: (extra) =>
      clusterlab.chooseNClusters(rows, {
        nClusters: [2, 3],
        nRefs: 2,
        nRepeats: 2,
        nSubsamples: 3,
        ...extra,
      }),
    bad: [
      () => clusterlab.chooseNClusters(rows, { nClusters: [9] }),
      () => clusterlab.chooseNClusters(rows, { nClusters: [2, 3], onProgress: stop }),
    ],
    options: true,
  },
  clusterStability: {
    good: (extra) => clusterlab.clusterStability(rows, { nClusters: [2, 3], nSubsamples: 3, ...extra }),
    bad: [
      () => clusterlab.clusterStability(rows, { nClusters: [8] }),
      () => clusterlab.clusterStability(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  dbscanSweep: {
    good: (extra) => clusterlab.dbscanSweep(rows, { minSamples: 2, nEps: 4, ...extra }),
    bad: [
      () => clusterlab.dbscanSweep(rows, { eps: [] }),
      () => clusterlab.dbscanSweep(rows, { minSamples: 2, onProgress: stop }),
    ],
    options: true,
  },
  gapStatistic: {
    good: (extra) => clusterlab.gapStatistic(rows, { nClusters: [2, 3], nRefs: 2, ...extra }),
    bad: [
      () => clusterlab.gapStatistic(rows, { nClusters: [9] }),
      () => clusterlab.gapStatistic(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  mixtureSweep: {
    good: (extra) => clusterlab.mixtureSweep(rows, { nClusters: [1, 2], ...extra }),
    bad: [
      () => clusterlab.mixtureSweep(rows, { nClusters: [10] }),
      () => clusterlab.mixtureSweep(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  predictionStrength: {
    good: (extra) => clusterlab.predictionStrength(rows, { nClusters: [1, 2], nRepeats: 2, ...extra }),
    bad: [
      () => clusterlab.predictionStrength(rows, { nClusters: [5] }),
      () => clusterlab.predictionStrength(rows, { nClusters: [2], onProgress: stop }),
    ],
    options: true,
  },
  kMeansSweep: {
    good: (extra) => clusterlab.kMeansSweep(rows, { nClusters: [2, 3], ...extra }),
    bad: [
      () => clusterlab.kMeansSweep(rows, { nClusters: [9] }),
      () => clusterlab.kMeansSweep(rows, { nClusters: [2, 3], onProgress: stop }),
      () => clusterlab.kMeansSweep(rows, { nClusters: [2, 3], maxMemoryBytes: 0, onProgress: stop }),
    ],
    options: true,
  },
  trainTestSplit: {
    good: (extra) => clusterlab.trainTestSplit(8, { ...extra }),
    bad: [() => clusterlab.trainTestSplit(1)],
    options: true,
  },
  treeSweep: {
    good: (extra) => clusterlab.treeSweep(rows, tree, { minClust: 2, maxClust: 4, ...extra }),
    bad: [
      () => clusterlab.treeSweep(rows, tree, { minClust: 4, maxClust: 3 }),
      () => clusterlab.treeSweep(rows.slice(1), tree),
    ],
    options: true,
  },

  augmentImages: {
    good: (extra) => clusterlab.augmentImages(pictures, { ...extra }),
    bad: [
      () => clusterlab.augmentImages(rows),
      () => clusterlab.augmentImages(pictures, { augmentation: { blur: 2 } }),
      () => clusterlab.augmentImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  autoencoder: {
    good: (extra) => clusterlab.autoencoder(pictures, { nEpochs: 1, ...extra }),
    bad: [
      () => clusterlab.autoencoder(pictures, { nComponents: 0 }),
      () => clusterlab.autoencoder(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  contrastive: {
    good: (extra) => clusterlab.contrastive(pictures, { nEpochs: 1, ...extra }),
    bad: [
      () => clusterlab.contrastive(pictures, { temperature: 0 }),
      () => clusterlab.contrastive(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  contrastiveFeatures: {
    good: (extra) => clusterlab.contrastiveFeatures(coder.encoder, queries, { ...extra }),
    bad: [
      () => clusterlab.contrastiveFeatures(coder.encoder, rows),
      () => clusterlab.contrastiveFeatures(coder.encoder, queries, { onProgress: stop }),
    ],
    options: true,
  },
  decodeImages: {
    good: (extra) => clusterlab.decodeImages(coder, coder.codes, { ...extra }),
    bad: [
      () => clusterlab.decodeImages(coder, [[1]]),
      () => clusterlab.decodeImages(coder, coder.codes, { onProgress: stop }),
    ],
    options: true,
  },
  deepEmbeddedClustering: {
    good: (extra) =>
      clusterlab.deepEmbeddedClustering(coder, pictures, { nClusters: 3, nEpochs: 1, ...extra }),
    bad: [
      () => clusterlab.deepEmbeddedClustering(coder, pictures, { nClusters: 25 }),
      () => clusterlab.deepEmbeddedClustering(coder, pictures, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  softAssignments: {
    good: () => clusterlab.softAssignments(rows, [[0, 0]]),
    bad: [
      () => clusterlab.softAssignments(rows, [[0]]),
      () => clusterlab.softAssignments(notFinite, [[0, 0]]),
    ],
    options: false,
  },

  applyNetwork: {
    good: async (extra) => clusterlab.applyNetwork(await selfLabelled(), pictures, { ...extra }),
    bad: [
      async () => clusterlab.applyNetwork(await selfLabelled(), rows),
      async () => clusterlab.applyNetwork(await selfLabelled(), pictures, { onProgress: stop }),
    ],
    options: true,
  },
  applySelfLabel: {
    good: async (extra) => clusterlab.applySelfLabel(await selfLabelled(), pictures, { ...extra }),
    bad: [
      async () => clusterlab.applySelfLabel(await selfLabelled(), rows),
      async () => clusterlab.applySelfLabel(await selfLabelled(), pictures, { onProgress: stop }),
    ],
    options: true,
  },
  loadNetwork: {
    good: async () => {
      await clusterlab.saveNetwork(await selfLabelled(), savedNetwork);
      return clusterlab.loadNetwork(savedNetwork);
    },
    bad: [() => clusterlab.loadNetwork(join(folder, 'missing'))],
    options: false,
  },
  saveNetwork: {
    good: async () => clusterlab.saveNetwork(await selfLabelled(), savedNetwork),
    bad: [async () => clusterlab.saveNetwork(await selfLabelled(), join(folder, 'missing', 'network'))],
    options: false,
  },
  selfLabel: {
    good: (extra) => clusterlab.selfLabel(pictures, pictures.kinds, { nEpochs: 1, batchSize: 12, ...extra }),
    bad: [
      () => clusterlab.selfLabel(pictures, [0, 1]),
      () => clusterlab.selfLabel(pictures, pictures.kinds, { learningRate: 1e37, batchSize: 4 }),
      () => clusterlab.selfLabel(pictures, pictures.kinds, { onProgress: stop }),
    ],
    options: true,
  },

  assign: {
    good: (extra) => clusterlab.assign(clustering, queries, { ...extra }),
    bad: [() => clusterlab.assign(clustering, [[1, 2]])],
    options: true,
  },
  clusterImages: {
    good: (extra) => clusterlab.clusterImages(pictures, { embedding: 'none', maxClust: 5, ...extra }),
    bad: [
      () => clusterlab.clusterImages(pictures, { maxClust: 24 }),
      () => clusterlab.clusterImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  findSimilar: {
    good: (extra) => clusterlab.findSimilar(clustering, queries, { k: 2, ...extra }),
    bad: [() => clusterlab.findSimilar(clustering, queries, { k: 25 })],
    options: true,
  },
  loadClustering: {
    good: (extra) => clusterlab.loadClustering(saved, { ...extra }),
    bad: [() => clusterlab.loadClustering(join(folder, 'table.csv'))],
    options: true,
  },
  meanImages: {
    good: (extra) => clusterlab.meanImages(clustering, { ...extra }),
    bad: [() => clusterlab.meanImages(clustering, { signal: AbortSignal.abort() })],
    options: true,
  },
  recluster: {
    good: (extra) => clusterlab.recluster(clustering, { maxClust: 4, ...extra }),
    bad: [() => clusterlab.recluster(clustering, { maxClust: 24 })],
    options: true,
  },
  representatives: {
    good: (extra) => clusterlab.representatives(clustering, { ...extra }),
    bad: [() => clusterlab.representatives(clustering, { space: wrong('pixels') })],
    options: true,
  },
  saveClustering: {
    good: (extra) => clusterlab.saveClustering(clustering, join(folder, 'again.clustering'), { ...extra }),
    bad: [() => clusterlab.saveClustering(clustering, join(folder, 'missing', 'a.clustering'))],
    options: true,
  },
  scoreLabels: {
    good: (extra) => clusterlab.scoreLabels(clustering, pictures.kinds, { ...extra }),
    bad: [() => clusterlab.scoreLabels(clustering, [1])],
    options: true,
  },

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

  interruptSignal: { good: () => clusterlab.interruptSignal(), bad: [], options: false },
  progress: {
    good: () => clusterlab.progress('work')({ stage: 'a', done: 1, total: 1 }),
    bad: [() => clusterlab.progress(wrong(1))],
    options: false,
  },
  show: {
    good: (extra) => quietly(() => clusterlab.show([{ a: 1 }], { ...extra })),
    bad: [() => clusterlab.show(wrong(3))],
    options: true,
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

/** An `onProgress` that fails: the work must end there, and leave nothing. */
function stop(): never {
  throw new Error('stopped by onProgress');
}

/** Error classes; data that happens to be exported. */
const noFunctions = /Error$|^[a-z]\w*Characters$/;
const exported = Object.entries(clusterlab)
  .filter(([name, value]) => typeof value === 'function' && !noFunctions.test(name))
  .map(([name]) => name);

test('every exported function is in the table, and nothing else is', () => {
  assert.deepEqual(Object.keys(calls).sort(), exported.sort());
});

for (const name of exported) {
  const call = calls[name];
  if (call === undefined) continue;
  describe(name, () => {
    test('leaves nothing in libtensorflow', async () => {
      const counts = (): readonly [number, number] => [liveTensors(), native().tf.memory().numTensors];
      const before = counts();
      await call.good();
      assert.deepEqual(counts(), before, 'after a call');
      for (const [i, bad] of call.bad.entries()) {
        await assert.rejects(async () => bad(), `bad[${i}]`);
        assert.deepEqual(counts(), before, 'after a failure');
      }
    });

    if (call.options) {
      test('refuses an unknown option in its own name', async () => {
        await assert.rejects(async () => call.good({ noSuchOption: 1 }), {
          name: 'ArgumentError',
          message: new RegExp(`^${name}: expected options.noSuchOption to be one of the known options \\(`),
        });
      });
    }
  });
}

test('the files that the calls were to write are there', () => {
  assert.ok(existsSync(join(folder, 'again.clustering')));
});
