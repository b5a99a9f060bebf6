import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import {
  ArgumentError,
  asPartOf,
  ClusterlabError,
  DataError,
  describe,
  NativeModuleError,
} from '../lib/src/errors.js';

test('describe shows a value short and with its type', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [null, 'null'],
    [undefined, 'undefined'],
    [0, '0 (number)'],
    [-0, '0 (number)'],
    [NaN, 'NaN (number)'],
    [true, 'true (boolean)'],
    [12n, '12 (bigint)'],
    ['', '"" (string)'],
    ['a "b"', '"a \\"b\\"" (string)'],
    ['x'.repeat(60), `"${'x'.repeat(60)}" (string)`],
    ['x'.repeat(61), `"${'x'.repeat(57)}..." (string)`],
    [[], 'an array of 0'],
    [[1, [2]], 'an array of 2'],
    [new Float64Array(3), 'a Float64Array of 3'],
    [Buffer.alloc(2), 'a Buffer of 2'],
    [new DataView(new ArrayBuffer(2)), 'a DataView'],
    [() => 1, 'a function'],
    [Symbol('x'), 'a symbol'],
    [Promise.resolve(1), 'a promise: write await before the call that makes it'],
    [`${'x'.repeat(56)}\u{1f600}more`, `"${'x'.repeat(56)}..." (string)`],
    [{}, 'an object with no keys'],
    [{ a: 1, b: 2 }, 'an object with keys a, b'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, 'an object with keys a, b, c, d, e, f'],
  ];
  for (const [value, text] of cases) assert.equal(describe(value), text);
});

test('an ArgumentError is one sentence, and its parts', () => {
  const error = new ArgumentError('kMeans', 'options.nClusters', 'an integer in [1, 3]', 4);
  assert.equal(
    error.message,
    'kMeans: expected options.nClusters to be an integer in [1, 3], received 4 (number).',
  );
  assert.deepEqual(
    [error.name, error.code, error.fn, error.argument, error.expected, error.received],
    ['ArgumentError', 'ERR_ARGUMENT', 'kMeans', 'options.nClusters', 'an integer in [1, 3]', 4],
  );
  assert.ok(error instanceof ClusterlabError && error instanceof Error);
});

test('a DataError says where, and keeps its cause', () => {
  const cause = new Error('below');
  const error = new DataError('readTable', 'a cell is empty', {
    source: 'a.csv',
    row: 3,
    column: 'code',
    cause,
  });
  assert.equal(error.message, 'readTable: a cell is empty.');
  assert.deepEqual(
    [error.name, error.code, error.source, error.row, error.column, error.cause],
    ['DataError', 'ERR_DATA', 'a.csv', 3, 'code', cause],
  );
  const bare = new DataError('readTable', 'nothing there');
  assert.deepEqual([bare.source, bare.row, bare.column], [undefined, undefined, undefined]);
});

test('what a part of a function throws comes in the name of the function, with its names', async () => {
  const names = { options: 'options.tSne', data: 'images', 'options.metric': 'options.metric' };
  const thrown = (error: unknown): unknown => {
    try {
      asPartOf('clusterImages', names, () => {
        throw error;
      });
    } catch (found) {
      return found;
    }
    return undefined;
  };
  for (const [argument, renamed] of [
    ['options.maxIter', 'options.tSne.maxIter'],
    ['options.metric', 'options.metric'],
    ['data', 'images'],
    ['data[0]', 'images[0]'],
    ['labels', 'labels'],
  ] as const) {
    const error = thrown(new ArgumentError('tSne', argument, 'right', 1));
    assert.ok(error instanceof ArgumentError);
    assert.deepEqual([error.fn, error.argument], ['clusterImages', renamed]);
  }
  const own = new ArgumentError('clusterImages', 'options.maxIter', 'right', 1);
  assert.equal(thrown(own), own);
  const data = new DataError('tSne', 'row 1 is NaN: see above', { row: 1 });
  assert.equal(thrown(data), data);
  assert.equal(data.message, 'clusterImages: row 1 is NaN: see above.');
  const other = new Error('pca: no');
  assert.equal(thrown(other), other);
  assert.equal(other.message, 'pca: no');
  await assert.rejects(
    asPartOf('b', {}, () => Promise.reject(new DataError('a', 'wrong'))),
    { message: 'b: wrong.' },
  );
  assert.equal(
    asPartOf('b', {}, () => 3),
    3,
  );
});

test('a NativeModuleError lists causes and fixes, a line each', () => {
  const error = new NativeModuleError('libfoo', ['not found', 'not built'], ['make it'], 'why');
  assert.equal(
    error.message,
    'libfoo could not be loaded.\n  - not found\n  - not built\nWhat to do:\n  - make it',
  );
  assert.deepEqual(
    [error.name, error.code, error.causes, error.fixes, error.cause],
    ['NativeModuleError', 'ERR_NATIVE_MODULE', ['not found', 'not built'], ['make it'], 'why'],
  );
});

test('nothing of a message is obeyed by a terminal', () => {
  const name = 'a\x1b[31m\r\n\x9b\u202e\ud800.jpg';
  const error = new DataError('loadImages', `${name} is torn`, { source: name });
  assert.equal(error.message, 'loadImages: a\\x1b[31m\\r\\n\\x9b\\u202e\\ud800.jpg is torn.');
  assert.equal(error.source, name);
  const argument = new ArgumentError('pca', 'options.\x1b[2J', 'known', { '\x07': 1 });
  assert.equal(
    argument.message,
    'pca: expected options.\\x1b[2J to be known, received an object with keys \\x07.',
  );
  const native = new NativeModuleError('libfoo', ['no \x1b[31m'], ['make it']);
  assert.equal(native.message.includes('\x1b'), false);
  const cause = Object.assign(new Error(`open ${name}`), { code: 'ENOENT' });
  const wrapped = new DataError('loadImages', 'it is missing', { cause });
  assert.doesNotMatch(inspect(wrapped).replaceAll('\n', ''), /\p{Cc}/u);
  assert.equal((wrapped.cause as NodeJS.ErrnoException).code, 'ENOENT');
});
