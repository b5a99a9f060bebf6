import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Matrix, MatrixLike } from '../../lib/src/matrix/matrix.js';
import { standardize, type StandardizeOptions } from '../../lib/src/preprocess/standardize.js';
import { assertClose } from '../support/assert-close.js';
import { goldenData, readReference, uniform } from '../support/golden.js';

interface Case {
  readonly name: string;
  readonly options: StandardizeOptions;
  readonly scaled: readonly (readonly number[])[];
}

const { cases } = readReference<{ cases: readonly Case[] }>('standardize');
const golden = readReference<{ scale: { first_row: number[] } }>('sklearn-golden');

function map(
  { data, nRows, nColumns }: Matrix,
  value: (value: number, row: number, column: number) => number,
): Matrix {
  return { data: data.map((v, at) => value(v, Math.floor(at / nColumns), at % nColumns)), nRows, nColumns };
}

const pixels = map(uniform(3, 9, 5), (value) => Math.floor(value * 256));

/** The inputs of generate_standardize.py, in its order. */
const inputs: readonly Matrix[] = [
  uniform(0, 11, 4),
  huge(),
  constant(),
  pixels,
  map(pixels, (value) => value / 255),
  pixels,
  huge(),
  uniform(0, 11, 4),
];

function huge(): Matrix {
  return map(
    uniform(1, 7, 3),
    (value, _, column) => value * [1e3, 1, 1e-3][column]! + [1e15, 1e9, 3][column]!,
  );
}

function constant(): Matrix {
  return map(
    uniform(2, 10, 4),
    (value, row, column) => [value, 7, 0.1, 1 + Number.EPSILON * (row % 2)][column]!,
  );
}

describe('standardize equals sklearn.preprocessing.scale', () => {
  cases.forEach(({ name, options, scaled }, i) => {
    test(`${name} ${JSON.stringify(options)}`, async () => {
      const { data, nRows, nColumns } = await standardize(inputs[i]!, options);
      assert.equal(nRows, scaled.length);
      assert.equal(nColumns, scaled[0]!.length);
      assertClose(data, scaled.flat(), { rtol: 1e-12, atol: 1e-15 });
    });
  });

  test('the example of sklearn-golden.json', async () => {
    const { data } = await standardize(goldenData());
    assertClose(data.slice(0, 4), golden.scale.first_row, { rtol: 1e-13 });
  });
});

describe('standardize', () => {
  test('a hand calculation: means 2 and 7, deviations 1 and 0', async () => {
    assert.deepEqual(
      [
        ...(
          await standardize([
            [1, 7],
            [3, 7],
          ])
        ).data,
      ],
      [-1, 0, 1, 0],
    );
  });

  test('reads bytes, rows and frames alike, and leaves them as they were', async () => {
    const bytes = Uint8Array.from(pixels.data);
    const rows = Array.from({ length: 9 }, (_, i) => [...pixels.data.subarray(5 * i, 5 * i + 5)]);
    const frame = { columns: ['a', 'b', 'c', 'd', 'e'], shape: [9, 5], values: rows };
    const expected = (await standardize(pixels)).data;
    for (const data of [{ data: bytes, nRows: 9, nColumns: 5 }, rows, frame] as MatrixLike[]) {
      assert.deepEqual((await standardize(data)).data, expected);
    }
    assert.deepEqual(bytes, Uint8Array.from(pixels.data));
  });

  test('one row becomes zeros', async () => {
    assert.deepEqual([...(await standardize([[5, -3]])).data], [0, 0]);
  });

  test('more rows than one step handles', async () => {
    // 2100 x 4096 is above 2^23 entries: columns alternate between -1 and 1, times their number.
    const big = { data: new Float64Array(2100 * 4096), nRows: 2100, nColumns: 4096 };
    for (let at = 0; at < big.data.length; at++)
      big.data[at] = (Math.floor(at / 4096) % 2 === 0 ? -1 : 1) * (1 + (at % 4096));
    const done: number[] = [];
    const { data } = await standardize(big, { onProgress: (progress) => done.push(progress.done) });
    assert.ok(data.every((value, at) => value === (Math.floor(at / 4096) % 2 === 0 ? -1 : 1)));
    assert.equal(done.at(-1), 2100);
  });

  const refusals: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ['NaN', () => standardize([[1], [NaN]]), /standardize: row 1, column 0 of data is NaN/],
    [
      'an infinity in a typed matrix',
      () => standardize({ data: Float32Array.of(1, Infinity), nRows: 2, nColumns: 1 }),
      /row 1, column 0 of data is Infinity/,
    ],
    ['ragged rows', () => standardize([[1], [1, 2]]), /row 1 of data has 2 values, row 0 has 1/],
    [
      'bytes of another shape',
      () => standardize({ data: new Uint8Array(5), nRows: 2, nColumns: 2 }),
      /data\.data to be an array of nRows \* nColumns = 4 numbers/,
    ],
    ['no rows', () => standardize([]), /at least one row/],
    ['an unknown option', () => standardize([[1]], { with_mean: false } as object), /options\.with_mean/],
    [
      'an option of the wrong type',
      () => standardize([[1]], { withStd: 1 as unknown as boolean }),
      /options\.withStd to be true or false/,
    ],
  ];
  for (const [what, call, message] of refusals) test(`refuses ${what}`, () => assert.rejects(call, message));

  test('stops when told to', () =>
    assert.rejects(standardize([[1]], { signal: AbortSignal.abort(new Error('enough')) }), /enough/));
});
