import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MatrixLike } from '../../lib/src/matrix/matrix.js';
import { hog, type HogOptions } from '../../lib/src/preprocess/hog.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

interface Case {
  readonly seed: number;
  readonly shape: readonly [number, number];
  readonly levels: number | null;
  readonly channels: number;
  readonly options: HogOptions;
  readonly length: number;
  readonly sum: readonly number[];
  readonly first: readonly (readonly number[])[];
}

const { cases } = readReference<{ cases: readonly Case[] }>('hog');

describe('hog equals scikit-image', () => {
  for (const { seed, shape, levels, channels, options, length, sum, first } of cases) {
    test(`${shape.join(' x ')} x ${channels}, ${JSON.stringify(options)}`, async () => {
      const images = uniform(seed, 2, shape[0] * shape[1] * channels);
      const data = levels === null ? images.data : images.data.map((value) => Math.floor(value * levels));
      const features = await hog({ ...images, data }, { shape, channels, ...options });
      assert.equal(features.nColumns, length);
      first.forEach((expected, i) => {
        const row = features.data.subarray(i * length, (i + 1) * length);
        assertClose(row.slice(0, expected.length), expected, { rtol: 1e-12, atol: 1e-15 });
        assertClose(
          row.reduce((total, value) => total + value, 0),
          sum[i]!,
          { rtol: 1e-12 },
        );
      });
    });
  }
});

describe('hog', () => {
  test('a hand calculation: a vertical edge has its gradient to the right, direction 0', async () => {
    // Only the middle pixel of 3 x 3 has both gradients; at the rim the one across it is 0.
    const options = {
      pixelsPerCell: [3, 3],
      cellsPerBlock: [1, 1],
      orientations: 2,
      blockNorm: 'L1',
    } as const;
    // Rows 0 0 1: the middle column has gradient (0, 1) in all three rows, 3 of 9 pixels.
    const { data } = await hog([[0, 0, 1, 0, 0, 1, 0, 0, 1]], options);
    assertClose(
      data,
      [1, 0].map((value) => (value * Math.fround(3 / 9)) / (Math.fround(3 / 9) + 1e-5)),
    );
    // Turned by 90 degrees: direction 90, the second bin.
    const turned = await hog([[0, 0, 0, 0, 0, 0, 1, 1, 1]], options);
    assert.deepEqual([...turned.data], [...data].reverse());
  });

  test('takes the shape of an image set, and squares as they are', async () => {
    const bytes = Uint8Array.from(uniform(4, 1, 400).data, (value) => value * 256);
    const options = { pixelsPerCell: [5, 5] } as const;
    const set = { data: bytes, nRows: 1, nColumns: 400, width: 20, height: 20, channels: 1, files: [] };
    const expected = await hog({ data: bytes, nRows: 1, nColumns: 400 }, { ...options, shape: [20, 20] });
    assert.deepEqual(await hog(set, options), expected);
    assert.deepEqual(await hog([[...bytes]], options), expected);
  });

  test('a picture without edges has no features', async () => {
    const { data, nColumns } = await hog([new Float64Array(64).fill(7)], {
      pixelsPerCell: [4, 4],
      cellsPerBlock: [2, 2],
    });
    assert.equal(nColumns, 36);
    assert.ok(data.every((value) => value === 0));
  });

  const image = [new Float64Array(64)];
  const refusals: readonly (readonly [string, MatrixLike, object, RegExp])[] = [
    [
      'pictures that are not square, without a shape',
      [new Float64Array(60)],
      {},
      /options\.shape to be given, since 60 values/,
    ],
    [
      'a shape that does not fit',
      image,
      { shape: [8, 7] },
      /options\.shape to be height and width with height \* width \* 1 = 64, the values of a row, received "8 x 7"/,
    ],
    [
      'cells larger than the picture',
      image,
      { pixelsPerCell: [9, 8] },
      /pixelsPerCell\[0\] to be an integer in \[1, 8\]/,
    ],
    [
      'blocks larger than the picture',
      image,
      { pixelsPerCell: [4, 4] },
      /cellsPerBlock\[0\] to be an integer in \[1, 2\], received 3/,
    ],
    [
      'one number for a pair',
      image,
      { pixelsPerCell: 8 },
      /pixelsPerCell to be two integers: rows and columns, received 8/,
    ],
    ['an unknown norm', image, { blockNorm: 'l2' }, /one of 'L1', 'L1-sqrt', 'L2', 'L2-Hys'/],
    [
      'roots of negative pixels',
      [new Float64Array(64).fill(-1)],
      { pixelsPerCell: [2, 2], transformSqrt: true },
      /hog: row 0, column 0 of images is -1; transformSqrt takes no negative pixel/,
    ],
    ['no directions', image, { orientations: 0 }, /options\.orientations/],
    ['NaN', [[NaN]], {}, /row 0, column 0 of images is NaN/],
    ['an unknown option', image, { visualize: true }, /options\.visualize/],
  ];
  for (const [what, data, options, message] of refusals)
    test(`refuses ${what}`, () => assert.rejects(hog(data, options), message));
});
