import { ArgumentError } from '../errors.js';

/** NumPy accepts probabilities that miss 1 by the square root of the machine precision. */
const TOLERANCE = Math.sqrt(Number.EPSILON);

/** The running sums of probabilities, divided by the last one, after checking that they are probabilities. */
export function cumulative(fn: string, n: number, p: readonly number[] | Float64Array): Float64Array {
  if (p.length !== n) throw new ArgumentError(fn, 'p', `an array of n = ${n} probabilities`, p);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!(p[i]! >= 0)) throw new ArgumentError(fn, `p[${i}]`, 'a probability of at least 0', p[i]);
    sum += p[i]!;
  }
  if (!(Math.abs(sum - 1) <= TOLERANCE)) throw new ArgumentError(fn, 'the sum of p', '1', sum);
  return normalizedSums(p);
}

function normalizedSums(p: readonly number[] | Float64Array): Float64Array {
  const cdf = new Float64Array(p.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) cdf[i] = sum += p[i]!;
  for (let i = 0; i < p.length; i++) cdf[i]! /= sum;
  return cdf;
}

/** The first index whose entry is above `value`, by bisection of an ascending array; its length if there is none. */
export function searchRight(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < ascending[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * `size` different numbers by unequal probabilities, NumPy's way: draw as many as are missing, keep the first
 * occurrence of each new one, take those out of the distribution, repeat.
 */
export function chooseWithoutReplacement(
  n: number,
  size: number,
  p: readonly number[] | Float64Array,
  double: () => number,
): Int32Array {
  let cdf = cumulative('choiceArray', n, p);
  const left = Float64Array.from(p);
  const possible = left.reduce((count, probability) => count + (probability > 0 ? 1 : 0), 0);
  if (size > possible)
    throw new ArgumentError(
      'choiceArray',
      'size',
      `at most ${possible}, the numbers with p > 0, without replacement`,
      size,
    );
  const chosen = new Set<number>();
  while (chosen.size < size) {
    const draws = Array.from({ length: size - chosen.size }, double);
    if (chosen.size > 0) cdf = normalizedSums(left);
    for (const draw of draws) {
      const index = searchRight(cdf, draw);
      chosen.add(index);
      left[index] = 0;
    }
  }
  return Int32Array.from(chosen);
}
