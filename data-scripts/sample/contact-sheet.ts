import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import sharp from 'sharp';

import { SIDE } from './write-character.js';

const GAP = 2;
const CHARACTERS = 15;
const WRITERS = 10;

/** Draws one writing of each character (columns) by the first ten writers (rows) at its real size into a PNG. */
export async function drawContactSheet(folder: string, path: string): Promise<void> {
  const cells = Array.from({ length: WRITERS * CHARACTERS }, (_, i) => {
    const [row, column] = [Math.floor(i / CHARACTERS), i % CHARACTERS];
    const input = join(folder, 'data', `input_${row + 1}_1_${column + 1}.jpg`);
    return { input, left: column * (SIDE + GAP), top: row * (SIDE + GAP) };
  });
  await mkdir(dirname(path), { recursive: true });
  await sharp({
    create: {
      width: CHARACTERS * (SIDE + GAP) - GAP,
      height: WRITERS * (SIDE + GAP) - GAP,
      channels: 3,
      background: '#404040',
    },
  })
    .composite(cells)
    .greyscale()
    .png({ compressionLevel: 9, palette: true, colours: 32 })
    .toFile(path);
}
