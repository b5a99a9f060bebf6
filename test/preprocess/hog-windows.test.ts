import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MatrixLike } from '../../lib/src/matrix/matrix.js';
import { hogWindows, type HogWindowsOptions } from '../../lib/src/preprocess/hog-windows.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

interface Case {
  readonly seed: number;
  readonly shape: readonly [number, number];
  readonly options: HogWindowsOptions;
  readonly descriptor: readonly number[];
}

const golden = readReference<{ hogWindows: readonly Case[] }>('prepared-images');

describe('hogWindows equals its definition in NumPy', () => {
  for (const { seed, shape, options, descriptor } of golden.hogWindows) {
    test(`${shape.join(' x ')}, ${JSON.stringify(options)}`, async () => {
      const { data } = uniform(seed, ...shape);
      const result = await hogWindows([data], { shape, ...options });
      assert.equal(result.nColumns, descriptor.length);
      assertClose(result.data, descriptor, { rtol: 1e-10, atol: 1e-12 });
    });
  }
});

describe('hogWindows', () => {
  const whole = { pixelsPerWindow: [3, 3], stride: [1, 1] } as const;

  test('a hand calculation: an edge between two directions is shared by both', async () => {
    // Only the middle pixel has both gradients: (down, right) = (1, 1), 45 degrees, strength sqrt(2), half to each bin;
    // (0, 1) has strength 1 to the right, (1, 0) strength 1 down.
    const corner = [0, 0, 1, 0, 0, 1, 1, 1, 1];
    const { data } = await hogWindows([corner], { ...whole, orientations: 2 });
    assertClose(data, [Math.SQRT1_2, Math.SQRT1_2]);
    // Bins at 0, 45, 90, 135 degrees: 1, sqrt(2), 1, 0 of the sum 2 + sqrt(2).
    const four = await hogWindows([corner], { ...whole, orientations: 4 });
    assertClose(
      four.data,
      [1, Math.SQRT2, 1, 0].map((sum) => Math.sqrt(sum / (2 + Math.SQRT2))),
    );
  });

  test('a direction and its opposite are the same', async () => {
    const image = uniform(1, 8, 8).data;
    const negative = image.map((value) => 1 - value);
    const options = { pixelsPerWindow: [4, 4], stride: [2, 2] } as const;
    assertClose((await hogWindows([image], options)).data, (await hogWindows([negative], options)).data, {
      rtol: 1e-7,
      atol: 1e-9,
    });
  });

  test('32 x 32 pixels have 441 values of length 1, whatever the contrast', async () => {
    const image = uniform(2, 1, 1024).data;
    const { data, nColumns } = await hogWindows([image, image.map((value) => value * 3)]);
    assert.equal(nColumns, 441);
    const first = data.subarray(0, 441);
    assertClose(
      first.reduce((sum, value) => sum + value * value, 0),
      1,
    );
    assertClose(data.subarray(441), first, { rtol: 1e-10, atol: 1e-12 });
  });

  test('takes the shape of an image set; of several channels the steepest counts', async () => {
    const bytes = Uint8Array.from(uniform(4, 1, 300).data, (value) => value * 256);
    const options = { pixelsPerWindow: [5, 5], stride: [5, 5] } as const;
    const expected = await hogWindows(
      { data: bytes, nRows: 1, nColumns: 300 },
      { ...options, shape: [15, 20] },
    );
    const set = { data: bytes, nRows: 1, nColumns: 300, width: 20, height: 15, channels: 1 };
    assert.deepEqual(await hogWindows(set, options), expected);
    const colour = [...bytes].flatMap((value) => [value / 2, value, 0]);
    const result = await hogWindows([colour], { ...options, shape: [15, 20], channels: 3 });
    assertClose(result.data, expected.data, { rtol: 1e-10 });
  });

  test('a direction that rounds to beyond half a turn touches no other window', async () => {
    // Gradients: from column 1 to the right, from column 3 to the left by -180 degrees; -pi * (7 / pi) is below -7.
    const image = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, -0, 0, 0];
    const options = { shape: [3, 6], orientations: 7, pixelsPerWindow: [3, 2], stride: [1, 2] } as const;
    const { data } = await hogWindows([image], options);
    const expected = [0, 1, 2].flatMap((window) => [window < 2 ? Math.SQRT1_2 : 0, 0, 0, 0, 0, 0, 0]);
    assertClose(data, expected, { atol: 1e-7 });
    assert.equal(data[6], 0);
  });

  test('a picture without edges has no features', async () => {
    const { data } = await hogWindows([new Float64Array(64).fill(7)]);
    assert.deepEqual([...data], new Array(9).fill(0));
  });

  test('stops when told to', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('enough'));
    await assert.rejects(hogWindows(uniform(3, 20, 64), { onProgress, signal: controller.signal }), /enough/);
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
      'windows larger than the picture',
      image,
      { pixelsPerWindow: [9, 8] },
      /pixelsPerWindow\[0\] to be an integer in \[1, 8\]/,
    ],
    [
      'one number for a pair',
      image,
      { stride: 4 },
      /stride to be two integers: rows and columns, received 4/,
    ],
    ['no step', image, { stride: [0, 4] }, /options\.stride\[0\]/],
    ['no directions', image, { orientations: 0 }, /options\.orientations/],
    ['NaN', [[NaN]], {}, /row 0, column 0 of images is NaN/],
    ['an unknown option', image, { blockNorm: 'L2' }, /hogWindows: expected options\.blockNorm/],
  ];
  for (const [what, data, options, message] of refusals)
    test(`refuses ${what}`, () => assert.rejects(hogWindows(data, options), message));
});
