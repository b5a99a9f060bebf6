import { assertNever } from '../options.js';
import type { RandomState } from '../random/random-state.js';
import {
  batchNormGradient,
  batchNormTraining,
  biasGradient,
  conv2d,
  conv2dInputGradient,
  conv2dKernelGradient,
  dropoutMask,
  maxPoolGradient,
  reluGradient,
  sigmoidGradient,
} from '../tensorflow/neural-operations.js';
import { matMul, multiply, reshape } from '../tensorflow/operations.js';
import type { Scope, Tensor } from '../tensorflow/tensor.js';
import { asPictures, batchNormValues, evaluateLayer } from './evaluate-layer.js';
import type { Layer } from './network.js';

/** What training a layer needs beside its input and weights. */
export interface LayerTraining {
  /** Draws what dropout drops. */
  readonly random: RandomState;
  /** Share of the present batch in the running averages of batch normalization. */
  readonly averageShare: number;
}

/** What the derivative `dy` of the loss with respect to a layer's result says about the layer. */
export interface LayerGradients {
  /** With respect to the trained weights, in their order. */
  readonly weights: readonly Tensor[];
  /** With respect to the input; computed when asked for, since the first layer of a network has no use for it. */
  readonly input: () => Tensor;
}

/** A layer's result on a training batch, and the way back. Its tensors belong to the scope of the step. */
export interface TrainedLayer {
  readonly y: Tensor;
  /** New values of the weights that gradients do not change, in their order. */
  readonly averages: readonly Tensor[];
  readonly gradients: (dy: Tensor) => LayerGradients;
}

/** What a layer makes of a training batch: averages of the batch, random values dropped. */
export function trainLayer(
  scope: Scope,
  layer: Layer,
  x: Tensor,
  weights: readonly Tensor[],
  { random, averageShare }: LayerTraining,
): TrainedLayer {
  switch (layer.type) {
    case 'batch-norm':
      return trainBatchNorm(scope, x, weights, averageShare);
    case 'dropout': {
      const mask = dropoutMask(scope, x.shape, layer.rate, [
        random.randint(0, 2 ** 31),
        random.randint(0, 2 ** 31),
      ]);
      const gradients = (dy: Tensor): LayerGradients => ({
        weights: [],
        input: () => multiply(scope, dy, mask),
      });
      return { y: multiply(scope, x, mask), averages: [], gradients };
    }
    default: {
      const y = evaluateLayer(scope, layer, x, weights);
      return { y, averages: [], gradients: (dy) => layerGradients(scope, layer, x, y, weights, dy) };
    }
  }
}

/** The way back through a layer that does in training what it does afterwards. */
function layerGradients(
  scope: Scope,
  layer: Exclude<Layer, { readonly type: 'batch-norm' | 'dropout' }>,
  x: Tensor,
  y: Tensor,
  [kernel, bias]: readonly Tensor[],
  dy: Tensor,
): LayerGradients {
  const withBias = (gradient: Tensor): readonly Tensor[] =>
    bias === undefined ? [gradient] : [gradient, biasGradient(scope, dy)];
  switch (layer.type) {
    case 'conv':
      return {
        weights: withBias(conv2dKernelGradient(scope, x, kernel!.shape, dy, layer.stride)),
        input: () => conv2dInputGradient(scope, x.shape, kernel!, dy, layer.stride),
      };
    case 'conv-transpose':
      // The transpose of a convolution that would lead from y to x.
      return {
        weights: withBias(conv2dKernelGradient(scope, dy, kernel!.shape, x, layer.stride)),
        input: () => conv2d(scope, dy, kernel!, layer.stride),
      };
    case 'dense':
      return {
        weights: withBias(matMul(scope, x, dy, { transposeA: true })),
        input: () => matMul(scope, dy, kernel!, { transposeB: true }),
      };
    case 'relu':
      return { weights: [], input: () => reluGradient(scope, dy, y) };
    case 'sigmoid':
      return { weights: [], input: () => sigmoidGradient(scope, dy, y) };
    case 'max-pool':
      return { weights: [], input: () => maxPoolGradient(scope, dy, x, y) };
    case 'flatten':
    case 'reshape':
      return { weights: [], input: () => reshape(scope, dy, x.shape) };
    default:
      return assertNever(layer);
  }
}

function trainBatchNorm(
  scope: Scope,
  x: Tensor,
  weights: readonly Tensor[],
  averageShare: number,
): TrainedLayer {
  const values = batchNormValues(weights);
  const pictures = asPictures(scope, x);
  const { y, mean, variance, saved } = batchNormTraining(scope, pictures, values, averageShare);
  return {
    y: reshape(scope, y, x.shape),
    averages: [mean, variance],
    gradients: (dy) => {
      const back = asPictures(scope, dy);
      const [dx, dScale, dOffset] = batchNormGradient(scope, back, pictures, values.scale, saved);
      return { weights: [dScale, dOffset], input: () => reshape(scope, dx, x.shape) };
    },
  };
}
