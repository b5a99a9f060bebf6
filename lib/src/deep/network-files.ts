import { createHash } from 'node:crypto';
import type { Layer } from './network.js';

/** The folder of a saved network: the tfjs layers format, with this release's own words among the metadata. */
export const MODEL_FILE = 'model.json';
export const WEIGHTS_FILE = 'weights.bin';

/** What this release writes and reads. */
export const NETWORK_VERSION = 1;

/** What {@link loadNetwork} goes by, in `userDefinedMetadata.clusterlab` of the model file. */
export interface NetworkHeader {
  readonly version: number;
  readonly inputShape: readonly number[];
  readonly layers: readonly Layer[];
  readonly classes: readonly number[];
  /** Of the weights file, in hexadecimal. */
  readonly sha256: string;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
