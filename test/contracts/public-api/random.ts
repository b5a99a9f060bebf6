import * as clusterlab from '../../../lib/src/index.js';
import type { Calls } from './call.js';

export const calls: Calls = {
  randomState: {
    args: () => [1],
    use: (call) => (call() as clusterlab.RandomState).permutation(5),
    bad: [() => clusterlab.randomState(-1), () => clusterlab.randomState(1).choice(0)],
    options: false,
  },
};
