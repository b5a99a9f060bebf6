const N = 624;
const M = 397;

/** The stream of raw 32-bit words below {@link randomState}. */
export interface MersenneTwister {
  /** The next word, an integer in [0, 2^32). */
  uint32(): number;
  /** The next double in [0, 1): 53 bits from two words. */
  double(): number;
  /** An integer in [0, max], `max` at most 2^32 - 1, by masked rejection: words are drawn until one fits. */
  bounded(max: number): number;
}

/**
 * MT19937 seeded with one word by Knuth's linear recurrence, as NumPy's legacy `RandomState(seed)` does.
 *
 * @param seed - An integer in [0, 2^32).
 * @see Matsumoto & Nishimura (1998), Mersenne Twister.
 */
export function mersenneTwister(seed: number): MersenneTwister {
  const state = new Int32Array(N);
  state[0] = seed;
  for (let i = 1; i < N; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let position = N;

  function uint32(): number {
    if (position === N) {
      regenerate(state);
      position = 0;
    }
    let word = state[position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  function double(): number {
    const high = uint32() >>> 5;
    const low = uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  function bounded(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  return { uint32, double, bounded };
}

/** Makes the next 624 words in place; split where an index would wrap, since a remainder per word is slow. */
function regenerate(state: Int32Array): void {
  let i = 0;
  for (; i < N - M; i++) state[i] = state[i + M]! ^ twist(state[i]!, state[i + 1]!);
  for (; i < N - 1; i++) state[i] = state[i + M - N]! ^ twist(state[i]!, state[i + 1]!);
  state[N - 1] = state[M - 1]! ^ twist(state[N - 1]!, state[0]!);
}

function twist(upper: number, lower: number): number {
  const mixed = (upper & 0x80000000) | (lower & 0x7fffffff);
  return (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
}
