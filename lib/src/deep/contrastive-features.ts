import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { pictureShapeKeys } from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type Pacer } from '../progress.js';
import type { ApplyNetworkOptions } from './apply-network.js';
import { toPicturesOf } from './network-pictures.js';
import { sizeOf, type Network } from './network.js';
import { unitRows } from './nt-xent.js';
import { runNetwork } from './run-network.js';

/**
 * The features of new pictures by a network that {@link contrastive} trained: its outputs, scaled to length 1.
 * O(pixels times channels of the layers) a picture.
 *
 * @param network - Its `network`, or one loaded by {@link loadNetwork}.
 * @param images - One picture a row, prepared as the pictures that the network was trained on; not modified.
 * @returns One row of length 1 a picture, in float32.
 * @throws {@link ArgumentError} if the pictures have another shape than those that the network was trained on.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const { network } = await contrastive(normalized);
 * const features = await contrastiveFeatures(network, more);
 * // features.nColumns: 64
 * @see {@link contrastive}.
 */
export async function contrastiveFeatures(
  network: Network,
  images: MatrixLike,
  options: ApplyNetworkOptions = {},
): Promise<Matrix> {
  const fn = 'contrastiveFeatures';
  checkOptions(fn, options, [...pictureShapeKeys, ...longRunningKeys]);
  const pacer = createPacer(fn, options);
  return unitFeatures(network, toPicturesOf(fn, network, images, options).data, pacer);
}

/** The outputs of a network for pictures, scaled to length 1. */
export async function unitFeatures(network: Network, pictures: Float32Array, pacer: Pacer): Promise<Matrix> {
  const outputs = await runNetwork(network, pictures, {
    pacer,
    stage: 'features',
    head: (scope, x) => unitRows(scope, x).unit,
  });
  const nRows = pictures.length / sizeOf(network.inputShape);
  return { data: Float64Array.from(outputs), nRows, nColumns: outputs.length / nRows };
}
