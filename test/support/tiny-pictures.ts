import type { Pictures } from '../../lib/src/pipeline/pictures.js';
import { randomState } from '../../lib/src/random/random-state.js';

/** Where the bright bar of each kind of picture lies: top, bottom, left, right. */
const KINDS: readonly ((x: number, y: number) => boolean)[] = [
  (_x, y) => y < 2,
  (_x, y) => y > 5,
  (x) => x < 2,
  (x) => x > 5,
];

/** 8 x 8 grey pictures of four kinds in turn, noisy: picture i is of kind i % 4, its file `picture-i.png`. */
export function tinyPictures(nRows: number, seed: number = 0): Pictures & { readonly kinds: Int32Array } {
  const random = randomState(seed);
  const kinds = Int32Array.from({ length: nRows }, (_, i) => i % 4);
  const data = Uint8Array.from({ length: nRows * 64 }, (_, at) => {
    const pixel = at % 64;
    const bright = KINDS[kinds[Math.floor(at / 64)]!]!(pixel % 8, Math.floor(pixel / 8));
    return (bright ? 180 : 20) + random.randint(0, 60);
  });
  const files = Array.from({ length: nRows }, (_, i) => `picture-${i}.png`);
  return { data, nRows, nColumns: 64, width: 8, height: 8, channels: 1, files, kinds };
}
