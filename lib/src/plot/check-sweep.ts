import { checkModel, type ModelShape } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import type { SweepResult, SweepRow } from '../select/sweep-result.js';

const MADE = 'a result of kMeansSweep, treeSweep or mixtureSweep';

/** Refuses what no sweep is; `rowShape` names the fields of a row that a chart reads. */
export function checkSweep<Row extends SweepRow>(
  fn: string,
  sweep: SweepResult<Row>,
  rowShape: ModelShape<Row>,
): void {
  checkModel<SweepResult<Row>>(fn, 'sweep', sweep, MADE, {
    method: 'text',
    criterion: 'text',
    rows: 'list',
    best: { nClusters: 'count', score: 'number' },
  });
  if (sweep.rows.length === 0) throw new ArgumentError(fn, 'sweep.rows', 'at least one row', sweep.rows);
  sweep.rows.forEach((row, i) =>
    checkModel<Row>(fn, `sweep.rows[${i}]`, row, 'a row of a sweep', { ...rowShape, nClusters: 'count' }),
  );
}
