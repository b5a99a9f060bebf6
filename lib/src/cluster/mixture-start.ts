import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import type { RandomState } from '../random/random-state.js';
import type { Scope } from '../tensorflow/tensor.js';
import { chooseRowSource } from './choose-row-source.js';
import { meanVariance, startAtRows } from './k-means-fit.js';
import { kMeansPlusPlus } from './k-means-plus-plus.js';
import { lloyd } from './lloyd.js';
import type { MixtureFitOptions } from './mixture-options.js';
import type { RowSource } from './row-source.js';

/**
 * How a mixture starts: from the clusters of one k-means run, from rows drawn by k-means++ or at random, one a
 * component, or from random shares of every row.
 */
export type MixtureInit = 'kmeans' | 'k-means++' | 'random_from_data' | 'random';

/** What `sklearn.cluster.KMeans` does unless told otherwise. */
const kMeansDefaults = { maxIter: 300, tol: 1e-4, compat: 'sklearn-1.3' } as const;

/** Fills the first responsibilities of a run, [nRows, nComponents]: draw for draw as scikit-learn 1.7. */
export type MixtureStart = (random: RandomState, responsibilities: Float64Array) => Promise<void>;

export function mixtureStart(
  scope: Scope,
  x: Matrix,
  init: MixtureInit,
  { nComponents, nInit }: Pick<MixtureFitOptions, 'nComponents' | 'nInit'>,
  pacer: Pacer,
): MixtureStart {
  let source: RowSource | undefined;
  // No table of inner products: it would be larger than all that the mixture needs.
  const rowSource = async (): Promise<RowSource> =>
    (source ??= await chooseRowSource(scope, x, nInit, 0, pacer));
  const pause = (): Promise<void> => pacer.step('k-means', 0, nInit);
  const { compat, maxIter, tol } = kMeansDefaults;
  return async (random, responsibilities) => {
    responsibilities.fill(0);
    if (init === 'random') {
      fillRandomly(random, responsibilities, nComponents);
    } else if (init === 'kmeans') {
      const rows = await rowSource();
      const begin = startAtRows(rows, { nClusters: nComponents, compat }, 'k-means++');
      const { centers } = await begin(random, pause);
      const { labels } = await lloyd(centers, x.nRows, maxIter, tol * meanVariance(rows), pause);
      labels.forEach((label, i) => (responsibilities[i * nComponents + label] = 1));
    } else {
      const seeds =
        init === 'k-means++'
          ? await kMeansPlusPlus(await rowSource(), nComponents, random, compat, pause)
          : random.choiceArray(x.nRows, nComponents, { replace: false });
      seeds.forEach((row, k) => (responsibilities[row * nComponents + k] = 1));
    }
  };
}

function fillRandomly(random: RandomState, responsibilities: Float64Array, nComponents: number): void {
  responsibilities.set(random.randomSampleArray(responsibilities.length));
  for (let at = 0; at < responsibilities.length; at += nComponents) {
    const row = responsibilities.subarray(at, at + nComponents);
    const sum = row.reduce((total, share) => total + share, 0);
    for (let k = 0; k < nComponents; k++) row[k]! /= sum;
  }
}
