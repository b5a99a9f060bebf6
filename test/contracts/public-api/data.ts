import { join } from 'node:path';
import * as clusterlab from '../../../lib/src/index.js';
import type { Calls } from './call.js';
import { cache, folder, set } from './fixtures.js';

export const calls: Calls = {
  chineseMnistFolder: {
    args: () => [join(folder, 'study')],
    bad: [() => clusterlab.chineseMnistFolder(join(folder, 'missing'))],
    options: false,
  },
  listImages: {
    args: (extra) => [folder, { ...extra }],
    bad: [() => clusterlab.listImages(join(folder, 'missing'))],
    options: true,
  },
  loadChineseMnist: {
    args: (extra) => [set, { ...cache, ...extra }],
    bad: [() => clusterlab.loadChineseMnist(join(folder, 'missing'))],
    options: true,
  },
  loadImages: {
    args: (extra) => [[join(folder, 'one.png'), join(folder, 'two.png')], { ...cache, ...extra }],
    bad: [() => clusterlab.loadImages([join(folder, 'broken.jpg')], cache)],
    options: true,
  },
  readTable: {
    args: (extra) => [join(folder, 'table.csv'), { ...extra }],
    bad: [() => clusterlab.readTable(join(folder, 'table.csv'), { columns: ['c'] })],
    options: true,
  },
};
