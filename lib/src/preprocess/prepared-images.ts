import { ArgumentError } from '../errors.js';
import type { NumericMatrix } from '../matrix/matrix.js';

/**
 * Pictures made ready for clustering, one a row. It is a matrix and an image set at once: every function that takes
 * data or pictures takes it as it is.
 */
export interface PreparedImages {
  /** [nRows, nColumns], pixels from left to right and top to bottom, channels together. Rows in the order of the input. */
  readonly data: Float32Array;
  /** Pictures. */
  readonly nRows: number;
  /** height * width * channels. */
  readonly nColumns: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Values of a pixel: as many as it had before. */
  readonly channels: number;
  /** Name of each row's file; empty if the pictures came without. */
  readonly files: readonly string[];
  /** Rows with nothing on them, ascending. They stay in `data`, all 0. */
  readonly blank: Int32Array;
  /** What the user should look at, e.g. that many pictures are blank; empty if nothing. */
  readonly warnings: readonly string[];
}

/** The file names that pictures came with, one a row; empty if they came without. */
export function fileNames(
  fn: string,
  { files = [], nRows }: NumericMatrix & { readonly files?: readonly string[] },
): readonly string[] {
  if (files.length === 0 || files.length === nRows) return files;
  throw new ArgumentError(fn, 'images.files', `one name for each of the ${nRows} pictures`, files);
}

/** "3 of 20 pictures are blank: nothing on them ...", or no warning. */
export function blankWarnings(nBlank: number, nRows: number, why: string): readonly string[] {
  if (nBlank === 0) return [];
  return [`${nBlank} of ${nRows} pictures ${nBlank === 1 ? 'is' : 'are'} blank: nothing there is ${why}`];
}
