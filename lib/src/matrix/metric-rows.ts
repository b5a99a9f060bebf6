import { DataError } from '../errors.js';
import { assertNever } from '../options.js';
import type { Matrix } from './matrix.js';
import {
  chebyshev,
  cityblock,
  euclidean,
  unitCosine,
  type RowDistance,
  type RowMetric,
} from './row-distances.js';

/** Rows made ready for a metric, and the function that then compares two of them. */
export interface MetricRows {
  readonly rows: Matrix;
  readonly distance: RowDistance;
}

/**
 * Prepares rows for a metric: cosine and correlation compare rows of length 1, correlation takes each row's mean off first.
 *
 * @throws {@link DataError} if a row has no direction: all zero for cosine, constant for correlation.
 */
export function metricRows(x: Matrix, metric: RowMetric, fn: string): MetricRows {
  switch (metric) {
    case 'euclidean':
      return { rows: x, distance: euclidean };
    case 'cityblock':
      return { rows: x, distance: cityblock };
    case 'chebyshev':
      return { rows: x, distance: chebyshev };
    case 'cosine':
    case 'correlation':
      return { rows: unitRows(x, metric, fn, 'data'), distance: unitCosine };
    default:
      return assertNever(metric);
  }
}

/** Squares of numbers below this may lose digits to underflow. */
const TINY = 1e-140;

/** Rows of length 1, for correlation after taking off each row's own mean; `argument` is what `x` is called in an error. */
export function unitRows(
  { data, nRows, nColumns }: Matrix,
  metric: 'cosine' | 'correlation',
  fn: string,
  argument: string,
): Matrix {
  const unit = data.slice();
  for (let i = 0; i < nRows; i++) {
    const row = unit.subarray(i * nColumns, (i + 1) * nColumns);
    if (metric === 'correlation') subtractMean(row);
    // Rows whose squares would vanish are made longer first, which does not turn them.
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest > 0 && largest < TINY) for (let j = 0; j < nColumns; j++) row[j]! /= largest;
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) {
      const problem = metric === 'cosine' ? 'is all zeros' : 'is constant';
      throw new DataError(fn, `row ${i} of ${argument} ${problem}, so its ${metric} distance is undefined`, {
        source: argument,
        row: i,
      });
    }
    for (let j = 0; j < nColumns; j++) row[j]! /= length;
  }
  return { data: unit, nRows, nColumns };
}

/** A constant row becomes exactly 0, also where its mean is rounded. */
function subtractMean(row: Float64Array): void {
  const mean = row.every((value) => value === row[0])
    ? row[0]!
    : row.reduce((sum, value) => sum + value, 0) / row.length;
  for (let j = 0; j < row.length; j++) row[j]! -= mean;
}
