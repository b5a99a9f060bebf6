import { ArgumentError } from '../errors.js';
import { toNumericMatrix, type NumericArray } from '../matrix/matrix.js';

/** Pictures of one size, one a row of bytes, as the loaders return them. */
export interface SheetImages {
  /** Pixels, [nRows * nColumns], 0 .. 255. */
  readonly data: NumericArray;
  /** Pictures. */
  readonly nRows: number;
  /** Values of a picture: width * height * channels. */
  readonly nColumns: number;
  /** Pixels; needed, though a clustering of bare matrices does not know them. */
  readonly width: number | undefined;
  /** Pixels from top to bottom. */
  readonly height: number | undefined;
  /** 1 for grey, 3 for colour. @defaultValue nColumns / (width * height) */
  readonly channels?: number | undefined;
}

/** {@link SheetImages} whose layout is known and fits. */
export interface SizedImages extends SheetImages {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Pictures whose size is known and fits their columns, or an error. */
export function checkImages(fn: string, images: SheetImages, argument: string = 'images'): SizedImages {
  if (typeof images !== 'object' || images === null || !ArrayBuffer.isView(images.data)) {
    const from = typeof images === 'string' ? ', as from await loadImages(path)' : '';
    const expected = `loaded images { data, nRows, nColumns, width, height }${from}`;
    throw new ArgumentError(fn, argument, expected, images);
  }
  const { data, nRows, nColumns } = toNumericMatrix(images, fn, argument);
  const { width, height } = images;
  if (width === undefined || height === undefined) {
    throw new ArgumentError(
      fn,
      argument,
      'of known width and height: { data, nRows, nColumns, width, height }',
      images,
    );
  }
  const { channels = nColumns / (width * height) } = images;
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0;
  if (!whole || (channels !== 1 && channels !== 3) || width * height * channels !== nColumns) {
    throw new ArgumentError(
      fn,
      argument,
      'rows of width * height grey levels, or of three times as many colour values',
      `${width} x ${height} and ${nColumns} columns`,
    );
  }
  return { data, nRows, nColumns, width, height, channels };
}
