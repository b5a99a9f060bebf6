import { ArgumentError } from '../errors.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkOptions, checkSeed } from '../options.js';
import { createPacer, longRunningKeys } from '../progress.js';
import { randomState } from '../random/random-state.js';
import { encodeClusters, encodeLabels, type LabelsLike } from './labels.js';
import { mean } from './silhouette-many.js';
import {
  checkSilhouetteMetric,
  samplesOf,
  type SilhouetteMetric,
  type SilhouetteSamplesOptions,
} from './silhouette-samples.js';

/** Options of {@link silhouetteScore}. */
export interface SilhouetteScoreOptions extends SilhouetteSamplesOptions {
  /** Score only this many rows, drawn at random, against each other. @defaultValue all rows */
  readonly sampleSize?: number;
  /** Seed of that draw. @defaultValue 0 */
  readonly randomState?: number;
}

/**
 * Mean of {@link silhouetteSamples} over all rows, or over a sample of them.
 * O(nRows^2 nColumns), with `sampleSize` in place of nRows if it is given.
 *
 * @param data - [nRows, nColumns], or distances with metric 'precomputed'; not modified.
 * @param labels - The cluster of each row.
 * @returns In [-1, 1]; higher is better.
 * @throws {@link ArgumentError} also if the sample holds fewer than 2 clusters, or only clusters of one row.
 * @throws {@link DataError} if a value is not finite or a label is NaN.
 * @example
 * await silhouetteScore([[0], [1], [10], [11]], [0, 0, 1, 1]); // 0.899749373433584
 * @see Rousseeuw (1987); scikit-learn's `silhouette_score`, to which it is equal, draws included.
 */
export async function silhouetteScore(
  data: MatrixLike,
  labels: LabelsLike,
  options: SilhouetteScoreOptions = {},
): Promise<number> {
  checkOptions('silhouetteScore', options, ['metric', 'sampleSize', 'randomState', ...longRunningKeys]);
  const { sampleSize, randomState: seed = 0 } = options;
  const x = toMatrix(data, 'silhouetteScore');
  const metric = checkSilhouetteMetric('silhouetteScore', x, options.metric);
  checkSeed('silhouetteScore', seed);
  const pacer = createPacer('silhouetteScore', options);
  if (sampleSize === undefined)
    return mean(
      await samplesOf(x, encodeClusters(labels, x.nRows, 'silhouetteScore', 'labels'), metric, pacer),
    );

  checkInteger('silhouetteScore', 'sampleSize', sampleSize, 3, x.nRows, 'rows of data');
  const { codes } = encodeLabels(labels, 'silhouetteScore', 'labels');
  if (codes.length !== x.nRows)
    throw new ArgumentError('silhouetteScore', 'labels', `one label for each of the ${x.nRows} rows`, labels);
  const rows = randomState(seed).permutation(x.nRows).slice(0, sampleSize);
  const drawn = encodeClusters(
    rows.map((row) => codes[row]!),
    sampleSize,
    'silhouetteScore',
    'labels of the drawn rows',
  );
  return mean(await samplesOf(take(x, rows, metric), drawn, metric, pacer));
}

/** The given rows; of a matrix of distances, the same columns. */
function take({ data, nColumns }: Matrix, rows: Int32Array, metric: SilhouetteMetric): Matrix {
  const columns = metric === 'precomputed' ? rows : Int32Array.from({ length: nColumns }, (_, j) => j);
  const taken = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) =>
    columns.forEach((column, j) => (taken[i * columns.length + j] = data[row * nColumns + column]!)),
  );
  return { data: taken, nRows: rows.length, nColumns: columns.length };
}
