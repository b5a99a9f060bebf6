import * as clusterlab from '../../../lib/src/index.js';
import type { Calls } from './call.js';

export const calls: Calls = {
  randomState: {
    good: () => clusterlab.randomState(1).permutation(5),
    bad: [() => clusterlab.randomState(-1), () => clusterlab.randomState(1).choice(0)],
    options: false,
  },
};
