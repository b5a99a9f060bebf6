import type { RandomState } from '../random/random-state.js';
import type { RowSource } from './row-source.js';

/**
 * Which scikit-learn draws the seeds: up to 1.2 the first centre comes from `randint`, from 1.3 on from `choice`
 * with probabilities. The same seed therefore gives two families of results.
 */
export type SeedingCompat = 'sklearn-1.2' | 'sklearn-1.3';

/**
 * Greedy k-means++: each next centre is the best of a few rows drawn with probability proportional to the squared
 * distance to the nearest centre so far. Draw for draw the rows that scikit-learn picks.
 *
 * @param pause - Awaited after each centre.
 * @returns The rows of the seeds, [nClusters].
 * @see Arthur & Vassilvitskii (2007); scikit-learn's `_kmeans_plusplus` for the greedy variant, 2 + floor(ln k) trials.
 */
export async function kMeansPlusPlus(
  source: RowSource,
  nClusters: number,
  random: RandomState,
  compat: SeedingCompat,
  pause: () => Promise<void>,
): Promise<Int32Array> {
  const n = source.x.nRows;
  const nTrials = 2 + Math.floor(Math.log(nClusters));
  const seeds = new Int32Array(nClusters);
  seeds[0] = compat === 'sklearn-1.2' ? random.randint(0, n) : random.choice(n, uniform(n));
  let closest = squaredDistances(source, [seeds[0]])[0]!;
  for (let c = 1; c < nClusters; c++) {
    const cumulative = runningSum(closest);
    const potential = cumulative[n - 1]!;
    const candidates = Array.from(random.randomSampleArray(nTrials), (u) =>
      searchLeft(cumulative, u * potential),
    );
    let best = Infinity;
    let bestDistances = closest;
    squaredDistances(source, candidates).forEach((distances, trial) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        if (closest[i]! < distances[i]!) distances[i] = closest[i]!;
        sum += distances[i]!;
      }
      if (sum < best || trial === 0) {
        best = sum;
        bestDistances = distances;
        seeds[c] = candidates[trial]!;
      }
    });
    closest = bestDistances;
    await pause();
  }
  return seeds;
}

/** Rows drawn without regard to distance, as scikit-learn's `init='random'` draws them. */
export function randomSeeds(
  n: number,
  nClusters: number,
  random: RandomState,
  compat: SeedingCompat,
): Int32Array {
  if (compat === 'sklearn-1.2') return random.permutation(n).slice(0, nClusters);
  return random.choiceArray(n, nClusters, { replace: false, p: uniform(n) });
}

/** |x|^2 + |y|^2 - 2 x.y, clipped at 0, from all rows to each of the given rows; the caller owns the arrays. */
function squaredDistances(
  { squaredNorms, productsWithRows }: RowSource,
  rows: readonly number[],
): Float64Array[] {
  return productsWithRows(rows).map((products, r) => {
    const norm = squaredNorms[rows[r]!]!;
    const distances = new Float64Array(products.length);
    for (let i = 0; i < distances.length; i++)
      distances[i] = Math.max(0, norm + squaredNorms[i]! - 2 * products[i]!);
    return distances;
  });
}

function uniform(n: number): Float64Array {
  return new Float64Array(n).fill(1 / n);
}

function runningSum(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sums[i] = sum += values[i]!;
  return sums;
}

/** The first index whose value is at least `target`; the last index if there is none. */
function searchLeft(ascending: Float64Array, target: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! >= target) high = middle;
    else low = middle + 1;
  }
  return low;
}
