import { ArgumentError } from '../errors.js';
import { toNumericMatrix, type MatrixLike, type NumericArray, type NumericMatrix } from '../matrix/matrix.js';

/** Pictures of one size, one a row. */
export interface Pictures {
  /** [nRows, nColumns]; pixels from left to right and top to bottom, channels together. */
  readonly data: NumericArray;
  /** Pictures. */
  readonly nRows: number;
  /** Values of a picture: width * height * channels, where these are known. */
  readonly nColumns: number;
  /** Pixels; undefined if the pictures came without a layout. */
  readonly width: number | undefined;
  /** Pixels from top to bottom. */
  readonly height: number | undefined;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number | undefined;
  /** Name of each row's file; empty if they came without. */
  readonly files: readonly string[];
}

/** Pictures as the pipeline takes them: what a loader returned, or any matrix with one picture a row, perhaps with its layout. */
export type PicturesLike =
  MatrixLike | (NumericMatrix & Partial<Pick<Pictures, 'width' | 'height' | 'channels' | 'files'>>);

/**
 * Takes pictures apart into pixels, layout and names.
 *
 * @throws {@link ArgumentError} if the layout does not fit the number of columns, or there is not one name a row.
 * @throws {@link DataError} if rows differ in length or a value is not finite.
 */
export function toPictures(images: PicturesLike, fn: string, argument: string): Pictures {
  const { data, nRows, nColumns } = toNumericMatrix(images, fn, argument);
  const { width, height, channels, files = [] } = images as Partial<Pictures>;
  if (files.length !== 0 && files.length !== nRows)
    throw new ArgumentError(fn, `${argument}.files`, `one name for each of the ${nRows} pictures`, files);
  if (width === undefined || height === undefined)
    return { data, nRows, nColumns, width: undefined, height: undefined, channels: undefined, files };
  const depth = channels ?? nColumns / (width * height);
  if (!Number.isInteger(depth) || width * height * depth !== nColumns) {
    throw new ArgumentError(
      fn,
      `${argument}.width`,
      `such that width * height * channels = ${nColumns}`,
      `${width} x ${height} x ${depth}`,
    );
  }
  return { data, nRows, nColumns, width, height, channels: depth, files };
}
