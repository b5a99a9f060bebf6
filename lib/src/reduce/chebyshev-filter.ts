import { scale, subtract } from '../tensorflow/operations.js';
import type { Scope, Tensor } from '../tensorflow/tensor.js';
import type { Pause } from './covariance.js';
import { multiply, type SymmetricMatrix } from './symmetric-matrix.js';

/**
 * T(a) . block, where T is the Chebyshev polynomial of the given degree, stretched so that it stays within [-1, 1] on
 * [0, edge]: the parts of the block along eigenvectors with eigenvalues above `edge` grow, the others do not. Of all
 * polynomials of a degree it is the one that grows fastest outside. `degree` products with `a`.
 *
 * @see Zhou, Saad, Tiago & Chelikowsky (2006), Self-consistent-field calculations using Chebyshev-filtered subspace iteration.
 */
export async function chebyshevFilter(
  scope: Scope,
  a: SymmetricMatrix,
  block: Tensor,
  degree: number,
  edge: number,
  pause: Pause,
): Promise<Tensor> {
  return scope.step(async (step) => {
    // With t = 2 a / edge - 1: T_0 = 1, T_1 = t, T_(i+1) = 2 t T_i - T_(i-1).
    const timesT = async (inner: Scope, y: Tensor): Promise<Tensor> =>
      subtract(inner, scale(inner, await multiply(inner, a, y, pause), 2 / edge), y);
    let before = block;
    let current = await step.step(async (inner) => step.adopt(await timesT(inner, block), inner));
    for (let i = 1; i < degree; i++) {
      const next = await step.step(async (inner) =>
        step.adopt(subtract(inner, scale(inner, await timesT(inner, current), 2), before), inner),
      );
      if (before !== block) step.free(before);
      before = current;
      current = next;
    }
    return scope.adopt(current, step);
  });
}

/** Factor by which the filter's effect on an eigenvalue above `edge` grows with each degree. */
export function filterGrowth(eigenvalue: number, edge: number): number {
  const x = (2 * eigenvalue) / edge - 1;
  return x <= 1 ? 1 : x + Math.sqrt(x * x - 1);
}
