import type { ImageSet } from '../../lib/src/data/image-set.js';
import { randomState } from '../../lib/src/random/random-state.js';

/** Pixels of a side. */
export const SIDE = 24;

/** Different shapes. */
export const SHAPES = 3;

/** A bar lying, a bar standing and a cross in turn, somewhere on a dark ground with a speck. */
export function drawnShapes(nRows: number, seed: number): ImageSet {
  const random = randomState(seed);
  const data = new Uint8Array(nRows * SIDE * SIDE);
  const draw = (row: number, y: number, x: number, height: number, width: number, grey: number): void => {
    for (let i = y; i < y + height; i++)
      for (let j = x; j < x + width; j++) data[(row * SIDE + i) * SIDE + j] = grey;
  };
  for (let row = 0; row < nRows; row++) {
    const [y, x, length, grey] = [
      random.randint(2, 8),
      random.randint(2, 8),
      random.randint(10, 14),
      random.randint(120, 256),
    ];
    const middle = length >> 1;
    if (row % SHAPES !== 1) draw(row, y + middle, x, 2, length, grey);
    if (row % SHAPES !== 0) draw(row, y, x + middle, length, 2, grey);
    draw(row, 22, random.randint(0, 23), 1, 1, 90);
  }
  const files = Array.from({ length: nRows }, (_, row) => `shape-${row}.png`);
  return {
    data,
    nRows,
    nColumns: SIDE * SIDE,
    width: SIDE,
    height: SIDE,
    channels: 1,
    files,
    skipped: [],
    leftOut: [],
    changed: [],
    cached: false,
    warnings: [],
  };
}

/** Which shape each picture shows. */
export function shapesOf(nRows: number): number[] {
  return Array.from({ length: nRows }, (_, row) => row % SHAPES);
}
