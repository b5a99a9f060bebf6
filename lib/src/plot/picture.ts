/** A finished picture. */
export interface Picture {
  /** The bytes of a PNG file, one after the other. */
  readonly png: Uint8Array;
  /** Size in which it is meant to be seen, in CSS pixels; the PNG itself may hold more. */
  readonly width: number;
  /** Pixels from top to bottom. */
  readonly height: number;
  /** What a reader who cannot see the picture should be told. */
  readonly alt: string;
}
