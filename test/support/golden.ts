import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { randomState } from '../../lib/src/random/random-state.js';

/** Reads test/reference/<name>.json; the test says what type it expects in there. */
export function readReference<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, '..', 'reference', `${name}.json`), 'utf8')) as T;
}

/** The matrix that `golden.uniform` makes in Python. */
export function uniform(seed: number, nRows: number, nColumns: number): Matrix {
  return { data: randomState(seed).randomSampleArray(nRows * nColumns), nRows, nColumns };
}

/** The matrix that `golden.blobs` makes in Python: row i lies around centre i % nCenters. */
export function blobs(
  seed: number,
  nRows: number,
  nColumns: number,
  nCenters: number,
  spread: number = 0.15,
): Matrix {
  const random = randomState(seed);
  const centers = random.randomSampleArray(nCenters * nColumns);
  const noise = random.randomSampleArray(nRows * nColumns);
  const data = noise.map((value, at) => {
    const row = Math.floor(at / nColumns);
    return centers[(row % nCenters) * nColumns + (at % nColumns)]! + spread * (value - 0.5);
  });
  return { data, nRows, nColumns };
}

/** The 120 x 4 matrix of sklearn-golden.json, by the formula given there. */
export function goldenData(): Matrix {
  const data = new Float64Array(120 * 4);
  let x = 12345;
  for (let at = 0; at < data.length; at++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    const i = Math.floor(at / 4);
    const j = at % 4;
    data[at] = (((i % 4) * 3 + j) % 5) * 2 + (x / 2 ** 32 - 0.5) * 3;
  }
  return { data, nRows: 120, nColumns: 4 };
}
