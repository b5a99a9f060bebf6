import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { randomState, type RandomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';

interface Stream {
  readonly [call: string]: number | readonly (number | string)[];
}

const { streams } = readReference<{ streams: Record<string, Stream> }>('random');
const { rng } = readReference<{ rng: Record<string, number | number[]> }>('sklearn-golden');

/** V8's logarithm and the C library's differ in the last bit now and then. */
const LAST_BITS = { rtol: 1e-15 };

describe('randomState equals numpy.random.RandomState', () => {
  for (const [seed, expected] of Object.entries(streams)) {
    test(`one stream through every method, seed ${seed}`, () => {
      const random = randomState(Number(seed));
      const p = Array.from({ length: 12 }, (_, i) => (i + 1) / 78);
      const calls: Record<string, () => number | ArrayLike<number | string>> = {
        words: () => Array.from({ length: 4 }, () => random.uint32()),
        randomSample: () => random.randomSampleArray(3),
        uniform: () => random.uniformArray(-2, 5, 3),
        randint: () => random.randintArray(-7, 100, 8),
        randintOneValue: () => random.randint(5, 6),
        randint32: () => Array.from({ length: 3 }, () => random.randint(0, 2 ** 32)),
        randintWide: () => Array.from({ length: 4 }, () => random.randint(-3, 2 ** 45 + 12345)),
        permutation: () => random.permutation(11),
        choice: () => [random.choice(12), random.choice(12, p)],
        choiceReplace: () => random.choiceArray(12, 6),
        choiceNoReplace: () => random.choiceArray(12, 6, { replace: false }),
        choiceReplaceP: () => random.choiceArray(12, 6, { p }),
        choiceNoReplaceP: () => random.choiceArray(12, 11, { replace: false, p }),
        standardNormal: () => random.standardNormalArray(3),
        shuffle: () => shuffled(random, [...'abcdefgh']),
        normal: () => [random.normal(10, 2), ...random.normalArray(10, 2, 3)],
        afterThousand: () => random.randomSampleArray(1001)[1000]!,
      };
      assert.deepEqual(Object.keys(calls), Object.keys(expected));
      for (const [name, call] of Object.entries(calls)) {
        const actual = call();
        if (name.toLowerCase().endsWith('normal'))
          assertClose(actual as ArrayLike<number>, expected[name] as number[], {
            ...LAST_BITS,
            message: name,
          });
        else assert.deepEqual(typeof actual === 'number' ? actual : Array.from(actual), expected[name], name);
      }
    });
  }

  test('the anchors of the specification', () => {
    assert.deepEqual(Array.from({ length: 8 }, randomState(0).uint32), rng['seed0_uint32']);
    assert.deepEqual([...randomState(0).randomSampleArray(6)], rng['seed0_random_sample']);
    assert.deepEqual([...randomState(0).randintArray(0, 15000, 6)], rng['seed0_randint_0_15000_x6']);
    assert.equal(randomState(0).choice(15000, new Float64Array(15000).fill(1 / 15000)), 8232);
    assert.deepEqual([...randomState(0).permutation(12)], rng['seed0_permutation_12']);
    assert.deepEqual([...randomState(42).permutation(12)], rng['seed42_permutation_12']);
    assert.deepEqual([...randomState(0).permutation(15000).slice(0, 5)], [1670, 13379, 10234, 4719, 7003]);
    assertClose(
      randomState(0).standardNormalArray(6),
      rng['seed0_standard_normal_x6'] as number[],
      LAST_BITS,
    );
    assert.equal(randomState(7).uint32(), rng['seed7_first_uint32']);
  });
});

function shuffled<T>(random: RandomState, items: T[]): T[] {
  random.shuffle(items);
  return items;
}

describe('distributions, within 5 standard deviations', () => {
  const draws = 20000;

  /** How often each of n outcomes came up, against its probability. */
  function assertFrequencies(counts: readonly number[], p: readonly number[], trials: number): void {
    p.forEach((probability, outcome) => {
      const deviation = Math.abs(counts[outcome]! - trials * probability);
      assert.ok(
        deviation <= 5 * Math.sqrt(trials * probability * (1 - probability)),
        `outcome ${outcome} came ${counts[outcome]} times in ${trials}`,
      );
    });
  }

  function count(values: Iterable<number>, n: number): number[] {
    const counts = new Array<number>(n).fill(0);
    for (const value of values) counts[value]!++;
    return counts;
  }

  test('randint and choice hit each number equally often', () => {
    const random = randomState(1);
    const even = new Array<number>(7).fill(1 / 7);
    assertFrequencies(count(random.randintArray(0, 7, draws), 7), even, draws);
    assertFrequencies(count(random.choiceArray(7, draws), 7), even, draws);
  });

  test('choice follows p', () => {
    const p = [0.5, 0, 0.2, 0.3];
    assertFrequencies(count(randomState(2).choiceArray(4, draws, { p }), 4), p, draws);
  });

  test('choice without replacement takes each number equally often and never twice', () => {
    const random = randomState(3);
    const counts = new Array<number>(5).fill(0);
    for (let i = 0; i < draws / 2; i++) {
      const pair = random.choiceArray(5, 2, { replace: false });
      assert.notEqual(pair[0], pair[1]);
      counts[pair[0]!]!++;
      counts[pair[1]!]!++;
    }
    assertFrequencies(counts, new Array<number>(5).fill(2 / 5), draws / 2);
  });

  test('permutation puts each number at each place equally often', () => {
    const random = randomState(4);
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let i = 0; i < draws; i++) random.permutation(4).forEach((value, place) => counts[place]![value]!++);
    for (const place of counts) assertFrequencies(place, [0.25, 0.25, 0.25, 0.25], draws);
  });

  test('doubles fill [0, 1) and normals have mean 0, variance 1 and the right tails', () => {
    const doubles = randomState(5).randomSampleArray(draws);
    assertFrequencies(
      count(
        doubles.map((u) => Math.floor(10 * u)),
        10,
      ),
      new Array<number>(10).fill(0.1),
      draws,
    );
    const normals = randomState(6).standardNormalArray(draws);
    const mean = normals.reduce((sum, z) => sum + z, 0) / draws;
    const variance = normals.reduce((sum, z) => sum + z * z, 0) / draws;
    assert.ok(Math.abs(mean) < 5 / Math.sqrt(draws));
    assert.ok(Math.abs(variance - 1) < 5 * Math.sqrt(2 / draws));
    assertFrequencies([normals.filter((z) => z > 1.959963984540054).length], [0.025], draws);
  });
});

describe('randomState refuses', () => {
  const random = randomState(0);
  const refusals: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'a negative seed',
      () => randomState(-1),
      /randomState: expected seed to be an integer in \[0, 4294967295\], received -1/,
    ],
    ['a seed of 2^32', () => randomState(2 ** 32), /seed/],
    ['an empty range', () => random.randint(5, 5), /randint: expected high to be above low = 5, received 5/],
    ['a broken bound', () => random.randint(0.5, 5), /randint: expected low/],
    ['a range beyond 2^53', () => random.randint(-(2 ** 52), 2 ** 53 - 1), /less than 2\^53 above low/],
    [
      'an array range beyond 32 bits',
      () => random.randintArray(0, 2 ** 32, 3),
      /randintArray: expected high to be an integer of at most 2147483648/,
    ],
    ['an endless range', () => random.uniform(0, Infinity), /uniform: expected high - low to be a finite/],
    ['a range of NaN', () => random.uniformArray(NaN, 1, 2), /uniformArray: expected high - low/],
    [
      'a negative deviation',
      () => random.normal(0, -1),
      /normal: expected standardDeviation to be at least 0/,
    ],
    ['a deviation of NaN', () => random.normalArray(0, NaN, 2), /normalArray: expected standardDeviation/],
    ['a negative size', () => random.randomSampleArray(-1), /randomSampleArray: expected size/],
    ['a choice from nothing', () => random.choice(0), /choice: expected n/],
    [
      'more than there are, without replacement',
      () => random.choiceArray(3, 4, { replace: false }),
      /at most n = 3 without replacement/,
    ],
    ['too few probabilities', () => random.choice(3, [0.5, 0.5]), /an array of n = 3 probabilities/],
    ['a negative probability', () => random.choice(3, [0.5, -0.5, 1]), /p\[1\].*received -0\.5/],
    ['a NaN probability', () => random.choice(2, [NaN, 1]), /p\[0\]/],
    [
      'probabilities that do not sum to 1',
      () => random.choice(2, [0.5, 0.6]),
      /the sum of p to be 1, received 1\.1/,
    ],
    [
      'more than have p > 0',
      () => random.choiceArray(3, 3, { replace: false, p: [0.5, 0.5, 0] }),
      /at most 2, the numbers with p > 0/,
    ],
  ];
  for (const [what, call, message] of refusals)
    test(what, () => assert.throws(call, { name: 'ArgumentError', message }));
});
