import { DataError } from '../errors.js';
import type { Pacer } from '../progress.js';
import type { RandomState } from '../random/random-state.js';
import { densitiesOf, estimateComponents, type Densities } from './mixture-components.js';
import type { Components } from './mixture-model.js';
import { exactScatter, expectation, expectationAndMoments, meanOf, weightedMoments } from './mixture-pass.js';
import type { MixtureFitOptions } from './mixture-options.js';
import type { MixtureRows } from './mixture-rows.js';
import type { MixtureStart } from './mixture-start.js';

/** One of the runs that a fit chose from. */
export interface MixtureRun {
  /** Mean log-likelihood of a row before each EM step, [nIter]. */
  readonly lowerBounds: Float64Array;
  /** Steps done. */
  readonly nIter: number;
  /** Whether it ended before `maxIter`. */
  readonly converged: boolean;
}

/** The best of all runs. */
export interface MixtureFit {
  readonly components: Components;
  /** Mean log-likelihood of a row under them. */
  readonly meanLogLikelihood: number;
  readonly runs: readonly MixtureRun[];
  readonly bestRun: number;
  /** What had to be added to the variances of singular components. */
  readonly ridges: ReadonlyMap<number, number>;
}

/** Components with what evaluates them. */
interface State {
  readonly components: Components;
  readonly densities: Densities;
}

/**
 * EM from each start in turn; `responsibilities`, [nRows, nComponents], ends as those of the best run.
 *
 * @param given - Parts of the first components that are known beforehand.
 */
export async function fitMixture(
  rows: MixtureRows,
  options: MixtureFitOptions,
  given: Partial<Components>,
  start: MixtureStart,
  random: RandomState,
  responsibilities: Float64Array,
  pacer: Pacer,
): Promise<MixtureFit> {
  const { covarianceType, regCovar, maxIter, nInit, tol } = options;
  const runs: MixtureRun[] = [];
  let best: { readonly state: State; readonly ridges: Map<number, number>; readonly run: number } | undefined;

  for (let r = 0; r < nInit; r++) {
    let note: string | undefined;
    const pause = (): Promise<void> => pacer.step('mixture', r, nInit, note);
    const ridges = new Map<number, number>();
    const settle = (components: Components): State => regularize(rows, components, options, ridges);
    const exact = (k: number, mean: Float64Array): Float64Array =>
      exactScatter(rows, responsibilities, k, mean);
    const estimate = (sums: Float64Array): Promise<Components> =>
      estimateComponents(rows, sums, covarianceType, regCovar, exact, pause);

    let state = settle(
      await firstComponents(given, async () => {
        await start(random, responsibilities);
        return estimate(await weightedMoments(rows, responsibilities, pause));
      }),
    );
    const lowerBounds: number[] = [];
    let converged = false;
    while (lowerBounds.length < maxIter && !converged) {
      const step = await expectationAndMoments(rows, state.densities, responsibilities, pause);
      state = settle(await estimate(step.sums));
      converged = Math.abs(step.meanLogLikelihood - (lowerBounds.at(-1) ?? -Infinity)) < tol;
      lowerBounds.push(step.meanLogLikelihood);
      note = `log-likelihood ${step.meanLogLikelihood.toFixed(4)} after ${lowerBounds.length} steps`;
    }
    runs.push({ lowerBounds: Float64Array.from(lowerBounds), nIter: lowerBounds.length, converged });
    if (best === undefined || lowerBounds.at(-1)! > runs[best.run]!.lowerBounds.at(-1)!)
      best = { state, ridges, run: r };
  }

  const { state, ridges, run } = best!;
  const pause = (): Promise<void> => pacer.step('mixture', nInit - 1, nInit);
  const meanLogLikelihood = meanOf(await expectation(rows, state.densities, responsibilities, pause));
  await pacer.step('mixture', nInit, nInit);
  return { components: state.components, meanLogLikelihood, runs, bestRun: run, ridges };
}

/** What is given, and the rest from the start; nothing is drawn where everything is given. */
async function firstComponents(
  given: Partial<Components>,
  start: () => Promise<Components>,
): Promise<Components> {
  const { weights, means, covariances } = given;
  if (weights !== undefined && means !== undefined && covariances !== undefined)
    return { weights, means, covariances };
  const found = await start();
  return {
    weights: weights ?? found.weights,
    means: means ?? found.means,
    covariances: covariances ?? found.covariances,
  };
}

/** Where scikit-learn gives up, on a singular covariance, its variances grow until it is none; `ridges` takes note. */
function regularize(
  rows: MixtureRows,
  components: Components,
  { covarianceType, regCovar }: MixtureFitOptions,
  ridges: Map<number, number>,
): State {
  const scale = rows.variance.reduce((sum, value) => sum + value, 0) / rows.variance.length;
  const smallest = Math.max(regCovar, 1e-6 * (scale > 0 ? scale : 1));
  const ridgeNow = new Map<number, number>();
  let current = components;
  for (;;) {
    const densities = densitiesOf(rows, current);
    if (!('component' in densities)) return { components: current, densities };
    const k = densities.component;
    const ridge = 10 * (ridgeNow.get(k) ?? smallest / 10);
    if (!Number.isFinite(ridge))
      throw new DataError(
        'gaussianMixture',
        `the covariance of component ${k} is beyond the range of doubles`,
      );
    ridgeNow.set(k, ridge);
    ridges.set(k, Math.max(ridge, ridges.get(k) ?? 0));
    const { first, second } = rows.pairs;
    const raised = components.covariances[k]!.map((entry, p) =>
      first[p] === second[p] ? entry + ridge : entry,
    );
    const covariances = current.covariances.map((own, c) =>
      c === k || covarianceType === 'tied' ? raised : own,
    );
    current = { ...current, covariances };
  }
}
