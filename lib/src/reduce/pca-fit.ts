import { DataError } from '../errors.js';
import type { Matrix, NumericMatrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import { randomState } from '../random/random-state.js';
import { add, divide, matMul, qr, scale, slice, transpose } from '../tensorflow/operations.js';
import { fromFloat64, toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { columnSums, panelRanges, shiftedRows } from './centred-panels.js';
import { covariance, gram, type Pause } from './covariance.js';
import type { Eigenpairs, Wanted } from './eigenpairs.js';
import { leadingEigenpairs } from './leading-eigenpairs.js';
import type { PcaResult, PcaSolver, SignFlip } from './pca-result.js';
import { applySigns, signsByLargest } from './pca-signs.js';
import { randomizedEigenpairs } from './randomized-eigenpairs.js';
import { trace, type SymmetricMatrix } from './symmetric-matrix.js';

/** Checked input of {@link exactPca} and {@link randomizedPca}. */
export interface PcaTask {
  /** The function that was called, for messages. */
  readonly fn: string;
  readonly x: NumericMatrix;
  readonly signFlip: SignFlip;
  readonly tol: number;
  /** Whether the variances of components that are not kept are wanted too. */
  readonly everyValue: boolean;
  readonly seed: number;
  readonly pacer: Pacer;
}

/** The smaller of the two product matrices: of the columns or of the rows. */
export type Route = 'covariance' | 'gram';

/** The wanted components from the eigenvectors of the covariance or of the Gram matrix. */
export async function exactPca(task: PcaTask, wanted: Wanted, route: Route): Promise<PcaResult> {
  const { x, tol, everyValue, seed } = task;
  return withScope(async (scope) => {
    const { matrix, mean, total } = await productMatrix(scope, task, route);
    const pause = stagePause(task.pacer, 'eigenvectors');
    const pairs = await leadingEigenpairs(scope, matrix, {
      wanted,
      tol,
      everyValue,
      random: randomState(seed),
      pause,
    });
    const directions =
      route === 'covariance' ? pairs.vectors : await directionsFromRows(scope, x, mean, pairs, pause);
    const everyRatio = pairs.everyValue
      ?.slice(0, Math.min(x.nRows, x.nColumns))
      .map((value) => Math.max(value, 0) / total);
    return finish(task, {
      directions,
      mean,
      total,
      values: pairs.values,
      solver: route,
      everyRatio,
      warnings: [],
    });
  });
}

/** `count` components by scikit-learn's randomized solver. */
export async function randomizedPca(task: PcaTask, count: number, route: Route): Promise<PcaResult> {
  const { x, seed } = task;
  return withScope(async (scope) => {
    const { matrix, mean, total } = await productMatrix(scope, task, route);
    const pause = stagePause(task.pacer, 'eigenvectors');
    const { values, right, toLeft } = await randomizedEigenpairs(
      scope,
      matrix,
      count,
      randomState(seed),
      pause,
    );
    const warnings =
      values.length < count
        ? [`pca: ${count} components asked for, the data vary in ${values.length} directions only`]
        : [];
    // The factor is X / sqrt(nRows - 1) for the covariance and its transpose for the Gram matrix.
    const unit = 1 / Math.sqrt(x.nRows - 1);
    const directions =
      route === 'covariance'
        ? right
        : scale(scope, await transposedTimes(scope, x, mean, toLeft, pause), unit);
    const left = route === 'covariance' ? await rowsTimes(x, mean, toLeft, pause) : toMatrix(right);
    return finish(task, {
      directions,
      left,
      mean,
      total,
      values,
      solver: 'randomized',
      everyRatio: undefined,
      warnings,
    });
  });
}

interface Product {
  readonly matrix: SymmetricMatrix;
  readonly mean: Float64Array;
  /** Sum of the variances of the columns. */
  readonly total: number;
}

async function productMatrix(scope: Scope, { fn, x, pacer }: PcaTask, route: Route): Promise<Product> {
  const mean = columnSums(x).map((sum) => sum / x.nRows);
  const matrix = await (route === 'covariance' ? covariance : gram)(
    scope,
    x,
    mean,
    stagePause(pacer, 'products'),
  );
  const total = trace(matrix);
  if (!Number.isFinite(total))
    throw new DataError(fn, 'the values of data are so large that their squares overflow', {
      source: 'data',
    });
  const squaredMean = mean.reduce((sum, value) => sum + value * value, 0);
  // Equal rows differ from their computed mean by at most a rounding of the sum a row.
  const rounding = x.nRows * Number.EPSILON;
  if (!(total > rounding ** 2 * squaredMean))
    throw new DataError(fn, 'all rows of data are equal: there is no variance to explain', {
      source: 'data',
    });
  return { matrix, mean, total };
}

/** Unit vectors [nColumns, k] from the eigenvectors [nRows, k] of the Gram matrix. */
async function directionsFromRows(
  scope: Scope,
  x: NumericMatrix,
  mean: Float64Array,
  { values, vectors }: Eigenpairs,
  pause: Pause,
): Promise<Tensor> {
  return scope.step(async (step) => {
    const stretched = await transposedTimes(step, x, mean, vectors, pause);
    const lengths = values.map((value) => Math.sqrt(Math.max(value, 0) * (x.nRows - 1)));
    if (lengths.at(-1)! > WELL_DETERMINED * lengths[0]!) {
      return scope.adopt(divide(step, stretched, fromFloat64(step, lengths, [1, lengths.length])), step);
    }
    // Directions of next to no variance come out too short to be scaled: Householder's method completes the basis instead.
    return scope.adopt(qr(step, stretched).q, step);
  });
}

/** A direction with a smaller share of the first one's standard deviation is not orthogonal to the others to ten digits. */
const WELL_DETERMINED = 1e-3;

interface Found {
  /** Unit columns [nColumns, k]. */
  readonly directions: Tensor;
  /** What the sign rule 'scores' looks at, [nRows, k]; the scores themselves if not given. */
  readonly left?: Matrix;
  readonly mean: Float64Array;
  readonly total: number;
  readonly values: Float64Array;
  readonly solver: PcaSolver;
  readonly everyRatio: Float64Array | undefined;
  readonly warnings: readonly string[];
}

async function finish({ x, signFlip, seed, pacer }: PcaTask, found: Found): Promise<PcaResult> {
  const {
    directions,
    mean,
    total,
    values,
    everyRatio: allVarianceRatios,
    solver: svdSolver,
    warnings,
  } = found;
  const nComponents = values.length;
  const scores = await rowsTimes(x, mean, directions, stagePause(pacer, 'scores'));
  const components = withScope((scope) => toMatrix(transpose(scope, directions)));
  const signs =
    signFlip === 'scores'
      ? signsByLargest(found.left ?? scores, 'columns')
      : signsByLargest(components, 'rows');
  applySigns(scores, signs, 'columns');
  applySigns(components, signs, 'rows');
  const explainedVariance = values.map((value) => Math.max(value, 0));
  const explainedVarianceRatio = explainedVariance.map((value) => value / total);
  await pacer.step('pca: scores', STAGES.length, STAGES.length);
  return {
    scores,
    components,
    mean,
    nComponents,
    explainedVariance,
    explainedVarianceRatio,
    totalVariance: total,
    allVarianceRatios,
    svdSolver,
    randomState: seed,
    warnings,
  };
}

const STAGES = ['products', 'eigenvectors', 'scores'] as const;

/** Progress counts stages: how many steps the iteration takes shows only at its end. */
function stagePause(pacer: Pacer, stage: (typeof STAGES)[number]): Pause {
  return () => pacer.step(`pca: ${stage}`, STAGES.indexOf(stage), STAGES.length);
}

/** (x - mean) . columns, [nRows, k]. */
export async function rowsTimes(
  x: NumericMatrix,
  mean: Float64Array,
  columns: Tensor,
  pause: Pause,
): Promise<Matrix> {
  const nColumns = columns.shape[1]!;
  const data = new Float64Array(x.nRows * nColumns);
  for (const { start, count } of panelRanges(x.nRows)) {
    withScope((scope) =>
      data.set(
        toFloat64(matMul(scope, shiftedRows(scope, x, mean, start, count), columns)),
        start * nColumns,
      ),
    );
    await pause();
  }
  return { data, nRows: x.nRows, nColumns };
}

/** (x - mean)' . columns, [nColumns, k]. */
async function transposedTimes(
  scope: Scope,
  x: NumericMatrix,
  mean: Float64Array,
  columns: Tensor,
  pause: Pause,
): Promise<Tensor> {
  return scope.step(async (step) => {
    let sum: Tensor | undefined;
    for (const { start, count } of panelRanges(x.nRows)) {
      const part = step.step((inner) => {
        const rows = slice(inner, columns, [start, 0], [count, columns.shape[1]!]);
        return step.adopt(
          matMul(inner, shiftedRows(inner, x, mean, start, count), rows, { transposeA: true }),
          inner,
        );
      });
      sum = sum === undefined ? part : add(step, sum, part);
      await pause();
    }
    return scope.adopt(sum!, step);
  });
}

function toMatrix(x: Tensor): Matrix {
  return { data: toFloat64(x), nRows: x.shape[0]!, nColumns: x.shape[1]! };
}
