import { ArgumentError } from '../errors.js';
import type { Layer } from './network.js';

/** Smallest side of a picture that the trunk can halve three times. */
export const SMALLEST_SIDE = 8;

/** Numbers that the trunk makes of a picture. */
export const TRUNK_UNITS = 256;

/**
 * The convolutional part that all networks of this folder share, from a picture to {@link TRUNK_UNITS} numbers: three
 * convolutions, each followed by batch normalization and ReLU, that halve the picture three times, and a dense layer.
 * ReLU follows the pooling: the largest of four values is the same before and after it, and there are fewer of them.
 * Small on purpose: 35 million operations a training picture of 32 x 32. A head follows it, e.g.
 * `[...trunk(), { type: 'dense', units: k, bias: true }]`.
 */
export function trunk(): readonly Layer[] {
  return [
    { type: 'conv', filters: 24, kernelSize: 5, stride: 2, bias: false },
    { type: 'batch-norm' },
    { type: 'relu' },
    { type: 'conv', filters: 48, kernelSize: 3, stride: 1, bias: false },
    { type: 'batch-norm' },
    { type: 'max-pool' },
    { type: 'relu' },
    { type: 'conv', filters: 96, kernelSize: 3, stride: 1, bias: false },
    { type: 'batch-norm' },
    { type: 'max-pool' },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.3 },
    { type: 'dense', units: TRUNK_UNITS, bias: false },
    { type: 'batch-norm' },
    { type: 'relu' },
  ];
}

/** Refuses pictures that would vanish while they are halved. */
export function checkTrunkInput(
  fn: string,
  { height, width }: { readonly height: number; readonly width: number },
): void {
  if (Math.min(height, width) < SMALLEST_SIDE) {
    const expected = `pictures of at least ${SMALLEST_SIDE} x ${SMALLEST_SIDE} pixels`;
    throw new ArgumentError(fn, 'images', expected, `${height} x ${width}`);
  }
}
