import { nPairs } from '../matrix/condensed.js';
import type { DistinctRows } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import { emptyMerges, type RawMerges } from './linkage-tree.js';
import {
  currentCandidates,
  joinCandidates,
  measure,
  searchNearest,
  TIE,
  type Measured,
} from './ward-candidates.js';
import { createWardClusters, squaredWard, uniteClusters, type WardClusters } from './ward-clusters.js';
import {
  createSearchTable,
  enterCluster,
  liveClusters,
  packTable,
  removeCluster,
  searchClusters,
  type Candidates,
  type SearchTable,
} from './ward-search.js';

/** Where more than this share of all pairs must be measured in doubles, the table is quicker. */
const MOST_MEASURED = 0.02;

const STAGE = 'merging';

/** A cluster's slot is gone, or there is no previous cluster. */
const NONE = -1;

/**
 * The state of scipy's walk from cluster to nearest neighbor. Every row has a slot. Equal rows are one cluster from the start;
 * until it has joined them all, others see one of its rows, as scipy does, and it holds several slots.
 */
interface Walk {
  readonly clusters: WardClusters;
  readonly table: SearchTable;
  /** By cluster: what a search found. The bounds also hold for what those clusters have become part of since. */
  readonly candidates: (Candidates | undefined)[];
  /** By slot: its cluster, or NONE. */
  readonly slots: Int32Array;
  lowestSlot: number;
  /** By cluster: the slot that others see it in, which decides ties. */
  readonly slotOf: Int32Array;
  /** By cluster: its equal rows, ascending. */
  readonly rows: readonly (readonly number[])[];
  /** By cluster: how many of them are joined; one at least. */
  readonly nJoined: Int32Array;
  readonly chain: number[];
  readonly merges: RawMerges;
  nMerges: number;
  nMeasured: number;
  /** What the last search found. */
  found: Measured | undefined;
  /** Merges for which several clusters were equally near, beside equal rows. */
  nTies: number;
}

/** What {@link mergeByWalk} found. */
export interface WalkedMerges {
  readonly merges: RawMerges;
  /** Decisions between clusters equally near, beside equal rows, that scipy may have made otherwise. */
  readonly nTies: number;
}

/**
 * Ward's tree by scipy's nearest-neighbor chain, without its table: the nearest cluster is found as in `mergeByRounds`, but one
 * after the other, in scipy's order. So equal rows join as they do there: from the lowest one on, when the walk comes to them.
 *
 * Other clusters that are equally near to eleven digits count as tied: then the previous cluster of the chain wins, else the lowest
 * slot. That is scipy's rule too, but scipy sees differences in the last digits of its updates.
 *
 * @param isStrict - Give up where such a tie has to be decided, or where float32 sees too little to be quicker than the table.
 * @returns `undefined` where it gave up.
 */
export async function mergeByWalk(
  x: Matrix,
  equal: DistinctRows,
  isStrict: boolean,
  pacer: Pacer,
): Promise<WalkedMerges | undefined> {
  const { nRows, nColumns } = x;
  const pause = (): Promise<void> => pacer.step(STAGE, walk.nMerges, nRows - 1);
  const setUp = (): Promise<void> => pacer.step(STAGE, 0, nRows - 1);
  const clusters = await createWardClusters(x, setUp, equal.rows);
  const walk = startWalk(clusters, await createSearchTable(clusters, setUp), equal, nRows);
  const search = (wanted: Int32Array): Promise<void> =>
    searchClusters(
      walk.table,
      nColumns,
      wanted,
      (bounds) => {
        if (isStrict && isTooFine(walk)) return;
        const { measured, candidates, nMeasured } = searchNearest(clusters, bounds);
        walk.found = measured;
        walk.candidates[bounds.cluster] = candidates;
        walk.nMeasured += nMeasured;
      },
      pause,
    );
  await search(liveClusters(walk.table));
  while (walk.nMerges < nRows - 1) {
    if (isStrict && (isTooFine(walk) || walk.nTies > 0)) return undefined;
    const top = topOfChain(walk);
    if (top === NONE) continue;
    let measured = recall(walk, top);
    if (measured === undefined) {
      packTable(walk.table, nColumns);
      await search(Int32Array.of(top));
      measured = walk.found;
    }
    if (measured !== undefined) step(walk, top, measured);
    await pause();
  }
  return isStrict && hasEqualHeights(walk.merges) ? undefined : walk;
}

/** Whether heights other than 0 are equal as far as can be told: their order is the table's to decide. */
function hasEqualHeights({ heights }: RawMerges): boolean {
  const sorted = heights.slice().sort();
  return sorted.some((height, i) => i > 0 && height > 0 && height - sorted[i - 1]! <= TIE * height);
}

function startWalk(clusters: WardClusters, table: SearchTable, equal: DistinctRows, nRows: number): Walk {
  const members: number[][] = Array.from(equal.rows, () => []);
  for (let row = 0; row < nRows; row++) members[equal.kinds[row]!]!.push(row);
  return {
    clusters,
    table,
    candidates: Array.from(members, () => undefined),
    slots: equal.kinds.slice(),
    lowestSlot: 0,
    slotOf: equal.rows.slice(),
    rows: members,
    nJoined: new Int32Array(members.length).fill(1),
    chain: [],
    merges: emptyMerges(nRows),
    nMerges: 0,
    nMeasured: 0,
    found: undefined,
    nTies: 0,
  };
}

function isTooFine({ nMeasured, clusters }: Walk): boolean {
  return nMeasured > MOST_MEASURED * nPairs(clusters.nRows);
}

/** The cluster at the end of the chain, which begins in the lowest slot; NONE if equal rows were found there, and joined. */
function topOfChain(walk: Walk): number {
  const { chain, slots } = walk;
  if (chain.length > 0) return chain.at(-1)!;
  while (slots[walk.lowestSlot] === NONE) walk.lowestSlot++;
  const first = slots[walk.lowestSlot]!;
  if (joinEqualRow(walk, first)) return NONE;
  chain.push(first);
  return first;
}

/** Joins one more of a cluster's equal rows; false if they are all together. */
function joinEqualRow(walk: Walk, cluster: number): boolean {
  const { clusters, table, slots, slotOf, nJoined, merges } = walk;
  const rows = walk.rows[cluster]!;
  const at = nJoined[cluster]!;
  if (at === rows.length) return false;
  merges.left[walk.nMerges] = rows[at - 1]!;
  merges.right[walk.nMerges] = rows[at]!;
  merges.heights[walk.nMerges++] = 0;
  slots[rows[at - 1]!] = NONE;
  nJoined[cluster] = at + 1;
  // Others see the lowest one that is still on its own: it is nearer to them than those that are joined.
  slotOf[cluster] = rows[at + 1] ?? rows[at]!;
  if (at + 1 === rows.length) {
    clusters.sizes[cluster] = rows.length;
    enterCluster(table, clusters, cluster);
  }
  return true;
}

/** The nearest of what is remembered, if that is the nearest of all. */
function recall({ clusters, candidates }: Walk, cluster: number): Measured | undefined {
  const known = candidates[cluster];
  if (known === undefined) return undefined;
  const current = currentCandidates(clusters, cluster, known);
  const measured = measure(clusters, cluster, current);
  if (measured.limit > current.bound) return undefined;
  candidates[cluster] = current;
  return measured;
}

/** Goes on to the nearest cluster, joins an equal row that is found there, or merges two that are each other's nearest. */
function step(walk: Walk, top: number, { tied }: Measured): void {
  const { chain, slotOf } = walk;
  const previous = chain.at(-2) ?? NONE;
  if (tied.length > 1) walk.nTies++;
  if (tied.includes(previous)) {
    mergeTop(walk, top, previous);
    return;
  }
  const nearest = tied.reduce((best, other) => (slotOf[other]! < slotOf[best]! ? other : best));
  if (!joinEqualRow(walk, nearest)) chain.push(nearest);
}

/** Merges the last two of the chain; the union keeps the higher slot. */
function mergeTop(walk: Walk, top: number, previous: number): void {
  const { clusters, table, candidates, chain, slots, slotOf, merges } = walk;
  const left = Math.min(slotOf[top]!, slotOf[previous]!);
  const right = Math.max(slotOf[top]!, slotOf[previous]!);
  merges.left[walk.nMerges] = left;
  merges.right[walk.nMerges] = right;
  merges.heights[walk.nMerges++] = Math.sqrt(squaredWard(clusters, top, previous));
  uniteClusters(clusters, top, previous);
  enterCluster(table, clusters, top);
  removeCluster(table, previous);
  candidates[top] = joinCandidates(candidates[top]!, candidates[previous]!);
  candidates[previous] = undefined;
  chain.length -= 2;
  slots[left] = NONE;
  slots[right] = top;
  slotOf[top] = right;
}
