import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { rowsMinus } from '../matrix/rows-minus.js';
import type { MixtureFitOptions } from './mixture-options.js';
import { covarianceShape, type Components, type CovarianceType } from './mixture-model.js';
import { packedSquare, precisionCholesky } from './precision-cholesky.js';

/** Where a mixture starts, as far as the caller knows. */
export interface GivenComponents {
  /** First weights, [nComponents], summing to 1. @defaultValue from the start */
  readonly weightsInit?: readonly number[] | Float64Array;
  /** First means, [nComponents, nColumns]. @defaultValue from the start */
  readonly meansInit?: MatrixLike;
  /** First precisions (inverse covariances), laid out as the `covariances` of the result. @defaultValue from the start */
  readonly precisionsInit?: MatrixLike;
}

/**
 * Checks weightsInit, meansInit and precisionsInit. What it returns makes components of them, once the means of the columns are
 * known that are taken off.
 */
export function checkGivenComponents(
  fn: string,
  { weightsInit, meansInit, precisionsInit }: GivenComponents,
  { nColumns }: Matrix,
  { nComponents, covarianceType }: MixtureFitOptions,
): (mean: Float64Array) => Partial<Components> {
  const weights = weightsInit === undefined ? undefined : checkWeights(fn, weightsInit, nComponents);
  const means = meansInit === undefined ? undefined : toMatrix(meansInit, fn, 'options.meansInit');
  if (means !== undefined) checkShape(fn, 'meansInit', means, [nComponents, nColumns]);
  const precisions =
    precisionsInit === undefined ? undefined : toMatrix(precisionsInit, fn, 'options.precisionsInit');
  if (precisions !== undefined)
    checkShape(fn, 'precisionsInit', precisions, covarianceShape(covarianceType, nComponents, nColumns));
  const covariances =
    precisions === undefined
      ? undefined
      : covariancesOf(fn, precisions, covarianceType, nComponents, nColumns);
  return (mean) => ({
    ...(weights === undefined ? {} : { weights }),
    ...(means === undefined ? {} : { means: rowsMinus(means, mean) }),
    ...(covariances === undefined ? {} : { covariances }),
  });
}

function checkWeights(
  fn: string,
  weights: readonly number[] | Float64Array,
  nComponents: number,
): Float64Array {
  const values = toMatrix([weights], fn, 'options.weightsInit').data;
  const sum = values.reduce((total, weight) => total + weight, 0);
  if (values.length === nComponents && values.every((weight) => weight >= 0) && Math.abs(sum - 1) <= 1e-8)
    return values;
  throw new ArgumentError(
    fn,
    'options.weightsInit',
    `${nComponents} numbers of at least 0 that sum to 1`,
    `${values.length} that sum to ${sum}`,
  );
}

function checkShape(
  fn: string,
  name: string,
  { nRows, nColumns }: Matrix,
  [rows, columns]: readonly [number, number],
): void {
  if (nRows !== rows || nColumns !== columns)
    throw new ArgumentError(
      fn,
      `options.${name}`,
      `a matrix of ${rows} x ${columns}`,
      `${nRows} x ${nColumns}`,
    );
}

/** The inverses of precisions, stored as {@link Components.covariances}. */
function covariancesOf(
  fn: string,
  precisions: Matrix,
  type: CovarianceType,
  nComponents: number,
  nColumns: number,
): Float64Array[] {
  if (type === 'diag' || type === 'spherical') {
    if (precisions.data.every((value) => value > 0))
      return Array.from({ length: nComponents }, (_, k) =>
        type === 'diag'
          ? precisions.data.slice(k * nColumns, (k + 1) * nColumns).map((value) => 1 / value)
          : new Float64Array(nColumns).fill(1 / precisions.data[k]!),
      );
    throw new ArgumentError(
      fn,
      'options.precisionsInit',
      'numbers above 0',
      precisions.data.find((value) => value <= 0),
    );
  }
  const nMatrices = type === 'tied' ? 1 : nComponents;
  const inverses = Array.from({ length: nMatrices }, (_, k) =>
    inverseOf(fn, precisions.data.subarray(k * nColumns ** 2, (k + 1) * nColumns ** 2), k, nColumns),
  );
  return Array.from({ length: nComponents }, (_, k) => inverses[type === 'tied' ? 0 : k]!);
}

function inverseOf(fn: string, square: Float64Array, component: number, nColumns: number): Float64Array {
  const packed: number[] = [];
  let symmetric = true;
  for (let i = 0; i < nColumns; i++) {
    for (let j = i; j < nColumns; j++) {
      const above = square[i * nColumns + j]!;
      const below = square[j * nColumns + i]!;
      symmetric &&= Math.abs(above - below) <= 1e-8 + 1e-5 * Math.abs(below);
      packed.push(above);
    }
  }
  const factor = symmetric ? precisionCholesky(Float64Array.from(packed), nColumns) : undefined;
  if (factor !== undefined) return packedSquare(factor, nColumns);
  throw new ArgumentError(
    fn,
    'options.precisionsInit',
    'symmetric and positive definite matrices',
    `${symmetric ? 'one that is not positive definite' : 'one that is not symmetric'} for component ${component}`,
  );
}
