import { currentCluster, squaredWard, wardBlur, type WardClusters } from './ward-clusters.js';
import { boundsWithin, lowestBounds, type Candidates, type LowerBounds } from './ward-search.js';

/** Distances that differ by less than this share of them may be equal to scipy, which rounds in another order. */
export const TIE = 1e-11;

/** How many near clusters a search remembers. */
export const CANDIDATES = 8;

/** Which of some candidates is nearest. */
export interface Measured {
  /** The nearest; -1 if there are no candidates. */
  readonly nearest: number;
  /** Square of the distance to it. */
  readonly square: number;
  /** All that are as near, as far as can be told, itself included. */
  readonly tied: readonly number[];
  /** Beyond this square, another cluster is farther away for certain. */
  readonly limit: number;
  /** Squares of the distances of all candidates, in their order. */
  readonly squares: Float64Array;
}

/** Measures the candidates of a cluster in doubles; those whose bounds rule them out count as infinitely far. */
export function measure(clusters: WardClusters, cluster: number, candidates: Candidates): Measured {
  const squares = new Float64Array(candidates.clusters.length).fill(Infinity);
  let nearest = -1;
  let square = Infinity;
  let limit = Infinity;
  for (let i = 0; i < squares.length; i++) {
    if (candidates.squares[i]! > limit) continue;
    const found = squaredWard(clusters, cluster, candidates.clusters[i]!);
    squares[i] = found;
    if (found >= square) continue;
    nearest = candidates.clusters[i]!;
    square = found;
    const distance = Math.sqrt(square);
    limit = (distance * (1 + TIE) + 2 * wardBlur(clusters, cluster, distance)) ** 2;
  }
  const tied: number[] = [];
  for (let i = 0; i < squares.length; i++) if (squares[i]! <= limit) tied.push(candidates.clusters[i]!);
  return { nearest, square, tied, limit, squares };
}

/** What {@link searchNearest} found: the nearest cluster, for certain, and what to remember. */
export interface Searched {
  readonly measured: Measured;
  readonly candidates: Candidates;
  /** Clusters that had to be measured beside the candidates. */
  readonly nMeasured: number;
}

/** Finds the nearest cluster from bounds of all distances. */
export function searchNearest(clusters: WardClusters, bounds: LowerBounds): Searched {
  const { cluster } = bounds;
  const near = lowestBounds(bounds, CANDIDATES);
  const measured = measure(clusters, cluster, near);
  if (measured.limit <= near.bound) return { measured, candidates: near, nMeasured: 0 };
  const within = boundsWithin(bounds, measured.limit);
  const again = measure(clusters, cluster, within);
  const candidates = nearestOf(clusters, cluster, within, again);
  return { measured: again, candidates, nMeasured: within.clusters.length };
}

/** The nearest of many that were measured, as few as a search remembers; what they measure is a closer bound than they came with. */
function nearestOf(
  clusters: WardClusters,
  cluster: number,
  within: Candidates,
  { squares }: Measured,
): Candidates {
  const bounds = squares.map((square, i) => {
    if (square === Infinity) return within.squares[i]!;
    const distance = Math.sqrt(square);
    return Math.max(0, distance * (1 - TIE) - wardBlur(clusters, cluster, distance)) ** 2;
  });
  const order = lowestOf(bounds, CANDIDATES + 1);
  return {
    clusters: Int32Array.from(order.slice(0, CANDIDATES), (i) => within.clusters[i]!),
    squares: Float64Array.from(order.slice(0, CANDIDATES), (i) => bounds[i]!),
    bound: order.length > CANDIDATES ? Math.min(within.bound, bounds[order[CANDIDATES]!]!) : within.bound,
  };
}

/** Where the `count` lowest values are, ascending. */
function lowestOf(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (found.length === count && values[i]! >= values[found[count - 1]!]!) continue;
    let at = Math.min(found.length, count - 1);
    for (; at > 0 && values[i]! < values[found[at - 1]!]!; at--) found[at] = found[at - 1]!;
    found[at] = i;
  }
  return found;
}

/**
 * What is near to a union was near to one of its parts. Less the share of a tie: parts that are each other's nearest only as far as
 * can be told may have a union that comes so much closer.
 */
export function joinCandidates(a: Candidates, b: Candidates): Candidates {
  const clusters = new Int32Array(a.clusters.length + b.clusters.length);
  clusters.set(a.clusters);
  clusters.set(b.clusters, a.clusters.length);
  const squares = new Float64Array(clusters.length);
  squares.set(a.squares);
  squares.set(b.squares, a.squares.length);
  const order = Int32Array.from(squares.keys()).sort((i, j) => squares[i]! - squares[j]!);
  return {
    clusters: order.map((i) => clusters[i]!),
    squares: Float64Array.from(order, (i) => squares[i]! * (1 - 4 * TIE)),
    bound: Math.min(a.bound, b.bound) * (1 - 4 * TIE),
  };
}

/** The clusters that candidates have become part of, without the one whose candidates they are. */
export function currentCandidates(
  clusters: WardClusters,
  cluster: number,
  candidates: Candidates,
): Candidates {
  const seen = new Set([cluster]);
  const kept: number[] = [];
  const current = candidates.clusters.map((other, i) => {
    const now = currentCluster(clusters, other);
    if (!seen.has(now)) kept.push(i);
    seen.add(now);
    return now;
  });
  return {
    clusters: Int32Array.from(kept, (i) => current[i]!),
    squares: Float64Array.from(kept, (i) => candidates.squares[i]!),
    bound: candidates.bound,
  };
}
