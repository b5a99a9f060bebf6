import { ArgumentError } from '../errors.js';
import { encodeLabels, type LabelsLike } from '../metrics/labels.js';
import { checkBoolean, checkInteger, checkOptions, checkSeed } from '../options.js';
import { randomState, type RandomState } from '../random/random-state.js';

/** Options of {@link trainTestSplit}. */
export interface TrainTestSplitOptions {
  /** A share of the samples in (0, 1), rounded up, or a count of at least 1. @defaultValue what `trainSize` leaves, else 0.25 */
  readonly testSize?: number;
  /** A share of the samples in (0, 1), rounded down, or a count of at least 1. @defaultValue what `testSize` leaves */
  readonly trainSize?: number;
  /** One label a sample: each class is then split in the same proportion. @defaultValue no classes */
  readonly stratify?: LabelsLike;
  /** Whether samples are drawn at random; else the first ones are for training, the next ones for the test. @defaultValue true */
  readonly shuffle?: boolean;
  /** Seed of the draw. @defaultValue 0 */
  readonly randomState?: number;
}

/** Indices of the samples in the two parts; none is in both. */
export interface TrainTestSplit {
  /** Rows to learn from, [nTrain]. */
  readonly train: Int32Array;
  /** Rows to judge by, [nTest]. */
  readonly test: Int32Array;
}

/**
 * Draws which of n samples are for training and which for the test. O(n).
 *
 * @param n - Number of samples, at least 2.
 * @throws {@link ArgumentError} if the sizes leave a part empty or exceed n; with `stratify`, also if a class has one
 *   sample only, or a part is smaller than the number of classes.
 * @throws {@link DataError} if a label is NaN.
 * @example
 * const { train, test } = trainTestSplit(8, { testSize: 0.25 });
 * // train: 1 7 3 0 5 4, test: 6 2
 * @see scikit-learn's `train_test_split`, to which it is equal for every seed.
 */
export function trainTestSplit(n: number, options: TrainTestSplitOptions = {}): TrainTestSplit {
  checkOptions('trainTestSplit', options, ['testSize', 'trainSize', 'stratify', 'shuffle', 'randomState']);
  const { testSize, trainSize, stratify, shuffle = true, randomState: seed = 0 } = options;
  if (!Number.isInteger(n) || n < 2)
    throw new ArgumentError('trainTestSplit', 'n', 'an integer of at least 2', n);
  checkBoolean('trainTestSplit', 'shuffle', shuffle);
  checkSeed('trainTestSplit', seed);
  const sizes = partSizes(n, testSize, trainSize);
  if (!shuffle) {
    if (stratify !== undefined)
      throw new ArgumentError(
        'trainTestSplit',
        'options.stratify',
        'undefined when shuffle is false',
        stratify,
      );
    return split(
      Int32Array.from({ length: n }, (_, i) => i),
      0,
      sizes.train,
      sizes.train,
      sizes.test,
    );
  }
  if (stratify !== undefined) return stratified(n, sizes, stratify, randomState(seed));
  // The test set comes first in the permutation.
  return split(randomState(seed).permutation(n), sizes.test, sizes.train, 0, sizes.test);
}

interface PartSizes {
  readonly train: number;
  readonly test: number;
}

function split(
  order: Int32Array,
  trainStart: number,
  nTrain: number,
  testStart: number,
  nTest: number,
): TrainTestSplit {
  return {
    train: order.slice(trainStart, trainStart + nTrain),
    test: order.slice(testStart, testStart + nTest),
  };
}

function partSizes(n: number, testSize: number | undefined, trainSize: number | undefined): PartSizes {
  const test = count(n, 'testSize', testSize ?? (trainSize === undefined ? 0.25 : undefined), Math.ceil);
  const train = count(n, 'trainSize', trainSize, Math.floor) ?? n - test!;
  const sizes = { train, test: test ?? n - train };
  if (sizes.train + sizes.test > n)
    throw new ArgumentError(
      'trainTestSplit',
      'testSize + trainSize',
      `at most all ${n} samples`,
      sizes.train + sizes.test,
    );
  if (sizes.train < 1)
    throw new ArgumentError('trainTestSplit', 'the training part', 'at least one sample', sizes.train);
  if (sizes.test < 1)
    throw new ArgumentError('trainTestSplit', 'the test part', 'at least one sample', sizes.test);
  return sizes;
}

function count(
  n: number,
  name: string,
  size: number | undefined,
  round: (value: number) => number,
): number | undefined {
  if (size === undefined) return undefined;
  if (typeof size === 'number' && size > 0 && size < 1) return round(size * n);
  return checkInteger('trainTestSplit', name, size, 1, n - 1, 'or a share in (0, 1)');
}

function stratified(n: number, sizes: PartSizes, stratify: LabelsLike, random: RandomState): TrainTestSplit {
  const { codes, classes, counts } = encodeLabels(stratify, 'trainTestSplit', 'options.stratify');
  if (codes.length !== n)
    throw new ArgumentError(
      'trainTestSplit',
      'options.stratify',
      `one label for each of the ${n} samples`,
      stratify,
    );
  const lone = counts.indexOf(1);
  if (lone >= 0)
    throw new ArgumentError(
      'trainTestSplit',
      'options.stratify',
      'classes of at least 2 samples',
      `class ${String(classes[lone])} of 1`,
    );
  for (const part of ['train', 'test'] as const) {
    if (sizes[part] >= classes.length) continue;
    throw new ArgumentError(
      'trainTestSplit',
      `the ${part} part`,
      `at least as large as the number of classes, ${classes.length}`,
      sizes[part],
    );
  }
  const members = Array.from(classes, () => [] as number[]);
  codes.forEach((code, i) => members[code]!.push(i));
  const nTrain = proportional(counts, sizes.train, random);
  const nTest = proportional(
    counts.map((c, k) => c - nTrain[k]!),
    sizes.test,
    random,
  );
  const train: number[] = [];
  const test: number[] = [];
  members.forEach((rows, k) => {
    const order = random.permutation(rows.length);
    order.subarray(0, nTrain[k]).forEach((at) => train.push(rows[at]!));
    order.subarray(nTrain[k], nTrain[k]! + nTest[k]!).forEach((at) => test.push(rows[at]!));
  });
  random.shuffle(train);
  random.shuffle(test);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/**
 * Shares `total` out in proportion to `counts`: each gets its share rounded down, what is missing goes to the
 * largest remainders, by lot among equal ones. The lot is drawn even where all of them win, as in scikit-learn.
 */
function proportional(counts: Int32Array, total: number, random: RandomState): Int32Array {
  const all = counts.reduce((sum, c) => sum + c, 0);
  const exact = Array.from(counts, (c) => (c / all) * total);
  const shares = Int32Array.from(exact, Math.floor);
  const remainders = exact.map((value, k) => value - shares[k]!);
  let missing = total - shares.reduce((sum, share) => sum + share, 0);
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = remainders.flatMap((value, k) => (value === remainder ? [k] : []));
    const winners = random.choiceArray(tied.length, Math.min(tied.length, missing), { replace: false });
    winners.forEach((winner) => shares[tied[winner]!]!++);
    missing -= winners.length;
  }
  return shares;
}
