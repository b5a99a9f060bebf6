import type { CovarianceType } from './mixture-model.js';

/** The options of a mixture's fit, checked and complete. */
export interface MixtureFitOptions {
  readonly nComponents: number;
  readonly covarianceType: CovarianceType;
  readonly tol: number;
  readonly regCovar: number;
  readonly maxIter: number;
  readonly nInit: number;
}
