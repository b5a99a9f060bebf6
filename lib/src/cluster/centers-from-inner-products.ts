import { innerProductsRows, type InnerProducts } from '../matrix/inner-products.js';
import type { Matrix } from '../matrix/matrix.js';
import { segmentSums } from '../tensorflow/operations.js';
import { toFloat64, withScope } from '../tensorflow/tensor.js';
import { moveSources, type Centers } from './centers.js';
import { nearestCenters } from './nearest-centers.js';

/**
 * Centres that never touch a pixel. A centre is the mean of its members, so its products with all rows are the mean
 * of its members' rows of the inner products; a member that moves takes its row from one sum to another. Late
 * iterations of k-means move few rows and cost next to nothing.
 */
export function gramCenters(x: Matrix, gram: InnerProducts, total: Float64Array, seeds: Int32Array): Centers {
  const { n } = gram;
  const nClusters = seeds.length;
  const products = innerProductsRows(gram, Array.from(seeds));
  const scale = new Float64Array(nClusters).fill(1);
  const norms = Float64Array.from(seeds, (seed) => gram.squaredNorms[seed]!);
  const sums: Float64Array[] = [];
  let members: Int32Array | undefined;
  let memberCounts = new Int32Array(nClusters);

  /** c_old . c_new of each centre, read off the old products at the new members. */
  function crossProducts(next: Int32Array, counts: Int32Array, sources: Int32Array): Float64Array {
    const cross = new Float64Array(nClusters);
    for (let i = 0; i < n; i++) cross[next[i]!]! += products[next[i]!]![i]!;
    for (let j = 0; j < nClusters; j++) {
      const source = sources[j]!;
      if (source !== j) {
        cross[j] = 0;
        for (let i = 0; i < n; i++) if (next[i] === source) cross[j]! += products[j]![i]!;
      }
      cross[j]! *= scale[j]! / counts[source]!;
    }
    return cross;
  }

  /** Takes the rows of the inner products of moved members from one sum to another. */
  function applyMoves({ from, to, rows, groups }: Moves, changed: Uint8Array): void {
    if (rows.length === 0) return;
    const moved = withScope((scope) => toFloat64(segmentSums(scope, gram.tensor, rows, groups)));
    from.forEach((source, group) => {
      const left = sums[source]!;
      const right = sums[to[group]!]!;
      for (let i = 0, p = group * n; i < n; i++, p++) {
        left[i]! -= moved[p]!;
        right[i]! += moved[p]!;
      }
      changed[source] = changed[to[group]!] = 1;
    });
  }

  function moveTo(next: Int32Array, counts: Int32Array): number {
    const sources = moveSources(counts);
    const cross = crossProducts(next, counts, sources);
    const changed = new Uint8Array(nClusters);
    if (members === undefined) {
      // At first, all rows count as members of the largest cluster: only the others have to move.
      const largest = counts.indexOf(Math.max(...counts));
      members = new Int32Array(n).fill(largest);
      for (let j = 0; j < nClusters; j++) sums.push(j === largest ? total.slice() : new Float64Array(n));
      changed.fill(1);
    }
    applyMoves(movesBetween(members, next, nClusters), changed);
    members = next.slice();
    memberCounts = counts.slice();
    const selfProducts = new Float64Array(nClusters);
    for (let i = 0; i < n; i++) selfProducts[next[i]!]! += sums[next[i]!]![i]!;
    let shift = 0;
    for (let j = 0; j < nClusters; j++) {
      const source = sources[j]!;
      const norm = selfProducts[source]! / counts[source]! ** 2;
      // Where nothing moved the shift is exactly 0, which the difference of large products would hide.
      if (changed[j] || source !== j) shift += Math.max(0, norm - 2 * cross[j]! + norms[j]!);
      norms[j] = norm;
      products[j] = sums[source]!;
      scale[j] = 1 / counts[source]!;
    }
    return shift;
  }

  function squaredDistances(labels: Int32Array): Float64Array {
    const distances = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const j = labels[i]!;
      distances[i] = Math.max(0, gram.squaredNorms[i]! - 2 * products[j]![i]! * scale[j]! + norms[j]!);
    }
    return distances;
  }

  function coordinates(): Matrix {
    const rows = members ?? Int32Array.from({ length: n }, (_, i) => seeds.indexOf(i));
    const counts = members === undefined ? new Int32Array(nClusters).fill(1) : memberCounts;
    return meansOf(x, rows, counts);
  }

  return {
    nClusters,
    nearest: (labels) => nearestCenters({ products, scale, norms }, labels),
    moveTo,
    squaredDistances,
    coordinates,
  };
}

/** The rows that change cluster, grouped by where they come from and go to; group g goes from `from[g]` to `to[g]`. */
interface Moves {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Row numbers, group after group, and the group of each. */
  readonly rows: Int32Array;
  readonly groups: Int32Array;
}

function movesBetween(before: Int32Array, after: Int32Array, nClusters: number): Moves {
  const rowsOf = new Map<number, number[]>();
  for (let i = 0; i < before.length; i++) {
    if (before[i] === after[i]) continue;
    const key = before[i]! * nClusters + after[i]!;
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [i]);
    else rows.push(i);
  }
  const keys = [...rowsOf.keys()];
  const lists = [...rowsOf.values()];
  return {
    from: keys.map((key) => Math.floor(key / nClusters)),
    to: keys.map((key) => key % nClusters),
    rows: Int32Array.from(lists.flat()),
    groups: Int32Array.from(lists.flatMap((rows, group) => rows.map(() => group))),
  };
}

/** Means of the members of each cluster, [nClusters, nColumns]; a cluster without members takes the largest one's. */
function meansOf({ data, nColumns }: Matrix, members: Int32Array, counts: Int32Array): Matrix {
  const nClusters = counts.length;
  const means = new Float64Array(nClusters * nColumns);
  for (let i = 0; i < members.length; i++) {
    if (members[i]! < 0) continue;
    const target = members[i]! * nColumns;
    const source = i * nColumns;
    for (let j = 0; j < nColumns; j++) means[target + j]! += data[source + j]!;
  }
  moveSources(counts).forEach((source, j) => {
    if (source !== j) return;
    for (let c = j * nColumns; c < (j + 1) * nColumns; c++) means[c]! /= counts[j]!;
  });
  moveSources(counts).forEach((source, j) => {
    if (source !== j) means.copyWithin(j * nColumns, source * nColumns, (source + 1) * nColumns);
  });
  return { data: means, nRows: nClusters, nColumns };
}
