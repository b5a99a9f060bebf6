/** A file, and why it was left out, or what was done to it. */
export interface SkippedImage {
  /** Path of the file. */
  readonly file: string;
  /** Why it could not be read, or what was done to it. */
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
  /** Of a folder: files that look like images by their name but were not loaded, e.g. HEIC, and why. */
  readonly leftOut: readonly SkippedImage[];
  /** Images of which something was lost or changed: further pages, transparency, depth. One that several things happened to is here several times. */
  readonly changed: readonly SkippedImage[];
  /** Whether the pixels came from the decode cache. */
  readonly cached: boolean;
  /** What did not go well without being an error. Names every file in `skipped`, `leftOut` and `changed`; of long lists the beginning. */
  readonly warnings: readonly string[];
}
