import { nPairs } from '../matrix/condensed.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import { neighborsFromDistances } from '../reduce/neighbors-from-distances.js';
import { emptyMerges, type RawMerges } from './linkage-tree.js';
import {
  CANDIDATES,
  currentCandidates,
  joinCandidates,
  measure,
  searchNearest,
  TIE,
  type Measured,
} from './ward-candidates.js';
import { createWardClusters, uniteClusters, wardBlur, type WardClusters } from './ward-clusters.js';
import {
  createSearchTable,
  enterCluster,
  liveClusters,
  packTable,
  removeCluster,
  searchClusters,
  type Candidates,
  type LowerBounds,
  type SearchTable,
} from './ward-search.js';

/** Relative error of the squares of distances that are given: those of `pdist` are right to 1e-10. */
const KNOWN_TO = 1e-9;

/** Of the clusters that wait for a search, this share is searched in a round, and at least so many. */
const SHARE_A_ROUND = 0.1;
const LEAST_A_ROUND = 128;

/**
 * Where float32 cannot tell near clusters apart, as in tight groups far from one another, more than the candidates must be
 * measured. Beyond this share of all pairs of rows the table is quicker.
 */
const MOST_MEASURED = 0.02;

/** Clusters between two looks at the clock. */
const CLUSTERS_A_STEP = 512;

const STAGE = 'merging';

/** No nearest cluster is known. */
const UNKNOWN = -1;

interface Rounds {
  readonly clusters: WardClusters;
  readonly table: SearchTable;
  /** By cluster: the nearest one, or UNKNOWN. */
  readonly nearest: Int32Array;
  /** By cluster: square of the distance to it; while it is unknown, one that it is not below. */
  readonly squares: Float64Array;
  /** By cluster: what a search found. The bounds also hold for what those clusters have become part of since. */
  readonly candidates: (Candidates | undefined)[];
  /** Clusters with several nearest ones: they wait until one of these has merged. */
  readonly tied: Map<number, readonly number[]>;
  readonly merges: RawMerges;
  nMerges: number;
  /** By merge: how far its height may be off. */
  readonly heightErrors: Float64Array;
  largestError: number;
  /** Clusters that were measured beside the candidates. */
  nMeasured: number;
}

/**
 * Ward's tree without a table of distances: in rounds, each of which merges all pairs that are each other's nearest.
 *
 * A union never comes closer to a third cluster than its parts were. So such pairs may merge in any order and give the same
 * tree (Bruynooghe 1978; the nearest-neighbour chain rests on it too), and what was learnt about a distance holds as a bound
 * for the unions of its ends. A search multiplies the mean of a cluster with all means in float32, which bounds all
 * distances from below, and remembers the nearest candidates; they are measured in doubles. When the nearest one has merged,
 * another candidate, or the union that it is in now, is often found to be nearer than the bound of all others, without a search.
 *
 * Of the clusters that must be searched, those are that are somebody's nearest, and those with the lowest bounds: what the
 * others would find may have merged before it matters. Two to three searches a row: O(nRows^2 nColumns) in all, memory 12 bytes
 * a value of `x`.
 *
 * @param distances - Of all pairs of rows, if they are known: they spare the first search, of all rows.
 * @returns `undefined` where distances or heights are equal or too close to tell apart: scipy's choice then depends on the order
 * of its walk and on its rounding, which only the chain repeats. Also where float32 sees too little.
 */
export async function mergeByRounds(
  x: Matrix,
  distances: Float64Array | undefined,
  pacer: Pacer,
): Promise<RawMerges | undefined> {
  const { nRows, nColumns } = x;
  const merges = emptyMerges(nRows);
  const setUp = (): Promise<void> => pacer.step(STAGE, 0, nRows - 1);
  const clusters = await createWardClusters(x, setUp);
  const rounds: Rounds = {
    clusters,
    table: await createSearchTable(clusters, setUp),
    nearest: new Int32Array(nRows).fill(UNKNOWN),
    squares: new Float64Array(nRows),
    candidates: Array.from({ length: nRows }, () => undefined),
    tied: new Map(),
    merges,
    nMerges: 0,
    heightErrors: new Float64Array(nRows - 1),
    largestError: 0,
    nMeasured: 0,
  };
  const pause = (): Promise<void> => pacer.step(STAGE, rounds.nMerges, nRows - 1);
  if (distances !== undefined) {
    await remember(rounds, distances, pacer);
    await recall(rounds, pause);
  }
  let wanted = distances === undefined ? liveClusters(rounds.table) : chooseWaiting(rounds);
  while (rounds.nMerges < nRows - 1) {
    await searchClusters(rounds.table, nColumns, wanted, (bounds) => search(rounds, bounds), pause);
    const nMerged = mergePairs(rounds);
    const isStuck = nMerged === 0 && wanted.length === 0;
    if (isStuck || isTooFine(rounds) || hasEqualHeights(rounds)) return undefined;
    packTable(rounds.table, nColumns);
    await recall(rounds, pause);
    wanted = chooseWaiting(rounds);
  }
  await pause();
  return merges;
}

/** Takes the first candidates from distances that are known. */
async function remember(rounds: Rounds, distances: Float64Array, pacer: Pacer): Promise<void> {
  const { nRows } = rounds.clusters;
  const count = Math.min(CANDIDATES + 1, nRows - 1);
  const graph = await neighborsFromDistances(distances, nRows, count, 'euclidean', pacer);
  for (let row = 0; row < nRows; row++) {
    const from = row * count;
    const squares = graph.distances.subarray(from, from + count).map((d) => d * d * (1 - KNOWN_TO));
    const bound = squares[CANDIDATES] ?? Infinity;
    rounds.candidates[row] = {
      clusters: graph.indices.slice(from, from + Math.min(CANDIDATES, count)),
      squares,
      bound,
    };
  }
}

/** Finds the cluster that is nearest, for certain. */
function search(rounds: Rounds, bounds: LowerBounds): void {
  if (isTooFine(rounds)) return;
  const { measured, candidates, nMeasured } = searchNearest(rounds.clusters, bounds);
  rounds.nMeasured += nMeasured;
  settle(rounds, bounds.cluster, candidates, measured);
}

/** Whether the rest is better left to the table. */
function isTooFine({ nMeasured, clusters }: Rounds): boolean {
  return nMeasured > MOST_MEASURED * nPairs(clusters.nRows);
}

function settle(
  { nearest, squares, candidates, tied }: Rounds,
  cluster: number,
  near: Candidates,
  { nearest: other, tied: rivals, square }: Measured,
): void {
  candidates[cluster] = near;
  squares[cluster] = square;
  if (rivals.length > 1) tied.set(cluster, rivals);
  else nearest[cluster] = other;
}

/** Merges all pairs that are each other's nearest, and forgets who was nearest to a cluster that has merged. */
function mergePairs(rounds: Rounds): number {
  const { clusters, table, nearest, squares, candidates, tied, merges } = rounds;
  const changed = new Uint8Array(clusters.nRows);
  const before = rounds.nMerges;
  for (const a of liveClusters(table)) {
    const b = nearest[a]!;
    if (b < a || nearest[b] !== a) continue;
    merges.left[rounds.nMerges] = a;
    merges.right[rounds.nMerges] = b;
    const height = Math.sqrt(squares[a]!);
    merges.heights[rounds.nMerges] = height;
    rounds.heightErrors[rounds.nMerges] = wardBlur(clusters, a, height);
    rounds.largestError = Math.max(rounds.largestError, rounds.heightErrors[rounds.nMerges++]!);
    uniteClusters(clusters, a, b);
    enterCluster(table, clusters, a);
    removeCluster(table, b);
    candidates[a] = joinCandidates(candidates[a]!, candidates[b]!);
    changed[a] = changed[b] = 1;
  }
  for (const cluster of liveClusters(table))
    if (nearest[cluster] !== UNKNOWN && changed[nearest[cluster]!] === 1) nearest[cluster] = UNKNOWN;
  for (const [cluster, rivals] of tied)
    if (rivals.some((rival) => changed[rival] === 1)) tied.delete(cluster);
  return rounds.nMerges - before;
}

/** Finds the nearest cluster again where the candidates tell. */
async function recall(rounds: Rounds, pause: () => Promise<void>): Promise<void> {
  const { clusters, squares, candidates } = rounds;
  for (const [i, cluster] of waitingClusters(rounds).entries()) {
    if (i % CLUSTERS_A_STEP === 0) await pause();
    if (candidates[cluster] === undefined) continue;
    const current = currentCandidates(clusters, cluster, candidates[cluster]);
    const measured = measure(clusters, cluster, current);
    if (measured.limit <= current.bound) {
      settle(rounds, cluster, current, measured);
    } else {
      candidates[cluster] = undefined;
      squares[cluster] = Math.max(squares[cluster]!, current.bound);
    }
  }
}

function waitingClusters({ table, nearest, tied }: Rounds): Int32Array {
  return liveClusters(table).filter((cluster) => nearest[cluster] === UNKNOWN && !tied.has(cluster));
}

/** The clusters to be searched next. */
function chooseWaiting(rounds: Rounds): Int32Array {
  const { table, nearest, squares, tied } = rounds;
  const waiting = waitingClusters(rounds).sort((a, b) => squares[a]! - squares[b]!);
  const count = Math.max(LEAST_A_ROUND, Math.ceil(SHARE_A_ROUND * waiting.length));
  const chosen = new Set(waiting.subarray(0, count));
  for (const cluster of liveClusters(table)) {
    const other = nearest[cluster]!;
    if (other !== UNKNOWN && nearest[other] === UNKNOWN && !tied.has(other)) chosen.add(other);
  }
  return Int32Array.from(chosen);
}

/** Whether two heights differ by no more than they may be off. */
function hasEqualHeights({ merges, nMerges, heightErrors, largestError }: Rounds): boolean {
  const heights = merges.heights.slice(0, nMerges);
  const sorted = heights.slice().sort();
  const mayTie = (height: number, i: number): boolean =>
    i > 0 && height - sorted[i - 1]! <= TIE * height + 2 * largestError;
  if (!sorted.some(mayTie)) return false;
  const order = Array.from(heights.keys()).sort((a, b) => heights[a]! - heights[b]!);
  return order.some((merge, i) => {
    if (i === 0) return false;
    const before = order[i - 1]!;
    const error = TIE * heights[merge]! + heightErrors[merge]! + heightErrors[before]!;
    return heights[merge]! - heights[before]! <= error;
  });
}
