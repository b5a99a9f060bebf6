import { cutTree } from '../cluster/cut-tree.js';
import type { LinkageTree } from '../cluster/linkage-tree.js';
import { ArgumentError, asPartOf, DataError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { checkCondensed } from '../matrix/condensed.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { daviesBouldinScore } from '../metrics/davies-bouldin-score.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import { assertNever, checkBoolean, checkInteger, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { bestRow } from './best-row.js';
import { clustevalIndex } from './clusteval-index.js';
import { mergeAccelerations } from './merge-accelerations.js';
import type { SweepResult, SweepRow } from './sweep-result.js';

/** What {@link treeSweep} judges a cut by; see {@link TreeSweepOptions}. */
export type TreeCriterion = 'silhouette' | 'davies-bouldin' | 'dbindex' | 'derivative';

/** Options of {@link treeSweep}. */
export interface TreeSweepOptions extends LongRunningOptions {
  /** Fewest clusters to try, an integer in [2, maxClust]. @defaultValue 3, or maxClust if that is less */
  readonly minClust?: number;
  /**
   * Most clusters to try, itself included, an integer in [minClust, nRows - 1]. Equal to `minClust`: exactly that many.
   *
   * @defaultValue 24, or nRows - 1 if that is less
   */
  readonly maxClust?: number;
  /**
   * - `'silhouette'`: mean silhouette, Euclidean; highest wins;
   * - `'davies-bouldin'`: the standard index; lowest wins;
   * - `'dbindex'`: clusteval's index, the worst pair divided by the number of clusters; lowest wins, which favours many clusters;
   * - `'derivative'`: how much more the merge to one cluster less climbs than the merge before it did (the elbow of the heights); highest wins.
   *
   * @defaultValue 'silhouette'
   */
  readonly evaluate?: TreeCriterion;
  /** Stop before `maxClust`, as clusteval does against its documentation. @defaultValue false */
  readonly excludeMaxClust?: boolean;
  /**
   * Euclidean distances of all pairs of rows as `pdist` gives them, if they exist already: then silhouettes cost next to
   * nothing. Only with `'silhouette'`.
   *
   * @defaultValue made anew
   */
  readonly distances?: Float64Array | undefined;
}

/** Fewer than this many rows have no cut with a silhouette. */
const MIN_ROWS = 3;

/**
 * Cuts a tree into every number of clusters of a range, scores each cut, and picks the best: clusteval's `fit`.
 *
 * Where merges tie, some numbers of clusters do not exist: they are left out, with a warning. All silhouettes come from
 * one pass over the distances, O(nRows^2 nColumns), or O(nRows^2) where `distances` are given; the other criteria need none.
 *
 * @param data - The rows that the tree was built on, [nRows, nColumns]; not modified.
 * @param tree - From `linkage`. Not modified either: clusteval's elbow overwrites its top merges.
 * @returns A row per number of clusters, ascending, labels numbered as scipy's `fcluster` minus 1.
 * @throws {@link ArgumentError} if an option is out of range, or the tree has another number of rows.
 * @throws {@link DataError} if merges tie so that no cut lies in the range, or no cut has a score (values so large that
 *   distances overflow).
 * @example
 * const rows = [[0], [1], [10], [11], [20], [21]];
 * const { best } = await treeSweep(rows, await linkage(rows), { minClust: 2, maxClust: 4 });
 * // best.nClusters: 3, best.labels: 1 1 2 2 0 0
 * @see Rousseeuw (1987), Davies & Bouldin (1979).
 */
export async function treeSweep(
  data: MatrixLike,
  tree: LinkageTree,
  options: TreeSweepOptions = {},
): Promise<SweepResult> {
  checkOptions('treeSweep', options, [
    'minClust',
    'maxClust',
    'evaluate',
    'excludeMaxClust',
    'distances',
    ...longRunningKeys,
  ]);
  const x = toMatrix(data, 'treeSweep', 'data');
  const nRows = x.nRows;
  if (nRows < MIN_ROWS) throw new ArgumentError('treeSweep', 'data', `at least ${MIN_ROWS} rows`, nRows);
  if (tree.nLeaves !== nRows)
    throw new ArgumentError('treeSweep', 'tree', `a tree of the ${nRows} rows of data`, tree.nLeaves);
  const {
    maxClust = Math.min(24, nRows - 1),
    evaluate = 'silhouette',
    excludeMaxClust = false,
    distances,
  } = options;
  checkInteger('treeSweep', 'maxClust', maxClust, 2, nRows - 1, 'rows of data minus 1');
  const { minClust = Math.min(3, maxClust) } = options;
  checkInteger('treeSweep', 'minClust', minClust, 2, maxClust, 'options.maxClust');
  checkOneOf('treeSweep', 'evaluate', evaluate, ['silhouette', 'davies-bouldin', 'dbindex', 'derivative']);
  checkBoolean('treeSweep', 'excludeMaxClust', excludeMaxClust);
  checkCondensed('treeSweep', distances, nRows);
  if (distances !== undefined && evaluate !== 'silhouette') {
    const way = `left out with evaluate '${evaluate}', which does not use it`;
    throw new ArgumentError('treeSweep', 'options.distances', way, distances);
  }
  const last = excludeMaxClust && maxClust > minClust ? maxClust - 1 : maxClust;
  const pacer = createPacer('treeSweep', options);
  checkMagnitude('treeSweep', { data: x });
  const { cuts, warnings } = await asPartOf('treeSweep', {}, () => cutRange(tree, minClust, last, pacer));
  const scores = await asPartOf('treeSweep', {}, () => scoreCuts(x, tree, cuts, evaluate, pacer, options));
  const rows = cuts.map((cut, i): SweepRow => ({ ...cut, score: scores[i]! }));
  const best = bestRow('treeSweep', evaluate, rows);
  return { method: tree.method, criterion: evaluate, rows, best, warnings };
}

type Cut = Omit<SweepRow, 'score'>;

/** One cut per number of clusters that the tree has in the range. */
async function cutRange(
  tree: LinkageTree,
  first: number,
  last: number,
  pacer: Pacer,
): Promise<{ readonly cuts: readonly Cut[]; readonly warnings: readonly string[] }> {
  const cuts: Cut[] = [];
  const warnings: string[] = [];
  for (let k = first; k <= last; k++) {
    const labels = cutTree(tree, { nClusters: k });
    const counts = countLabels(labels);
    if (counts.length === k) cuts.push({ nClusters: k, labels, counts });
    else warnings.push(`no cut has ${k} clusters: merges tie, the next coarser cut has ${counts.length}`);
    await pacer.step('cutting the tree', k - first + 1, last - first + 1);
  }
  if (cuts.length === 0) {
    throw new DataError(
      'treeSweep',
      `merges tie so that no cut has ${first === last ? first : `${first} to ${last}`} clusters (many equal rows?)`,
      { source: 'tree' },
    );
  }
  return { cuts, warnings };
}

function countLabels(labels: Int32Array): Int32Array {
  const counts = new Int32Array(labels.reduce((most, label) => Math.max(most, label + 1), 0));
  for (const label of labels) counts[label]!++;
  return counts;
}

async function scoreCuts(
  x: Matrix,
  tree: LinkageTree,
  cuts: readonly Cut[],
  evaluate: TreeCriterion,
  pacer: Pacer,
  { onProgress, signal, distances }: TreeSweepOptions,
): Promise<ArrayLike<number>> {
  const labelings = cuts.map(({ labels }) => labels);
  switch (evaluate) {
    case 'silhouette':
      return silhouetteScores(x, labelings, { distances, onProgress, signal });
    case 'davies-bouldin':
      return scoreOneByOne(labelings, (labels) => daviesBouldinScore(x, labels), pacer);
    case 'dbindex':
      return scoreOneByOne(labelings, (labels) => clustevalIndex(x, labels, 'treeSweep'), pacer);
    case 'derivative': {
      const accelerations = mergeAccelerations(tree);
      return cuts.map(({ nClusters }) => accelerations[nClusters]!);
    }
    default:
      return assertNever(evaluate);
  }
}

async function scoreOneByOne(
  labelings: readonly Int32Array[],
  score: (labels: Int32Array) => number,
  pacer: Pacer,
): Promise<readonly number[]> {
  const scores: number[] = [];
  for (const labels of labelings) {
    scores.push(score(labels));
    await pacer.step('scoring', scores.length, labelings.length);
  }
  return scores;
}
