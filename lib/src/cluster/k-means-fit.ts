import type { Matrix } from '../matrix/matrix.js';
import { randomState as createRandomState, type RandomState } from '../random/random-state.js';
import type { Centers } from './centers.js';
import { kMeansPlusPlus, randomSeeds, type SeedingCompat } from './k-means-plus-plus.js';
import { lloyd, type LloydRun } from './lloyd.js';
import type { RowSource } from './row-source.js';

/** The options of k-means, checked and complete. */
export interface KMeansFitOptions {
  readonly nClusters: number;
  readonly nInit: number;
  readonly maxIter: number;
  readonly tol: number;
  readonly randomState: number;
  readonly compat: SeedingCompat;
}

/** One of the runs that a fit chose from. */
export interface KMeansRun {
  /** Rows that the centres started at; empty if centres were given. */
  readonly seeds: Int32Array;
  /** Sum of squared distances to the centres at its end. */
  readonly inertia: number;
  /** Lloyd steps done. */
  readonly nIter: number;
}

/** What `kMeans` found. */
export interface KMeansResult {
  /** Cluster of each row, in [0, nClusters): the nearest of `centers`; [nRows]. */
  readonly labels: Int32Array;
  /** [nClusters, nColumns], in the units of the data. */
  readonly centers: Matrix;
  /** Rows of each cluster, [nClusters]. */
  readonly counts: Int32Array;
  /** Sum of the squared distances of the rows to their centres. */
  readonly inertia: number;
  /** Lloyd steps of the best run. */
  readonly nIter: number;
  /** Whether the best run stopped by itself, not by `maxIter`. */
  readonly converged: boolean;
  /** All runs, in order. */
  readonly runs: readonly KMeansRun[];
  /** Which of `runs` is the best. */
  readonly bestRun: number;
  /** The seed that was used. */
  readonly randomState: number;
  /** What may surprise, e.g. fewer distinct rows than clusters. */
  readonly warnings: readonly string[];
}

/** Runs k-means `nInit` times and keeps the best run. One random stream serves all runs in turn. */
export async function fitKMeans(
  source: RowSource,
  options: KMeansFitOptions,
  start: StartRun,
  step: (runsDone: number) => Promise<void>,
): Promise<KMeansResult> {
  const { nClusters, nInit, maxIter, randomState } = options;
  const random = createRandomState(randomState);
  const tolerance = options.tol * meanVariance(source);
  const runs: KMeansRun[] = [];
  let best: LloydRun | undefined;
  let bestRun = 0;
  for (let r = 0; r < nInit; r++) {
    const pause = (): Promise<void> => step(r);
    const { centers, seeds } = await start(random, pause);
    const run = await lloyd(centers, source.x.nRows, maxIter, tolerance, pause);
    runs.push({ seeds, inertia: run.inertia, nIter: run.nIter });
    if (
      best === undefined ||
      (run.inertia < best.inertia && !samePartition(run.labels, best.labels, nClusters))
    ) {
      best = run;
      bestRun = r;
    }
  }
  await step(nInit);
  const { labels, inertia, nIter, converged, centers } = best!;
  const counts = new Int32Array(nClusters);
  for (const label of labels) counts[label]!++;
  const warnings = warningsOf(counts, options, converged);
  return {
    labels,
    centers: centers(),
    counts,
    inertia,
    nIter,
    converged,
    runs,
    bestRun,
    randomState,
    warnings,
  };
}

/** Begins one run. */
export type StartRun = (
  random: RandomState,
  pause: () => Promise<void>,
) => Promise<{ readonly centers: Centers; readonly seeds: Int32Array }>;

/** Each run starts at rows of the data, drawn anew. */
export function startAtRows(
  source: RowSource,
  { nClusters, compat }: Pick<KMeansFitOptions, 'nClusters' | 'compat'>,
  init: 'k-means++' | 'random',
): StartRun {
  return async (random, pause) => {
    const seeds =
      init === 'random'
        ? randomSeeds(source.x.nRows, nClusters, random, compat)
        : await kMeansPlusPlus(source, nClusters, random, compat, pause);
    return { centers: source.centersAtRows(seeds), seeds };
  };
}

/** Mean over the columns of their population variance, read off the norms of the centred rows: what `tol` is relative to. */
export function meanVariance({ x, squaredNorms }: RowSource): number {
  return squaredNorms.reduce((sum, norm) => sum + norm, 0) / (x.nRows * x.nColumns);
}

/** scikit-learn's test: does each label of `a` always meet the same label of `b`? */
function samePartition(a: Int32Array, b: Int32Array, nClusters: number): boolean {
  const partner = new Int32Array(nClusters).fill(-1);
  for (let i = 0; i < a.length; i++) {
    const known = partner[a[i]!]!;
    if (known === -1) partner[a[i]!] = b[i]!;
    else if (known !== b[i]) return false;
  }
  return true;
}

function warningsOf(
  counts: Int32Array,
  { nClusters, maxIter }: KMeansFitOptions,
  converged: boolean,
): string[] {
  const warnings: string[] = [];
  const distinct = counts.filter((count) => count > 0).length;
  if (distinct < nClusters)
    warnings.push(
      `only ${distinct} of ${nClusters} clusters have rows: the data may hold fewer distinct rows than clusters`,
    );
  if (!converged) warnings.push(`the best run was stopped by maxIter = ${maxIter} before it converged`);
  return warnings;
}
