import { ArgumentError, asPartOf } from '../errors.js';
import { fitKMeans, startAtRows, type KMeansResult } from '../cluster/k-means-fit.js';
import { kMeansKeys, resolveKMeansOptions, type KMeansOptions } from '../cluster/k-means.js';
import { NARROW_COLUMNS, sourceWithoutTable } from '../cluster/choose-row-source.js';
import { gramSource } from '../cluster/row-source.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import { innerProducts, innerProductsBytes } from '../matrix/inner-products.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { silhouetteScores } from '../metrics/silhouette-many.js';
import { checkNumber, checkOneOf, checkOptions, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { createPacer } from '../progress.js';
import { withScope } from '../tensorflow/tensor.js';
import { bestScored } from './best-row.js';
import { checkNumbersOfClusters } from './resampling.js';
import type { SweepResult, SweepRow } from './sweep-result.js';

/** Options of {@link kMeansSweep}: those of `kMeans`, with several numbers of clusters. */
export interface KMeansSweepOptions extends Omit<KMeansOptions, 'nClusters' | 'init'> {
  /** Numbers of clusters to try, each an integer in [2, nRows - 1], none twice. */
  readonly nClusters: readonly number[];
  /** How each run starts. @defaultValue 'k-means++' */
  readonly init?: 'k-means++' | 'random';
}

/** One k of a {@link kMeansSweep}: the fit, with its mean silhouette as `score`. */
export interface KMeansSweepRow extends SweepRow, Omit<KMeansResult, 'labels' | 'counts'> {}

/**
 * k-means for several numbers of clusters, each scored by its mean silhouette; `best` has the highest, or is the first row if
 * all rows of data are equal and there is no silhouette.
 *
 * Every k starts from the same `randomState`, as a loop over `KMeans(n_clusters=k, random_state=seed)` does. The inner
 * products of the rows (of more than 32 columns) are made once and serve the seeding, the steps and the silhouettes of all k.
 *
 * O(nRows^2 nColumns) for the inner products and, per k, O(nRows^2) for the silhouette; memory 8 nRows^2 bytes above
 * the data, within `maxMemoryBytes`: beyond it, each step multiplies the rows anew.
 *
 * @param data - [nRows, nColumns], finite numbers; not modified.
 * @throws {@link ArgumentError} if an option or the shape is out of range.
 * @throws {@link DataError} if `data` holds NaN or an infinity.
 * @example
 * const { best } = await kMeansSweep([[0], [1], [10], [11], [20], [21]], { nClusters: [2, 3, 4] });
 * // best.nClusters: 3
 * @see Rousseeuw (1987) for the silhouette.
 */
export async function kMeansSweep(
  data: MatrixLike,
  options: KMeansSweepOptions,
): Promise<SweepResult<KMeansSweepRow>> {
  checkOptions('kMeansSweep', options, kMeansKeys);
  const x = toMatrix(data, 'kMeansSweep');
  if (x.nRows < 3)
    throw new ArgumentError(
      'kMeansSweep',
      'data',
      'at least 3 rows, so that a silhouette exists',
      `${x.nRows} rows`,
    );
  const why = 'a silhouette needs 2 to nRows - 1 clusters';
  const ks = checkNumbersOfClusters('kMeansSweep', options.nClusters, 2, x.nRows - 1, why);
  const { init = 'k-means++', maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES } = options;
  checkOneOf('kMeansSweep', 'init', init, ['k-means++', 'random']);
  const plans = ks.map((nClusters) => resolveKMeansOptions('kMeansSweep', { ...options, nClusters }, x));
  checkNumber('kMeansSweep', 'maxMemoryBytes', maxMemoryBytes, 0);
  const pacer = createPacer('kMeansSweep', options);
  checkMagnitude('kMeansSweep', { data: x });
  const runs = plans.reduce((sum, fit) => sum + fit.nInit, 0);
  return withScope(async (scope) => {
    // The silhouettes need all distances anyway, so the table pays whenever it fits, but for rows that are cheaper to multiply.
    const fits = x.nColumns > NARROW_COLUMNS && innerProductsBytes(x.nRows) <= maxMemoryBytes;
    const gram = fits ? await innerProducts(scope, x, pacer, 'inner products') : undefined;
    const source = gram === undefined ? await sourceWithoutTable(scope, x, pacer) : gramSource(x, gram);
    const results: KMeansResult[] = [];
    let done = 0;
    for (const fit of plans) {
      results.push(
        await fitKMeans(source, fit, startAtRows(source, fit, init), (r) =>
          pacer.step(`k-means, k = ${fit.nClusters}`, done + r, runs),
        ),
      );
      done += fit.nInit;
    }
    // Rows that are all equal end in one cluster whatever k is: there is no silhouette then.
    const scored = results.filter(({ counts }) => counts.filter((count) => count > 0).length > 1);
    const labelings = scored.map(({ labels }) => labels);
    const { onProgress, signal } = options;
    const scores = await asPartOf('kMeansSweep', {}, () =>
      silhouetteScores(x, labelings, { gram, onProgress, signal }),
    );
    const rows = results.map((result, i) => ({
      nClusters: ks[i]!,
      score: scores[scored.indexOf(result)] ?? NaN,
      ...result,
    }));
    const best = bestScored(rows, false) ?? rows[0]!;
    const warnings = rows.flatMap((row) => row.warnings.map((warning) => `k = ${row.nClusters}: ${warning}`));
    return { method: 'k-means', criterion: 'silhouette', rows, best, warnings };
  });
}
