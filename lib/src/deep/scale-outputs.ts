import { ArgumentError } from '../errors.js';
import type { Network } from './network.js';

/** The network whose outputs are those of `network` times `factor`. It must end in a dense layer. */
export function scaleOutputs(fn: string, network: Network, factor: number): Network {
  const last = network.layers.at(-1);
  if (last?.type !== 'dense')
    throw new ArgumentError(fn, 'model.encoder', 'a network that ends in a dense layer', last?.type);
  const first = network.weights.length - (last.bias ? 2 : 1);
  const weights = network.weights.map((values, i) =>
    i < first ? values : values.map((value) => factor * value),
  );
  return { ...network, weights };
}
