import type { OpAttribute } from './binding.js';
import { native } from './native.js';
import { execute } from './operations.js';
import { DType, fromFloat32, fromInt32, type Scope, type Tensor } from './tensor.js';

/**
 * The operations of neural networks and their gradients, float32. Pictures are [batch, height, width, channels].
 * Each gradient takes `dy`, the derivative of the loss with respect to the operation's result.
 */

function attribute(
  kind: 'TYPE' | 'BOOL' | 'INT' | 'FLOAT' | 'STRING',
  name: string,
  value: unknown,
): OpAttribute {
  return { name, type: native().binding[`TF_ATTR_${kind}`], value };
}

function float32(name: string = 'T'): OpAttribute {
  return attribute('TYPE', name, DType.float32);
}

function pictureLayout(): OpAttribute {
  return attribute('STRING', 'data_format', 'NHWC');
}

function shapeTensor(scope: Scope, shape: readonly number[]): Tensor {
  return fromInt32(scope, Int32Array.from(shape), [shape.length]);
}

function convolution(stride: number): readonly OpAttribute[] {
  return [
    float32(),
    attribute('INT', 'strides', [1, stride, stride, 1]),
    attribute('INT', 'dilations', [1, 1, 1, 1]),
    attribute('STRING', 'padding', 'SAME'),
    attribute('BOOL', 'use_cudnn_on_gpu', true),
    pictureLayout(),
  ];
}

/** Convolution with a kernel [rows, columns, channels in, channels out], zeros around: ceil(size / stride) pixels a side. */
export function conv2d(scope: Scope, x: Tensor, kernel: Tensor, stride: number): Tensor {
  return execute(scope, 'Conv2D', convolution(stride), [x, kernel])[0]!;
}

/** Gradient of {@link conv2d} with respect to its input; also the transposed convolution of `dy`. */
export function conv2dInputGradient(
  scope: Scope,
  inputShape: readonly number[],
  kernel: Tensor,
  dy: Tensor,
  stride: number,
): Tensor {
  const shape = shapeTensor(scope, inputShape);
  return execute(scope, 'Conv2DBackpropInput', convolution(stride), [shape, kernel, dy])[0]!;
}

/** Gradient of {@link conv2d} with respect to its kernel. */
export function conv2dKernelGradient(
  scope: Scope,
  x: Tensor,
  kernelShape: readonly number[],
  dy: Tensor,
  stride: number,
): Tensor {
  const shape = shapeTensor(scope, kernelShape);
  return execute(scope, 'Conv2DBackpropFilter', convolution(stride), [x, shape, dy])[0]!;
}

/** Adds one number a channel. */
export function biasAdd(scope: Scope, x: Tensor, bias: Tensor): Tensor {
  return execute(scope, 'BiasAdd', [float32(), pictureLayout()], [x, bias])[0]!;
}

/** Sums over all but the last axis. */
export function biasGradient(scope: Scope, dy: Tensor): Tensor {
  return execute(scope, 'BiasAddGrad', [float32(), pictureLayout()], [dy])[0]!;
}

/** What batch normalization multiplies with, adds, and remembers: one number a channel each. */
export interface BatchNormValues {
  readonly scale: Tensor;
  readonly offset: Tensor;
  /** Averages over past batches. */
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** What batch normalization adds to every variance. */
export const BATCH_NORM_EPSILON = 1e-3;

function batchNormAttributes(isTraining: boolean): readonly OpAttribute[] {
  return [
    float32(),
    float32('U'),
    attribute('FLOAT', 'epsilon', BATCH_NORM_EPSILON),
    pictureLayout(),
    attribute('BOOL', 'is_training', isTraining),
  ];
}

/** The result of {@link batchNorm} on a training batch. */
export interface BatchNormTraining {
  readonly y: Tensor;
  /** The averages, moved towards this batch. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** What {@link batchNormGradient} needs. */
  readonly saved: readonly Tensor[];
}

/** Batch normalization of a training batch; its averages count `share` in the running ones. */
export function batchNormTraining(
  scope: Scope,
  x: Tensor,
  values: BatchNormValues,
  share: number,
): BatchNormTraining {
  const attributes = [...batchNormAttributes(true), attribute('FLOAT', 'exponential_avg_factor', share)];
  const inputs = [x, values.scale, values.offset, values.mean, values.variance];
  const [y, mean, variance, ...saved] = execute(scope, 'FusedBatchNormV3', attributes, inputs, 6);
  return { y: y!, mean: mean!, variance: variance!, saved };
}

/** Batch normalization by the running averages. */
export function batchNorm(scope: Scope, x: Tensor, values: BatchNormValues): Tensor {
  const attributes = [...batchNormAttributes(false), attribute('FLOAT', 'exponential_avg_factor', 1)];
  const inputs = [x, values.scale, values.offset, values.mean, values.variance];
  return execute(scope, 'FusedBatchNormV3', attributes, inputs, 6)[0]!;
}

/** Gradients of {@link batchNormTraining} with respect to input, scale and offset. */
export function batchNormGradient(
  scope: Scope,
  dy: Tensor,
  x: Tensor,
  scale: Tensor,
  saved: readonly Tensor[],
): readonly [dx: Tensor, dScale: Tensor, dOffset: Tensor] {
  const [dx, dScale, dOffset] = execute(
    scope,
    'FusedBatchNormGradV3',
    batchNormAttributes(true),
    [dy, x, scale, ...saved],
    5,
  );
  return [dx!, dScale!, dOffset!];
}

export function relu(scope: Scope, x: Tensor): Tensor {
  return execute(scope, 'Relu', [float32()], [x])[0]!;
}

/** `dy` where `y`, the result of {@link relu}, is above 0. */
export function reluGradient(scope: Scope, dy: Tensor, y: Tensor): Tensor {
  return execute(scope, 'ReluGrad', [float32()], [dy, y])[0]!;
}

export function sigmoid(scope: Scope, x: Tensor): Tensor {
  return execute(scope, 'Sigmoid', [float32()], [x])[0]!;
}

/** Gradient of {@link sigmoid}, `y` being its result. */
export function sigmoidGradient(scope: Scope, dy: Tensor, y: Tensor): Tensor {
  return execute(scope, 'SigmoidGrad', [float32()], [y, dy])[0]!;
}

function pooling(): readonly OpAttribute[] {
  return [
    float32(),
    attribute('INT', 'ksize', [1, 2, 2, 1]),
    attribute('INT', 'strides', [1, 2, 2, 1]),
    attribute('STRING', 'padding', 'VALID'),
    pictureLayout(),
  ];
}

/** The largest of each 2 x 2 pixels; a last odd row or column is left out. */
export function maxPool(scope: Scope, x: Tensor): Tensor {
  return execute(scope, 'MaxPool', pooling(), [x])[0]!;
}

/** Gradient of {@link maxPool}, `y` being its result. */
export function maxPoolGradient(scope: Scope, dy: Tensor, x: Tensor, y: Tensor): Tensor {
  return execute(scope, 'MaxPoolGrad', pooling(), [x, y, dy])[0]!;
}

export function softmax(scope: Scope, logits: Tensor): Tensor {
  return execute(scope, 'Softmax', [float32()], [logits])[0]!;
}

/** Cross entropy of each row's softmax with the row's target distribution, and its gradient with respect to the logits. */
export function softmaxCrossEntropy(
  scope: Scope,
  logits: Tensor,
  targets: Tensor,
): { readonly losses: Tensor; readonly gradient: Tensor } {
  const name = 'SoftmaxCrossEntropyWithLogits';
  const [losses, gradient] = execute(scope, name, [float32()], [logits, targets], 2);
  return { losses: losses!, gradient: gradient! };
}

/**
 * Factors of dropout: 0 for a share `rate` of the entries, 1 / (1 - rate) for the others. Philox numbers of the two seed
 * words: the same on any number of threads.
 */
export function dropoutMask(
  scope: Scope,
  shape: readonly number[],
  rate: number,
  seed: readonly [number, number],
): Tensor {
  return scope.step((step) => {
    const attributes = [
      float32('dtype'),
      attribute('TYPE', 'T', DType.int32),
      attribute('TYPE', 'Tseed', DType.int32),
    ];
    const inputs = [shapeTensor(step, shape), shapeTensor(step, seed)];
    const uniform = execute(step, 'StatelessRandomUniform', attributes, inputs)[0]!;
    const threshold = fromFloat32(step, Float32Array.of(rate), []);
    const kept = execute(step, 'GreaterEqual', [float32()], [uniform, threshold])[0]!;
    const asNumber = [
      attribute('TYPE', 'SrcT', DType.bool),
      float32('DstT'),
      attribute('BOOL', 'Truncate', false),
    ];
    const ones = execute(step, 'Cast', asNumber, [kept])[0]!;
    const factor = fromFloat32(step, Float32Array.of(1 / (1 - rate)), []);
    return scope.adopt(execute(step, 'Mul', [float32()], [ones, factor])[0]!, step);
  });
}
