import type { RandomState } from '../random/random-state.js';
import { createNetwork } from './create-network.js';
import { networkParameters } from './layer-shapes.js';
import { sizeOf, type Layer, type Network } from './network.js';

type PictureSize = readonly [height: number, width: number, channels: number];

/** An encoder and its mirror image, as they start. */
export function createAutoencoder(
  shape: PictureSize,
  nComponents: number,
  random: RandomState,
): { readonly encoder: Network; readonly decoder: Network } {
  return {
    encoder: widened(createNetwork(encoderLayers(nComponents), shape, random)),
    decoder: widened(createNetwork(decoderLayers(shape), [nComponents], random)),
  };
}

/**
 * Kernels uniform in +-sqrt(6 / fanIn): nothing between these layers normalizes, and each ReLU halves the power of what it
 * lets through (He et al., Delving deep into rectifiers, 2015). With narrower ones the first epochs learn only the mean.
 */
function widened(network: Network): Network {
  const parameters = networkParameters(network.layers, network.inputShape);
  const weights = network.weights.map((values, i) =>
    parameters[i]!.name === 'kernel' ? values.map((value) => Math.sqrt(6) * value) : values,
  );
  return { ...network, weights };
}

const relu: Layer = { type: 'relu' };

/** Channels and kernel sizes of the three convolutions, each of which halves the picture. */
const STAGES = [
  { filters: 16, kernelSize: 5 },
  { filters: 32, kernelSize: 3 },
  { filters: 64, kernelSize: 3 },
] as const;

/** From a picture to `nComponents` numbers. */
function encoderLayers(nComponents: number): readonly Layer[] {
  return [
    ...STAGES.flatMap((stage): Layer[] => [{ type: 'conv', ...stage, stride: 2, bias: true }, relu]),
    { type: 'flatten' },
    { type: 'dense', units: nComponents, bias: true },
  ];
}

/**
 * The encoder in reverse, from numbers to a picture. Each step doubles the sides that the encoder halved and rounded up,
 * so that a picture whose sides are no multiples of 8 comes out with up to 7 rows and columns too many.
 */
function decoderLayers([height, width, channels]: PictureSize): readonly Layer[] {
  const smallest = [Math.ceil(height / 8), Math.ceil(width / 8), STAGES[2].filters];
  const filters = [STAGES[1].filters, STAGES[0].filters, channels];
  const stages = [...STAGES]
    .reverse()
    .flatMap(({ kernelSize }, i): Layer[] => [
      relu,
      { type: 'conv-transpose', filters: filters[i]!, kernelSize, stride: 2, bias: true },
    ]);
  const [first, ...others] = stages;
  return [
    { type: 'dense', units: sizeOf(smallest), bias: true },
    first!,
    { type: 'reshape', shape: smallest },
    ...others,
  ];
}
