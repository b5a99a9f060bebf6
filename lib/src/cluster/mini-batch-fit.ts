import type { Matrix } from '../matrix/matrix.js';
import { columnMeans, PANEL_ROWS, rowPanels } from '../matrix/row-panels.js';
import { takeRows } from '../matrix/take-rows.js';
import type { Pacer } from '../progress.js';
import { randomState as createRandomState, type RandomState } from '../random/random-state.js';
import { withScope } from '../tensorflow/tensor.js';
import { kMeansPlusPlus, randomSeeds, type SeedingCompat } from './k-means-plus-plus.js';
import type { MiniBatchKMeansResult } from './mini-batch-result.js';
import { labelPanel } from './nearest-centers.js';
import { panelSource } from './row-source.js';

/** The options of mini-batch k-means, checked and complete. */
export interface MiniBatchFitOptions {
  readonly nClusters: number;
  readonly init: 'k-means++' | 'random' | Matrix;
  readonly nInit: number;
  readonly batchSize: number;
  readonly initSize: number;
  readonly maxIter: number;
  readonly tol: number;
  readonly maxNoImprovement: number | null;
  readonly reassignmentRatio: number;
  readonly randomState: number;
  readonly compat: SeedingCompat;
}

/** One array of nColumns a centre. */
type Points = Float64Array[];

export async function fitMiniBatches(
  x: Matrix,
  options: MiniBatchFitOptions,
  pacer: Pacer,
): Promise<MiniBatchKMeansResult> {
  const { nClusters, batchSize, maxIter, randomState, reassignmentRatio } = options;
  const n = x.nRows;
  const random = createRandomState(randomState);
  const maxSteps = Math.floor((maxIter * n) / batchSize);
  const stage = `mini-batch k-means, k = ${nClusters}`;
  let centers = await bestStart(x, options, random, () => pacer.step(stage, 0, maxSteps));
  // Rows that each centre has taken in so far; sampling with replacement, so not a count of different rows.
  const taken = new Float64Array(nClusters);
  const stop = stopRule(n, options);
  const tolerance = options.tol === 0 ? 0 : options.tol * meanVariance(x);
  let sinceReassignment = 0;
  let nSteps = 0;
  let converged = false;
  while (nSteps < maxSteps && !converged) {
    const batch = takeRows(x, random.randintArray(0, n, batchSize));
    // Judged by the counts before the step, as in scikit-learn.
    sinceReassignment += batchSize;
    const reassigning = taken.includes(0) || sinceReassignment >= 10 * nClusters;
    if (reassigning) sinceReassignment = 0;
    const { labels, inertia } = await nearest(batch, centers, () => pacer.step(stage, nSteps, maxSteps));
    const moved = moveTowards(centers, taken, batch, labels);
    if (reassigning && reassignmentRatio > 0) reassign(moved, taken, batch, reassignmentRatio, random);
    const shift = tolerance > 0 ? squaredShift(centers, moved) : Infinity;
    centers = moved;
    nSteps++;
    converged = stop(inertia / batchSize, shift <= tolerance);
  }
  const { labels, inertia } = await nearest(x, centers, () => pacer.step(stage, nSteps, maxSteps));
  await pacer.step(stage, maxSteps, maxSteps);
  const counts = new Int32Array(nClusters);
  labels.forEach((label) => counts[label]!++);
  const empty = counts.filter((count) => count === 0).length;
  return {
    labels,
    centers: toRows(centers, x.nColumns),
    counts,
    inertia,
    nSteps,
    nIter: Math.ceil((nSteps * batchSize) / n),
    converged,
    randomState,
    warnings: empty === 0 ? [] : [`${empty} of ${nClusters} clusters have no rows`],
  };
}

/** Tries `nInit` starts, each on its own sample, and keeps the one that fits a common sample best. */
async function bestStart(
  x: Matrix,
  options: MiniBatchFitOptions,
  random: RandomState,
  pause: () => Promise<void>,
): Promise<Points> {
  const { init, nInit, initSize, nClusters, compat } = options;
  const common = takeRows(x, random.randintArray(0, x.nRows, initSize));
  let best: { centers: Points; inertia: number } | undefined;
  for (let i = 0; i < nInit; i++) {
    const sample = initSize < x.nRows ? takeRows(x, random.randintArray(0, x.nRows, initSize)) : x;
    const centers =
      typeof init === 'string' ? await startAt(sample, init, nClusters, random, compat, pause) : rowsOf(init);
    const { inertia } = await nearest(common, centers, pause);
    if (best === undefined || inertia < best.inertia) best = { centers, inertia };
  }
  return best!.centers;
}

async function startAt(
  sample: Matrix,
  init: 'k-means++' | 'random',
  nClusters: number,
  random: RandomState,
  compat: SeedingCompat,
  pause: () => Promise<void>,
): Promise<Points> {
  const seeds =
    init === 'random'
      ? randomSeeds(sample.nRows, nClusters, random, compat)
      : await withScope(async (scope) => {
          const source = panelSource(sample, await rowPanels(scope, sample, pause));
          return kMeansPlusPlus(source, nClusters, random, compat, pause);
        });
  return rowsOf(takeRows(sample, seeds));
}

/** Nearest centre of each row, and the sum of the squared distances to them. */
async function nearest(
  x: Matrix,
  centers: Points,
  pause: () => Promise<void>,
): Promise<{ labels: Int32Array; inertia: number }> {
  const { data, nRows, nColumns } = x;
  const labels = new Int32Array(nRows);
  const origin = new Float64Array(nColumns);
  let inertia = 0;
  for (let start = 0; start < nRows; start += PANEL_ROWS) {
    labelPanel(x, start, centers, origin, labels);
    for (let i = start, p = start * nColumns; i < Math.min(nRows, start + PANEL_ROWS); i++) {
      const center = centers[labels[i]!]!;
      for (let c = 0; c < nColumns; c++, p++) inertia += (data[p]! - center[c]!) ** 2;
    }
    await pause();
  }
  return { labels, inertia };
}

/** Each centre becomes the mean of all rows it has ever taken in, those of this batch included. */
function moveTowards(
  centers: Points,
  taken: Float64Array,
  { data, nColumns }: Matrix,
  labels: Int32Array,
): Points {
  const arrivals = new Int32Array(centers.length);
  labels.forEach((label) => arrivals[label]!++);
  const moved = centers.map((center, j) =>
    arrivals[j] === 0 ? center.slice() : center.map((value) => value * taken[j]!),
  );
  labels.forEach((label, i) => {
    const center = moved[label]!;
    for (let c = 0, p = i * nColumns; c < nColumns; c++, p++) center[c]! += data[p]!;
  });
  moved.forEach((center, j) => {
    if (arrivals[j] === 0) return;
    taken[j]! += arrivals[j]!;
    const share = 1 / taken[j]!;
    for (let c = 0; c < nColumns; c++) center[c]! *= share;
  });
  return moved;
}

/** Moves centres that took in too few rows to rows of the batch; at most half a batch of them, the emptiest. */
function reassign(
  centers: Points,
  taken: Float64Array,
  batch: Matrix,
  ratio: number,
  random: RandomState,
): void {
  const enough = ratio * taken.reduce((most, count) => Math.max(most, count));
  let poor = Array.from(taken.keys()).filter((j) => taken[j]! < enough);
  const limit = 0.5 * batch.nRows;
  if (poor.length > limit) {
    const emptiest = new Set(
      Array.from(taken.keys())
        .sort((a, b) => taken[a]! - taken[b]!)
        .slice(0, Math.floor(limit)),
    );
    poor = poor.filter((j) => emptiest.has(j));
  }
  if (poor.length === 0) return;
  const rows = rowsOf(takeRows(batch, random.choiceArray(batch.nRows, poor.length, { replace: false })));
  const rest = Math.min(...Array.from(taken).filter((_, j) => !poor.includes(j)));
  poor.forEach((j, r) => {
    centers[j] = rows[r]!;
    taken[j] = rest;
  });
}

/** Says after each step whether to stop: no new minimum of the smoothed inertia for long, or hardly any shift. */
function stopRule(
  n: number,
  { batchSize, maxNoImprovement }: MiniBatchFitOptions,
): (inertia: number, settled: boolean) => boolean {
  const weight = Math.min(1, (2 * batchSize) / (n + 1));
  let step = 0;
  let smoothed: number | undefined;
  let minimum = Infinity;
  let worse = 0;
  return (inertia, settled) => {
    // The first inertia is that of the start.
    if (++step === 1) return false;
    smoothed = smoothed === undefined ? inertia : smoothed * (1 - weight) + inertia * weight;
    if (settled) return true;
    if (smoothed < minimum) {
      minimum = smoothed;
      worse = 0;
    } else worse++;
    return maxNoImprovement !== null && worse >= maxNoImprovement;
  };
}

function squaredShift(from: Points, to: Points): number {
  return from.reduce(
    (sum, center, j) => center.reduce((s, value, c) => s + (to[j]![c]! - value) ** 2, sum),
    0,
  );
}

function rowsOf({ data, nRows, nColumns }: Matrix): Points {
  return Array.from({ length: nRows }, (_, i) => data.slice(i * nColumns, (i + 1) * nColumns));
}

function toRows(points: Points, nColumns: number): Matrix {
  const data = new Float64Array(points.length * nColumns);
  points.forEach((point, i) => data.set(point, i * nColumns));
  return { data, nRows: points.length, nColumns };
}

/** Mean over the columns of their population variance: what `tol` is relative to. */
function meanVariance(x: Matrix): number {
  const mean = columnMeans(x);
  let sum = 0;
  for (let i = 0, p = 0; i < x.nRows; i++)
    for (let j = 0; j < x.nColumns; j++, p++) sum += (x.data[p]! - mean[j]!) ** 2;
  return sum / (x.nRows * x.nColumns);
}
