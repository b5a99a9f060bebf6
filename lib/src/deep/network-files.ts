import { createHash } from 'node:crypto';
import type { Layer } from './network.js';

/** The folder of a saved network: the tfjs layers format, with this release's own words among the metadata. */
export const MODEL_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';

/** What this release writes and reads. */
export const NETWORK_VERSION = 2;

/** What {@link loadNetwork} goes by, in `userDefinedMetadata.clusterlab` of the model file. */
export interface NetworkHeader {
  readonly version: number;
  readonly inputShape: readonly number[];
  readonly layers: readonly Layer[];
  readonly classes: readonly number[];
  /** {@link checksum} of the above and of the weights file. */
  readonly sha256: string;
}

/** SHA-256, in hexadecimal, of all that a network is loaded from: what the weights mean counts like the weights. */
export function checksum(
  { version, inputShape, layers, classes }: Omit<NetworkHeader, 'sha256'>,
  weights: Uint8Array,
): string {
  const meaning = JSON.stringify([version, inputShape, layers, classes]);
  return createHash('sha256').update(meaning).update(weights).digest('hex');
}
