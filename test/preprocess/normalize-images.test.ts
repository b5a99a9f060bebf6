import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MatrixLike } from '../../lib/src/matrix/matrix.js';
import { normalizeImages, type NormalizeImagesOptions } from '../../lib/src/preprocess/normalize-images.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

interface Case {
  readonly seed: number;
  readonly shape: readonly [number, number];
  readonly options: NormalizeImagesOptions;
  readonly normalized: readonly number[];
}

const golden = readReference<{ normalize: readonly Case[] }>('prepared-images');

/** What the doc comment promises: values are at most 1 here. */
const single = { rtol: 0, atol: 1e-6 };

/** A picture of 0 with a value at some [row, column, value]. */
function drawn(
  height: number,
  width: number,
  dots: readonly (readonly [number, number, number])[],
): Float64Array {
  const image = new Float64Array(height * width);
  for (const [row, column, value] of dots) image[row * width + column] = value;
  return image;
}

function imageOf({ seed, shape }: Case): Float64Array {
  return uniform(seed, ...shape).data.map((value) => (value > 0.7 ? value : 0));
}

/** Centre of mass of a square picture: row, column. */
function centre(image: ArrayLike<number>, size: number): readonly [number, number] {
  let [sum, down, right] = [0, 0, 0];
  for (let at = 0; at < image.length; at++) {
    sum += image[at]!;
    down += image[at]! * Math.floor(at / size);
    right += image[at]! * (at % size);
  }
  return [down / sum, right / sum];
}

/** 1 for pictures that differ by a factor only, 0 for those with nothing in common. */
function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe('normalizeImages equals gaussian_filter and map_coordinates of scipy.ndimage', () => {
  for (const example of golden.normalize) {
    test(`${example.shape.join(' x ')}, ${JSON.stringify(example.options)}`, async () => {
      const { shape, options, normalized } = example;
      const { data } = await normalizeImages([imageOf(example)], { shape, ...options });
      assertClose(data, normalized, single);
    });
  }
});

describe('normalizeImages', () => {
  test('a hand calculation: a bar on the left moves to the middle', async () => {
    const bar = drawn(4, 4, [
      [0, 0, 1],
      [1, 0, 1],
      [2, 0, 1],
      [3, 0, 1],
    ]);
    const options = { method: 'bounding-box', size: 4, blur: 0, anisotropy: 0 } as const;
    // Samples at 0.25 and 0.75 pixels from the bar: (0.75 + 0.25) / 2; above the first row they lie outside, 0.75 for 1.
    const inner = [0, 0.5, 0.5, 0];
    const outer = inner.map((value) => value * 0.875);
    assertClose(
      (await normalizeImages([bar], options)).data,
      [...outer, ...inner, ...inner, ...outer],
      single,
    );
    // Stretched all the way it is as wide as high: samples are an eighth of a pixel apart, from -0.4375 to 0.4375.
    const square = await normalizeImages([bar], { ...options, anisotropy: 1 });
    const row = [(0.5625 + 0.6875) / 2, (0.8125 + 0.9375) / 2, (0.9375 + 0.8125) / 2, (0.6875 + 0.5625) / 2];
    assertClose(square.data.subarray(4, 8), row, single);
  });

  test('the window follows the moments: a hand calculation', async () => {
    // Two dots 8 apart in a row: deviations 4 and 0, so 4.5 and 0.5; window 9 wide, sqrt(0.5 * 4.5) * 2 = 3 high.
    const dots = drawn(9, 17, [
      [4, 4, 1],
      [4, 12, 1],
    ]);
    const options = { shape: [9, 17], size: 9, blur: 0, extent: 1 } as const;
    const { data } = await normalizeImages([dots], options);
    // A new pixel is one old one wide and a third of one high: the dots end up at the two rims.
    // Samples 1/12 above and below it; 0.25 to its left and right, and 0.75 into the next new pixel.
    const row = [0.75, 0.125, 0, 0, 0, 0, 0, 0.125, 0.75].map((value) => (value * 11) / 12);
    assertClose(data.subarray(36, 45), row, single);
  });

  test('what is drawn lands in the middle, wherever it was and however large', async () => {
    const shapeAt = (row: number, column: number, step: number): Float64Array =>
      drawn(
        40,
        40,
        [
          [0, 0],
          [0, 1],
          [0, 2],
          [1, 0],
          [2, 0],
          [3, 0],
        ].flatMap(([i, j]) =>
          Array.from(
            { length: step * step },
            (_, p) => [row + i! * step + Math.floor(p / step), column + j! * step + (p % step), 1] as const,
          ),
        ),
      );
    const images = [shapeAt(4, 5, 3), shapeAt(20, 18, 3), shapeAt(2, 8, 6)];
    for (const method of ['moments', 'bounding-box', 'center-of-mass'] as const) {
      const { data } = await normalizeImages(images, { method });
      const [first, moved, larger] = [0, 1, 2].map((i) => data.subarray(i * 1024, (i + 1) * 1024));
      assertClose(moved!, first!, { rtol: 0, atol: 2e-6, message: method });
      if (method !== 'bounding-box') assertClose(centre(larger!, 32), [15.5, 15.5], { rtol: 0, atol: 0.05 });
      const overlap = cosine(larger!, first!);
      assert.ok(method === 'center-of-mass' ? overlap < 0.8 : overlap > 0.95, `${method}: ${overlap}`);
    }
  });

  test('a dot becomes a soft spot, an all white picture a square, both in the middle; black stays black', async () => {
    const images = [drawn(20, 20, [[3, 16, 1]]), new Float64Array(400).fill(1), new Float64Array(400)];
    const { data, blank, warnings } = await normalizeImages(images, { size: 16 });
    for (const i of [0, 1]) {
      const image = data.subarray(i * 256, (i + 1) * 256);
      assertClose(centre(image, 16), [7.5, 7.5], { rtol: 0, atol: 1e-4 });
      assert.ok(image[7 * 16 + 7]! > (i === 0 ? 0.2 : 0.99) && image[0]! < 1e-2, `picture ${i}`);
    }
    assert.ok(data.subarray(512).every((value) => value === 0));
    assert.deepEqual([...blank], [2]);
    assert.deepEqual(warnings, ['1 of 3 pictures is blank: nothing there is above 0']);
  });

  test('channels move together', async () => {
    const grey = imageOf(golden.normalize[1]!);
    const { shape, options } = golden.normalize[1]!;
    const expected = await normalizeImages([grey], { shape, ...options });
    const rgb = [...grey].flatMap((value) => [value, value / 2, 0]);
    const result = await normalizeImages([rgb], { shape, channels: 3, ...options });
    assert.equal(result.channels, 3);
    assertClose(
      result.data,
      [...expected.data].flatMap((value) => [value, value / 2, 0]),
      single,
    );
  });

  test('no pixel of a large picture is stepped over', async () => {
    // One pixel in 300, on 3: two samples for each new pixel would miss nearly all of them.
    const lines = Array.from({ length: 30 }, (_, i) => drawn(1, 300, [[0, 135 + i, 1]]));
    const options = { method: 'center-of-mass', shape: [1, 300], size: 3, blur: 0 } as const;
    const { data, nRows } = await normalizeImages(lines, options);
    for (let i = 0; i < nRows; i++) assert.ok(data.subarray(i * 9, i * 9 + 9).some((value) => value > 0));
  });

  test('many pictures are handled in pieces with the same result as one by one', async () => {
    const nRows = 700;
    const images = uniform(3, nRows, 900);
    const all = await normalizeImages(images, { size: 8 });
    for (const i of [0, 350, nRows - 1]) {
      const one = await normalizeImages([images.data.subarray(i * 900, (i + 1) * 900)], { size: 8 });
      assertClose(all.data.subarray(i * 64, (i + 1) * 64), one.data, single);
    }
  });

  test('layout and names travel, and the input is left alone', async () => {
    const data = Uint8Array.from(uniform(5, 2, 48).data, (value) => value * 256);
    const before = [...data];
    const files = ['a.png', 'b.png'];
    const set = { data, nRows: 2, nColumns: 48, height: 6, width: 8, channels: 1, files };
    const { data: pixels, ...layout } = await normalizeImages(set, { size: 5 });
    assert.ok(pixels instanceof Float32Array && pixels.length === 50);
    const expected = { nRows: 2, nColumns: 25, width: 5, height: 5, channels: 1, files };
    assert.deepEqual(layout, { ...expected, blank: new Int32Array(0), warnings: [] });
    assert.deepEqual([...data], before);
  });

  test('stops when told to, and leaves nothing in libtensorflow', async () => {
    const before = liveTensors();
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('enough'));
    const promise = normalizeImages(uniform(6, 2000, 1024), { onProgress, signal: controller.signal });
    await assert.rejects(promise, /enough/);
    assert.equal(liveTensors(), before);
  });

  const image = [[0, 0, 90, 0]];
  const refusals: readonly (readonly [string, MatrixLike, object, RegExp])[] = [
    [
      'negative ink',
      [
        [0, 0, 0, 1],
        [0, -2, 0, 0],
      ],
      {},
      /row 1, column 1 of images is -2; ink cannot be below 0/,
    ],
    ['an unknown method', image, { method: 'moment' }, /one of 'moments', 'bounding-box', 'center-of-mass'/],
    ['no size', image, { size: 0 }, /options\.size to be an integer in \[1, 4096\]/],
    ['a negative blur', image, { blur: -1 }, /options\.blur/],
    ['no window', image, { extent: 0 }, /options\.extent to be a number in \(0, 100\)/],
    ['anisotropy above 1', image, { anisotropy: 2 }, /options\.anisotropy to be a number in \[0, 1\]/],
    [
      'pictures that are not square, without a shape',
      [[1, 2, 3]],
      {},
      /normalizeImages: expected options\.shape to be given, since 3 values of 1 a pixel are no square picture/,
    ],
    ['a shape that does not fit', image, { shape: [2, 3] }, /height \* width \* 1 = 4/],
    ['infinite values', [[Infinity]], {}, /row 0, column 0 of images is Infinity/],
    ['an unknown option', image, { center: true }, /options\.center/],
  ];
  for (const [what, data, options, message] of refusals)
    test(`refuses ${what}`, () => assert.rejects(normalizeImages(data, options), message));
});
