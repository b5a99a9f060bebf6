import { DataError } from '../errors.js';
import type { SweepResult } from './sweep-result.js';

const LOWEST_WINS: readonly SweepResult['criterion'][] = ['davies-bouldin', 'dbindex', 'bic', 'aic'];

/**
 * The row that a criterion picks, the first one on ties. Rows without a score never win.
 *
 * @throws {@link DataError} if no row has a score.
 */
export function bestRow<Row extends { readonly score: number }>(
  fn: string,
  criterion: SweepResult['criterion'],
  rows: readonly Row[],
): Row {
  const best = bestScored(rows, LOWEST_WINS.includes(criterion));
  if (best === undefined)
    throw new DataError(fn, `no row has a ${criterion} score: each is NaN`, { source: 'data' });
  return best;
}

/** The row with the highest or the lowest score, the first one on ties; undefined if every score is NaN. */
export function bestScored<Row extends { readonly score: number }>(
  rows: readonly Row[],
  lowestWins: boolean,
): Row | undefined {
  const sign = lowestWins ? -1 : 1;
  let best: Row | undefined;
  for (const row of rows) {
    if (Number.isNaN(row.score)) continue;
    if (best === undefined || sign * row.score > sign * best.score) best = row;
  }
  return best;
}
