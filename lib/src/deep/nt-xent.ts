import { native } from '../tensorflow/native.js';
import {
  add,
  divide,
  execute,
  matMul,
  multiply,
  maximum,
  reduceSum,
  scale,
  setDiagonal,
  sqrt,
  square,
  subtract,
  transpose,
} from '../tensorflow/operations.js';
import { DType, fromFloat32, fromInt32, type Scope, type Tensor } from '../tensorflow/tensor.js';

/** Far below any logit, yet finite: its exponential is 0. */
const NEVER = -1e9;

/** Squares of lengths below this count as this: an output of zeros has no direction. */
const SMALLEST_SQUARE = 1e-24;

/** A loss and its gradient with respect to what it was computed from. */
export interface NtXent {
  /** Scalar, float32. */
  readonly loss: Tensor;
  /** In the shape of the projections. */
  readonly gradient: Tensor;
}

/**
 * SimCLR's loss, the "normalized temperature-scaled cross entropy": rows i and i + n/2 show the same picture, and each
 * row should tell its partner from all the other rows by the cosine of their angle:
 * mean over i of -log( exp(s_i,partner / t) / sum over j other than i of exp(s_ij / t) ).
 *
 * @param projections - [n, d], float32, n even; need not have length 1.
 * @see Chen, Kornblith, Norouzi & Hinton, A simple framework for contrastive learning of visual representations (2020).
 */
export function ntXent(scope: Scope, projections: Tensor, temperature: number): NtXent {
  const n = projections.shape[0]!;
  return scope.step((step) => {
    const { unit, length } = unitRows(step, projections);
    const similarities = scale(step, matMul(step, unit, unit, { transposeB: true }), 1 / temperature);
    const logits = setDiagonal(step, similarities, fromFloat32(step, new Float32Array(n).fill(NEVER), [n]));
    const partners = Int32Array.from({ length: n }, (_, i) => (i + n / 2) % n);
    const [losses, errors] = sparseCrossEntropy(step, logits, fromInt32(step, partners, [n]));
    // The similarities are symmetric in the rows, so each row's error comes in twice.
    const both = add(step, errors, transpose(step, errors));
    const towards = scale(step, matMul(step, both, unit), 1 / (temperature * n));
    // Only what turns a row counts: its length has been divided out.
    const along = multiply(step, unit, reduceSum(step, multiply(step, towards, unit), 1, true));
    const gradient = divide(step, subtract(step, towards, along), length);
    return {
      loss: scope.adopt(scale(step, reduceSum(step, losses, 0), 1 / n), step),
      gradient: scope.adopt(gradient, step),
    };
  });
}

/** Rows scaled to length 1, and their lengths [n, 1]. */
export function unitRows(scope: Scope, x: Tensor): { readonly unit: Tensor; readonly length: Tensor } {
  const smallest = fromFloat32(scope, Float32Array.of(SMALLEST_SQUARE), []);
  const length = sqrt(scope, maximum(scope, reduceSum(scope, square(scope, x), 1, true), smallest));
  return { unit: divide(scope, x, length), length };
}

/** Cross entropy of each row of logits with its one right column, and softmax minus one-hot: its gradient. */
function sparseCrossEntropy(scope: Scope, logits: Tensor, labels: Tensor): readonly [Tensor, Tensor] {
  const type = native().binding.TF_ATTR_TYPE;
  const attributes = [
    { name: 'T', type, value: DType.float32 },
    { name: 'Tlabels', type, value: DType.int32 },
  ];
  const [losses, errors] = execute(
    scope,
    'SparseSoftmaxCrossEntropyWithLogits',
    attributes,
    [logits, labels],
    2,
  );
  return [losses!, errors!];
}
