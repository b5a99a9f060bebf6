import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertNever,
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkSeed,
} from '../lib/src/options.js';

/** The error of a check that must fail. */
function refusal(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    assert.equal((error as Error).name, 'ArgumentError');
    return (error as Error).message;
  }
  return assert.fail('nothing was refused');
}

test('checkOptions takes known keys, undefined ones too, and refuses the rest by name', () => {
  checkOptions('f', {}, ['a']);
  checkOptions('f', { a: undefined }, ['a', 'b']);
  assert.equal(
    refusal(() => checkOptions('f', { a: 1, c: 2 }, ['a', 'b'])),
    'f: expected options.c to be one of the known options (a, b), received 2 (number).',
  );
  for (const value of [null, undefined, 3, 'a', [1]]) {
    assert.match(
      refusal(() => checkOptions('f', value, ['a'])),
      /^f: expected options to be an object, received/,
    );
  }
});

test('checkInteger: the ends belong to the range', () => {
  assert.equal(checkInteger('f', 'n', 1, 1, 3), 1);
  assert.equal(checkInteger('f', 'n', 3, 1, 3), 3);
  assert.equal(checkInteger('f', 'n', 1e12, 0), 1e12);
  for (const value of [0, 4, 1.5, NaN, Infinity, '2', null, undefined, 2n]) {
    assert.match(
      refusal(() => checkInteger('f', 'n', value, 1, 3)),
      /^f: expected options\.n to be an integer in \[1, 3\], received/,
    );
  }
  assert.match(
    refusal(() => checkInteger('f', 'n', -1, 0)),
    /an integer of at least 0, received -1/,
  );
  assert.match(
    refusal(() => checkInteger('f', 'n', 9, 1, 3, 'rows of data')),
    /an integer in \[1, 3\] \(rows of data\), received 9/,
  );
});

test('checkNumber: closed and open ranges, never NaN or an infinity', () => {
  assert.equal(checkNumber('f', 'x', 0, 0, 1), 0);
  assert.equal(checkNumber('f', 'x', 1, 0, 1), 1);
  assert.equal(checkNumber('f', 'x', 0.5, 0, 1, true), 0.5);
  assert.match(
    refusal(() => checkNumber('f', 'x', 0, 0, 1, true)),
    /a number in \(0, 1\), received 0/,
  );
  assert.match(
    refusal(() => checkNumber('f', 'x', 1, 0, 1, true)),
    /a number in \(0, 1\), received 1/,
  );
  assert.match(
    refusal(() => checkNumber('f', 'x', 1.1, 0, 1)),
    /a number in \[0, 1\], received 1.1/,
  );
  assert.match(
    refusal(() => checkNumber('f', 'x', -1, 0)),
    /a finite number of at least 0, received -1/,
  );
  assert.match(
    refusal(() => checkNumber('f', 'x', 0, 0, Infinity, true)),
    /a finite number above 0, received 0/,
  );
  for (const value of [NaN, Infinity, '1', null]) refusal(() => checkNumber('f', 'x', value, 0));
});

test('checkOneOf, checkBoolean and checkSeed', () => {
  assert.equal(checkOneOf('f', 'm', 'b', ['a', 'b']), 'b');
  assert.match(
    refusal(() => checkOneOf('f', 'm', 'c', ['a', 'b'])),
    /options\.m to be one of 'a', 'b', received "c" \(string\)/,
  );
  refusal(() => checkOneOf('f', 'm', 0, ['a']));
  assert.equal(checkBoolean('f', 'b', false), false);
  assert.match(
    refusal(() => checkBoolean('f', 'b', 0)),
    /options\.b to be true or false, received 0/,
  );
  assert.equal(checkSeed('f', 2 ** 32 - 1), 2 ** 32 - 1);
  for (const seed of [-1, 2 ** 32, 0.5, '7'])
    assert.match(
      refusal(() => checkSeed('f', seed)),
      /options\.randomState to be an integer in \[0, 4294967295\]/,
    );
  assert.match(
    refusal(() => checkSeed('f', -1, 'seed')),
    /options\.seed/,
  );
});

test('assertNever names the value that should not be', () => {
  assert.throws(() => assertNever('x' as never), /unexpected value x/);
});
