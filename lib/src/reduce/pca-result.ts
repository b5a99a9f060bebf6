import type { Matrix } from '../matrix/matrix.js';

/** How the components were found. */
export type PcaSolver = 'covariance' | 'gram' | 'randomized';

/** Which entry of a component is made positive; see {@link PcaOptions.signFlip}. */
export type SignFlip = 'scores' | 'loadings';

/** A fitted projection: what {@link projectPca} and {@link reconstructPca} need. */
export interface PcaModel {
  /** [nComponents, nColumns]; orthonormal rows, the direction of the largest variance first. */
  readonly components: Matrix;
  /** Mean of each column, subtracted before projecting; [nColumns]. */
  readonly mean: Float64Array;
}

/** What {@link pca} found. */
export interface PcaResult extends PcaModel {
  /** The centred rows in the coordinates of the components, [nRows, nComponents]. */
  readonly scores: Matrix;
  /** Number of components kept. */
  readonly nComponents: number;
  /** Variance along each kept component, divisor nRows - 1; [nComponents]. */
  readonly explainedVariance: Float64Array;
  /** The same as shares of `totalVariance`; [nComponents]. */
  readonly explainedVarianceRatio: Float64Array;
  /** Sum of the variances of all columns, divisor nRows - 1. */
  readonly totalVariance: number;
  /**
   * Share of every component, kept or not, [min(nRows, nColumns)]; undefined unless `spectrum` is 'all' or the solver
   * finds them anyway.
   */
  readonly allVarianceRatios: Float64Array | undefined;
  /** The solver that did it. */
  readonly svdSolver: PcaSolver;
  /** The seed used. */
  readonly randomState: number;
  /** What may surprise, e.g. that the data have fewer independent columns than were asked for. */
  readonly warnings: readonly string[];
}
