import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { notFinite, rows } from './fixtures.js';

export const calls: Calls = {
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
};
