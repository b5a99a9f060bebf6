import type { Matrix, NumericMatrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';

const VALUES_PER_STEP = 1 << 22;

/** Mean row of each cluster, [nClusters, nColumns]; rows labelled -1 belong to none. */
export async function meanRows(
  { data, nRows, nColumns }: NumericMatrix,
  labels: Int32Array,
  counts: Int32Array,
  pacer: Pacer,
): Promise<Matrix> {
  const means = new Float64Array(counts.length * nColumns);
  const rowsPerStep = Math.max(1, Math.floor(VALUES_PER_STEP / nColumns));
  for (let i = 0; i < nRows; i++) {
    const mean = labels[i]! * nColumns;
    if (mean >= 0) for (let j = 0, at = i * nColumns; j < nColumns; j++, at++) means[mean + j]! += data[at]!;
    if (i % rowsPerStep === 0) await pacer.step('means', i, nRows);
  }
  for (let at = 0; at < means.length; at++) means[at]! /= counts[Math.floor(at / nColumns)]!;
  return { data: means, nRows: counts.length, nColumns };
}
