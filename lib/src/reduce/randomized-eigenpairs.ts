import type { RandomState } from '../random/random-state.js';
import { divide, matMul } from '../tensorflow/operations.js';
import { fromFloat64, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Pause } from './covariance.js';
import { denseEigenpairs, leadingColumns } from './eigenpairs.js';
import { orthonormalBasis } from './orthonormal-basis.js';
import { multiply, type SymmetricMatrix } from './symmetric-matrix.js';

/** Columns that the sketch has beyond the wanted ones. */
const OVERSAMPLES = 10;

/** Smaller than this share of the largest, an eigenvalue of the sketch is rounding error. */
const NEGLIGIBLE = 1e-14;

/** What {@link randomizedEigenpairs} finds about a = f'f. */
export interface RandomizedEigenpairs {
  /** Squared singular values of the sketched f, largest first. */
  readonly values: Float64Array;
  /** Right singular vectors of the sketched f, one a column. */
  readonly right: Tensor;
  /** f times these columns are the left singular vectors. */
  readonly toLeft: Tensor;
}

/**
 * scikit-learn's `randomized_svd` of a factor f, from a = f'f alone, so that a power iteration costs a product with the
 * small square matrix and not two with all rows. The same draws and the same number of iterations span the same
 * subspace; which basis of it is kept between iterations (scikit-learn: LU) changes rounding errors only.
 *
 * @see Halko, Martinsson & Tropp (2011), Finding structure with randomness, algorithms 4.4 and 5.1.
 */
export async function randomizedEigenpairs(
  scope: Scope,
  a: SymmetricMatrix,
  count: number,
  random: RandomState,
  pause: Pause,
): Promise<RandomizedEigenpairs> {
  return scope.step(async (step) => {
    const drawn = count + OVERSAMPLES;
    const draws = fromFloat64(step, random.standardNormalArray(a.size * drawn), [a.size, drawn]);
    let basis = leadingColumns(step, draws, Math.min(drawn, a.size));
    const nIterations = count < 0.1 * a.size ? 7 : 4;
    for (let i = 0; i < nIterations; i++) {
      basis = await step.step(async (inner) =>
        step.adopt(orthonormalBasis(inner, await multiply(inner, a, basis, pause)).basis, inner),
      );
      await pause();
    }
    // f . whitened has orthonormal columns with the span of f . basis.
    const small = denseEigenpairs(
      step,
      matMul(step, basis, await multiply(step, a, basis, pause), { transposeA: true }),
    );
    const rank = small.values.filter((value) => value > NEGLIGIBLE * small.values[0]!).length;
    const rotated = matMul(step, basis, leadingColumns(step, small.vectors, rank));
    const whitened = divide(
      step,
      rotated,
      fromFloat64(step, small.values.slice(0, rank).map(Math.sqrt), [1, rank]),
    );
    await pause();
    // (f . whitened)' f, transposed: the rows that f leaves in the sketch.
    const sketch = await multiply(step, a, whitened, pause);
    const { values, vectors } = denseEigenpairs(step, matMul(step, sketch, sketch, { transposeA: true }));
    await pause();
    const kept = Math.min(count, rank);
    const leading = leadingColumns(step, vectors, kept);
    const lengths = fromFloat64(step, values.slice(0, kept).map(Math.sqrt), [1, kept]);
    return {
      values: values.slice(0, kept),
      right: scope.adopt(divide(step, matMul(step, sketch, leading), lengths), step),
      toLeft: scope.adopt(matMul(step, whitened, leading), step),
    };
  });
}
