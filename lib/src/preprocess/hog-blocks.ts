import { assertNever } from '../options.js';

/** How the histograms of a block are scaled to a common contrast. */
export type BlockNorm = 'L1' | 'L1-sqrt' | 'L2' | 'L2-Hys';

/** Keeps blocks without any edge from dividing by 0. */
const EPSILON = 1e-5;

/** Writes the scaled blocks one after the other into `target`. Sizes are [rows, columns]. */
export function blockDescriptor(
  histograms: Float64Array,
  cells: readonly [number, number],
  block: readonly [number, number],
  orientations: number,
  norm: BlockNorm,
  target: Float64Array,
): void {
  const rowLength = block[1] * orientations;
  const size = block[0] * rowLength;
  let offset = 0;
  for (let r = 0; r + block[0] <= cells[0]; r++) {
    for (let c = 0; c + block[1] <= cells[1]; c++) {
      const values = target.subarray(offset, offset + size);
      for (let b = 0; b < block[0]; b++) {
        const start = ((r + b) * cells[1] + c) * orientations;
        values.set(histograms.subarray(start, start + rowLength), b * rowLength);
      }
      normalize(values, norm);
      offset += size;
    }
  }
}

function normalize(values: Float64Array, norm: BlockNorm): void {
  switch (norm) {
    case 'L1':
      return divideBy(values, sum(values) + EPSILON);
    case 'L1-sqrt':
      divideBy(values, sum(values) + EPSILON);
      return apply(values, Math.sqrt);
    case 'L2':
      return divideBy(values, length(values));
    case 'L2-Hys':
      divideBy(values, length(values));
      apply(values, (value) => Math.min(value, 0.2));
      return divideBy(values, length(values));
    default:
      assertNever(norm);
  }
}

/** The values are strengths, none is negative. */
function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function length(values: Float64Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0) + EPSILON ** 2);
}

function divideBy(values: Float64Array, divisor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! /= divisor;
}

function apply(values: Float64Array, change: (value: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i] = change(values[i]!);
}
