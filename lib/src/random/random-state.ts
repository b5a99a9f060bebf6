import { ArgumentError } from '../errors.js';
import { chooseWithoutReplacement, cumulative, searchRight } from './choice.js';
import { mersenneTwister } from './mersenne-twister.js';

/** Options of {@link RandomState.choiceArray}. */
export interface ChoiceOptions {
  /** Whether one number may come twice. @defaultValue true */
  readonly replace?: boolean;
  /** Probability of each of the n numbers; non-negative, summing to 1. @defaultValue all equal */
  readonly p?: readonly number[] | Float64Array;
}

/**
 * A stream of random numbers, made by {@link randomState}. Method for method the stream of
 * `numpy.random.RandomState`: the same calls in the same order give the same numbers. Methods ending in `Array`
 * fill an array; NumPy does that with `size`.
 */
export interface RandomState {
  /** The seed that the stream started from. */
  readonly seed: number;
  /** A raw word, an integer in [0, 2^32). */
  uint32(): number;
  /** A double in [0, 1); NumPy's `random_sample()`, `rand()`. */
  randomSample(): number;
  /** `size` draws of `randomSample`. */
  randomSampleArray(size: number): Float64Array;
  /** A double in [low, high); NumPy's `uniform`. */
  uniform(low: number, high: number): number;
  /** `size` draws of `uniform`. */
  uniformArray(low: number, high: number, size: number): Float64Array;
  /** An integer in [low, high), both safe integers. A range of one number draws nothing. */
  randint(low: number, high: number): number;
  /** Integers in [low, high), both within 32 bits (signed). */
  randintArray(low: number, high: number, size: number): Int32Array;
  /** The numbers 0 .. n-1 in random order. */
  permutation(n: number): Int32Array;
  /** Puts the elements of an array in random order, in place. */
  shuffle(array: unknown[] | Int32Array | Float64Array): void;
  /** One of the numbers 0 .. n-1, by the probabilities `p` if given. */
  choice(n: number, p?: readonly number[] | Float64Array): number;
  /** `size` of the numbers 0 .. n-1. */
  choiceArray(n: number, size: number, options?: ChoiceOptions): Int32Array;
  /** A draw from the standard normal distribution. */
  standardNormal(): number;
  /** `size` draws of `standardNormal`. */
  standardNormalArray(size: number): Float64Array;
  /** A draw from the normal distribution of this mean and standard deviation. */
  normal(mean: number, standardDeviation: number): number;
  /** `size` draws of `normal`. */
  normalArray(mean: number, standardDeviation: number, size: number): Float64Array;
}

/**
 * A seeded stream of random numbers, equal to `numpy.random.RandomState(seed)` bit for bit; only the normal
 * draws may differ from NumPy's in the last bit, where the platforms' logarithms do.
 * O(1); every number drawn afterwards is O(1) too, but those of `permutation` and of `choice` with `p`, O(n).
 *
 * @param seed - An integer in [0, 2^32).
 * @throws {@link ArgumentError} if the seed, or an argument of a method, is out of range.
 * @example
 * const random = randomState(0);
 * random.randomSample(); // 0.5488135039273248
 * random.choiceArray(10, 3, { replace: false }); // 2 8 4
 * @see Matsumoto & Nishimura (1998); NumPy's legacy generator, `numpy/random/mtrand.pyx`.
 */
export function randomState(seed: number): RandomState {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new ArgumentError('randomState', 'seed', 'an integer in [0, 4294967295]', seed);
  }
  const twister = mersenneTwister(seed);
  const { uint32, double, bounded } = twister;
  // The polar method makes normals in pairs: the second one waits here, whatever is drawn in between.
  let cached: number | undefined;

  function randint(low: number, high: number): number {
    checkRange('randint', low, high, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const max = high - 1 - low;
    return low + (max <= 0xffffffff ? bounded(max) : wideBounded(uint32, max));
  }

  function standardNormal(): number {
    if (cached !== undefined) {
      const value = cached;
      cached = undefined;
      return value;
    }
    for (;;) {
      const x1 = 2 * double() - 1;
      const x2 = 2 * double() - 1;
      const r2 = x1 * x1 + x2 * x2;
      if (r2 >= 1 || r2 === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r2)) / r2);
      cached = factor * x1;
      return factor * x2;
    }
  }

  function shuffle(array: unknown[] | Int32Array | Float64Array): void {
    for (let i = array.length - 1; i > 0; i--) {
      const j = bounded(i);
      const swapped = array[i];
      array[i] = array[j];
      array[j] = swapped;
    }
  }

  function permutation(n: number): Int32Array {
    const order = new Int32Array(checkSize('permutation', 'n', n)).map((_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = bounded(i);
      const swapped = order[i]!;
      order[i] = order[j]!;
      order[j] = swapped;
    }
    return order;
  }

  function choiceArray(n: number, size: number, { replace = true, p }: ChoiceOptions = {}): Int32Array {
    checkSize('choiceArray', 'n', n, 1);
    checkSize('choiceArray', 'size', size);
    if (!replace && size > n)
      throw new ArgumentError('choiceArray', 'size', `at most n = ${n} without replacement`, size);
    if (p === undefined)
      return replace ? fillInt32(size, () => bounded(n - 1)) : permutation(n).slice(0, size);
    if (!replace) return chooseWithoutReplacement(n, size, p, double);
    const cdf = cumulative('choiceArray', n, p);
    return fillInt32(size, () => searchRight(cdf, double()));
  }

  return {
    seed,
    uint32,
    randomSample: double,
    randomSampleArray: (size) => fill('randomSampleArray', size, double),
    uniform: (low, high) => low + rangeOf('uniform', low, high) * double(),
    uniformArray(low, high, size) {
      const range = rangeOf('uniformArray', low, high);
      return fill('uniformArray', size, () => low + range * double());
    },
    randint,
    randintArray(low, high, size) {
      checkRange('randintArray', low, high, -0x80000000, 0x80000000);
      checkSize('randintArray', 'size', size);
      return fillInt32(size, () => low + bounded(high - 1 - low));
    },
    permutation,
    shuffle,
    choice(n, p) {
      checkSize('choice', 'n', n, 1);
      return p === undefined ? bounded(n - 1) : searchRight(cumulative('choice', n, p), double());
    },
    choiceArray,
    standardNormal,
    standardNormalArray: (size) => fill('standardNormalArray', size, standardNormal),
    normal: (mean, standardDeviation) =>
      mean + checkDeviation('normal', standardDeviation) * standardNormal(),
    normalArray(mean, standardDeviation, size) {
      checkDeviation('normalArray', standardDeviation);
      return fill('normalArray', size, () => mean + standardDeviation * standardNormal());
    },
  };
}

/** Masked rejection for ranges beyond 32 bits: two words a try, the high one first. */
function wideBounded(uint32: () => number, max: number): number {
  const mask = 0xffffffff >>> Math.clz32(Math.floor(max / 0x100000000));
  for (;;) {
    const high = (uint32() & mask) >>> 0;
    const value = high * 0x100000000 + uint32();
    if (value <= max) return value;
  }
}

function fill(fn: string, size: number, draw: () => number): Float64Array {
  const values = new Float64Array(checkSize(fn, 'size', size));
  for (let i = 0; i < size; i++) values[i] = draw();
  return values;
}

function fillInt32(size: number, draw: () => number): Int32Array {
  const values = new Int32Array(size);
  for (let i = 0; i < size; i++) values[i] = draw();
  return values;
}

function checkSize(fn: string, argument: string, size: number, min: number = 0): number {
  if (!Number.isInteger(size) || size < min || size > 0x7fffffff) {
    throw new ArgumentError(fn, argument, `an integer in [${min}, 2147483647]`, size);
  }
  return size;
}

function rangeOf(fn: string, low: number, high: number): number {
  const range = high - low;
  if (!Number.isFinite(range)) throw new ArgumentError(fn, 'high - low', 'a finite number', range);
  return range;
}

function checkDeviation(fn: string, deviation: number): number {
  if (!(deviation >= 0)) throw new ArgumentError(fn, 'standardDeviation', 'at least 0', deviation);
  return deviation;
}

function checkRange(fn: string, low: number, high: number, min: number, max: number): void {
  if (!Number.isInteger(low) || low < min)
    throw new ArgumentError(fn, 'low', `an integer of at least ${min}`, low);
  if (!Number.isInteger(high) || high > max)
    throw new ArgumentError(fn, 'high', `an integer of at most ${max}`, high);
  if (high <= low) throw new ArgumentError(fn, 'high', `above low = ${low}`, high);
  if (high - 1 - low > Number.MAX_SAFE_INTEGER)
    throw new ArgumentError(fn, 'high', `less than 2^53 above low = ${low}`, high);
}
