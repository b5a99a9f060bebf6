import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { pictureShapeKeys, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { toPicturesOf } from './network-pictures.js';
import type { Network } from './network.js';
import { runNetwork } from './run-network.js';

/** Options of {@link applyNetwork}. */
export interface ApplyNetworkOptions extends PictureShapeOptions, LongRunningOptions {}

/**
 * The outputs of a trained network for pictures: features of a contrastive network, codes of an encoder, scores before
 * softmax of a self-labelled one. In float32. O(pixels times channels of the layers) a picture.
 *
 * @param network - Trained here, or loaded by {@link loadNetwork}.
 * @param images - One picture a row, prepared as the pictures that the network was trained on; bytes count as 0 to 1.
 * @returns One row of outputs a picture.
 * @throws {@link ArgumentError} if the pictures have another shape than those that the network was trained on.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const scores = await applyNetwork(network, normalized);
 * @see Goodfellow, Bengio & Courville, Deep learning (2016), chapter 9, for the layers.
 */
export async function applyNetwork(
  network: Network,
  images: MatrixLike,
  options: ApplyNetworkOptions = {},
): Promise<Matrix> {
  checkOptions('applyNetwork', options, [...pictureShapeKeys, ...longRunningKeys]);
  const pacer = createPacer('applyNetwork', options);
  const pictures = toPicturesOf('applyNetwork', network, images, options);
  const data = Float64Array.from(await runNetwork(network, pictures.data, { pacer, stage: 'applying' }));
  return { data, nRows: pictures.nRows, nColumns: data.length / pictures.nRows };
}
