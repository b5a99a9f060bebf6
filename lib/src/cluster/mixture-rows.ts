import { DataError } from '../errors.js';
import { columnMeans } from '../matrix/row-panels.js';
import type { Matrix } from '../matrix/matrix.js';
import { fromFloat64, sharableFloat64, type Scope, type Tensor } from '../tensorflow/tensor.js';

/**
 * The rows of a data set as a mixture sees them: row x as its moments 1, x and the products x_i x_j. The logarithm of a Gaussian
 * density is a linear function of them, and means and covariances follow from their weighted sums. So both halves of
 * an EM step are one matrix product each.
 */
export interface MixtureRows {
  /** Minus the column means: what is squared should be no larger than it must. */
  readonly centred: Matrix;
  /** Means of the columns, [nColumns]. */
  readonly mean: Float64Array;
  /** Mean squares of the centred columns, [nColumns]. */
  readonly variance: Float64Array;
  readonly pairs: ColumnPairs;
  /** Numbers a row: 1 + nColumns + pairs. */
  readonly nMoments: number;
  readonly panels: readonly MomentPanel[];
}

/** Which products of columns are used: pair p is (first[p], second[p]). */
export interface ColumnPairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** Some rows in sequence. */
export interface MomentPanel {
  readonly start: number;
  readonly nRows: number;
  /** Their moments, [nRows, nMoments]: kept by the rows where all of them fit, else made in the given scope. */
  readonly moments: (scope: Scope) => Tensor;
}

/** Doubles in the moments of a panel: some milliseconds of work. */
const PANEL_SIZE = 2 ** 19;

/**
 * Prepares rows; `squaresOnly` leaves the products of different columns out. The moments are kept, in the scope, where
 * they take no more than `keptBytes`.
 */
export function mixtureRows(
  fn: string,
  scope: Scope,
  x: Matrix,
  squaresOnly: boolean,
  keptBytes: number,
): MixtureRows {
  const { nRows, nColumns } = x;
  const mean = columnMeans(x);
  const centred = { ...x, data: x.data.map((value, at) => value - mean[at % nColumns]!) };
  const variance = meanSquares(centred);
  const overflow = variance.findIndex((value) => !Number.isFinite(value));
  if (overflow >= 0)
    throw new DataError(fn, `the squares of column ${overflow} of data are beyond the range of doubles`, {
      source: 'data',
      column: overflow,
    });
  const pairs = squaresOnly ? squares(nColumns) : allPairs(nColumns);
  const nMoments = 1 + nColumns + pairs.first.length;
  const rowsAPanel = Math.min(nRows, Math.max(64, Math.floor(PANEL_SIZE / nMoments)));
  const keep = 8 * nRows * nMoments <= keptBytes;
  const panels: MomentPanel[] = [];
  for (let start = 0; start < nRows; start += rowsAPanel) {
    const count = Math.min(rowsAPanel, nRows - start);
    const make = (owner: Scope): Tensor =>
      fromFloat64(owner, momentsOf(centred, start, count, pairs), [count, nMoments]);
    const kept = keep ? make(scope) : undefined;
    panels.push({ start, nRows: count, moments: (step) => kept ?? make(step) });
  }
  return { centred, mean, variance, pairs, nMoments, panels };
}

function squares(nColumns: number): ColumnPairs {
  const first = Int32Array.from({ length: nColumns }, (_, j) => j);
  return { first, second: first };
}

/** Row by row the upper triangle of a symmetric matrix. */
function allPairs(nColumns: number): ColumnPairs {
  const first = new Int32Array((nColumns * (nColumns + 1)) / 2);
  const second = new Int32Array(first.length);
  for (let i = 0, p = 0; i < nColumns; i++) {
    for (let j = i; j < nColumns; j++, p++) {
      first[p] = i;
      second[p] = j;
    }
  }
  return { first, second };
}

function momentsOf(
  { data, nColumns }: Matrix,
  start: number,
  count: number,
  { first, second }: ColumnPairs,
): Float64Array {
  const moments = sharableFloat64(count * (1 + nColumns + first.length));
  for (let i = 0, at = 0; i < count; i++) {
    const row = (start + i) * nColumns;
    moments[at++] = 1;
    for (let j = 0; j < nColumns; j++) moments[at++] = data[row + j]!;
    for (let p = 0; p < first.length; p++) moments[at++] = data[row + first[p]!]! * data[row + second[p]!]!;
  }
  return moments;
}

function meanSquares({ data, nRows, nColumns }: Matrix): Float64Array {
  const sums = new Float64Array(nColumns);
  for (let i = 0, at = 0; i < nRows; i++) for (let j = 0; j < nColumns; j++, at++) sums[j]! += data[at]! ** 2;
  return sums.map((sum) => sum / nRows);
}
