/** A picture that could not be loaded, and why. */
export interface SkippedImage {
  /** Path of the file. */
  readonly file: string;
  /** Why it could not be read. */
  readonly reason: string;
}

/** Pictures of one size as rows of bytes. It is a matrix: every function that takes data takes it as it is. */
export interface ImageSet {
  /** [nRows, nColumns], row i is picture i, its pixels from left to right and top to bottom, channels together, 0 = black. */
  readonly data: Uint8Array;
  /** Number of pictures. */
  readonly nRows: number;
  /** height * width * channels. */
  readonly nColumns: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** 1 for grey, 3 for red, green, blue. */
  readonly channels: 1 | 3;
  /** Path of each row's picture. */
  readonly files: readonly string[];
  /** Pictures left out under `onError: 'skip'`; otherwise empty. */
  readonly skipped: readonly SkippedImage[];
  /** Whether the pixels came from the decode cache. */
  readonly cached: boolean;
  /** What did not go well without being an error, e.g. a cache that cannot be written. */
  readonly warnings: readonly string[];
}
