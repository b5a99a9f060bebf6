import { ArgumentError } from '../errors.js';
import type { NumericMatrix } from '../matrix/matrix.js';
import { checkInteger } from '../options.js';

/** How the values of a row make a picture: pixels from left to right and top to bottom, channels together. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How a caller says what a row is, where the pictures do not say it themselves. */
export interface PictureShapeOptions {
  /** Height and width of the pictures, in pixels. @defaultValue those of an image set; else the pictures must be square */
  readonly shape?: readonly [number, number];
  /** Values of a pixel, side by side: 1 for grey, 3 for colour. @defaultValue that of an image set, else 1 */
  readonly channels?: number;
}

/** The names of {@link PictureShapeOptions}, for `checkOptions`. */
export const pictureShapeKeys: readonly string[] = ['shape', 'channels'];

/** From the options, or what an image set says of itself, or the square that the row can be. */
export function pictureShape(
  fn: string,
  x: NumericMatrix & Partial<PictureShape>,
  options: PictureShapeOptions,
): PictureShape {
  const channels = checkInteger(
    fn,
    'channels',
    options.channels ?? x.channels ?? 1,
    1,
    x.nColumns,
    'values of a row',
  );
  const side = Math.sqrt(x.nColumns / channels);
  if (options.shape === undefined && x.height === undefined && !Number.isInteger(side)) {
    const expected = `given, since ${x.nColumns} values of ${channels} a pixel are no square picture`;
    throw new ArgumentError(fn, 'options.shape', expected, undefined);
  }
  const [height, width] = checkPair(fn, 'shape', options.shape ?? [x.height ?? side, x.width ?? side], [
    x.nColumns,
    x.nColumns,
  ]);
  if (height * width * channels === x.nColumns) return { height, width, channels };
  const expected = `height and width with height * width * ${channels} = ${x.nColumns}, the values of a row`;
  throw new ArgumentError(fn, 'options.shape', expected, `${height} x ${width}`);
}

/** Two integers from 1 on: rows and columns. */
export function checkPair(
  fn: string,
  name: string,
  pair: readonly [number, number],
  max: readonly [number, number],
): readonly [number, number] {
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new ArgumentError(fn, `options.${name}`, 'two integers: rows and columns', pair);
  checkInteger(fn, `${name}[0]`, pair[0], 1, max[0]);
  checkInteger(fn, `${name}[1]`, pair[1], 1, max[1]);
  return pair;
}
