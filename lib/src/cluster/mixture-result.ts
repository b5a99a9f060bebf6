import type { Matrix } from '../matrix/matrix.js';
import { selfAdjointEigenvalues } from '../tensorflow/operations.js';
import { fromFloat64, toFloat64, withScope } from '../tensorflow/tensor.js';
import type { MixtureFit, MixtureRun } from './mixture-fit.js';
import type { MixtureFitOptions } from './mixture-options.js';
import {
  covarianceShape,
  unpackCovariance,
  type Components,
  type CovarianceType,
  type GaussianMixtureModel,
} from './mixture-model.js';
import type { MixtureRows } from './mixture-rows.js';

/** What `gaussianMixture` found. */
export interface GaussianMixtureResult extends GaussianMixtureModel {
  /** The most probable component of each row, [nRows]; the lowest number wins a tie. */
  readonly labels: Int32Array;
  /** Rows of each label, [nComponents]. */
  readonly counts: Int32Array;
  /** Probability that a row belongs to a component; rows sum to 1; [nRows, nComponents]. */
  readonly responsibilities: Matrix;
  /** Mean log-likelihood of a row before each EM step of the best run, [nIter]: ascending, but for what `regCovar` costs. */
  readonly lowerBounds: Float64Array;
  /** The last of `lowerBounds`. */
  readonly lowerBound: number;
  /** Log-likelihood of all rows under the final components. */
  readonly logLikelihood: number;
  /** Free parameters of the model. */
  readonly nParameters: number;
  /** Akaike information criterion; lower is better. */
  readonly aic: number;
  /** Bayesian information criterion; lower is better. */
  readonly bic: number;
  /** EM steps of the best run. */
  readonly nIter: number;
  /** Whether the best run stopped by itself, not by `maxIter`. */
  readonly converged: boolean;
  /** All runs, in order. */
  readonly runs: readonly MixtureRun[];
  /** Which of `runs` is the best. */
  readonly bestRun: number;
  /** The seed that was used. */
  readonly randomState: number;
  /** Components that are empty or have collapsed, and a run that did not converge. */
  readonly warnings: readonly string[];
}

/** Puts a fit into the public form. */
export function mixtureResult(
  rows: MixtureRows,
  options: MixtureFitOptions,
  fit: MixtureFit,
  responsibilities: Float64Array,
): Omit<GaussianMixtureResult, 'randomState'> {
  const { nComponents, covarianceType } = options;
  const { nRows, nColumns } = rows.centred;
  const { components, runs, bestRun } = fit;
  const labels = mostProbable(responsibilities, nComponents);
  const counts = new Int32Array(nComponents);
  for (const label of labels) counts[label]!++;
  const logLikelihood = fit.meanLogLikelihood * nRows;
  const nParameters = countParameters(covarianceType, nComponents, nColumns);
  const { lowerBounds, nIter, converged } = runs[bestRun]!;
  return {
    covarianceType,
    labels,
    counts,
    weights: components.weights,
    means: meansOf(components, rows.mean),
    covariances: covarianceMatrix(components, covarianceType, nColumns),
    responsibilities: { data: responsibilities, nRows, nColumns: nComponents },
    lowerBounds,
    lowerBound: lowerBounds.at(-1)!,
    logLikelihood,
    nParameters,
    aic: -2 * logLikelihood + 2 * nParameters,
    bic: -2 * logLikelihood + nParameters * Math.log(nRows),
    nIter,
    converged,
    runs,
    bestRun,
    warnings: warningsOf(rows, options, fit),
  };
}

/** The column of the largest entry of each row; the first of equal ones. */
export function mostProbable(responsibilities: Float64Array, nComponents: number): Int32Array {
  const labels = new Int32Array(responsibilities.length / nComponents);
  for (let i = 0; i < labels.length; i++) {
    const row = i * nComponents;
    let best = 0;
    for (let k = 1; k < nComponents; k++)
      if (responsibilities[row + k]! > responsibilities[row + best]!) best = k;
    labels[i] = best;
  }
  return labels;
}

function meansOf({ means }: Components, origin: Float64Array): Matrix {
  const nColumns = origin.length;
  const data = new Float64Array(means.length * nColumns);
  means.forEach((mean, k) =>
    data.set(
      mean.map((value, j) => value + origin[j]!),
      k * nColumns,
    ),
  );
  return { data, nRows: means.length, nColumns };
}

function covarianceMatrix({ covariances }: Components, type: CovarianceType, nColumns: number): Matrix {
  const [nRows, width] = covarianceShape(type, covariances.length, nColumns);
  const data = new Float64Array(nRows * width);
  const different = type === 'tied' ? covariances.slice(0, 1) : covariances;
  different.forEach((packed, k) => {
    if (type === 'diag') data.set(packed, k * nColumns);
    else if (type === 'spherical') data[k] = packed[0]!;
    else data.set(unpackCovariance(packed, nColumns), k * nColumns ** 2);
  });
  return { data, nRows, nColumns: width };
}

function countParameters(type: CovarianceType, nComponents: number, nColumns: number): number {
  const triangle = (nColumns * (nColumns + 1)) / 2;
  const ofCovariances = {
    full: nComponents * triangle,
    tied: triangle,
    diag: nComponents * nColumns,
    spherical: nComponents,
  }[type];
  return ofCovariances + nComponents * nColumns + nComponents - 1;
}

function warningsOf(
  rows: MixtureRows,
  { covarianceType, regCovar, maxIter }: MixtureFitOptions,
  { components, ridges, runs, bestRun }: MixtureFit,
): string[] {
  const warnings: string[] = [];
  const { nRows, nColumns } = rows.centred;
  const { weights, covariances } = components;
  const shared = covarianceType === 'tied';
  const whose = (k: number): string => (shared ? 'the common covariance' : `component ${k}`);
  weights.forEach((weight, k) => {
    if (weight * nRows < 1e-6) warnings.push(`component ${k} is empty: no row belongs to it`);
  });
  for (const [k, ridge] of ridges)
    warnings.push(`${whose(k)} collapsed: ${ridge.toExponential(0)} was added to its variances`);
  if (regCovar > 0) {
    covariances.slice(0, shared ? 1 : undefined).forEach((packed, k) => {
      if (ridges.has(k) || (!shared && weights[k]! * nRows < 1e-6)) return;
      const smallest = smallestVariance(packed, nColumns);
      if (smallest < 2 * regCovar)
        warnings.push(
          `${whose(k)} collapsed: its smallest variance, ${smallest.toPrecision(2)}, is little but regCovar = ${regCovar}`,
        );
    });
  }
  if (!runs[bestRun]!.converged)
    warnings.push(`the best run was stopped by maxIter = ${maxIter} before it converged`);
  return warnings;
}

/** Variance along the shortest axis of a component: its smallest eigenvalue. */
function smallestVariance(packed: Float64Array, nColumns: number): number {
  if (packed.length === nColumns) return packed.reduce((least, variance) => Math.min(least, variance));
  const square = unpackCovariance(packed, nColumns);
  return withScope(
    (scope) => toFloat64(selfAdjointEigenvalues(scope, fromFloat64(scope, square, [nColumns, nColumns])))[0]!,
  );
}
