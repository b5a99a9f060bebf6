import { softmaxCrossEntropy } from '../tensorflow/neural-operations.js';
import { reduceSum, scale } from '../tensorflow/operations.js';
import { fromFloat32, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Loss } from './train-network.js';

/**
 * Mean cross entropy of scores [n, k] with one right column a row.
 *
 * @param smoothing - Share of every target that is spread over all columns.
 */
export function crossEntropy(scope: Scope, scores: Tensor, columns: Int32Array, smoothing: number): Loss {
  const [n, k] = scores.shape as readonly [number, number];
  const targets = new Float32Array(n * k).fill(smoothing / k);
  columns.forEach((column, row) => (targets[row * k + column]! += 1 - smoothing));
  const { losses, gradient } = softmaxCrossEntropy(scope, scores, fromFloat32(scope, targets, [n, k]));
  return { loss: scale(scope, reduceSum(scope, losses, 0), 1 / n), gradient: scale(scope, gradient, 1 / n) };
}
