import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOptions, checkSeed } from '../options.js';
import { pictureShapeKeys, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { randomState as createRandomState } from '../random/random-state.js';
import { createAutoencoder } from './create-autoencoder.js';
import { createHistory, type EpochRecord } from './epoch-record.js';
import { toNetworkPictures } from './network-pictures.js';
import { sizeOf, type Network } from './network.js';
import { reconstructionLoss } from './reconstruction-loss.js';
import { runNetwork } from './run-network.js';
import { shuffledBatches, takeInputs } from './shuffled-batches.js';
import { trainNetwork } from './train-network.js';

/** Options of {@link autoencoder}. */
export interface AutoencoderOptions extends PictureShapeOptions, LongRunningOptions {
  /** Numbers of a code. @defaultValue 10 */
  readonly nComponents?: number;
  /** How often every picture is learned. @defaultValue 12 */
  readonly nEpochs?: number;
  /** Pictures of a step, at most. @defaultValue 250 */
  readonly batchSize?: number;
  /** Largest step size of AdamW; it rises over the first twelfth of the run, then falls to 0. @defaultValue 0.002 */
  readonly learningRate?: number;
  /** Share that each step takes from every weight, times the step size. @defaultValue 0 */
  readonly weightDecay?: number;
  /** Seed of the starting weights and of the order of the pictures. @defaultValue 0 */
  readonly randomState?: number;
}

/** What {@link autoencoder} learned. Plain data: it holds no native memory. */
export interface AutoencoderResult {
  /** The code of each picture, [nRows, nComponents]; float32 numbers, in no particular unit. */
  readonly codes: Matrix;
  /** From pictures to codes: {@link applyNetwork} encodes new pictures. */
  readonly encoder: Network;
  /** From codes to pictures: {@link decodeImages} runs it. */
  readonly decoder: Network;
  /** Mean squared error of a pixel, epoch by epoch. */
  readonly history: readonly EpochRecord[];
  /** The seed that was used. */
  readonly randomState: number;
}

const KEYS = [
  ...pictureShapeKeys,
  'nComponents',
  'nEpochs',
  'batchSize',
  'learningRate',
  'weightDecay',
  'randomState',
  ...longRunningKeys,
];

/**
 * Learns to write each picture as a few numbers, its code, from which it can be drawn again: three convolutions that
 * halve the picture, a dense layer, and the same in reverse, trained on the mean squared error of the pixels.
 *
 * @remarks
 * A classical baseline: codes of similar pictures are near each other, but nothing draws them into clusters; that is
 * what {@link deepEmbeddedClustering} does from here. On 15 000 handwritten numerals, cleaned and normalized, k-means on
 * the codes finds about 0.88 of the characters.
 *
 * Float32 on libtensorflow: on one machine the same seed and input give the same codes, to 1e-3 at least. On another
 * machine or number of threads sums may be rounded differently, and training enlarges the difference: then codes are as
 * good, not the same. 8 million operations a training picture of 32 x 32.
 *
 * @param images - One picture a row, best as {@link normalizeImages} returns them. Bytes count as 0 to 1, other numbers
 * as they are; they should not be much larger. Not modified.
 * @throws {@link ArgumentError} if an option is out of range or the shape does not fit.
 * @throws {@link DataError} if a value is not a finite number.
 * @throws {@link TrainingError} if the loss is no longer finite; the last good network is in the error.
 * @example
 * const { codes } = await autoencoder(normalized, { nComponents: 10 });
 * const { labels } = await kMeans(codes, { nClusters: 15, nInit: 20 });
 * @see Hinton & Salakhutdinov, Reducing the dimensionality of data with neural networks (2006); the layers are those of
 * Guo, Liu, Zhu & Yin, Deep clustering with convolutional autoencoders (2017), with half the channels.
 */
export async function autoencoder(
  images: MatrixLike,
  options: AutoencoderOptions = {},
): Promise<AutoencoderResult> {
  const fn = 'autoencoder';
  checkOptions(fn, options, KEYS);
  const {
    nComponents = 10,
    nEpochs = 12,
    batchSize = 250,
    learningRate = 2e-3,
    weightDecay = 0,
    randomState = 0,
  } = options;
  checkInteger(fn, 'nComponents', nComponents, 1, 4096);
  checkInteger(fn, 'nEpochs', nEpochs, 1);
  checkInteger(fn, 'batchSize', batchSize, 1);
  checkNumber(fn, 'learningRate', learningRate, 0, Infinity, true);
  checkNumber(fn, 'weightDecay', weightDecay, 0);
  checkSeed(fn, randomState);
  const pacer = createPacer(fn, options);
  const { data, nRows, height, width, channels } = toNetworkPictures(fn, images, options);

  const shape = [height, width, channels] as const;
  const random = createRandomState(randomState);
  const { encoder, decoder } = createAutoencoder(shape, nComponents, random);
  const { history, record } = createHistory();
  const trained = await trainNetwork(
    {
      ...encoder,
      layers: [...encoder.layers, ...decoder.layers],
      weights: [...encoder.weights, ...decoder.weights],
    },
    {
      fn,
      nEpochs,
      learningRate,
      weightDecay,
      random,
      pacer,
      batches: () =>
        shuffledBatches(nRows, batchSize, random).map((rows) => () => {
          const inputs = takeInputs(data, sizeOf(shape), rows);
          const loss = reconstructionLoss(inputs, shape);
          return { inputs, nInputs: rows.length, loss };
        }),
      afterEpoch: (_epoch, _network, loss) => record(loss),
    },
  );
  const nEncoder = encoder.weights.length;
  const trainedEncoder = { ...encoder, weights: trained.weights.slice(0, nEncoder) };
  const codes = await runNetwork(trainedEncoder, data, { pacer, stage: 'encoding' });
  return {
    codes: { data: Float64Array.from(codes), nRows, nColumns: nComponents },
    encoder: trainedEncoder,
    decoder: { ...decoder, weights: trained.weights.slice(nEncoder) },
    history,
    randomState,
  };
}
