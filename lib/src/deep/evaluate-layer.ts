import { assertNever } from '../options.js';
import {
  batchNorm,
  biasAdd,
  conv2d,
  conv2dInputGradient,
  maxPool,
  relu,
  sigmoid,
  type BatchNormValues,
} from '../tensorflow/neural-operations.js';
import { matMul, reshape } from '../tensorflow/operations.js';
import type { Scope, Tensor } from '../tensorflow/tensor.js';
import { outputShape } from './layer-shapes.js';
import type { Layer } from './network.js';

/** What a layer makes of a batch once training is over: running averages, nothing dropped. */
export function evaluateLayer(scope: Scope, layer: Layer, x: Tensor, weights: readonly Tensor[]): Tensor {
  const [n, ...input] = x.shape;
  switch (layer.type) {
    case 'conv':
      return addBias(scope, conv2d(scope, x, weights[0]!, layer.stride), weights[1]);
    case 'conv-transpose': {
      const shape = [n!, ...outputShape(layer, input)];
      return addBias(scope, conv2dInputGradient(scope, shape, weights[0]!, x, layer.stride), weights[1]);
    }
    case 'dense':
      return addBias(scope, matMul(scope, x, weights[0]!), weights[1]);
    case 'batch-norm':
      return reshape(scope, batchNorm(scope, asPictures(scope, x), batchNormValues(weights)), x.shape);
    case 'relu':
      return relu(scope, x);
    case 'sigmoid':
      return sigmoid(scope, x);
    case 'max-pool':
      return maxPool(scope, x);
    case 'flatten':
    case 'reshape':
      return reshape(scope, x, [n!, ...outputShape(layer, input)]);
    case 'dropout':
      return x;
    default:
      return assertNever(layer);
  }
}

function addBias(scope: Scope, y: Tensor, bias: Tensor | undefined): Tensor {
  return bias === undefined ? y : biasAdd(scope, y, bias);
}

/** Rows as pictures of one pixel: batch normalization knows pictures only. */
export function asPictures(scope: Scope, x: Tensor): Tensor {
  return x.shape.length === 4 ? x : reshape(scope, x, [x.shape[0]!, 1, 1, x.shape[1]!]);
}

export function batchNormValues([scale, offset, mean, variance]: readonly Tensor[]): BatchNormValues {
  return { scale: scale!, offset: offset!, mean: mean!, variance: variance! };
}
