import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { randomState } from '../../lib/src/random/random-state.js';
import { trainTestSplit } from '../../lib/src/select/train-test-split.js';
import { readReference } from '../support/golden.js';

interface Case {
  readonly n: number;
  readonly seed: number;
  readonly classes: number | null;
  readonly sizes: { readonly testSize?: number; readonly trainSize?: number };
  readonly train: readonly number[];
  readonly test: readonly number[];
}

type Parts = Record<'train' | 'test', readonly number[]>;

const { cases } = readReference<{ cases: readonly Case[] }>('train-test-split');
const golden = readReference<Record<string, Parts>>('sklearn-golden');

describe('trainTestSplit equals scikit-learn', () => {
  for (const { n, seed, classes, sizes, ...expected } of cases) {
    test(`${n} samples, seed ${seed}, ${classes ?? 'no'} classes, ${JSON.stringify(sizes)}`, () => {
      const stratify = classes === null ? undefined : randomState(seed + 100).randintArray(0, classes, n);
      const { train, test: held } = trainTestSplit(n, { ...sizes, stratify, randomState: seed });
      assert.deepEqual([...train], expected.train);
      assert.deepEqual([...held], expected.test);
    });
  }

  for (const seed of [0, 42]) {
    test(`the examples of sklearn-golden.json, seed ${seed}`, () => {
      const plain = trainTestSplit(120, { randomState: seed });
      assert.deepEqual([...plain.train], golden[`train_test_split_${seed}`]!.train);
      assert.deepEqual([...plain.test], golden[`train_test_split_${seed}`]!.test);
      const y = Array.from({ length: 120 }, (_, i) => (i < 50 ? 'a' : i < 90 ? 'b' : 'c'));
      const key = `stratified_${seed} (y = 50 zeros, 40 ones, 30 twos; test 0.2)`;
      const stratified = trainTestSplit(120, { testSize: 0.2, stratify: y, randomState: seed });
      assert.deepEqual([...stratified.train], golden[key]!.train);
      assert.deepEqual([...stratified.test], golden[key]!.test);
    });
  }

  test('without shuffling, the head is for training and the tail for the test', () => {
    const { train, test: held } = trainTestSplit(7, { shuffle: false, testSize: 3 });
    assert.deepEqual([...train], [0, 1, 2, 3]);
    assert.deepEqual([...held], [4, 5, 6]);
  });
});

test('every sample is equally often in the test set', () => {
  const hits = new Int32Array(10);
  const runs = 4000;
  for (let seed = 0; seed < runs; seed++)
    trainTestSplit(10, { testSize: 0.3, randomState: seed }).test.forEach((i) => hits[i]!++);
  const sigma = Math.sqrt(runs * 0.3 * 0.7);
  hits.forEach((count, i) =>
    assert.ok(Math.abs(count - 0.3 * runs) < 5 * sigma, `sample ${i} came ${count} times`),
  );
});

describe('trainTestSplit refuses', () => {
  const refusals: readonly (readonly [string, () => unknown, RegExp])[] = [
    ['one sample', () => trainTestSplit(1), /expected n to be an integer of at least 2, received 1/],
    [
      'a share of 1.5',
      () => trainTestSplit(10, { testSize: 1.5 }),
      /testSize to be an integer in \[1, 9\] \(or a share in \(0, 1\)\), received 1\.5/,
    ],
    ['a share of 0', () => trainTestSplit(10, { trainSize: 0 }), /trainSize/],
    [
      'more than there is',
      () => trainTestSplit(10, { testSize: 6, trainSize: 5 }),
      /testSize \+ trainSize to be at most all 10 samples, received 11/,
    ],
    [
      'an empty training part',
      () => trainTestSplit(10, { testSize: 0.99 }),
      /the training part to be at least one sample, received 0/,
    ],
    [
      'classes without shuffling',
      () => trainTestSplit(4, { shuffle: false, stratify: [0, 0, 1, 1] }),
      /undefined when shuffle is false/,
    ],
    [
      'labels of another length',
      () => trainTestSplit(4, { stratify: [0, 0, 1] }),
      /one label for each of the 4 samples/,
    ],
    [
      'a class of one',
      () => trainTestSplit(5, { stratify: ['a', 'a', 'b', 'c', 'c'] }),
      /classes of at least 2 samples, received "class b of 1"/,
    ],
    [
      'a test part smaller than the number of classes',
      () => trainTestSplit(6, { testSize: 1, stratify: [0, 0, 0, 1, 1, 1] }),
      /the test part to be at least as large as the number of classes, 2, received 1/,
    ],
    ['an unknown option', () => trainTestSplit(6, { test_size: 1 } as object), /options\.test_size/],
    ['a broken seed', () => trainTestSplit(6, { randomState: -1 }), /options\.randomState/],
  ];
  for (const [what, call, message] of refusals)
    test(what, () => assert.throws(call, { name: 'ArgumentError', message }));
});
