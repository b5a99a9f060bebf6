import { ArgumentError } from '../errors.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOptions, checkSeed } from '../options.js';
import { pictureShapeKeys, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { createAugmenter } from './augment.js';
import { checkAugmentation, type Augmentation } from './augmentation.js';
import { unitFeatures } from './contrastive-features.js';
import { createNetwork } from './create-network.js';
import { createHistory, type EpochRecord } from './epoch-record.js';
import { toNetworkPictures } from './network-pictures.js';
import type { Network } from './network.js';
import { ntXent } from './nt-xent.js';
import { shuffledBatches } from './shuffled-batches.js';
import { trainNetwork } from './train-network.js';
import { checkTrunkInput, trunk } from './trunk.js';

/** Options of {@link contrastive}. */
export interface ContrastiveOptions extends PictureShapeOptions, LongRunningOptions {
  /** Numbers that describe a picture. @defaultValue 64 */
  readonly nComponents?: number;
  /** How often every picture is seen, in two versions each time. @defaultValue 12 */
  readonly nEpochs?: number;
  /** Pictures of a step, at most; the more, the harder to tell a partner from the others. @defaultValue 500 */
  readonly batchSize?: number;
  /** How sharply similarities count: the lower, the more do the nearest pictures matter. @defaultValue 0.2 */
  readonly temperature?: number;
  /** How far two versions of a picture may differ. What it varies, the features learn to overlook. @defaultValue as for handwritten characters */
  readonly augmentation?: Augmentation;
  /** Largest step size of AdamW; it rises over the first twelfth of the run, then falls to 0. @defaultValue 0.001 */
  readonly learningRate?: number;
  /** Share that each step takes from every weight, times the step size. @defaultValue 0.001 */
  readonly weightDecay?: number;
  /** Seed of the starting weights, the order of the pictures, their versions and of dropout. @defaultValue 0 */
  readonly randomState?: number;
}

/** What {@link contrastive} learned. Plain data: it holds no native memory. */
export interface ContrastiveResult {
  /** [nRows, nComponents], a row of length 1 for each picture; float32 numbers. */
  readonly features: Matrix;
  /** {@link contrastiveFeatures} applies it to new pictures. */
  readonly network: Network;
  /** The loss that {@link contrastive} lowers, epoch by epoch. */
  readonly history: readonly EpochRecord[];
  /** The seed that was used. */
  readonly randomState: number;
}

const KEYS = [
  ...pictureShapeKeys,
  'nComponents',
  'nEpochs',
  'batchSize',
  'temperature',
  'augmentation',
  'learningRate',
  'weightDecay',
  'randomState',
  ...longRunningKeys,
];

/**
 * Learns features by which two altered versions of a picture are alike and different pictures are not. It needs neither
 * labels nor a number of clusters.
 *
 * @remarks
 * SimCLR with a small network: three convolutions and a dense layer of 256, the trunk that `selfLabel` uses too,
 * and `nComponents` outputs. Rows have length 1: cosine and Euclidean distance order them alike. Cluster them behind
 * {@link umap}: there, this recipe in PyTorch let k-means find 0.99 of the characters of 15 000 cleaned and normalized
 * numerals, and the silhouette was highest at their number, 15.
 *
 * Float32 on libtensorflow: on one machine the same seed and input give the same features, to 1e-2 at least. On another
 * machine or number of threads sums may be rounded differently, and training enlarges the difference: then features are as
 * good, not the same. 70 million operations a picture of 32 x 32 and epoch.
 *
 * @param images - Pictures of at least 8 x 8 pixels and of one kind of ink on 0, one a row, best as
 * {@link normalizeImages} returns them. Bytes count as 0 to 1, other numbers as they are. At least 2; not modified.
 * @throws {@link ArgumentError} if an option is out of range, the shape does not fit, or there is only one picture.
 * @throws {@link DataError} if a value is not a finite number.
 * @throws {@link TrainingError} if the loss is no longer finite; the last good network is in the error.
 * @example
 * const { features } = await contrastive(normalized);
 * const { embedding } = await umap(features, { nComponents: 10, minDist: 0 });
 * @see Chen, Kornblith, Norouzi & Hinton, A simple framework for contrastive learning of visual representations (2020).
 */
export async function contrastive(
  images: MatrixLike,
  options: ContrastiveOptions = {},
): Promise<ContrastiveResult> {
  const fn = 'contrastive';
  checkOptions(fn, options, KEYS);
  const {
    nComponents = 64,
    nEpochs = 12,
    batchSize = 500,
    temperature = 0.2,
    learningRate = 1e-3,
    weightDecay = 1e-3,
    randomState = 0,
  } = options;
  checkInteger(fn, 'nComponents', nComponents, 1, 4096);
  checkInteger(fn, 'nEpochs', nEpochs, 1);
  checkInteger(fn, 'batchSize', batchSize, 2);
  checkNumber(fn, 'temperature', temperature, 0, Infinity, true);
  const augmentation = checkAugmentation(fn, options.augmentation);
  checkNumber(fn, 'learningRate', learningRate, 0, Infinity, true);
  checkNumber(fn, 'weightDecay', weightDecay, 0);
  checkSeed(fn, randomState);
  const pacer = createPacer(fn, options);
  const pictures = toNetworkPictures(fn, images, options);
  const { data, nRows, height, width, channels } = pictures;
  checkTrunkInput(fn, pictures);
  if (nRows < 2)
    throw new ArgumentError(fn, 'images', 'at least two pictures, to tell them apart', `${nRows} picture`);

  const random = createRandomState(randomState);
  const head = { type: 'dense', units: nComponents, bias: true } as const;
  const start = createNetwork([...trunk(), head], [height, width, channels], random);
  const augmenter = createAugmenter(pictures, augmentation, random);
  const { history, record } = createHistory();
  const network = await trainNetwork(start, {
    fn,
    nEpochs,
    learningRate,
    weightDecay,
    random,
    pacer,
    batches: () =>
      shuffledBatches(nRows, batchSize, random).map((rows) => () => ({
        inputs: augmenter.augment(data, twice(rows)),
        nInputs: 2 * rows.length,
        loss: (scope, outputs) => ntXent(scope, outputs, temperature),
      })),
    afterEpoch: (_epoch, _network, loss) => record(loss),
  });
  const features = await unitFeatures(network, data, pacer);
  return { features, network, history, randomState };
}

function twice(rows: Int32Array): Int32Array {
  const both = new Int32Array(2 * rows.length);
  both.set(rows);
  both.set(rows, rows.length);
  return both;
}
