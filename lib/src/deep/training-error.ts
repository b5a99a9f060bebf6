import { ClusterlabError } from '../errors.js';
import type { Network } from './network.js';

/** Training ran away: the loss or a weight is no longer a finite number. A lower learning rate is the usual remedy. */
export class TrainingError extends ClusterlabError {
  /** The epoch in which it happened, from 0. */
  readonly epoch: number;
  /** The network as the epoch before left it; with epoch 0, the untrained one. */
  readonly network: Network;

  constructor(fn: string, problem: string, epoch: number, network: Network) {
    const kept = epoch === 0 ? 'untrained network' : `network after ${epoch} of these epochs`;
    super(
      'ERR_TRAINING',
      `${fn}: ${problem} in epoch ${epoch} (counted from 0); a lower learningRate may help. ` +
        `The ${kept} is in this error's "network".`,
    );
    this.epoch = epoch;
    this.network = network;
  }
}
