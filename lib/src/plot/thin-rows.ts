import { checkInteger } from '../options.js';
import { MAX_CHART_ROWS } from './chart.js';

/**
 * Numbers of the rows to draw: all, or `maxPoints` of them evenly spread from the first on.
 *
 * @param maxPoints - As a user gave it; checked here.
 */
export function thinRows(fn: string, nRows: number, maxPoints: number | undefined): readonly number[] {
  if (maxPoints !== undefined)
    checkInteger(fn, 'maxPoints', maxPoints, 1, MAX_CHART_ROWS, 'rows that a chart may carry');
  const count = Math.min(nRows, maxPoints ?? nRows);
  return Array.from({ length: count }, (_, i) => Math.floor((i * nRows) / count));
}
