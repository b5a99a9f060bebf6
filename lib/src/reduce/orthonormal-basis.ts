import {
  cast,
  cholesky,
  diagonalMatrix,
  diagonalPart,
  matMul,
  qr,
  triangularSolve,
} from '../tensorflow/operations.js';
import { DType, fromFloat64, toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';

/** Orthonormal columns with the span of a block. */
export interface OrthonormalBasis {
  readonly basis: Tensor;
  /** How long each column of the block was outside the span of those before it. */
  readonly lengths: Float64Array;
}

/** Where every column has at least this share of itself outside the span of those before it, one pass is enough. */
const INDEPENDENT = 0.05;

/** Columns with less than this go to Householder's method: about the root of the rounding error, with some room. */
const DEPENDENT = { float32: 1e-3, mixed: 1e-5, float64: 1e-6 } as const;

/**
 * Orthonormalizes the columns of a tall matrix by the Cholesky factor of its Gram matrix: all of it matrix products,
 * several times faster than Householder's method. One pass leaves an error that grows with the square of the columns'
 * dependence, a second one mends that (Yamamoto et al. 2015, CholeskyQR2); columns too dependent for either take
 * Householder's method. A float32 block that is too dependent for float32 is done in float64.
 *
 * @returns a basis with elements of the block's type; to float32, orthonormal only to a few thousandths.
 */
export function orthonormalBasis(scope: Scope, block: Tensor): OrthonormalBasis {
  return scope.step((step) => {
    if (block.dtype === DType.float32) {
      const quick =
        choleskyQr(step, block, DEPENDENT.float32) ?? choleskyQr(step, block, DEPENDENT.mixed, DType.float64);
      if (quick !== undefined) return { basis: scope.adopt(quick.basis, step), lengths: quick.lengths };
      const { basis, lengths } = orthonormalBasis(step, cast(step, block, DType.float64));
      return { basis: cast(scope, basis, DType.float32), lengths };
    }
    const once = choleskyQr(step, block, DEPENDENT.float64);
    const done =
      once === undefined || once.independence > INDEPENDENT
        ? once
        : choleskyQr(step, once.basis, DEPENDENT.float64);
    if (once !== undefined && done !== undefined)
      return { basis: scope.adopt(done.basis, step), lengths: once.lengths };
    const { q, r } = qr(step, block);
    return { basis: scope.adopt(q, step), lengths: diagonal(r).map(Math.abs) };
  });
}

interface CholeskyBasis extends OrthonormalBasis {
  /** The smallest share of a column outside the span of those before it. */
  readonly independence: number;
}

/**
 * The Gram matrix, its factor and the factor's inverse have elements of type `precision`, the basis is of the block's type.
 *
 * @returns `undefined` if the columns are so dependent that the result would not be orthonormal.
 */
function choleskyQr(
  scope: Scope,
  block: Tensor,
  dependent: number,
  precision: number = block.dtype,
): CholeskyBasis | undefined {
  return scope.step((step) => {
    const columns = precision === block.dtype ? block : cast(step, block, precision);
    const gramian = matMul(step, columns, columns, { transposeA: true });
    const norms = diagonal(gramian).map(Math.sqrt);
    let factor: Tensor;
    try {
      factor = cholesky(step, gramian);
    } catch {
      return undefined; // not positive definite
    }
    const lengths = diagonal(factor);
    const independence = lengths.reduce((least, length, j) => Math.min(least, length / norms[j]!), Infinity);
    if (!(independence > dependent)) return undefined;
    const ones = fromFloat64(step, new Float64Array(norms.length).fill(1), [norms.length]);
    const inverse = triangularSolve(step, factor, diagonalMatrix(step, cast(step, ones, precision)));
    const basis = matMul(scope, block, cast(step, inverse, block.dtype), { transposeB: true });
    return { basis, lengths, independence };
  });
}

/** Fetches the diagonal of a square matrix. */
function diagonal(x: Tensor): Float64Array {
  return withScope((scope) => {
    const values = diagonalPart(scope, x);
    return toFloat64(values.dtype === DType.float64 ? values : cast(scope, values, DType.float64));
  });
}
