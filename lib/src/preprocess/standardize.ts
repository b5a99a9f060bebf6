import { checkMagnitude } from '../matrix/check-magnitude.js';
import { toNumericMatrix, type Matrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import { checkBoolean, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions, type Pacer } from '../progress.js';
import { layoutOf, type LayoutOf } from './picture-shape.js';
import { addColumns, addDeviations, subtractColumns, writeScaled } from './column-passes.js';

/** Options of {@link standardize}. */
export interface StandardizeOptions extends LongRunningOptions {
  /** Subtract the mean of each column. @defaultValue true */
  readonly withMean?: boolean;
  /** Divide each column by its standard deviation. @defaultValue true */
  readonly withStd?: boolean;
}

/** Entries handled between two pauses; some 30 ms of work. */
const ENTRIES_A_STEP = 1 << 23;

/** Means and standard deviations below these count as 0: NumPy's `allclose`, scikit-learn's `_handle_zeros_in_scale`. */
const ZERO_MEAN = 1e-8;
const ZERO_STD = 10 * Number.EPSILON;

/**
 * Gives every column mean 0 and standard deviation 1.
 *
 * The deviation is the population's (divided by nRows). A constant column becomes 0 up to rounding, never NaN. Sums are made in
 * doubles, row after row, as NumPy does. O(nRows * nColumns); bytes are read as they are, without a copy in doubles.
 *
 * @param data - Samples as rows; not modified.
 * @returns A new matrix of the same shape, in units of standard deviations; of pictures also their width, height, channels and
 * file names.
 * @throws {@link ArgumentError} if an option is not known, or `data` is empty or no matrix.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const { data } = await standardize([[1, 7], [3, 7]]);
 * // data: -1 0 1 0
 * @see scikit-learn's `preprocessing.scale`, to which the result is equal.
 */
export async function standardize<T extends MatrixLike>(
  data: T,
  options: StandardizeOptions = {},
): Promise<Matrix & LayoutOf<T>> {
  checkOptions('standardize', options, ['withMean', 'withStd', ...longRunningKeys]);
  const { withMean = true, withStd = true } = options;
  checkBoolean('standardize', 'withMean', withMean);
  checkBoolean('standardize', 'withStd', withStd);
  const pacer = createPacer('standardize', options);
  const x = toNumericMatrix(data, 'standardize');
  checkMagnitude('standardize', { data: x });
  const scaled = await scaleColumns(toNumericMatrix(data, 'standardize'), withMean, withStd, pacer);
  return Object.assign(layoutOf(data), scaled);
}

async function scaleColumns(
  x: NumericMatrix,
  withMean: boolean,
  withStd: boolean,
  pacer: Pacer,
): Promise<Matrix> {
  const { nRows, nColumns } = x;
  const mean = new Float64Array(nColumns);
  await forRows(x, pacer, 'means', (from, to) => addColumns(x.data, from, to, mean));
  divideBy(mean, nRows);

  const residual = new Float64Array(nColumns);
  const std = new Float64Array(nColumns);
  await forRows(x, pacer, 'deviations', (from, to) => addDeviations(x.data, from, to, mean, residual, std));
  divideBy(residual, nRows);
  for (let j = 0; j < nColumns; j++) {
    std[j] = Math.sqrt(std[j]! / nRows);
    if (!withStd || std[j]! < ZERO_STD) std[j] = 1;
  }
  if (!withMean) mean.fill(0);
  // Rounding can leave columns of huge values visibly off centre: then the mean is taken off once more, here and below.
  if (!withMean || isZero(residual)) residual.fill(0);

  const scaled = new Float64Array(nRows * nColumns);
  const left = new Float64Array(nColumns);
  await forRows(x, pacer, 'scaling', (from, to) =>
    writeScaled(x.data, scaled, from, to, { mean, residual, std, left }),
  );
  divideBy(left, nRows);
  if (withMean && withStd && !isZero(left))
    await forRows(x, pacer, 'centring', (from, to) => subtractColumns(scaled, from, to, left));
  return { data: scaled, nRows, nColumns };
}

/** Calls `body` with ranges of `data`, in whole rows, and pauses in between. */
async function forRows(
  { nRows, nColumns }: NumericMatrix,
  pacer: Pacer,
  stage: string,
  body: (from: number, to: number) => void,
): Promise<void> {
  const rows = Math.max(1, Math.floor(ENTRIES_A_STEP / nColumns));
  for (let row = 0; row < nRows; row += rows) {
    const end = Math.min(nRows, row + rows);
    body(row * nColumns, end * nColumns);
    await pacer.step(stage, end, nRows);
  }
}

function isZero(means: Float64Array): boolean {
  return means.every((value) => Math.abs(value) <= ZERO_MEAN);
}

function divideBy(values: Float64Array, divisor: number): void {
  for (let j = 0; j < values.length; j++) values[j]! /= divisor;
}
