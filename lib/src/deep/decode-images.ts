import { ArgumentError } from '../errors.js';
import { toMatrix, type MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import type { AutoencoderResult } from './autoencoder.js';
import { shapesThrough } from './layer-shapes.js';
import { runNetwork } from './run-network.js';

/** Pictures that a network drew: a matrix and an image set at once. */
export interface DrawnImages {
  /** [nRows, nColumns], pixels from left to right and top to bottom, channels together; in the units of the training pictures. */
  readonly data: Float32Array;
  /** Pictures. */
  readonly nRows: number;
  /** height * width * channels. */
  readonly nColumns: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** Pixels from top to bottom. */
  readonly height: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/**
 * Draws pictures from codes: those of {@link autoencoder}, to see what they keep, or any in between.
 * O(pixels times channels of the layers) a picture.
 *
 * @param model - Its encoder and decoder.
 * @param codes - [nRows, nComponents]; not modified.
 * @returns Pictures of the size of those that the model was trained on; values may leave their range a little.
 * @throws {@link ArgumentError} if codes do not have the model's number of components.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const drawn = await decodeImages(model, model.codes);
 * // drawn.width: 16, drawn.height: 16
 * @see {@link autoencoder}.
 */
export async function decodeImages(
  model: Pick<AutoencoderResult, 'encoder' | 'decoder'>,
  codes: MatrixLike,
  options: LongRunningOptions = {},
): Promise<DrawnImages> {
  const fn = 'decodeImages';
  checkOptions(fn, options, longRunningKeys);
  const pacer = createPacer(fn, options);
  const { data, nRows, nColumns } = toMatrix(codes, fn, 'codes');
  const { encoder, decoder } = model;
  const nComponents = decoder.inputShape[0]!;
  if (nColumns !== nComponents)
    throw new ArgumentError(fn, 'codes.nColumns', `${nComponents}, the components of the model`, nColumns);
  const drawn = await runNetwork(decoder, Float32Array.from(data), { pacer, stage: 'decoding' });
  const [height, width, channels] = encoder.inputShape as [number, number, number];
  const [drawnHeight, drawnWidth] = shapesThrough(decoder.layers, decoder.inputShape).at(-1)!;
  const rowSize = width * channels;
  const pictures = new Float32Array(nRows * height * rowSize);
  for (let i = 0; i < nRows; i++) {
    for (let y = 0; y < height; y++) {
      const from = (i * drawnHeight! + y) * drawnWidth! * channels;
      pictures.set(drawn.subarray(from, from + rowSize), (i * height + y) * rowSize);
    }
  }
  return { data: pictures, nRows, nColumns: height * rowSize, width, height, channels };
}
