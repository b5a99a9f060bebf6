import type { RandomState } from '../random/random-state.js';

/**
 * The rows 0 .. nRows-1 in random order, in as few batches as `batchSize` allows. Their sizes differ by at most one: no
 * small rest, whose averages would be those of chance.
 */
export function shuffledBatches(
  nRows: number,
  batchSize: number,
  random: RandomState,
): readonly Int32Array[] {
  const order = random.permutation(nRows);
  const nBatches = Math.ceil(nRows / batchSize);
  const start = (batch: number): number => Math.floor((batch * nRows) / nBatches);
  return Array.from({ length: nBatches }, (_, batch) => order.slice(start(batch), start(batch + 1)));
}

/** Copies some of the inputs, each of `size` numbers, in the order of `rows`. */
export function takeInputs(inputs: Float32Array, size: number, rows: Int32Array): Float32Array {
  const taken = new Float32Array(rows.length * size);
  rows.forEach((row, i) => taken.set(inputs.subarray(row * size, (row + 1) * size), i * size));
  return taken;
}
