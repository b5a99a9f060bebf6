import type { Matrix } from '../matrix/matrix.js';
import { moveSources, type Centers } from './centers.js';

/**
 * Centres of rows of few columns. Each row knows an upper bound of the distance to its own centre and a lower bound of
 * the distance to any other; while the bounds stay apart, as the centres move, it need not be measured again. Late in
 * a run hardly any row is.
 *
 * @param centred - The rows minus their mean.
 * @param points - Where the centres start, in centred coordinates; not modified.
 * @see Hamerly (2010), Making k-means even faster.
 */
export function narrowCenters(
  centred: Matrix,
  squaredNorms: Float64Array,
  mean: Float64Array,
  points: readonly Float64Array[],
): Centers {
  const { data, nRows: n, nColumns } = centred;
  const nClusters = points.length;
  const centers = new Float64Array(nClusters * nColumns);
  points.forEach((point, j) => centers.set(point, j * nColumns));
  const norms = Float64Array.from(points, (_, j) => squaredNorm(j));
  const sums = new Float64Array(nClusters * nColumns);
  const assigned = new Int32Array(n);
  const upper = new Float64Array(n).fill(Infinity);
  const lower = new Float64Array(n).fill(-Infinity);
  // Distances come from |x|^2 - 2 x.c + |c|^2, whose rounding near 0 is about 1e-8 of the longest row: bounds keep off more.
  const slack = 1e-6 * Math.sqrt(squaredNorms.reduce((most, norm) => Math.max(most, norm), 0));
  let members = new Int32Array(n).fill(-1);

  function squaredNorm(j: number): number {
    let sum = 0;
    for (let c = j * nColumns; c < (j + 1) * nColumns; c++) sum += centers[c]! ** 2;
    return sum;
  }

  /** The squared distance but for the squared norm of the row, which decides nothing. */
  function partialDistance(i: number, j: number): number {
    let product = 0;
    for (let c = 0, p = i * nColumns, q = j * nColumns; c < nColumns; c++, p++, q++)
      product += data[p]! * centers[q]!;
    return norms[j]! - 2 * product;
  }

  function measure(i: number): void {
    let nearest = Infinity;
    let second = Infinity;
    for (let j = 0; j < nClusters; j++) {
      const distance = partialDistance(i, j);
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        assigned[i] = j;
      } else if (distance < second) second = distance;
    }
    upper[i] = Math.sqrt(Math.max(0, squaredNorms[i]! + nearest));
    lower[i] = Math.sqrt(Math.max(0, squaredNorms[i]! + second));
  }

  function nearest(labels: Int32Array): void {
    const reach = halfGaps(centers, nClusters, nColumns);
    for (let i = 0; i < n; i++) {
      const own = assigned[i]!;
      const safe = Math.max(lower[i]!, reach[own]!) - slack;
      if (upper[i]! < safe) continue;
      if (upper[i]! < Infinity) {
        upper[i] = Math.sqrt(Math.max(0, squaredNorms[i]! + partialDistance(i, own)));
        if (upper[i]! < safe) continue;
      }
      measure(i);
    }
    labels.set(assigned);
  }

  function moveTo(next: Int32Array, counts: Int32Array): number {
    for (let i = 0; i < n; i++) {
      if (members[i] === next[i]) continue;
      if (members[i]! >= 0) addRow(members[i]!, i, -1);
      addRow(next[i]!, i, 1);
    }
    members = next.slice();
    const drifts = new Float64Array(nClusters);
    let shift = 0;
    moveSources(counts).forEach((source, j) => {
      let squared = 0;
      for (let c = 0, p = j * nColumns, q = source * nColumns; c < nColumns; c++, p++, q++) {
        const value = sums[q]! / counts[source]!;
        squared += (value - centers[p]!) ** 2;
        centers[p] = value;
      }
      norms[j] = squaredNorm(j);
      drifts[j] = Math.sqrt(squared);
      shift += squared;
    });
    const most = Math.max(...drifts);
    for (let i = 0; i < n; i++) {
      upper[i]! += drifts[assigned[i]!]!;
      lower[i]! -= most;
    }
    return shift;
  }

  function addRow(j: number, row: number, sign: 1 | -1): void {
    for (let c = 0, p = j * nColumns, q = row * nColumns; c < nColumns; c++, p++, q++)
      sums[p]! += sign * data[q]!;
  }

  function squaredDistances(labels: Int32Array): Float64Array {
    const distances = new Float64Array(n);
    for (let i = 0, p = 0; i < n; i++) {
      let sum = 0;
      for (let c = 0, q = labels[i]! * nColumns; c < nColumns; c++, p++, q++)
        sum += (data[p]! - centers[q]!) ** 2;
      distances[i] = sum;
    }
    return distances;
  }

  function coordinates(): Matrix {
    return {
      data: centers.map((value, at) => value + mean[at % nColumns]!),
      nRows: nClusters,
      nColumns,
    };
  }

  return { nClusters, nearest, moveTo, squaredDistances, coordinates };
}

/** Half the distance of each centre to the nearest other one: a row within it can have no nearer centre. */
function halfGaps(centers: Float64Array, nClusters: number, nColumns: number): Float64Array {
  const gaps = new Float64Array(nClusters).fill(Infinity);
  for (let a = 0; a < nClusters; a++) {
    for (let b = 0; b < a; b++) {
      let squared = 0;
      for (let c = 0, p = a * nColumns, q = b * nColumns; c < nColumns; c++, p++, q++)
        squared += (centers[p]! - centers[q]!) ** 2;
      const half = Math.sqrt(squared) / 2;
      gaps[a] = Math.min(gaps[a]!, half);
      gaps[b] = Math.min(gaps[b]!, half);
    }
  }
  return gaps;
}
