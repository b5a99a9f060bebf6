import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { toMatrix, toNumericMatrix, type MatrixLike } from '../../lib/src/matrix/matrix.js';

const expected = { data: Float64Array.of(1, 2, 3, 4, 5, 6), nRows: 2, nColumns: 3 };

describe('what is taken', () => {
  test('rows of numbers, as arrays and as typed arrays, mixed too', () => {
    assert.deepEqual(
      toMatrix([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      expected,
    );
    assert.deepEqual(toMatrix([Float32Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)]), expected);
    assert.deepEqual(toMatrix([[1, 2, 3], Int16Array.of(4, 5, 6)]), expected);
  });

  for (const Type of [
    Float64Array,
    Float32Array,
    Uint8Array,
    Uint8ClampedArray,
    Int8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
  ]) {
    test(`a matrix of ${Type.name}`, () => {
      const data = Type.of(1, 2, 3, 4, 5, 6);
      assert.deepEqual(toMatrix({ data, nRows: 2, nColumns: 3 }), expected);
      assert.equal(toNumericMatrix({ data, nRows: 2, nColumns: 3 }).data, data);
    });
  }

  test('doubles are taken as they are, not copied; other types are copied', () => {
    assert.equal(toMatrix(expected).data, expected.data);
    const rows = [[1, 2]];
    const copy = toMatrix(rows);
    copy.data[0] = 99;
    assert.deepEqual(rows, [[1, 2]]);
  });

  test('a set of images: more fields, the same bytes', () => {
    const images = {
      data: Uint8Array.of(0, 255, 7, 8),
      nRows: 2,
      nColumns: 2,
      width: 2,
      height: 1,
      channels: 1,
      files: ['a', 'b'],
    };
    assert.deepEqual(toMatrix(images), { data: Float64Array.of(0, 255, 7, 8), nRows: 2, nColumns: 2 });
    assert.equal(toNumericMatrix(images), images);
  });

  test('what looks like a danfojs frame: columns, shape and rows of values', () => {
    const frame = {
      columns: ['a', 'b', 'c'],
      shape: [2, 3],
      values: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    };
    assert.deepEqual(toMatrix(frame), expected);
    assert.deepEqual(toNumericMatrix(frame), expected);
    const column = { columns: ['a'], shape: [2, 1], values: [7, 8] };
    assert.deepEqual(toMatrix(column), { data: Float64Array.of(7, 8), nRows: 2, nColumns: 1 });
  });

  test('huge finite values, whose sum overflows, are finite all the same', () => {
    const huge = { data: Float64Array.of(1.7e308, 1.7e308), nRows: 1, nColumns: 2 };
    assert.equal(toMatrix(huge).data, huge.data);
  });
});

describe('what is refused', () => {
  const kinds =
    /expected data to be rows of numbers, a matrix \{ data, nRows, nColumns \} or a danfojs DataFrame( \(images come from await loadImages\(path\), tables from await readTable\(path\)\))?, received/;
  const cases: Record<string, [unknown, string, RegExp]> = {
    nothing: [undefined, 'ArgumentError', kinds],
    null: [null, 'ArgumentError', kinds],
    'a number': [5, 'ArgumentError', kinds],
    'a text': ['1,2', 'ArgumentError', kinds],
    'an object that is none of them': [{ rows: [] }, 'ArgumentError', kinds],
    'a typed array without a shape': [Float64Array.of(1), 'ArgumentError', kinds],
    'plain arrays as data': [{ data: [1], nRows: 1, nColumns: 1 }, 'ArgumentError', kinds],
    'a DataView as data': [
      { data: new DataView(new ArrayBuffer(8)), nRows: 1, nColumns: 1 },
      'ArgumentError',
      kinds,
    ],
    'BigInts as data': [{ data: BigInt64Array.of(1n), nRows: 1, nColumns: 1 }, 'ArgumentError', kinds],
    'BigInts in a row': [[[1n]], 'DataError', /row 0, column 0 of data is 1, not a finite number/],
    'a row of BigInts': [[BigInt64Array.of(1n)], 'ArgumentError', /expected data\[0\] to be a row/],
    'no rows': [[], 'ArgumentError', /expected data to be at least one row, received an array of 0/],
    'an empty row': [[[]], 'ArgumentError', /expected data\[0\] to be a row of at least one number/],
    'numbers in place of rows': [
      [1, 2],
      'ArgumentError',
      /expected data\[0\] to be a row of at least one number, received 1/,
    ],
    'a row that is none': [[[1], 2], 'DataError', /row 1 of data is not a row of numbers/],
    'ragged rows': [[[1, 2], [3]], 'DataError', /row 1 of data has 1 values, row 0 has 2/],
    'a text in a row': [[[1], ['2']], 'DataError', /row 1, column 0 of data is "2", not a finite number/],
    'a hole in a row': [[[1, undefined]], 'DataError', /row 0, column 1 of data is undefined/],
    'NaN in a row': [
      [
        [1, 2],
        [3, NaN],
      ],
      'DataError',
      /row 1, column 1 of data is NaN, not a finite number/,
    ],
    'an infinity in doubles': [
      { data: Float64Array.of(1, -Infinity), nRows: 1, nColumns: 2 },
      'DataError',
      /row 0, column 1 of data is -Infinity/,
    ],
    'NaN in float32': [
      { data: Float32Array.of(1, 2, NaN, 4), nRows: 2, nColumns: 2 },
      'DataError',
      /row 1, column 0 of data is NaN/,
    ],
    'infinities that cancel': [
      { data: Float64Array.of(Infinity, -Infinity), nRows: 2, nColumns: 1 },
      'DataError',
      /row 0, column 0 of data is Infinity/,
    ],
    'no columns': [
      { data: new Float64Array(0), nRows: 1, nColumns: 0 },
      'ArgumentError',
      /data\.nColumns to be an integer of at least 1, received 0/,
    ],
    'half a row': [
      { data: new Float64Array(3), nRows: 1.5, nColumns: 2 },
      'ArgumentError',
      /data\.nRows to be an integer/,
    ],
    'too few values': [
      { data: new Float64Array(5), nRows: 2, nColumns: 3 },
      'ArgumentError',
      /data\.data to be an array of nRows \* nColumns = 6 numbers, received a Float64Array of 5/,
    ],
    'an empty frame': [
      { columns: ['a'], shape: [0, 1], values: [] },
      'ArgumentError',
      /a table of at least one row/,
    ],
    'a frame without columns': [
      { columns: [], shape: [1, 0], values: [[]] },
      'ArgumentError',
      /a table of at least one row and one column/,
    ],
    'a text in a frame': [
      { columns: ['id', 'name'], shape: [1, 2], values: [[1, '九']] },
      'DataError',
      /row 0, column name of data is "九"/,
    ],
    'a missing value in a frame': [
      {
        columns: ['a', 'b'],
        shape: [2, 2],
        values: [
          [1, 2],
          [3, null],
        ],
      },
      'DataError',
      /row 1, column b of data is null/,
    ],
  };
  for (const [what, [value, name, message]] of Object.entries(cases)) {
    test(what, () => {
      assert.throws(() => toMatrix(value as MatrixLike), { name, message });
      assert.throws(() => toNumericMatrix(value as MatrixLike), { name, message });
    });
  }

  test('in the name of the caller and its argument, with row and column as fields', () => {
    assert.throws(() => toMatrix([[1], [NaN]], 'kMeans', 'options.init'), {
      name: 'DataError',
      message: 'kMeans: row 1, column 0 of options.init is NaN, not a finite number.',
      source: 'options.init',
      row: 1,
      column: 0,
    });
  });
});
