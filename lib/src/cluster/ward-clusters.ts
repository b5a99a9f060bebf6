import type { Matrix } from '../matrix/matrix.js';
import { columnMeans } from '../matrix/row-panels.js';
import { squaredDistance } from '../matrix/squared-distance.js';

/** Clusters by their means. A row begins as the cluster of its number; what two clusters become keeps the lower number. */
export interface WardClusters {
  readonly nRows: number;
  readonly nColumns: number;
  /** By cluster, [nRows, nColumns]; the mean of all rows is taken off. */
  readonly means: Float64Array;
  /** No entry of `means` is larger. */
  readonly largest: number;
  /** By cluster: rows in it. */
  readonly sizes: Float64Array;
  /** By cluster: squared length of its mean. */
  readonly squaredNorms: Float64Array;
  /** How far one operation may move a mean by rounding. */
  readonly unit: number;
  /** By cluster: how far its mean may have been moved. */
  readonly blurs: Float64Array;
  largestBlur: number;
  /** By cluster: itself, or the one that it became part of. */
  readonly parents: Int32Array;
}

/** Rows between two looks at the clock. */
const ROWS_A_STEP = 512;

export async function createWardClusters(
  { data, nRows, nColumns }: Matrix,
  pause: () => Promise<void>,
): Promise<WardClusters> {
  const centre = columnMeans({ data, nRows, nColumns });
  await pause();
  const means = new Float64Array(data.length);
  const squaredNorms = new Float64Array(nRows);
  let largest = 0;
  let magnitude = 0;
  for (let i = 0, at = 0; i < nRows; i++) {
    let square = 0;
    for (let j = 0; j < nColumns; j++, at++) {
      const value = data[at]! - centre[j]!;
      means[at] = value;
      square += value * value;
      largest = Math.max(largest, Math.abs(value));
      magnitude = Math.max(magnitude, Math.abs(data[at]!));
    }
    squaredNorms[i] = square;
    if (i % ROWS_A_STEP === 0) await pause();
  }
  const unit = (Number.EPSILON / 2) * magnitude * Math.sqrt(nColumns);
  return {
    nRows,
    nColumns,
    means,
    largest,
    sizes: new Float64Array(nRows).fill(1),
    squaredNorms,
    unit,
    blurs: new Float64Array(nRows).fill(unit),
    largestBlur: unit,
    parents: Int32Array.from({ length: nRows }, (_, i) => i),
  };
}

/** Square of Ward's distance: 2 a b / (a + b) times the squared distance of the means, for sizes a and b. */
export function squaredWard({ means, sizes, nColumns }: WardClusters, a: number, b: number): number {
  const square = squaredDistance(means, a * nColumns, means, b * nColumns, nColumns);
  return ((2 * sizes[a]! * sizes[b]!) / (sizes[a]! + sizes[b]!)) * square;
}

/** How far rounding may have moved the Ward distance of a cluster to any other; Ward's weight is below twice the size of either. */
export function wardBlur({ sizes, largestBlur }: WardClusters, cluster: number): number {
  return Math.sqrt(2 * sizes[cluster]!) * 2 * largestBlur;
}

/** Makes `a` the union of `a` and `b`. */
export function uniteClusters(clusters: WardClusters, a: number, b: number): void {
  const { means, sizes, squaredNorms, blurs, parents, nColumns, unit } = clusters;
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
  blurs[a] = Math.max(blurs[a]!, blurs[b]!) + 4 * unit;
  clusters.largestBlur = Math.max(clusters.largestBlur, blurs[a]);
  parents[b] = a;
}

/** The cluster that this one is part of now. */
export function currentCluster({ parents }: WardClusters, cluster: number): number {
  let current = cluster;
  while (parents[current] !== current) current = parents[current]!;
  return current;
}
