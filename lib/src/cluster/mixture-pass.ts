import { matMul } from '../tensorflow/operations.js';
import { fromFloat64, toFloat64, withScope, type Scope } from '../tensorflow/tensor.js';
import type { Densities } from './mixture-components.js';
import type { MixtureRows, MomentPanel } from './mixture-rows.js';

/**
 * Passes over all rows, panel by panel. `responsibilities`, [nRows, nComponents], is what they write or read.
 */

/** E step: fills the responsibilities. Returns the logarithm of each row's density, [nRows]. */
export async function expectation(
  rows: MixtureRows,
  densities: Densities,
  responsibilities: Float64Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const logDensities = new Float64Array(rows.centred.nRows);
  for (const panel of rows.panels) {
    withScope((scope) => evaluate(scope, rows, panel, densities, responsibilities, logDensities));
    await pause();
  }
  return logDensities;
}

/** Sums of the moments weighted by the responsibilities, [nComponents, nMoments]. */
export async function weightedMoments(
  rows: MixtureRows,
  responsibilities: Float64Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const nComponents = responsibilities.length / rows.centred.nRows;
  const sums = new Float64Array(nComponents * rows.nMoments);
  for (const panel of rows.panels) {
    withScope((scope) => addMoments(scope, panel, responsibilities, sums, rows.nMoments));
    await pause();
  }
  return sums;
}

/** Both in one pass; the mean of the rows' log densities in place of each. */
export async function expectationAndMoments(
  rows: MixtureRows,
  densities: Densities,
  responsibilities: Float64Array,
  pause: () => Promise<void>,
): Promise<{ readonly meanLogLikelihood: number; readonly sums: Float64Array }> {
  const sums = new Float64Array(densities.coefficients.length);
  const logDensities = new Float64Array(rows.centred.nRows);
  for (const panel of rows.panels) {
    withScope((scope) => {
      // Where the moments are not kept, they are made once for both.
      const moments = panel.moments(scope);
      const made = { ...panel, moments: () => moments };
      evaluate(scope, rows, made, densities, responsibilities, logDensities);
      addMoments(scope, made, responsibilities, sums, rows.nMoments);
    });
    await pause();
  }
  return { meanLogLikelihood: meanOf(logDensities), sums };
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function evaluate(
  scope: Scope,
  rows: MixtureRows,
  panel: MomentPanel,
  densities: Densities,
  responsibilities: Float64Array,
  logDensities: Float64Array,
): void {
  const nComponents = densities.logPeaks.length;
  const coefficients = fromFloat64(scope, densities.coefficients, [nComponents, rows.nMoments]);
  const product = matMul(scope, panel.moments(scope), coefficients, { transposeB: true });
  const exponents = toFloat64(product);
  for (const k of densities.inexact) exactExponents(rows, panel, densities, k, exponents);
  const own = responsibilities.subarray(panel.start * nComponents, (panel.start + panel.nRows) * nComponents);
  normalize(exponents, densities.logPeaks, own, logDensities.subarray(panel.start));
}

/** Log densities to shares of each row that sum to 1, and to the log of the row's total density. */
function normalize(
  exponents: Float64Array,
  logPeaks: Float64Array,
  shares: Float64Array,
  logDensities: Float64Array,
): void {
  const nComponents = logPeaks.length;
  for (let at = 0, i = 0; at < exponents.length; at += nComponents, i++) {
    let largest = -Infinity;
    for (let k = 0; k < nComponents; k++) {
      const value = (exponents[at + k]! += logPeaks[k]!);
      if (value > largest) largest = value;
    }
    let sum = 0;
    for (let k = 0; k < nComponents; k++) sum += shares[at + k] = Math.exp(exponents[at + k]! - largest);
    for (let k = 0; k < nComponents; k++) shares[at + k]! /= sum;
    logDensities[i] = largest + Math.log(sum);
  }
}

function addMoments(
  scope: Scope,
  panel: MomentPanel,
  responsibilities: Float64Array,
  sums: Float64Array,
  nMoments: number,
): void {
  const nComponents = sums.length / nMoments;
  const own = responsibilities.slice(panel.start * nComponents, (panel.start + panel.nRows) * nComponents);
  const shares = fromFloat64(scope, own, [panel.nRows, nComponents]);
  const product = toFloat64(matMul(scope, shares, panel.moments(scope), { transposeA: true }));
  for (let at = 0; at < sums.length; at++) sums[at]! += product[at]!;
}

/** Minus half the squared distances of the rows to one component, from the differences: no digits are lost. */
function exactExponents(
  { centred: { data, nColumns } }: MixtureRows,
  { start, nRows }: MomentPanel,
  { means, factors, logPeaks }: Densities,
  component: number,
  exponents: Float64Array,
): void {
  const mean = means[component]!;
  const factor = factors[component]!;
  const squaresOnly = factor.length === nColumns;
  const image = new Float64Array(nColumns);
  for (let i = 0; i < nRows; i++) {
    const row = (start + i) * nColumns;
    image.fill(0);
    for (let j = 0; j < nColumns; j++) {
      const difference = data[row + j]! - mean[j]!;
      if (squaresOnly) image[j] = difference * factor[j]!;
      else for (let r = j; r < nColumns; r++) image[r]! += difference * factor[j * nColumns + r]!;
    }
    let sum = 0;
    for (let r = 0; r < nColumns; r++) sum += image[r]! * image[r]!;
    exponents[i * logPeaks.length + component] = -sum / 2;
  }
}

/** The weighted sums of (x - mean)_i (x - mean)_j of one component, pair by pair, from the differences. */
export function exactScatter(
  { centred: { data, nRows, nColumns }, pairs: { first, second } }: MixtureRows,
  responsibilities: Float64Array,
  component: number,
  mean: Float64Array,
): Float64Array {
  const nComponents = responsibilities.length / nRows;
  const sums = new Float64Array(first.length);
  const difference = new Float64Array(nColumns);
  for (let i = 0; i < nRows; i++) {
    const share = responsibilities[i * nComponents + component]!;
    if (share === 0) continue;
    for (let j = 0; j < nColumns; j++) difference[j] = data[i * nColumns + j]! - mean[j]!;
    for (let p = 0; p < sums.length; p++)
      sums[p]! += share * difference[first[p]!]! * difference[second[p]!]!;
  }
  return sums;
}
