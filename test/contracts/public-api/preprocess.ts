import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { notFinite, pictures, rows } from './fixtures.js';

export const calls: Calls = {
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
};
