import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkModel } from '../lib/src/check-model.js';
import { ArgumentError } from '../lib/src/errors.js';

interface Model {
  readonly components: { readonly data: Float64Array; readonly nRows: number; readonly nColumns: number };
  readonly mean: Float64Array;
  readonly settings: { readonly metric: string };
  readonly noise?: number;
}

const good: Model = {
  components: { data: Float64Array.of(1, 2), nRows: 1, nColumns: 2 },
  mean: Float64Array.of(3, 4),
  settings: { metric: 'euclidean' },
};

function check(model: unknown): void {
  checkModel<Model>('projectPca', 'model', model as Model, 'a result of pca', {
    components: 'matrix',
    mean: ['finite', ({ components }) => components.nColumns],
    settings: { metric: 'text' },
    noise: 'number?',
  });
}

test('the result itself passes, with and without what is optional', () => {
  check(good);
  check({ ...good, noise: 1, more: 'is not looked at' });
});

test('whatever another function made is refused with the words of the one that makes it', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, 'model to be a result of pca, received undefined'],
    [null, 'model to be a result of pca, received null'],
    [[], 'model to be a result of pca, received an array of 0'],
    [
      Promise.resolve(good),
      'model to be a result of pca, which has components, mean, settings, received a promise: write await before the call that makes it',
    ],
    [
      {},
      'model to be a result of pca, which has components, mean, settings, received an object with no keys',
    ],
    [{ ...good, mean: undefined }, 'model to be a result of pca, which has mean, received an object'],
    [
      { ...good, mean: [3, 4] },
      'model.mean to be a typed array of finite numbers, as in a result of pca, received an array of 2',
    ],
    [{ ...good, mean: Float64Array.of(3) }, 'model.mean to be of length 2, as in a result of pca'],
    [{ ...good, mean: Float64Array.of(3, NaN) }, 'model.mean to be a typed array of finite numbers'],
    [
      { ...good, components: { ...good.components, nRows: 2 } },
      'model.components to be a matrix of finite numbers',
    ],
    [{ ...good, settings: 7 }, 'model.settings to be that of a result of pca, received 7 (number)'],
    [
      { ...good, settings: { metric: 7 } },
      'model.settings.metric to be a text, as in that of a result of pca',
    ],
    [{ ...good, noise: 'loud' }, 'model.noise to be a number, as in a result of pca, received "loud"'],
  ];
  for (const [model, words] of cases) {
    assert.throws(
      () => check(model),
      (error) =>
        error instanceof ArgumentError && error.message.startsWith(`projectPca: expected ${words}`) === true,
      words,
    );
  }
});
