import { join } from 'node:path';
import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { coder, folder, notFinite, pictures, queries, rows } from './fixtures.js';

const savedNetwork = join(folder, 'saved.network');

/** A network that has seen a few pictures once. */
async function selfLabelled(): Promise<clusterlab.Network> {
  const { network } = await clusterlab.selfLabel(pictures, pictures.kinds, { nEpochs: 1, batchSize: 12 });
  return network;
}

export const calls: Calls = {
  augmentImages: {
    args: (extra) => [pictures, { ...extra }],
    bad: [
      () => clusterlab.augmentImages(rows),
      () => clusterlab.augmentImages(pictures, { augmentation: { blur: 2 } }),
      () => clusterlab.augmentImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  autoencoder: {
    args: (extra) => [pictures, { nEpochs: 1, ...extra }],
    bad: [
      () => clusterlab.autoencoder(pictures, { nComponents: 0 }),
      () => clusterlab.autoencoder(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  contrastive: {
    args: (extra) => [pictures, { nEpochs: 1, ...extra }],
    bad: [
      () => clusterlab.contrastive(pictures, { temperature: 0 }),
      () => clusterlab.contrastive(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  contrastiveFeatures: {
    args: (extra) => [coder.encoder, queries, { ...extra }],
    bad: [
      () => clusterlab.contrastiveFeatures(coder.encoder, rows),
      () => clusterlab.contrastiveFeatures(coder.encoder, queries, { onProgress: stop }),
    ],
    options: true,
  },
  decodeImages: {
    args: (extra) => [coder, coder.codes, { ...extra }],
    bad: [
      () => clusterlab.decodeImages(coder, [[1]]),
      () => clusterlab.decodeImages(coder, coder.codes, { onProgress: stop }),
    ],
    options: true,
  },
  deepEmbeddedClustering: {
    args: (extra) => [coder, pictures, { nClusters: 3, nEpochs: 1, ...extra }],
    bad: [
      () => clusterlab.deepEmbeddedClustering(coder, pictures, { nClusters: 25 }),
      () => clusterlab.deepEmbeddedClustering(coder, pictures, { nClusters: 3, onProgress: stop }),
    ],
    options: true,
  },
  softAssignments: {
    args: () => [rows, [[0, 0]]],
    bad: [
      () => clusterlab.softAssignments(rows, [[0]]),
      () => clusterlab.softAssignments(notFinite, [[0, 0]]),
    ],
    options: false,
  },
  applyNetwork: {
    args: async (extra) => [await selfLabelled(), pictures, { ...extra }],
    bad: [
      async () => clusterlab.applyNetwork(await selfLabelled(), rows),
      async () => clusterlab.applyNetwork(await selfLabelled(), pictures, { onProgress: stop }),
    ],
    options: true,
  },
  applySelfLabel: {
    args: async (extra) => [await selfLabelled(), pictures, { ...extra }],
    bad: [
      async () => clusterlab.applySelfLabel(await selfLabelled(), rows),
      async () => clusterlab.applySelfLabel(await selfLabelled(), pictures, { onProgress: stop }),
    ],
    options: true,
  },
  loadNetwork: {
    args: async () => {
      await clusterlab.saveNetwork(await selfLabelled(), savedNetwork);
      return [savedNetwork];
    },
    bad: [() => clusterlab.loadNetwork(join(folder, 'missing'))],
    options: false,
  },
  saveNetwork: {
    args: async () => [await selfLabelled(), savedNetwork],
    bad: [async () => clusterlab.saveNetwork(await selfLabelled(), join(folder, 'missing', 'network'))],
    options: false,
  },
  selfLabel: {
    args: (extra) => [pictures, pictures.kinds, { nEpochs: 1, batchSize: 12, ...extra }],
    bad: [
      () => clusterlab.selfLabel(pictures, [0, 1]),
      () => clusterlab.selfLabel(pictures, pictures.kinds, { learningRate: 1e37, batchSize: 4 }),
      () => clusterlab.selfLabel(pictures, pictures.kinds, { onProgress: stop }),
    ],
    options: true,
  },
};
