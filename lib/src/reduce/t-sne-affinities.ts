import type { Pacer } from '../progress.js';
import type { NearestNeighbors } from './nearest-neighbors.js';

/** How far the entropy of a row may be from ln(perplexity), and how often its width is bisected; as scikit-learn. */
const ENTROPY_TOLERANCE = 1e-5;
const MAX_BISECTIONS = 100;

/** Stands in for a sum of probabilities that underflows; as scikit-learn. */
const TINY = 1e-8;

/**
 * The joint probabilities p_ij of t-SNE, which are symmetric: each pair i < j is stored once, and all p_ij of
 * both directions together sum to 1. Zeros are left out. Row i holds the entries from `offsets[i]` to `offsets[i + 1]`.
 */
export interface Affinities {
  readonly n: number;
  /** [n + 1] */
  readonly offsets: Int32Array;
  /** The j of each pair, ascending within a row, all above i. */
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** The sum of all p ln p of these pairs. */
  readonly logSum: number;
  /** Rows in which no width gives the perplexity, e.g. because too many neighbours are equally far. */
  readonly nUnreached: number;
}

/**
 * Turns distances to the nearest neighbours into joint probabilities: a Gaussian around every row whose width gives
 * the wanted perplexity, then P + P' divided by its sum. Equal to scikit-learn's, which also squares the distances of
 * every metric and rounds the squares to float32.
 */
export async function jointProbabilities(
  graph: NearestNeighbors,
  nNeighbors: number,
  perplexity: number,
  pacer: Pacer,
): Promise<Affinities> {
  const { nRows: n } = graph;
  const conditional = new Float64Array(n * nNeighbors);
  const squared = new Float64Array(nNeighbors);
  const entropy = Math.log(Math.fround(perplexity));
  let nUnreached = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < nNeighbors; j++)
      squared[j] = Math.fround(graph.distances[i * graph.nNeighbors + j]! ** 2);
    const row = conditional.subarray(i * nNeighbors, (i + 1) * nNeighbors);
    if (!conditionalProbabilities(squared, entropy, row)) nUnreached++;
    await pacer.step('affinities', i, n);
  }
  const joint = await symmetrize(graph, nNeighbors, conditional, () => pacer.step('affinities', n - 1, n));
  await pacer.step('affinities', n, n);
  return { ...joint, nUnreached };
}

/** Fills `row` with the probabilities of the neighbours; false if their entropy could not be brought to the target. */
function conditionalProbabilities(squared: Float64Array, targetEntropy: number, row: Float64Array): boolean {
  let precision = 1;
  let low = -Infinity;
  let high = Infinity;
  for (let step = 0; step < MAX_BISECTIONS; step++) {
    let sum = 0;
    for (let j = 0; j < row.length; j++) {
      const weight = Math.exp(-squared[j]! * precision);
      row[j] = weight;
      sum += weight;
    }
    if (sum === 0) sum = TINY;
    let mean = 0;
    for (let j = 0; j < row.length; j++) {
      row[j]! /= sum;
      mean += squared[j]! * row[j]!;
    }
    const difference = Math.log(sum) + precision * mean - targetEntropy;
    if (Math.abs(difference) <= ENTROPY_TOLERANCE) return true;
    if (difference > 0) {
      low = precision;
      precision = high === Infinity ? precision * 2 : (precision + high) / 2;
    } else {
      high = precision;
      precision = low === -Infinity ? precision / 2 : (precision + low) / 2;
    }
  }
  return false;
}

/** P + P' over its sum, upper triangle, columns ascending. O(n k): two counting sorts, by column, then by row. */
async function symmetrize(
  { nRows: n, nNeighbors: stride, indices }: NearestNeighbors,
  nNeighbors: number,
  conditional: Float64Array,
  pause: () => Promise<void>,
): Promise<Omit<Affinities, 'nUnreached'>> {
  const nEntries = n * nNeighbors;
  const startOfSmaller = new Int32Array(n + 1);
  const startOfLarger = new Int32Array(n + 1);
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++) {
    for (let k = 0; k < nNeighbors; k++, at++) {
      const j = indices[i * stride + k]!;
      startOfSmaller[Math.min(i, j) + 1]!++;
      startOfLarger[Math.max(i, j) + 1]!++;
      sum += 2 * conditional[at]!;
    }
  }
  for (let i = 0; i < n; i++) {
    startOfSmaller[i + 1]! += startOfSmaller[i]!;
    startOfLarger[i + 1]! += startOfLarger[i]!;
  }
  await pause();

  // Pairs ordered by their larger end ...
  const smaller = new Int32Array(nEntries);
  const weights = new Float64Array(nEntries);
  const next = startOfLarger.slice();
  for (let i = 0, at = 0; i < n; i++) {
    for (let k = 0; k < nNeighbors; k++, at++) {
      const j = indices[i * stride + k]!;
      const to = next[Math.max(i, j)]!++;
      smaller[to] = Math.min(i, j);
      weights[to] = conditional[at]!;
    }
  }
  await pause();

  // ... and dealt out by the smaller one: every row receives its columns in ascending order. A pair that is known
  // from both ends arrives twice in a row.
  const end = startOfSmaller.slice(0, n);
  const columns = new Int32Array(nEntries);
  const values = new Float64Array(nEntries);
  for (let column = 0; column < n; column++) {
    for (let at = startOfLarger[column]!; at < startOfLarger[column + 1]!; at++) {
      const row = smaller[at]!;
      const last = end[row]! - 1;
      if (last >= startOfSmaller[row]! && columns[last] === column) {
        values[last]! += weights[at]!;
      } else {
        columns[last + 1] = column;
        values[last + 1] = weights[at]!;
        end[row]!++;
      }
    }
  }
  await pause();
  return compact(n, startOfSmaller, end, columns, values, sum);
}

/** Closes the gaps between the rows and drops probabilities that underflow to 0. */
function compact(
  n: number,
  start: Int32Array,
  end: Int32Array,
  columns: Int32Array,
  values: Float64Array,
  sum: number,
): Omit<Affinities, 'nUnreached'> {
  const offsets = new Int32Array(n + 1);
  let logSum = 0;
  let to = 0;
  for (let i = 0; i < n; i++) {
    for (let at = start[i]!; at < end[i]!; at++) {
      if (values[at] === 0) continue;
      const value = values[at]! / sum;
      logSum += value * Math.log(value);
      columns[to] = columns[at]!;
      values[to++] = value;
    }
    offsets[i + 1] = to;
  }
  return { n, offsets, columns: columns.slice(0, to), values: values.slice(0, to), logSum };
}
