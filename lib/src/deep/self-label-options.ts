import { ArgumentError } from '../errors.js';
import type { MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkSeed, DEFAULT_MAX_MEMORY_BYTES } from '../options.js';
import { pictureShapeKeys, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import { longRunningKeys, type LongRunningOptions } from '../progress.js';
import type { NearestNeighbors } from '../reduce/nearest-neighbors.js';
import { checkAugmentation, type Augmentation } from './augmentation.js';

/** Options of {@link selfLabel}. */
export interface SelfLabelOptions extends PictureShapeOptions, LongRunningOptions {
  /**
   * Rows whose 10 nearest neighbours confirm labels or not, e.g. what was clustered, one a picture.
   * @defaultValue the pixels
   */
  readonly features?: MatrixLike;
  /** The neighbours themselves, of any features, where {@link nearestNeighbors} has found them already. @defaultValue found anew */
  readonly neighbors?: Pick<NearestNeighbors, 'indices' | 'nRows' | 'nNeighbors'>;
  /** Share of the neighbours that must have a picture's label for it to be trained on at first. @defaultValue 0.7 */
  readonly agreement?: number;
  /** Passes over the pictures. @defaultValue 8: more change next to nothing on 15 000 numerals */
  readonly nEpochs?: number;
  /**
   * Pictures a step, at least 2; all that are trained on if they are fewer. A small set needs smaller steps, to have enough of
   * them. @defaultValue 250, or a sixtieth of the pictures if that is less, but at least 32
   */
  readonly batchSize?: number;
  /** The largest; it rises to this over the first twelfth of the steps and falls to 0 by a cosine. @defaultValue 1.5e-3 */
  readonly learningRate?: number;
  /** AdamW's. @defaultValue 1e-3 */
  readonly weightDecay?: number;
  /** Share of the target that is spread over all clusters, below 1. @defaultValue 0.05 */
  readonly labelSmoothing?: number;
  /** From the second epoch on, pictures are trained on whose largest averaged probability is above. @defaultValue 0.75 */
  readonly confidence?: number;
  /** How pictures are changed while they are trained on. @defaultValue as for handwritten characters */
  readonly augmentation?: Augmentation;
  /** Seed of the first weights, the order of the pictures, their changes, and dropout. @defaultValue 0 */
  readonly randomState?: number;
  /** Upper limit of the memory of the neighbor search, in bytes. @defaultValue 4 GiB */
  readonly maxMemoryBytes?: number;
}

/** The names of {@link SelfLabelOptions}, for `checkOptions`. */
export const selfLabelKeys: readonly string[] = [
  ...pictureShapeKeys,
  'features',
  'neighbors',
  'agreement',
  'nEpochs',
  'batchSize',
  'learningRate',
  'weightDecay',
  'labelSmoothing',
  'confidence',
  'augmentation',
  'randomState',
  'maxMemoryBytes',
  ...longRunningKeys,
];

/** The settings of a run, all there and in range. */
export type SelfLabelSettings = Required<
  Pick<
    SelfLabelOptions,
    | 'agreement'
    | 'nEpochs'
    | 'batchSize'
    | 'learningRate'
    | 'weightDecay'
    | 'labelSmoothing'
    | 'confidence'
    | 'randomState'
    | 'maxMemoryBytes'
  >
> & { readonly augmentation: Required<Augmentation> };

/** Fills in the defaults of all but `features` and `neighbors`, and refuses what is out of range. */
export function selfLabelSettings(options: SelfLabelOptions, nRows: number): SelfLabelSettings {
  const fn = 'selfLabel';
  const {
    agreement = 0.7,
    nEpochs = 8,
    batchSize = Math.min(250, Math.max(32, Math.round(nRows / 60))),
    learningRate = 1.5e-3,
    weightDecay = 1e-3,
    labelSmoothing = 0.05,
    confidence = 0.75,
    randomState = 0,
    maxMemoryBytes = DEFAULT_MAX_MEMORY_BYTES,
  } = options;
  if (options.features !== undefined && options.neighbors !== undefined)
    throw new ArgumentError(
      fn,
      'options.neighbors',
      'absent where options.features is given',
      options.neighbors,
    );
  checkNumber(fn, 'labelSmoothing', labelSmoothing, 0, 1);
  if (labelSmoothing === 1) throw new ArgumentError(fn, 'options.labelSmoothing', 'below 1', labelSmoothing);
  return {
    agreement: checkNumber(fn, 'agreement', agreement, 0, 1),
    nEpochs: checkInteger(fn, 'nEpochs', nEpochs, 1),
    batchSize: checkInteger(fn, 'batchSize', batchSize, 2),
    learningRate: checkNumber(fn, 'learningRate', learningRate, 0, Infinity, true),
    weightDecay: checkNumber(fn, 'weightDecay', weightDecay, 0),
    labelSmoothing,
    confidence: checkNumber(fn, 'confidence', confidence, 0, 1),
    randomState: checkSeed(fn, randomState),
    maxMemoryBytes: checkNumber(fn, 'maxMemoryBytes', maxMemoryBytes, 1),
    augmentation: checkAugmentation(fn, options.augmentation),
  };
}
