import { chooseRowSource } from '../cluster/choose-row-source.js';
import { fitKMeans, startAtRows, type KMeansResult } from '../cluster/k-means-fit.js';
import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkSeed, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import type { RandomState } from '../random/random-state.js';
import { withScope } from '../tensorflow/tensor.js';

/** What all criteria that run k-means many times have in common. */
export interface ResamplingOptions extends LongRunningOptions {
  /** Numbers of clusters to try, none twice. */
  readonly nClusters: readonly number[];
  /** Runs of k-means per clustering; the one with the lowest inertia counts. @defaultValue 3 */
  readonly nInit?: number;
  /** Seed of every random choice. What one k gets does not depend on which others are tried. @defaultValue 0 */
  readonly randomState?: number;
  /** As in `kMeans`. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

/** The names of {@link ResamplingOptions}, for `checkOptions`. */
export const resamplingKeys: readonly string[] = [
  'nClusters',
  'nInit',
  'randomState',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/** {@link ResamplingOptions}, checked and complete. */
export interface Resampling {
  /** Ascending. */
  readonly ks: readonly number[];
  readonly nInit: number;
  readonly randomState: number;
  readonly maxMemoryBytes: number;
}

export function resolveResampling(
  fn: string,
  options: ResamplingOptions,
  min: number,
  max: number,
  why: string,
): Resampling {
  const { nInit = 3, randomState = 0, maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  const ks = checkNumbersOfClusters(fn, options.nClusters, min, max, why);
  checkInteger(fn, 'nInit', nInit, 1);
  checkSeed(fn, randomState);
  checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 0);
  return { ks: [...ks].sort((a, b) => a - b), nInit, randomState, maxMemoryBytes };
}

/** Refuses anything but a list of different integers in [min, max]; `why` explains the limits. */
export function checkNumbersOfClusters(
  fn: string,
  ks: readonly number[],
  min: number,
  max: number,
  why: string,
): readonly number[] {
  const given: unknown = ks;
  if (!Array.isArray(given) || given.length === 0)
    throw new ArgumentError(fn, 'options.nClusters', 'a list of at least one integer', given);
  ks.forEach((k, i) => checkInteger(fn, `nClusters[${i}]`, k, min, max, why));
  const twice = ks.find((k, i) => ks.indexOf(k) !== i);
  if (twice !== undefined)
    throw new ArgumentError(fn, 'options.nClusters', 'a list of different integers', `${twice} twice`);
  return ks;
}

/** k-means of the same rows for every k of `resampling`, each from the seed `randomState`; `step` is called after every k. */
export function fitEachK(
  x: Matrix,
  { ks, nInit, maxMemoryBytes }: Resampling,
  randomState: number,
  pacer: Pacer,
  step: (nFits: number) => Promise<void>,
): Promise<readonly KMeansResult[]> {
  return withScope(async (scope) => {
    const source = await chooseRowSource(scope, x, ks.length * nInit, maxMemoryBytes, pacer);
    const results: KMeansResult[] = [];
    for (const nClusters of ks) {
      const fit = { nClusters, nInit, maxIter: 300, tol: 1e-4, randomState, compat: 'sklearn-1.2' } as const;
      const polite = (): Promise<void> => step(results.length);
      results.push(await fitKMeans(source, fit, startAtRows(source, fit, 'k-means++'), polite));
    }
    await step(results.length);
    return results;
  });
}

/** A seed of its own for one clustering, drawn from a stream. */
export function drawSeed(random: RandomState): number {
  return random.randint(0, 2 ** 31);
}
