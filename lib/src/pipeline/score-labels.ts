import { asPartOf } from '../errors.js';
import { calinskiHarabaszScore } from '../metrics/calinski-harabasz-score.js';
import { daviesBouldinScore } from '../metrics/davies-bouldin-score.js';
import { encodeClusters, type LabelsLike } from '../metrics/labels.js';
import { silhouetteScore } from '../metrics/silhouette-score.js';
import { checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { clustevalIndex } from '../select/clusteval-index.js';
import type { Clustering } from './clustering.js';

/** Options of {@link scoreLabels}. */
export interface ScoreLabelsOptions extends LongRunningOptions {
  /** Judge the labels by the pictures' features, or by their places in the embedding. @defaultValue 'features' */
  readonly space?: 'features' | 'embedding';
}

/** What the inner criteria say of some labels. */
export interface LabelScores {
  /** How many different labels there are. */
  readonly nClusters: number;
  /** The different labels, ascending. */
  readonly classes: readonly (number | string)[];
  /** Pictures of each class, [nClusters]. */
  readonly counts: Int32Array;
  /** Mean silhouette, in [-1, 1]; higher is better. */
  readonly silhouette: number;
  /** Davies-Bouldin index, from 0; lower is better. */
  readonly daviesBouldin: number;
  /** Calinski-Harabasz score, from 0; higher is better. */
  readonly calinskiHarabasz: number;
  /** clusteval's variant of the Davies-Bouldin index, as `treeSweep` has it; lower is better. */
  readonly dbindex: number;
}

/**
 * Scores labels that one already has, from wherever, on the pictures of a clustering, by what `clusterImages` judges its
 * own labels by. Distances are Euclidean. O(nImages^2 nFeatures).
 *
 * @param clustering - From `clusterImages`, `recluster` or `loadClustering`.
 * @param labels - A number or a text for each picture; 2 to nImages - 1 different ones.
 * @throws {@link ArgumentError} if there is not one label a picture, or they are too few or too many.
 * @throws {@link DataError} if a label is NaN, or numbers and strings are mixed.
 * @example
 * const { silhouette } = await scoreLabels(clustering, characters);
 */
export async function scoreLabels(
  clustering: Pick<Clustering, 'features' | 'embedding'>,
  labels: LabelsLike,
  options: ScoreLabelsOptions = {},
): Promise<LabelScores> {
  checkOptions('scoreLabels', options, ['space', ...longRunningKeys]);
  const { space = 'features', ...longRunning } = options;
  const x = clustering[checkOneOf('scoreLabels', 'space', space, ['features', 'embedding'])];
  const { classes, counts } = encodeClusters(labels, x.nRows, 'scoreLabels', 'labels');
  const pacer = createPacer('scoreLabels', longRunning);
  const silhouette = await asPartOf('scoreLabels', {}, () => silhouetteScore(x, labels, longRunning));
  // Each of the others is one pass over the rows.
  const daviesBouldin = asPartOf('scoreLabels', {}, () => daviesBouldinScore(x, labels));
  await pacer.step('criteria', 1, 3);
  const calinskiHarabasz = asPartOf('scoreLabels', {}, () => calinskiHarabaszScore(x, labels));
  await pacer.step('criteria', 2, 3);
  const dbindex = clustevalIndex(x, labels, 'scoreLabels');
  await pacer.step('criteria', 3, 3);
  return { nClusters: classes.length, classes, counts, silhouette, daviesBouldin, calinskiHarabasz, dbindex };
}
