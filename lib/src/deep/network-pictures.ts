import { ArgumentError } from '../errors.js';
import { toNumericMatrix, type MatrixLike } from '../matrix/matrix.js';
import { pictureShape, type PictureShape, type PictureShapeOptions } from '../preprocess/picture-shape.js';
import type { Network } from './network.js';

/** Pictures as networks take them. */
export interface NetworkPictures extends PictureShape {
  /** [nRows, height, width, channels]. */
  readonly data: Float32Array;
  readonly nRows: number;
}

/** Converts pictures: bytes become 0 to 1, other numbers stay as they are. Single-precision data is not copied. */
export function toNetworkPictures(
  fn: string,
  images: MatrixLike,
  options: PictureShapeOptions,
): NetworkPictures {
  const x = toNumericMatrix(images, fn, 'images');
  const shape = pictureShape(fn, x, options);
  const isBytes = x.data instanceof Uint8Array || x.data instanceof Uint8ClampedArray;
  const data = x.data instanceof Float32Array ? x.data : new Float32Array(x.data.length);
  if (data !== x.data)
    for (let at = 0; at < data.length; at++) data[at] = isBytes ? x.data[at]! / 255 : x.data[at]!;
  return { ...shape, data, nRows: x.nRows };
}

/** Pictures for a network that exists: they must have the shape of those that it was trained on. */
export function toPicturesOf(
  fn: string,
  { inputShape }: Network,
  images: MatrixLike,
  options: PictureShapeOptions,
): NetworkPictures {
  const pictures = toNetworkPictures(fn, images, options);
  const { height, width, channels } = pictures;
  const received = [height, width, channels];
  if (received.join() === inputShape.join()) return pictures;
  const expected = `pictures of ${inputShape.join(' x ')}, as the network was trained on`;
  throw new ArgumentError(fn, 'images', expected, received.join(' x '));
}
