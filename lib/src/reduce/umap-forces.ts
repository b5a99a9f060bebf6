import type { UmapCurve } from './umap-curve.js';

/** Range of the tabulated squared distances, as powers of two; squares outside take the value at the end. */
const LOWEST = -40;
const HIGHEST = 40;

/** Each doubling of the square has 2^7 intervals, in which a straight line is right to 5e-5. */
const INTERVAL_BITS = 7;

const EXPONENT_BIAS = 127;
const FRACTION_BITS = 23 - INTERVAL_BITS;
const FRACTION_MASK = (1 << FRACTION_BITS) - 1;
const FIRST = (LOWEST + EXPONENT_BIAS) << INTERVAL_BITS;
const SIZE = (HIGHEST - LOWEST) << INTERVAL_BITS;

/** A smooth function of the squared distance, as value and slope of each interval. */
export type ForceTable = Float64Array;

/** One number, seen as a float32 and as its bits. */
const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/**
 * What the table says for a squared distance. The upper bits of a float32 number the interval, the lower ones are the
 * place within: a tenth of the time of `Math.pow`.
 */
export function force(table: ForceTable, squared: number): number {
  single[0] = squared;
  const word = bits[0]!;
  const interval = Math.min(Math.max((word >> FRACTION_BITS) - FIRST, 0), SIZE - 1);
  return table[2 * interval]! + table[2 * interval + 1]! * (word & FRACTION_MASK);
}

/** How neighbours attract each other, by squared distance s: -2 a b s^(b - 1) / (1 + a s^b), times their difference. */
export function attractionTable({ a, b }: UmapCurve): ForceTable {
  return tabulate((s) => (-2 * a * b * s ** (b - 1)) / (1 + a * s ** b));
}

/** How strongly others push a row away: 2 g b / ((0.001 + s) (1 + a s^b)), times the difference, g the strength. */
export function repulsionTable({ a, b }: UmapCurve, strength: number): ForceTable {
  return tabulate((s) => (2 * strength * b) / ((0.001 + s) * (1 + a * s ** b)));
}

function tabulate(f: (squared: number) => number): ForceTable {
  const table = new Float64Array(2 * SIZE);
  const start = (interval: number): number => {
    bits[0] = (FIRST + interval) << FRACTION_BITS;
    return single[0]!;
  };
  for (let interval = 0; interval < SIZE; interval++) {
    const value = f(start(interval));
    table[2 * interval] = value;
    table[2 * interval + 1] = (f(start(interval + 1)) - value) / (1 << FRACTION_BITS);
  }
  return table;
}
