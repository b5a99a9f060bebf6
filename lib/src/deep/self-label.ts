import { ArgumentError } from '../errors.js';
import { checkMagnitude } from '../matrix/check-magnitude.js';
import type { DistinctRows } from '../matrix/distinct-rows.js';
import { toMatrix, type Matrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, type Pacer } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import type { LabelsLike } from '../metrics/labels.js';
import { findNeighbors, type NearestNeighbors } from '../reduce/nearest-neighbors.js';
import { softmax } from '../tensorflow/neural-operations.js';
import { createAugmenter } from './augment.js';
import { commonColumns, copiesAmong, saySameOfCopies } from './copies.js';
import { confidentRows } from './confident-rows.js';
import { createNetwork } from './create-network.js';
import { crossEntropy } from './cross-entropy.js';
import { createLabelBeliefs, type LabelBeliefs } from './label-beliefs.js';
import { toNetworkPictures, type NetworkPictures } from './network-pictures.js';
import type { Network } from './network.js';
import { pseudoLabels, type PseudoLabels } from './pseudo-labels.js';
import { runNetwork } from './run-network.js';
import {
  selfLabelKeys,
  selfLabelSettings,
  type SelfLabelOptions,
  type SelfLabelSettings,
} from './self-label-options.js';
import { shuffledBatches } from './shuffled-batches.js';
import { trainNetwork } from './train-network.js';
import { checkTrunkInput, trunk } from './trunk.js';

/** Neighbours that are asked about a picture's label. */
const NEIGHBORS = 10;

/** One pass of {@link selfLabel}. */
export interface SelfLabelEpoch {
  /** Mean cross entropy of the batches. */
  readonly loss: number;
  /** Share of the pictures that were trained on. */
  readonly shareTrained: number;
  /** Share of the pictures whose label changed at the end of the epoch. */
  readonly shareChanged: number;
}

/** What {@link selfLabel} found. */
export interface SelfLabelResult {
  /** Label of each picture, one of `classes`: the most probable one. */
  readonly labels: Int32Array;
  /** Its probability, [nRows]. */
  readonly confidences: Float64Array;
  /** Probability of each of `classes`, averaged over the epochs, [nRows, classes]. */
  readonly probabilities: Matrix;
  /** The labels that were given, ascending, without -1; one for each cluster. */
  readonly classes: Int32Array;
  /** The trained network; {@link applySelfLabel} labels other pictures with it. */
  readonly network: Network;
  /** One entry an epoch; fewer than `nEpochs` if no picture is sure enough to be trained on. */
  readonly history: readonly SelfLabelEpoch[];
  /** The seed that was used. */
  readonly randomState: number;
  /** Labels that no picture had, has at the end, or that no neighbours confirmed; an early end. Empty if nothing. */
  readonly warnings: readonly string[];
}

/**
 * Improves a clustering of pictures by a network that learns to predict it: a small convolutional network, trained on
 * changed versions of the pictures whose label is trusted, cannot learn single mistakes by heart and corrects them.
 *
 * @remarks
 * It polishes a good partition (0.994 of the pictures right become 0.997) and does not repair a wrong one. No true label
 * is involved anywhere.
 *
 * The first epoch trusts pictures whose neighbours have the same label. After every epoch the network's probabilities
 * for the unchanged pictures enter an average (old ones count 0.7) that began with the given labels; from the second
 * epoch on, each picture is trained on with its most probable label if that is probable enough. A picture of label -1
 * is left out until then, and gets a label like all others. Equal pictures have one label: they begin with the one that
 * most of them were given.
 *
 * About 47 million operations an epoch and picture of 32 x 32, in float32. The random numbers are the same for the same
 * `randomState`; sums of floats may be rounded differently on another machine or number of threads, which can change the
 * label of a picture that two clusters claim: less than 0.1 % of the labels.
 *
 * @param images - One picture a row, at least 8 x 8, bright on 0, e.g. of {@link normalizeImages}; bytes count as 0 to 1.
 * Not modified.
 * @param labels - A clustering of them: integers from 0, or -1 for noise. They need not be 0..k-1.
 * @throws {@link ArgumentError} if an option, a label or the shape of the pictures is out of range.
 * @throws {@link DataError} if a value is not a finite number.
 * @throws {@link TrainingError} if the loss stops being finite; it carries the last good network.
 * @example
 * const { labels, confidences } = await selfLabel(normalized, clustering.labels, { features: clustering.features });
 * @see Lee, Pseudo-label (2013); Van Gansbeke et al., SCAN: Learning to classify images without labels (2020), section 2.3.
 */
export async function selfLabel(
  images: MatrixLike,
  labels: LabelsLike,
  options: SelfLabelOptions = {},
): Promise<SelfLabelResult> {
  const fn = 'selfLabel';
  checkOptions(fn, options, selfLabelKeys);
  const pacer = createPacer(fn, options);
  const pictures = toNetworkPictures(fn, images, options);
  const settings = selfLabelSettings(options, pictures.nRows);
  checkTrunkInput(fn, pictures);
  const given = pseudoLabels(fn, labels, pictures.nRows);
  const copies = copiesAmong(pictures);
  const pseudo = { ...given, columns: commonColumns(given.columns, given.classes.length, copies) };
  const neighbors = await neighborsOf(fn, pictures, options, settings, pacer);
  const start = confidentRows(pseudo, neighbors, settings.agreement);
  const { network, beliefs, history } = await train(
    fn,
    { ...pictures, copies },
    pseudo,
    start.rows,
    settings,
    pacer,
  );
  const best = Array.from(pseudo.columns, (_, row) => beliefs.best(row));
  const found = Int32Array.from(best, ({ column }) => pseudo.classes[column]!);
  return {
    labels: found,
    confidences: Float64Array.from(best, ({ probability }) => probability),
    probabilities: beliefs.probabilities,
    classes: pseudo.classes,
    network,
    history,
    randomState: settings.randomState,
    warnings: [
      ...pseudo.warnings,
      ...start.warnings,
      ...endedEarly(history.length, settings),
      ...lostLabels(pseudo.classes, found),
    ],
  };
}

async function neighborsOf(
  fn: string,
  pictures: NetworkPictures,
  { features, neighbors }: SelfLabelOptions,
  { maxMemoryBytes }: SelfLabelSettings,
  pacer: Pacer,
): Promise<Pick<NearestNeighbors, 'indices' | 'nNeighbors'>> {
  const { nRows } = pictures;
  if (neighbors !== undefined) {
    if (neighbors.nRows !== nRows)
      throw new ArgumentError(
        fn,
        'options.neighbors',
        `neighbours of the ${nRows} pictures`,
        neighbors.nRows,
      );
    return neighbors;
  }
  const points =
    features === undefined
      ? { data: Float64Array.from(pictures.data), nRows, nColumns: pictures.data.length / nRows }
      : toMatrix(features, fn, 'options.features');
  if (points.nRows !== nRows)
    throw new ArgumentError(
      fn,
      'options.features',
      `one row for each of the ${nRows} pictures`,
      points.nRows,
    );
  if (features !== undefined) checkMagnitude(fn, { 'options.features': points });
  const search = { points, queries: points, excludeSelf: true, maxMemoryBytes };
  return findNeighbors(fn, search, Math.min(NEIGHBORS, nRows - 1), 'euclidean', pacer);
}

/** A picture and the column that is its target. */
interface TrainingRows {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

async function train(
  fn: string,
  pictures: NetworkPictures & { readonly copies: DistinctRows },
  pseudo: PseudoLabels,
  start: Int32Array,
  settings: SelfLabelSettings,
  pacer: Pacer,
): Promise<{
  readonly network: Network;
  readonly beliefs: LabelBeliefs;
  readonly history: readonly SelfLabelEpoch[];
}> {
  const { height, width, channels, nRows } = pictures;
  const random = createRandomState(settings.randomState);
  const layers = [...trunk(), { type: 'dense', units: pseudo.classes.length, bias: true } as const];
  const untrained = createNetwork(layers, [height, width, channels], random, pseudo.classes);
  const { augment } = createAugmenter(pictures, settings.augmentation, random);
  const beliefs = createLabelBeliefs(pseudo);
  const history: SelfLabelEpoch[] = [];
  let trusted: TrainingRows = { rows: start, columns: start.map((row) => pseudo.columns[row]!) };
  const network = await trainNetwork(untrained, {
    fn,
    ...settings,
    random,
    pacer,
    batches: () =>
      shuffledBatches(trusted.rows.length, settings.batchSize, random).map((batch) => () => ({
        inputs: augment(
          pictures.data,
          batch.map((i) => trusted.rows[i]!),
        ),
        nInputs: batch.length,
        loss: (scope, scores) =>
          crossEntropy(
            scope,
            scores,
            batch.map((i) => trusted.columns[i]!),
            settings.labelSmoothing,
          ),
      })),
    afterEpoch: async (epoch, current, loss) => {
      const stage = `labels after epoch ${epoch + 1}`;
      const said = await runNetwork(current, pictures.data, { pacer, stage, head: softmax });
      const nChanged = beliefs.update(saySameOfCopies(said, pictures.copies));
      history.push({ loss, shareTrained: trusted.rows.length / nRows, shareChanged: nChanged / nRows });
      trusted = trustedRows(beliefs, nRows, settings.confidence);
    },
  });
  return { network, beliefs, history };
}

function trustedRows(beliefs: LabelBeliefs, nRows: number, confidence: number): TrainingRows {
  const best = Array.from({ length: nRows }, (_, row) => beliefs.best(row));
  const rows = Int32Array.from(best.keys()).filter((row) => best[row]!.probability > confidence);
  return { rows, columns: rows.map((row) => best[row]!.column) };
}

function endedEarly(nEpochs: number, settings: SelfLabelSettings): readonly string[] {
  if (nEpochs === settings.nEpochs) return [];
  return [
    `after ${nEpochs} of ${settings.nEpochs} epochs no picture was surer than ${settings.confidence}: training ended`,
  ];
}

function lostLabels(classes: Int32Array, labels: Int32Array): readonly string[] {
  const present = new Set(labels);
  return [...classes]
    .filter((label) => !present.has(label))
    .map((label) => `label ${label} was given, but no picture has it at the end`);
}
