import type { RandomState } from '../random/random-state.js';
import { networkParameters } from './layer-shapes.js';
import { sizeOf, type Layer, type Network, type Parameter } from './network.js';

/** A network with its starting weights, drawn from `random`. */
export function createNetwork(
  layers: readonly Layer[],
  inputShape: readonly number[],
  random: RandomState,
  classes: Int32Array = new Int32Array(0),
): Network {
  const weights = networkParameters(layers, inputShape).map((parameter) =>
    startingWeights(parameter, random),
  );
  return { inputShape, layers, weights, classes };
}

function startingWeights({ shape, initial }: Parameter, random: RandomState): Float32Array {
  const size = sizeOf(shape);
  if (typeof initial === 'number') return new Float32Array(size).fill(initial);
  const bound = 1 / Math.sqrt(initial.fanIn);
  return Float32Array.from(random.uniformArray(-bound, bound, size));
}
