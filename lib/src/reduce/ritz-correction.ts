import {
  add,
  cast,
  divide,
  matMul,
  multiply as times,
  reduceSum,
  scale,
  subtract,
} from '../tensorflow/operations.js';
import { DType, fromFloat64, toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Pause } from './covariance.js';
import { leadingColumns, trailingColumns } from './eigenpairs.js';
import { multiply, type SymmetricMatrix } from './symmetric-matrix.js';

/** The Ritz pairs of an orthonormal block; tensors float32, one pair a column. */
export interface RoughPairs {
  /** Largest first. */
  readonly values: Float64Array;
  /** The span of the block, orthonormal. */
  readonly vectors: Tensor;
  /** a v - lambda v of each pair: orthogonal to all the vectors. */
  readonly residuals: Tensor;
}

/** Where this many steps do not do, the block was too rough. */
const MAX_STEPS = 12;

/**
 * What the `count` leading Ritz vectors v lack: a small z with a (v + z) = lambda (v + z), to first order. In blocks,
 * with the other Ritz vectors (guards) g, their values mu and residuals s, and P the projection out of the block:
 *
 *     z = w + g . y,   y = s' w / (lambda - mu),   (lambda - P a P - s (lambda - mu)^-1 s') w = residual of v.
 *
 * The last is positive definite where the eigenvalues outside the block are below lambda, and well conditioned where
 * there are guards enough: a few steps of conjugate gradients, all columns at once. As z is small, float32 will do: the
 * corrected vectors are better by the four digits to which z is known.
 *
 * @param goal - Residual of a column that needs no further step.
 * @returns z, [n, count] float32; anything for a vector so rough that first order says nothing of it.
 * @see Sleijpen & van der Vorst (1996), A Jacobi-Davidson iteration method for linear eigenvalue problems (correction
 * equation); Ogita & Aishima (2018), Iterative refinement for symmetric eigenvalue decomposition, on the two precisions.
 */
export async function ritzCorrection(
  scope: Scope,
  a: SymmetricMatrix,
  pairs: RoughPairs,
  count: number,
  goal: number,
  pause: Pause,
): Promise<Tensor> {
  return scope.step(async (step) => {
    const { values, vectors } = pairs;
    const wanted = values.subarray(0, count);
    const lambda = row(step, wanted);
    const guards = trailingColumns(step, vectors, count);
    const couplings = trailingColumns(step, pairs.residuals, count);
    const gaps = gapsBetween(step, wanted, values.subarray(count));
    const towardsGuards = (inner: Scope, p: Tensor): Tensor =>
      divide(inner, matMul(inner, couplings, p, { transposeA: true }), gaps);
    const operator = async (inner: Scope, p: Tensor): Promise<Tensor> => {
      const image = outside(inner, vectors, await multiply(inner, a, p, pause));
      const throughGuards = matMul(inner, couplings, towardsGuards(inner, p));
      return subtract(inner, times(inner, p, lambda), add(inner, image, throughGuards));
    };
    const w = await conjugateGradients(step, operator, leadingColumns(step, pairs.residuals, count), goal);
    const z = add(step, outside(step, vectors, w), matMul(step, guards, towardsGuards(step, w)));
    return scope.adopt(z, step);
  });
}

/** Solves operator(w) = right column by column, from w = 0, until every column's residual is at most `goal`. */
async function conjugateGradients(
  scope: Scope,
  operator: (scope: Scope, p: Tensor) => Promise<Tensor>,
  right: Tensor,
  goal: number,
): Promise<Tensor> {
  return scope.step(async (step) => {
    let state = { w: scale(step, right, 0), r: right, p: right, squares: dots(right, right) };
    for (let i = 0; i < MAX_STEPS && state.squares.some((square) => square > goal ** 2); i++) {
      const before = state;
      state = await step.step(async (inner) => {
        const { w, r, p, squares } = before;
        const image = await operator(inner, p);
        const alpha = row(inner, ratios(squares, dots(p, image)));
        const nextR = subtract(inner, r, times(inner, image, alpha));
        const nextSquares = dots(nextR, nextR);
        const beta = row(inner, ratios(nextSquares, squares));
        return {
          w: step.adopt(add(inner, w, times(inner, p, alpha)), inner),
          r: step.adopt(nextR, inner),
          p: step.adopt(add(inner, nextR, times(inner, p, beta)), inner),
          squares: nextSquares,
        };
      });
      step.free(before.w);
      if (i > 0) step.free(before.r, before.p);
    }
    return scope.adopt(state.w, step);
  });
}

/** The parts of the columns orthogonal to an orthonormal basis. */
function outside(scope: Scope, basis: Tensor, columns: Tensor): Tensor {
  return scope.step((step) => {
    const inside = matMul(step, basis, matMul(step, basis, columns, { transposeA: true }));
    return scope.adopt(subtract(step, columns, inside), step);
  });
}

/** lambda_j - mu_i at (i, j), float32; kept away from 0, for the division. */
function gapsBetween(scope: Scope, lambdas: Float64Array, mus: Float64Array): Tensor {
  const least = Number.EPSILON * lambdas[0]!;
  const gaps = Float64Array.from({ length: mus.length * lambdas.length }, (_, at) =>
    Math.max(lambdas[at % lambdas.length]! - mus[Math.floor(at / lambdas.length)]!, least),
  );
  return scope.step((step) =>
    cast(scope, fromFloat64(step, gaps, [mus.length, lambdas.length]), DType.float32),
  );
}

/** Inner products column by column. */
function dots(x: Tensor, y: Tensor): Float64Array {
  return withScope((scope) => toFloat64(cast(scope, reduceSum(scope, times(scope, x, y), 0), DType.float64)));
}

/** Quotients; 0 for a column that has converged, or that rounding errors have made indefinite. */
function ratios(numerators: Float64Array, denominators: Float64Array): Float64Array {
  return numerators.map((numerator, j) => (denominators[j]! > 0 ? numerator / denominators[j]! : 0));
}

function row(scope: Scope, values: Float64Array): Tensor {
  return scope.step((step) => cast(scope, fromFloat64(step, values, [1, values.length]), DType.float32));
}
