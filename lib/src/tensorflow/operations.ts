import type { OpAttribute } from './binding.js';
import { native } from './native.js';
import { DType, fromFloat64, fromInt32, type Scope, type Tensor } from './tensor.js';

/**
 * TensorFlow operations on tensors of any element type, float64 above all. Names and meaning are TensorFlow's
 * (https://www.tensorflow.org/api_docs/python/tf/raw_ops). Each takes the scope that will own its result.
 */

/** The type attribute that nearly every op wants, from its first input. */
function typeOf(tensor: Tensor, name: string = 'T'): OpAttribute {
  return { name, type: native().binding.TF_ATTR_TYPE, value: tensor.dtype };
}

function flag(name: string, value: boolean): OpAttribute {
  return { name, type: native().binding.TF_ATTR_BOOL, value };
}

function dtypeAttribute(name: string, value: number): OpAttribute {
  return { name, type: native().binding.TF_ATTR_TYPE, value };
}

/** Runs any registered op. The other functions of this file are this one with the attributes filled in. */
export function execute(
  scope: Scope,
  name: string,
  attributes: readonly OpAttribute[],
  inputs: readonly Tensor[],
  nOutputs: number = 1,
): Tensor[] {
  const ids = inputs.map((input) => input.id);
  return native()
    .binding.executeOp(name, attributes, ids, nOutputs)
    .map((output) => scope.own(output));
}

function elementwise(name: string): (scope: Scope, ...inputs: readonly Tensor[]) => Tensor {
  return (scope, ...inputs) => execute(scope, name, [typeOf(inputs[0]!)], inputs)[0]!;
}

export type Unary = (scope: Scope, x: Tensor) => Tensor;
export type Binary = (scope: Scope, a: Tensor, b: Tensor) => Tensor;

export const add: Binary = elementwise('AddV2');
export const subtract: Binary = elementwise('Sub');
export const multiply: Binary = elementwise('Mul');
export const divide: Binary = elementwise('RealDiv');
export const maximum: Binary = elementwise('Maximum');
export const sqrt: Unary = elementwise('Sqrt');
export const square: Unary = elementwise('Square');

/** a . b of matrices, either one transposed on the fly. 2 * rows * inner * columns floating-point operations. */
export function matMul(
  scope: Scope,
  a: Tensor,
  b: Tensor,
  options: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {},
): Tensor {
  const { transposeA = false, transposeB = false } = options;
  return execute(
    scope,
    'MatMul',
    [typeOf(a), flag('transpose_a', transposeA), flag('transpose_b', transposeB)],
    [a, b],
  )[0]!;
}

/** a[i] . b[i] for every i: products of many small matrices, [n, rows, inner] and [n, inner, columns]. */
export function batchMatMul(scope: Scope, a: Tensor, b: Tensor): Tensor {
  return execute(scope, 'BatchMatMulV2', [typeOf(a), flag('adj_x', false), flag('adj_y', false)], [a, b])[0]!;
}

export function cast(scope: Scope, x: Tensor, dtype: number): Tensor {
  return execute(
    scope,
    'Cast',
    [typeOf(x, 'SrcT'), dtypeAttribute('DstT', dtype), flag('Truncate', false)],
    [x],
  )[0]!;
}

/** Sums along an axis, which `keepDims` leaves in place with length 1. */
export function reduceSum(scope: Scope, x: Tensor, axis: number, keepDims: boolean = false): Tensor {
  return scope.step((step) => {
    const axes = fromInt32(step, Int32Array.of(axis), [1]);
    const attributes = [typeOf(x), flag('keep_dims', keepDims), dtypeAttribute('Tidx', DType.int32)];
    return scope.adopt(execute(step, 'Sum', attributes, [x, axes])[0]!, step);
  });
}

/** The part of `x` that starts at `begin` and has shape `size`. */
export function slice(scope: Scope, x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return scope.step((step) => {
    const from = fromInt32(step, Int32Array.from(begin), [begin.length]);
    const shape = fromInt32(step, Int32Array.from(size), [size.length]);
    return scope.adopt(
      execute(step, 'Slice', [typeOf(x), dtypeAttribute('Index', DType.int32)], [x, from, shape])[0]!,
      step,
    );
  });
}

/** Rows of `x` by number. */
export function gatherRows(scope: Scope, x: Tensor, rows: Int32Array): Tensor {
  return scope.step((step) => {
    const indices = fromInt32(step, rows, [rows.length]);
    const axis = fromInt32(step, Int32Array.of(0), []);
    const attributes = [
      { name: 'batch_dims', type: native().binding.TF_ATTR_INT, value: 0 },
      typeOf(x, 'Tparams'),
      dtypeAttribute('Tindices', DType.int32),
      dtypeAttribute('Taxis', DType.int32),
    ];
    return scope.adopt(execute(step, 'GatherV2', attributes, [x, indices, axis])[0]!, step);
  });
}

/**
 * Sums of rows by segment: result row s is the sum of `x[rows[i]]` over the i with `segments[i] = s`. Segments ascend.
 * One thread, but as fast as memory is read.
 */
export function segmentSums(scope: Scope, x: Tensor, rows: Int32Array, segments: Int32Array): Tensor {
  return scope.step((step) => {
    const indices = fromInt32(step, rows, [rows.length]);
    const ids = fromInt32(step, segments, [segments.length]);
    const attributes = [
      typeOf(x),
      dtypeAttribute('Tidx', DType.int32),
      dtypeAttribute('Tsegmentids', DType.int32),
    ];
    return scope.adopt(execute(step, 'SparseSegmentSum', attributes, [x, indices, ids])[0]!, step);
  });
}

/** The k largest entries of each row, largest first; ties by lower index. */
export function topK(
  scope: Scope,
  x: Tensor,
  k: number,
): { readonly values: Tensor; readonly indices: Tensor } {
  return scope.step((step) => {
    const count = fromInt32(step, Int32Array.of(k), []);
    const attributes = [
      typeOf(x),
      flag('sorted', true),
      dtypeAttribute('Tk', DType.int32),
      dtypeAttribute('index_type', DType.int32),
    ];
    const [values, indices] = execute(step, 'TopKV2', attributes, [x, count], 2);
    return { values: scope.adopt(values!, step), indices: scope.adopt(indices!, step) };
  });
}

/** `x` with its diagonal replaced by a vector. */
export const setDiagonal: Binary = elementwise('MatrixSetDiag');

/** Tensors put side by side along an axis. */
export function concat(scope: Scope, parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 1) return execute(scope, 'Identity', [typeOf(parts[0]!)], parts)[0]!;
  return scope.step((step) => {
    const along = fromInt32(step, Int32Array.of(axis), []);
    const count = { name: 'N', type: native().binding.TF_ATTR_INT, value: parts.length };
    const attributes = [count, typeOf(parts[0]!), dtypeAttribute('Tidx', DType.int32)];
    return scope.adopt(execute(step, 'ConcatV2', attributes, [...parts, along])[0]!, step);
  });
}

/** The diagonal of a square matrix. */
export const diagonalPart: Unary = elementwise('MatrixDiagPart');

/** A square matrix with this diagonal and zeros elsewhere. */
export const diagonalMatrix: Unary = elementwise('MatrixDiag');

/** The columns of a matrix in reverse order. */
export function reverseColumns(scope: Scope, x: Tensor): Tensor {
  return scope.step((step) => {
    const axis = fromInt32(step, Int32Array.of(1), [1]);
    return scope.adopt(
      execute(step, 'ReverseV2', [typeOf(x), dtypeAttribute('Tidx', DType.int32)], [x, axis])[0]!,
      step,
    );
  });
}

/** `x` times a number. */
export function scale(scope: Scope, x: Tensor, factor: number): Tensor {
  return scope.step((step) => {
    const double = fromFloat64(step, Float64Array.of(factor), []);
    return scope.adopt(
      multiply(step, x, x.dtype === DType.float64 ? double : cast(step, double, x.dtype)),
      step,
    );
  });
}

/** Swaps the two axes of a matrix. */
export function transpose(scope: Scope, x: Tensor): Tensor {
  return scope.step((step) => {
    const order = fromInt32(step, Int32Array.of(1, 0), [2]);
    return scope.adopt(
      execute(step, 'Transpose', [typeOf(x), dtypeAttribute('Tperm', DType.int32)], [x, order])[0]!,
      step,
    );
  });
}

export function reshape(scope: Scope, x: Tensor, shape: readonly number[]): Tensor {
  return scope.step((step) => {
    const to = fromInt32(step, Int32Array.from(shape), [shape.length]);
    return scope.adopt(
      execute(step, 'Reshape', [typeOf(x), dtypeAttribute('Tshape', DType.int32)], [x, to])[0]!,
      step,
    );
  });
}

/** QR of a tall matrix: orthonormal columns q and upper triangle r with x = q . r. */
export function qr(scope: Scope, x: Tensor): { readonly q: Tensor; readonly r: Tensor } {
  const [q, r] = execute(scope, 'Qr', [typeOf(x), flag('full_matrices', false)], [x], 2);
  return { q: q!, r: r! };
}

/** Lower triangle l with x = l . l'. */
export const cholesky: Unary = elementwise('Cholesky');

/** Solves a . x = b for a triangular a. */
export function triangularSolve(
  scope: Scope,
  a: Tensor,
  b: Tensor,
  options: { readonly lower?: boolean; readonly adjoint?: boolean } = {},
): Tensor {
  const { lower = true, adjoint = false } = options;
  return execute(
    scope,
    'MatrixTriangularSolve',
    [flag('lower', lower), flag('adjoint', adjoint), typeOf(a)],
    [a, b],
  )[0]!;
}

/** Eigenvalues of a symmetric matrix, ascending, and its eigenvectors as columns. Eigen's solver: slow above 2000 rows. */
export function selfAdjointEig(
  scope: Scope,
  x: Tensor,
): { readonly values: Tensor; readonly vectors: Tensor } {
  const [values, vectors] = execute(scope, 'SelfAdjointEigV2', [flag('compute_v', true), typeOf(x)], [x], 2);
  return { values: values!, vectors: vectors! };
}

/** Eigenvalues of a symmetric matrix, ascending: a fifth of the time of {@link selfAdjointEig}. */
export function selfAdjointEigenvalues(scope: Scope, x: Tensor): Tensor {
  return execute(scope, 'SelfAdjointEigV2', [flag('compute_v', false), typeOf(x)], [x], 2)[0]!;
}
