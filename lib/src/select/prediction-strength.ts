import { assignLabels } from '../cluster/assign-labels.js';
import { ArgumentError, asPartOf } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { takeRows } from '../matrix/take-rows.js';
import { checkInteger, checkNumber, checkOptions } from '../options.js';
import { createPacer, type Pacer } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { mean, standardDeviation } from './moments.js';
import {
  drawSeed,
  fitEachK,
  resamplingKeys,
  resolveResampling,
  type Resampling,
  type ResamplingOptions,
} from './resampling.js';

/** Options of {@link predictionStrength}. */
export interface PredictionStrengthOptions extends ResamplingOptions {
  /** Numbers of clusters to try, each an integer in [1, nRows / 2], none twice. */
  readonly nClusters: readonly number[];
  /** How often the rows are halved anew, at least 2. @defaultValue 10 */
  readonly nRepeats?: number;
  /** The strength that a number of clusters must reach, in (0, 1]; the paper takes 0.8 to 0.9. @defaultValue 0.8 */
  readonly threshold?: number;
}

/** One k of a {@link predictionStrength}. */
export interface PredictionStrengthRow {
  /** Clusters that k-means was asked for. */
  readonly nClusters: number;
  /** Mean of `strengths`, in [0, 1]. */
  readonly score: number;
  /** Standard error of that mean. */
  readonly standardError: number;
  /** Prediction strength in each repeat, the mean of both directions; [nRepeats]. */
  readonly strengths: Float64Array;
}

/** What {@link predictionStrength} found. */
export interface PredictionStrengthResult {
  /** What made the clusters. */
  readonly method: 'k-means';
  /** What `score` is. */
  readonly criterion: 'prediction-strength';
  /** By ascending `nClusters`. */
  readonly rows: readonly PredictionStrengthRow[];
  /** The row of the most clusters whose score plus standard error reaches `threshold`; undefined if none does: the data are one cluster. */
  readonly best: PredictionStrengthRow | undefined;
  /** The threshold that was used. */
  readonly threshold: number;
  /** The seed that was used. */
  readonly randomState: number;
}

/**
 * How well a clustering of one half of the rows predicts which rows of the other half belong together.
 *
 * Both halves are clustered by k-means. The centres of the one then label the rows of the other, and for each cluster of
 * the other half the share of pairs of its rows is taken that get the same label: the strength is that of the worst
 * cluster. Both directions count, and `nRepeats` random halvings are averaged. One cluster has strength 1; a cluster of
 * one row has no pair to lose and counts as 1.
 *
 * Takes 2 nRepeats nInit runs of k-means on nRows / 2 rows for each k.
 *
 * @param data - [nRows, nColumns], at least 2 rows; not modified.
 * @throws {@link ArgumentError} if an option is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity.
 * @example
 * const rows = [[0], [0.1], [0.2], [0.3], [9], [9.1], [9.2], [9.3]];
 * const { best } = await predictionStrength(rows, { nClusters: [1, 2] });
 * // best.nClusters: 2, best.score: 1
 * @see Tibshirani & Walther (2005), Cluster validation by prediction strength. R's `fpc::prediction.strength` averages the same
 * quantity and leaves the standard error out of the rule.
 */
export async function predictionStrength(
  data: MatrixLike,
  options: PredictionStrengthOptions,
): Promise<PredictionStrengthResult> {
  const fn = 'predictionStrength';
  checkOptions(fn, options, ['nRepeats', 'threshold', ...resamplingKeys]);
  const x = toMatrix(data, fn);
  if (x.nRows < 2) throw new ArgumentError(fn, 'data', 'at least 2 rows', `${x.nRows} rows`);
  const { nRepeats = 10, threshold = 0.8 } = options;
  const resampling = resolveResampling(fn, options, 1, Math.floor(x.nRows / 2), 'half of the rows of data');
  checkStrengthOptions(fn, nRepeats, threshold);
  checkMagnitude(fn, { data: x });
  const rows = await asPartOf(fn, {}, () =>
    strengthOfEachK(x, resampling, nRepeats, createPacer(fn, options)),
  );
  const best = strongEnough(rows, threshold);
  const { randomState } = resampling;
  return { method: 'k-means', criterion: 'prediction-strength', rows, best, threshold, randomState };
}

export function checkStrengthOptions(fn: string, nRepeats: number, threshold: number): void {
  checkInteger(fn, 'nRepeats', nRepeats, 2);
  checkNumber(fn, 'threshold', threshold, Number.MIN_VALUE, 1);
}

/** The rule of the paper: the most clusters whose strength plus standard error reaches the threshold. */
export function strongEnough(
  rows: readonly PredictionStrengthRow[],
  threshold: number,
): PredictionStrengthRow | undefined {
  return rows.filter(({ score, standardError }) => score + standardError >= threshold).at(-1);
}

export async function strengthOfEachK(
  x: Matrix,
  resampling: Resampling,
  nRepeats: number,
  pacer: Pacer,
): Promise<readonly PredictionStrengthRow[]> {
  const { ks } = resampling;
  const random = createRandomState(resampling.randomState);
  const strengths = ks.map(() => new Float64Array(nRepeats));
  const total = 2 * nRepeats * ks.length;
  const middle = Math.floor(x.nRows / 2);
  for (let r = 0; r < nRepeats; r++) {
    const order = random.permutation(x.nRows);
    const halves = [takeRows(x, order.subarray(0, middle)), takeRows(x, order.subarray(middle))] as const;
    const fits = [];
    for (const [h, half] of halves.entries()) {
      const step = (nFits: number): Promise<void> =>
        pacer.step('prediction strength', (2 * r + h) * ks.length + nFits, total);
      fits.push(await fitEachK(half, resampling, drawSeed(random), pacer, step));
    }
    const [first, second] = fits;
    for (const i of ks.keys()) {
      const forth = weakestCluster(second![i]!.labels, assignLabels(halves[1], first![i]!.centers));
      const back = weakestCluster(first![i]!.labels, assignLabels(halves[0], second![i]!.centers));
      strengths[i]![r] = (forth + back) / 2;
      await pacer.step('prediction strength', 2 * (r + 1) * ks.length, total);
    }
  }
  return ks.map((nClusters, i) => ({
    nClusters,
    score: mean(strengths[i]!),
    standardError: standardDeviation(strengths[i]!) / Math.sqrt(nRepeats - 1),
    strengths: strengths[i]!,
  }));
}

/** Over the clusters of `labels` the lowest share of pairs that `predicted` puts together as well. */
export function weakestCluster(labels: Int32Array, predicted: Int32Array): number {
  const width = predicted.reduce((most, label) => Math.max(most, label + 1), 0);
  const cells = new Map<number, number>();
  const sizes = new Map<number, number>();
  labels.forEach((label, i) => {
    const cell = label * width + predicted[i]!;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
  });
  const together = new Map<number, number>();
  for (const [cell, count] of cells) {
    const label = Math.floor(cell / width);
    together.set(label, (together.get(label) ?? 0) + count * (count - 1));
  }
  let weakest = 1;
  for (const [label, size] of sizes)
    if (size > 1) weakest = Math.min(weakest, together.get(label)! / (size * (size - 1)));
  return weakest;
}
