import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MatrixLike } from '../../lib/src/matrix/matrix.js';
import { cleanImages, type CleanImagesOptions } from '../../lib/src/preprocess/clean-images.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';

interface Case {
  readonly shape: readonly [number, number];
  readonly options: CleanImagesOptions;
  readonly image: readonly number[];
  readonly cleaned: readonly number[];
}

const golden = readReference<{ clean: readonly Case[] }>('prepared-images');

/** float32 rounds to within 6e-8. */
const single = { rtol: 1e-7 };

/** A row of pixels is a picture of height 1; nothing dilated, so that every pixel is for itself. */
async function cleanRow(
  row: readonly number[],
  options: CleanImagesOptions = {},
): Promise<readonly number[]> {
  const plain = { shape: [1, row.length], dilation: 0, gamma: 1, inkPercentile: 100 } as const;
  return [...(await cleanImages([row], { ...plain, ...options })).data];
}

describe('cleanImages equals the same steps in scipy.ndimage', () => {
  for (const { shape, options, image, cleaned } of golden.clean) {
    test(`${shape.join(' x ')}, ${JSON.stringify(options)}`, async () => {
      const { data, blank, warnings } = await cleanImages([image], { shape, ...options });
      assertClose(data, cleaned, single);
      assert.deepEqual([[...blank], warnings], [[], []]);
    });
  }
});

describe('cleanImages', () => {
  test('a hand calculation: floor, root, level of the ink', async () => {
    // Ink: 0, (112 - 12) / 100 = 1, 25 / 100; the 90th percentile of [0.25, 1] is 0.25 + 0.9 * 0.75 = 0.925.
    const plain = await cleanRow([12, 112, 37], { inkPercentile: 90 });
    assertClose(plain, [0, 1, 0.25 / 0.925], single);
    // Roots: 1 and 0.5; 0.5 + 0.9 * 0.5 = 0.95.
    const { data } = await cleanImages([[12, 112, 37]], { shape: [1, 3] });
    assertClose(data, [0, 1, 0.5 / 0.95], single);
  });

  test('a gamma so high that ink underflows leaves no NaN', async () => {
    // Ink: (2 / 243)^400 and (4 / 243)^400 are 0 in doubles, and so is the median of the three.
    const options = { gamma: 400, threshold: 13, inkPercentile: 50 };
    assert.deepEqual(await cleanRow([14, 16, 255], options), [1, 1, 1]);
  });

  test('specks go, by their share of the ink and not by their size', async () => {
    // Ink: 100 + 100, 2, 2 + 2: shares of 206.
    const row = [112, 112, 0, 14, 0, 14, 14];
    const shares = [0.01, 0.015, 0.02].map((minInk) => cleanRow(row, { threshold: 13, minInk }));
    assert.deepEqual(
      (await Promise.all(shares)).map((cleaned) => cleaned.map((value) => (value > 0 ? 1 : 0))),
      [
        [1, 1, 0, 0, 0, 1, 1],
        [1, 1, 0, 0, 0, 1, 1],
        [1, 1, 0, 0, 0, 0, 0],
      ],
    );
    assert.ok((await cleanRow(row, { threshold: 13, minInk: 0 }))[3]! > 0);
  });

  test('the soft edge of a stroke is kept as far as dilation reaches, and no farther', async () => {
    const row = [20, 20, 112, 20, 20];
    const inked = async (dilation: number): Promise<number> =>
      (await cleanRow(row, { dilation })).filter((value) => value > 0).length;
    assert.deepEqual(await Promise.all([0, 1, 2].map(inked)), [1, 3, 5]);
  });

  test('ink on paper: inverted, it is the same picture; not inverted, a warning says so', async () => {
    const { image, shape, cleaned } = golden.clean[0]!;
    const paper = image.map((value) => 255 - value);
    const inverted = await cleanImages([paper, paper], { shape, invert: true });
    assertClose(inverted.data, [...cleaned, ...cleaned], single);
    assert.deepEqual(inverted.warnings, []);
    const { warnings } = await cleanImages([paper, paper, image], { shape });
    assert.deepEqual(warnings, [
      '2 of 3 pictures are more bright than dark: strokes should be the bright part; ' +
        'dark strokes on a light ground need invert: true',
    ]);
    assert.deepEqual((await cleanImages([paper, image, image], { shape })).warnings, []);
  });

  test('levels follow maxValue: shares of 1 are cleaned as bytes are', async () => {
    const { image, shape, cleaned } = golden.clean[0]!;
    const { data } = await cleanImages([image.map((value) => value / 255)], { shape, maxValue: 1 });
    assertClose(data, cleaned, { rtol: 1e-6 });
  });

  test('of several channels the brightest makes the stroke; grey in colour is grey', async () => {
    const { image, shape, cleaned } = golden.clean[0]!;
    const grey = await cleanImages([image.flatMap((value) => [value, value, value])], { shape, channels: 3 });
    assertClose(
      grey.data,
      cleaned.flatMap((value) => [value, value, value]),
      single,
    );
    const red = await cleanImages([image.flatMap((value) => [value, 0, 5])], { shape, channels: 3 });
    assertClose(
      red.data,
      cleaned.flatMap((value) => [value, 0, 0]),
      single,
    );
  });

  test('black, faint and all white pictures', async () => {
    const set = [
      [0, 0, 0, 0],
      [20, 24, 13, 0],
      [255, 255, 255, 255],
      [0, 0, 90, 0],
    ];
    const { data, blank, warnings } = await cleanImages(set, { dilation: 0 });
    assert.deepEqual([...data], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0]);
    assert.deepEqual([...blank], [0, 1]);
    assert.deepEqual(warnings, [
      '2 of 4 pictures are blank: nothing there is above the levels of ground and specks',
    ]);
  });

  test('the threshold follows the floor: twice as high', async () => {
    // Above floor 40, the 70 is ground to a threshold of 80, and a stroke to one of 60.
    assert.deepEqual((await cleanRow([70, 0, 90], { floor: 40 })).map(Math.ceil), [0, 0, 1]);
    assert.deepEqual((await cleanRow([70, 0, 90], { floor: 40, threshold: 60 })).map(Math.ceil), [1, 0, 1]);
  });

  test('layout and names travel, bytes are read as they are, the input is left alone', async () => {
    const { image, shape, cleaned } = golden.clean[1]!;
    const data = Uint8Array.from(image);
    const files = ['a.png'];
    const set = { data, nRows: 1, nColumns: 620, height: shape[0], width: shape[1], channels: 1, files };
    const result = await cleanImages(set, golden.clean[1]!.options);
    assertClose(result.data, cleaned, single);
    assert.ok(result.data instanceof Float32Array);
    const { nRows, nColumns, height, width, channels } = result;
    assert.deepEqual(
      { nRows, nColumns, height, width, channels, files: result.files },
      {
        nRows: 1,
        nColumns: 620,
        height: 20,
        width: 31,
        channels: 1,
        files,
      },
    );
    assert.deepEqual([...data], image);
  });

  test('stops when told to, and reports progress', async () => {
    const controller = new AbortController();
    const set = Array.from({ length: 50 }, () => [0, 0, 90, 0]);
    const stages: string[] = [];
    const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }): void => {
      stages.push(`${stage} ${done}/${total}`);
      controller.abort(new Error('enough'));
    };
    await assert.rejects(cleanImages(set, { onProgress, signal: controller.signal }), /enough/);
    assert.equal(stages.at(-1), 'cleaning 50/50');
  });

  const image = [[0, 0, 90, 0]];
  const refusals: readonly (readonly [string, MatrixLike, object, RegExp])[] = [
    [
      'levels above white',
      [[0, 0, 256, 0]],
      {},
      /row 0, column 2 of images is 256, not a level from 0 to maxValue = 255/,
    ],
    ['negative levels', [[0, -1, 0, 0]], {}, /row 0, column 1 of images is -1, not a level/],
    ['shares of 1 above 1', image, { maxValue: 1 }, /is 90, not a level from 0 to maxValue = 1/],
    [
      'pictures that are not square, without a shape',
      [[1, 2, 3]],
      {},
      /cleanImages: expected options\.shape to be given, since 3 values of 1 a pixel are no square picture/,
    ],
    ['no white', image, { maxValue: 0 }, /options\.maxValue to be a finite number above 0/],
    ['a floor above white', image, { floor: 300 }, /options\.floor to be a number in \[0, 255\]/],
    ['a threshold above white', image, { maxValue: 100, threshold: 101 }, /options\.threshold/],
    [
      'a threshold below the floor',
      image,
      { floor: 30, threshold: 24 },
      /options\.threshold to be a number in \[30, 255\]/,
    ],
    ['gamma 0', image, { gamma: 0 }, /options\.gamma/],
    ['a share above 1', image, { minInk: 1.2 }, /options\.minInk to be a number in \[0, 1\]/],
    ['half a pixel of dilation', image, { dilation: 0.5 }, /options\.dilation/],
    ['a percentile above 100', image, { inkPercentile: 101 }, /options\.inkPercentile/],
    ['invert as a word', image, { invert: 'auto' }, /options\.invert to be true or false/],
    ['NaN', [[NaN]], {}, /row 0, column 0 of images is NaN/],
    ['an unknown option', image, { flooor: 3 }, /options\.flooor/],
    [
      'names that do not fit',
      { data: new Uint8Array(4), nRows: 1, nColumns: 4, files: ['a', 'b'] } as MatrixLike,
      {},
      /images\.files to be one name for each of the 1 pictures/,
    ],
  ];
  for (const [what, data, options, message] of refusals)
    test(`refuses ${what}`, () => assert.rejects(cleanImages(data, options), message));
});
