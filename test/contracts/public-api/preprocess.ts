import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { notFinite, pictures, rows } from './fixtures.js';

export const calls: Calls = {
  cleanImages: {
    args: (extra) => [pictures, { ...extra }],
    bad: [
      () => clusterlab.cleanImages(pictures, { maxValue: 1 }),
      () => clusterlab.cleanImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  hog: {
    args: (extra) => [pictures, { pixelsPerCell: [4, 4], cellsPerBlock: [1, 1], ...extra }],
    bad: [() => clusterlab.hog(pictures, { pixelsPerCell: [9, 9] }), () => clusterlab.hog(notFinite)],
    options: true,
  },
  hogWindows: {
    args: (extra) => [pictures, { ...extra }],
    bad: [
      () => clusterlab.hogWindows(pictures, { pixelsPerWindow: [9, 9] }),
      () => clusterlab.hogWindows(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  normalizeImages: {
    args: (extra) => [pictures, { size: 6, ...extra }],
    bad: [
      () => clusterlab.normalizeImages([[-1]]),
      () => clusterlab.normalizeImages(pictures, { onProgress: stop }),
    ],
    options: true,
  },
  rescaleImages: {
    args: (extra) => [rows, { ...extra }],
    bad: [() => clusterlab.rescaleImages(notFinite)],
    options: true,
  },
  standardize: {
    args: (extra) => [rows, { ...extra }],
    bad: [() => clusterlab.standardize(notFinite)],
    options: true,
  },
};
