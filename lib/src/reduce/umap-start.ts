import { randomState } from '../random/random-state.js';

/** Largest coordinate of a start, and the noise that tells equal points apart; as umap-learn. */
const EXTENT = 10;
const NOISE = 1e-4;

/** Scaled to coordinates of at most 10 in size, with normal noise of 1e-4, so that points that start in one place can part. */
export function jittered(positions: Float64Array, seed: number): Float64Array {
  const largest = positions.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const scale = largest > 0 ? Math.min(EXTENT / largest, Number.MAX_VALUE) : 0;
  const noise = randomState(seed).standardNormalArray(positions.length);
  return positions.map((value, at) => value * scale + NOISE * noise[at]!);
}

/** Every column stretched to [0, 10]; a constant one stays where it is, at 0. */
export function stretchedStart(positions: Float64Array, nColumns: number): Float64Array {
  const low = new Float64Array(nColumns).fill(Infinity);
  const high = new Float64Array(nColumns).fill(-Infinity);
  positions.forEach((value, at) => {
    const c = at % nColumns;
    low[c] = Math.min(low[c]!, value);
    high[c] = Math.max(high[c]!, value);
  });
  return positions.map((value, at) => {
    const c = at % nColumns;
    if (!(high[c]! > low[c]!)) return 0;
    const range = high[c]! - low[c]!;
    // Halves, where the range of doubles ends before the column does.
    return range < Infinity
      ? (EXTENT * (value - low[c]!)) / range
      : EXTENT * ((value / 2 - low[c]! / 2) / (high[c]! / 2 - low[c]! / 2));
  });
}
