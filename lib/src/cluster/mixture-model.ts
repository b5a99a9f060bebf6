import type { Matrix } from '../matrix/matrix.js';
import { rowsMinus } from '../matrix/rows-minus.js';
import { packedIndex } from './precision-cholesky.js';

/** What the covariances of a mixture have in common. */
export type CovarianceType = 'full' | 'tied' | 'diag' | 'spherical';

/** A mixture of Gaussian distributions. */
export interface GaussianMixtureModel {
  /** Which form the covariances have. */
  readonly covarianceType: CovarianceType;
  /** Share of each component, summing to 1, [nComponents]. */
  readonly weights: Float64Array;
  /** [nComponents, nColumns] */
  readonly means: Matrix;
  /**
   * 'full': nColumns rows for each component in turn, [nComponents * nColumns, nColumns]; 'tied': [nColumns, nColumns];
   * 'diag': variances, [nComponents, nColumns]; 'spherical': variances, [nComponents, 1].
   */
  readonly covariances: Matrix;
}

/** The shape in which covariances and precisions of each type are given and returned. */
export function covarianceShape(
  type: CovarianceType,
  nComponents: number,
  nColumns: number,
): readonly [nRows: number, nColumns: number] {
  if (type === 'full') return [nComponents * nColumns, nColumns];
  if (type === 'tied') return [nColumns, nColumns];
  return [nComponents, type === 'diag' ? nColumns : 1];
}

/** The components of a mixture. Covariances are stored entry by entry of the `pairs` of the rows. */
export interface Components {
  /** Share of each component, [nComponents]. */
  readonly weights: Float64Array;
  /** Relative to the means of the columns, [nComponents] of [nColumns]. */
  readonly means: readonly Float64Array[];
  /** [nComponents] of [nPairs]; 'tied' holds the same one nComponents times. */
  readonly covariances: readonly Float64Array[];
}

/** A model's components relative to `origin`. */
export function componentsOf(
  { weights, means, covariances: { data }, covarianceType: type }: GaussianMixtureModel,
  origin: Float64Array,
): Components {
  const d = means.nColumns;
  const covariances = Array.from(weights, (_, k) => {
    if (type === 'diag') return data.slice(k * d, (k + 1) * d);
    if (type === 'spherical') return new Float64Array(d).fill(data[k]!);
    return packCovariance(data.subarray(type === 'full' ? k * d * d : 0), d);
  });
  return { weights, means: rowsMinus(means, origin), covariances };
}

/** The upper triangle of a symmetric matrix, row by row. */
export function packCovariance(square: Float64Array, nColumns: number): Float64Array {
  const packed = new Float64Array((nColumns * (nColumns + 1)) / 2);
  for (let i = 0, at = 0; i < nColumns; i++)
    for (let j = i; j < nColumns; j++, at++) packed[at] = square[i * nColumns + j]!;
  return packed;
}

/** A covariance as a square matrix, [nColumns, nColumns]. */
export function unpackCovariance(packed: Float64Array, nColumns: number): Float64Array {
  const square = new Float64Array(nColumns * nColumns);
  for (let i = 0; i < nColumns; i++)
    for (let j = 0; j < nColumns; j++)
      square[i * nColumns + j] = packed[packedIndex(Math.min(i, j), Math.max(i, j), nColumns)]!;
  return square;
}
