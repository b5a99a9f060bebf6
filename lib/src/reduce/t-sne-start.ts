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

/** Principal component scores, scaled so that the first has standard deviation 1e-4; scikit-learn's `init='pca'`. */
export function pcaStart(scores: Matrix): Float64Array {
  const { data, nRows, nColumns } = scores;
  let mean = 0;
  for (let i = 0; i < nRows; i++) mean += data[i * nColumns]! / nRows;
  let variance = 0;
  for (let i = 0; i < nRows; i++) variance += (data[i * nColumns]! - mean) ** 2 / nRows;
  const scale = SCALE / Math.sqrt(variance);
  return data.map((value) => value * scale);
}
