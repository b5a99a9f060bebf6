import type { Matrix } from '../matrix/matrix.js';
import { squaredDistance } from '../matrix/squared-distance.js';

/** Clusters by their means. A row begins as the cluster of its number; what two clusters become keeps the lower number. */
export interface WardClusters {
  readonly nRows: number;
  readonly nColumns: number;
  /** By cluster, [nRows, nColumns]; a row that lies in the middle of most is taken off. */
  readonly means: Float64Array;
  /** No entry of `means` is larger. */
  readonly largest: number;
  /** By cluster: rows in it. */
  readonly sizes: Float64Array;
  /** By cluster: squared length of its mean. */
  readonly squaredNorms: Float64Array;
  /** By cluster: merges on the longest way from it down to a row. */
  readonly levels: Int32Array;
  mostLevels: number;
  /** By cluster: itself, or the one that it became part of. */
  readonly parents: Int32Array;
}

/** Rows between two looks at the clock. */
const ROWS_A_STEP = 512;

/** Rows that the middle is looked for among. */
const ROWS_FOR_MIDDLE = 101;

/** Half a unit in the last place of a double. */
const ROUNDING = Number.EPSILON / 2;

/** @param rows - The rows that become clusters; all if left out. */
export async function createWardClusters(
  { data, nRows, nColumns }: Matrix,
  pause: () => Promise<void>,
  rows: Int32Array = Int32Array.from({ length: nRows }, (_, i) => i),
): Promise<WardClusters> {
  const middle = columnMedians({ data, nRows, nColumns });
  await pause();
  const means = new Float64Array(rows.length * nColumns);
  const squaredNorms = new Float64Array(rows.length);
  let largest = 0;
  for (let i = 0, at = 0; i < rows.length; i++) {
    let square = 0;
    for (let j = 0, from = rows[i]! * nColumns; j < nColumns; j++, at++, from++) {
      const value = data[from]! - middle[j]!;
      means[at] = value;
      square += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    squaredNorms[i] = square;
    if (i % ROWS_A_STEP === 0) await pause();
  }
  return {
    nRows: rows.length,
    nColumns,
    means,
    largest,
    sizes: new Float64Array(rows.length).fill(1),
    squaredNorms,
    levels: new Int32Array(rows.length),
    mostLevels: 0,
    parents: Int32Array.from({ length: rows.length }, (_, i) => i),
  };
}

/**
 * The medians of the columns over some of the rows. Norms decide how much float32 sees, and a few rows far away, which would drag
 * a mean along, leave these as they are.
 */
function columnMedians({ data, nRows, nColumns }: Matrix): Float64Array {
  const count = Math.min(nRows, ROWS_FOR_MIDDLE);
  const values = new Float64Array(count);
  return Float64Array.from({ length: nColumns }, (_, j) => {
    for (let i = 0; i < count; i++) values[i] = data[Math.floor((i * nRows) / count) * nColumns + j]!;
    return values.sort()[count >> 1]!;
  });
}

/** Square of Ward's distance: 2 a b / (a + b) times the squared distance of the means, for sizes a and b. */
export function squaredWard({ means, sizes, nColumns }: WardClusters, a: number, b: number): number {
  const square = squaredDistance(means, a * nColumns, means, b * nColumns, nColumns);
  return ((2 * sizes[a]! * sizes[b]!) / (sizes[a]! + sizes[b]!)) * square;
}

/**
 * How far rounding may have moved a Ward distance of about `distance` from `cluster` to another.
 *
 * A mean is off by at most 4 units a level times the mean length of its rows. That exceeds the length of the mean by no more than the
 * spread of its rows, and no two clusters that are apart are nearer to each other than the height at which either was made. So
 * the lengths of the other's rows are known from `cluster`'s and the distance; Ward's weight is below twice the size of either.
 */
export function wardBlur(clusters: WardClusters, cluster: number, distance: number): number {
  const { sizes, squaredNorms, mostLevels } = clusters;
  const share = (1 + 4 * mostLevels) * ROUNDING * Math.sqrt(2 * sizes[cluster]!);
  return share * (2 * Math.sqrt(squaredNorms[cluster]!) + 3 * distance);
}

/** Makes `a` the union of `a` and `b`. */
export function uniteClusters(clusters: WardClusters, a: number, b: number): void {
  const { means, sizes, squaredNorms, levels, parents, nColumns } = clusters;
  const size = sizes[a]! + sizes[b]!;
  const shareOfA = sizes[a]! / size;
  const shareOfB = sizes[b]! / size;
  let square = 0;
  for (let j = 0, p = a * nColumns, q = b * nColumns; j < nColumns; j++, p++, q++) {
    const value = shareOfA * means[p]! + shareOfB * means[q]!;
    means[p] = value;
    square += value * value;
  }
  sizes[a] = size;
  squaredNorms[a] = square;
  levels[a] = Math.max(levels[a]!, levels[b]!) + 1;
  clusters.mostLevels = Math.max(clusters.mostLevels, levels[a]);
  parents[b] = a;
}

/** The cluster that this one is part of now. */
export function currentCluster({ parents }: WardClusters, cluster: number): number {
  let current = cluster;
  while (parents[current] !== current) {
    parents[current] = parents[parents[current]!]!;
    current = parents[current]!;
  }
  return current;
}
