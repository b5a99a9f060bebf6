import { ArgumentError } from '../errors.js';
import type { MatrixLike, NumericMatrix } from '../matrix/matrix.js';
import { checkInteger } from '../options.js';

/** How the values of a row make a picture: pixels from left to right and top to bottom, channels together. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How a caller says what a row is, where the pictures do not say it themselves. */
export interface PictureShapeOptions {
  /** Height and width of the pictures, in pixels. @defaultValue those of an image set; else the pictures must be square and gray */
  readonly shape?: readonly [number, number];
  /** Values of a pixel, side by side: 1 for grey, 3 for colour. @defaultValue that of an image set, else 1 */
  readonly channels?: number;
}

/** The names of {@link PictureShapeOptions}, for `checkOptions`. */
export const pictureShapeKeys: readonly string[] = ['shape', 'channels'];

/** What rows say of themselves as pictures; nothing, where they are a bare matrix. */
const LAYOUT = ['width', 'height', 'channels', 'files'] as const;

/** The layout and file names that `T` has. */
export type LayoutOf<T> = Pick<T, Extract<keyof T, (typeof LAYOUT)[number]>>;

/** The layout and file names of pictures, for what is made of them pixel by pixel; nothing of a bare matrix. */
export function layoutOf<T extends MatrixLike>(images: T): LayoutOf<T> {
  if (Array.isArray(images) || 'values' in images) return {} as LayoutOf<T>;
  const known = Object.entries(images).filter(([name]) => (LAYOUT as readonly string[]).includes(name));
  return Object.fromEntries(known) as LayoutOf<T>;
}

/** From the options, or what an image set says of itself; or the square that a row of a bare matrix of gray levels can be. */
export function pictureShape(
  fn: string,
  x: NumericMatrix & Partial<PictureShape>,
  options: PictureShapeOptions,
): PictureShape {
  const most = [x.nColumns, x.nColumns] as const;
  const [height, width] =
    options.shape === undefined ? [x.height, x.width] : checkPair(fn, 'shape', options.shape, most);
  const rest = height === undefined || width === undefined ? 1 : x.nColumns / (height * width);
  // An image set may leave its channels to its sizes.
  const inferred = options.shape === undefined && Number.isInteger(rest) ? rest : 1;
  const channels = checkInteger(
    fn,
    'channels',
    options.channels ?? x.channels ?? inferred,
    1,
    x.nColumns,
    'values of a row',
  );
  const side = Math.sqrt(x.nColumns);
  if (options.shape === undefined && (height === undefined || width === undefined)) {
    if (channels === 1 && height === undefined && width === undefined && Number.isInteger(side))
      return { height: side, width: side, channels };
    const why = channels === 1 ? 'are no square picture' : 'may have any width';
    const expected = `given, since ${x.nColumns} values of ${channels} a pixel ${why}`;
    throw new ArgumentError(fn, 'options.shape', expected, undefined);
  }
  checkPair(fn, 'shape', [height!, width!], most);
  if (height! * width! * channels === x.nColumns) return { height: height!, width: width!, channels };
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
