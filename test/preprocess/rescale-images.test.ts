import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rescaleImages } from '../../lib/src/preprocess/rescale-images.js';
import { readReference, uniform } from '../support/golden.js';

const golden = readReference<{ standardized: number[][]; bytes: number[][] }>('rescale-images');

describe('rescaleImages', () => {
  test('equals imscale on doubles and on bytes', async () => {
    const standardized = uniform(5, 6, 40);
    const doubles = { ...standardized, data: standardized.data.map((value) => value * 9 - 3) };
    assert.deepEqual([...(await rescaleImages(doubles)).data], golden.standardized.flat());
    const bytes = {
      data: Uint8Array.from(uniform(6, 6, 40).data, (value) => Math.floor(value * 256)),
      nRows: 6,
      nColumns: 40,
    };
    assert.deepEqual([...(await rescaleImages(bytes)).data], golden.bytes.flat());
  });

  test('cuts off, does not round; and divides before it multiplies', async () => {
    // 1 / 4 * 255 = 63.75; 35 / 51 * 255 is 175 exactly, but 35 * (255 / 51) and 0.686... * 255 need not be.
    assert.deepEqual([...(await rescaleImages([[-1, 0, 3]])).data], [0, 63, 255]);
    const row = Array.from({ length: 256 }, (_, i) => i / 255);
    const expected = row.map((value) => Math.floor(value * 255));
    assert.deepEqual([...(await rescaleImages([row])).data], expected);
  });

  test('is done with after one time: a second one changes nothing', async () => {
    const once = await rescaleImages(uniform(8, 5, 30));
    assert.deepEqual((await rescaleImages(once)).data, once.data);
  });

  test('a row of one value becomes 0, whatever the value', async () => {
    assert.deepEqual(
      [
        ...(
          await rescaleImages([
            [5, 5],
            [0, 0],
            [1, 2],
          ])
        ).data,
      ],
      [0, 0, 0, 0, 0, 255],
    );
  });

  test('every row is stretched on its own, and the input is left alone', async () => {
    const data = Float64Array.of(0, 10, 100, 300);
    const { data: bytes } = await rescaleImages({ data, nRows: 2, nColumns: 2 });
    assert.deepEqual([...bytes], [0, 255, 0, 255]);
    assert.deepEqual([...data], [0, 10, 100, 300]);
  });

  test('refuses NaN, nothing, and unknown options', async () => {
    await assert.rejects(rescaleImages([[1, NaN]]), /rescaleImages: row 0, column 1 of data is NaN/);
    await assert.rejects(rescaleImages([]), /at least one row/);
    await assert.rejects(rescaleImages([[1]], { max: 255 } as object), /options\.max/);
  });
});
