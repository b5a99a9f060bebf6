import { ArgumentError } from '../errors.js';
import type { Matrix, MatrixLike } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { pictureShapeKeys, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { softmax } from '../tensorflow/neural-operations.js';
import { copiesAmong, saySameOfCopies } from './copies.js';
import { toPicturesOf } from './network-pictures.js';
import type { Network } from './network.js';
import { runNetwork } from './run-network.js';

/** Options of {@link applySelfLabel}. */
export interface ApplySelfLabelOptions extends PictureShapeOptions, LongRunningOptions {}

/** What {@link applySelfLabel} says of pictures. */
export interface AppliedSelfLabel {
  /** Label of each picture, one of the network's `classes`; the lowest on ties. */
  readonly labels: Int32Array;
  /** Its probability, [nRows]. */
  readonly confidences: Float64Array;
  /** Probability of each of the network's `classes`, [nRows, classes]. */
  readonly probabilities: Matrix;
}

/**
 * Labels pictures by a self-labelled network. For the pictures that it was trained on the answer of {@link selfLabel}
 * is steadier: it is an average over the epochs, this is the last network alone.
 * Costs as {@link applyNetwork}, O(pixels times channels of the layers) a picture.
 *
 * @param network - Of {@link selfLabel}, or loaded by {@link loadNetwork}.
 * @param images - One picture a row, prepared as the pictures that the network was trained on; bytes count as 0 to 1.
 * @throws {@link ArgumentError} if the network was not made by {@link selfLabel}, or the pictures have another shape than
 * those that it was trained on.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const { labels } = await applySelfLabel(result.network, newImages);
 * @see {@link selfLabel}.
 */
export async function applySelfLabel(
  network: Network,
  images: MatrixLike,
  options: ApplySelfLabelOptions = {},
): Promise<AppliedSelfLabel> {
  const fn = 'applySelfLabel';
  checkOptions(fn, options, [...pictureShapeKeys, ...longRunningKeys]);
  const pacer = createPacer(fn, options);
  const { classes } = network;
  if (classes.length === 0)
    throw new ArgumentError(fn, 'network.classes', 'the labels of a self-labelled network', classes);
  const pictures = toPicturesOf(fn, network, images, options);
  const { data: pixels, nRows } = pictures;
  const said = await runNetwork(network, pixels, { pacer, stage: 'labelling', head: softmax });
  const data = Float64Array.from(saySameOfCopies(said, copiesAmong(pictures)));
  const k = classes.length;
  const columns = Int32Array.from({ length: nRows }, (_, row) =>
    largestOf(data.subarray(row * k, (row + 1) * k)),
  );
  return {
    labels: columns.map((column) => classes[column]!),
    confidences: Float64Array.from(columns, (column, row) => data[row * k + column]!),
    probabilities: { data, nRows, nColumns: k },
  };
}

/** Place of the largest value, the first on ties. */
function largestOf(values: Float64Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j]! > values[best]!) best = j;
  return best;
}
