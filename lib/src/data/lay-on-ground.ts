import type { ImageNote } from './image-notes.js';
import { inStretches } from './with-pauses.js';

/** RGB, and what there is to say about it. */
export interface OnGround {
  readonly data: Uint8Array;
  readonly note: ImageNote | undefined;
}

/** Lays RGBA pixels on a ground: of each channel alpha parts, and the rest of the ground, rounded. O(pixels). */
export async function layOnGround(
  rgba: Uint8Array,
  ground: readonly [number, number, number],
  pause: () => Promise<void>,
): Promise<OnGround> {
  const nPixels = rgba.length / 4;
  const data = new Uint8Array(nPixels * 3);
  let transparent = false;
  let drawn = false;
  await inStretches(nPixels, pause, (from, to) => {
    for (let i = from; i < to; i++) {
      const alpha = rgba[4 * i + 3]!;
      if (alpha < 255) transparent = true;
      for (let c = 0; c < 3; c++) {
        const value = Math.round((alpha * rgba[4 * i + c]! + (255 - alpha) * ground[c]!) / 255);
        data[3 * i + c] = value;
        if (value !== data[c]) drawn = true;
      }
    }
  });
  return { data, note: transparent ? { kind: drawn ? 'ground' : 'blank', detail: '' } : undefined };
}
