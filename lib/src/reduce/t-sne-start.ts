import type { Matrix } from '../matrix/matrix.js';
import { randomState } from '../random/random-state.js';

/** Standard deviation of the first axis of a start. */
const SCALE = 1e-4;

/** Normal draws rounded to float32, times 1e-4 in float32, point by point; scikit-learn's `init='random'`. */
export function randomStart(n: number, nComponents: number, seed: number): Float64Array {
  const scale = Math.fround(SCALE);
  return randomState(seed)
    .standardNormalArray(n * nComponents)
    .map((value) => Math.fround(Math.fround(value) * scale));
}

/**
 * Principal component scores, scaled so that the first has standard deviation 1e-4; scikit-learn's `init='pca'`. Columns
 * that are missing are filled with normal draws of a tenth of that, so that points can leave the line on which they start.
 */
export function pcaStart(scores: Matrix, nComponents: number, seed: number): Float64Array {
  const { data, nRows, nColumns } = scores;
  let mean = 0;
  for (let i = 0; i < nRows; i++) mean += data[i * nColumns]! / nRows;
  let variance = 0;
  for (let i = 0; i < nRows; i++) variance += (data[i * nColumns]! - mean) ** 2 / nRows;
  const scale = SCALE / Math.sqrt(variance);
  if (nColumns === nComponents) return data.map((value) => value * scale);
  const start = randomState(seed)
    .standardNormalArray(nRows * nComponents)
    .map((value) => 0.1 * SCALE * value);
  data.forEach((value, at) => {
    start[Math.floor(at / nColumns) * nComponents + (at % nColumns)] = value * scale;
  });
  return start;
}
