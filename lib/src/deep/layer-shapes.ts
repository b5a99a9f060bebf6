import { assertNever } from '../options.js';
import { sizeOf, type Layer, type Parameter } from './network.js';

/** Shape of one output of a layer for one input of this shape. */
export function outputShape(layer: Layer, input: readonly number[]): readonly number[] {
  const [height = 1, width = 1, channels = 1] = input;
  switch (layer.type) {
    case 'conv':
      return [Math.ceil(height / layer.stride), Math.ceil(width / layer.stride), layer.filters];
    case 'conv-transpose':
      return [height * layer.stride, width * layer.stride, layer.filters];
    case 'max-pool':
      return [Math.floor(height / 2), Math.floor(width / 2), channels];
    case 'flatten':
      return [sizeOf(input)];
    case 'reshape':
      return layer.shape;
    case 'dense':
      return [layer.units];
    case 'batch-norm':
    case 'relu':
    case 'sigmoid':
    case 'dropout':
      return input;
    default:
      return assertNever(layer);
  }
}

/** Shape of what enters each layer, and last of what leaves the network: one more than there are layers. */
export function shapesThrough(
  layers: readonly Layer[],
  input: readonly number[],
): readonly (readonly number[])[] {
  const shapes = [input];
  for (const layer of layers) shapes.push(outputShape(layer, shapes.at(-1)!));
  return shapes;
}

/** The arrays of numbers of a layer, in the order that tfjs has them. */
export function layerParameters(layer: Layer, input: readonly number[]): readonly Parameter[] {
  const channels = input.at(-1)!;
  switch (layer.type) {
    case 'conv':
      return withBias(layer, [layer.kernelSize, layer.kernelSize, channels, layer.filters], layer.filters);
    case 'conv-transpose':
      return withBias(layer, [layer.kernelSize, layer.kernelSize, layer.filters, channels], layer.filters);
    case 'dense':
      return withBias(layer, [channels, layer.units], layer.units);
    case 'batch-norm':
      return [
        { name: 'gamma', shape: [channels], initial: 1, trained: true },
        { name: 'beta', shape: [channels], initial: 0, trained: true },
        { name: 'moving_mean', shape: [channels], initial: 0, trained: false },
        { name: 'moving_variance', shape: [channels], initial: 1, trained: false },
      ];
    default:
      return [];
  }
}

function withBias(
  { bias }: { readonly bias: boolean },
  shape: readonly number[],
  outputs: number,
): readonly Parameter[] {
  const initial = { fanIn: sizeOf(shape) / outputs };
  const kernel = { name: 'kernel', shape, initial, trained: true };
  return bias ? [kernel, { name: 'bias', shape: [outputs], initial, trained: true }] : [kernel];
}

/** The arrays of numbers of all layers, in the order of {@link Network.weights}. */
export function networkParameters(layers: readonly Layer[], input: readonly number[]): readonly Parameter[] {
  const shapes = shapesThrough(layers, input);
  return layers.flatMap((layer, i) => layerParameters(layer, shapes[i]!));
}
