import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, stop } from './call.js';
import { notFinite, rows } from './fixtures.js';

export const calls: Calls = {
  toMatrix: {
    args: () => [rows],
    bad: [() => clusterlab.toMatrix(notFinite)],
    options: false,
  },
  pdist: {
    args: (extra) => [rows, { ...extra }],
    bad: [() => clusterlab.pdist(notFinite), () => clusterlab.pdist(rows, { onProgress: stop })],
    options: true,
  },
};
