import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { imageSheet } from '../../lib/src/plot/image-sheet.js';
import type { SheetImages } from '../../lib/src/plot/sheet-images.js';
import type { Picture } from '../../lib/src/plot/picture.js';

/** n pictures of 4 x 2 pixels; all pixels of picture i are 20 * i. */
function flat(n: number, channels: 1 | 3 = 1): SheetImages {
  const nColumns = 8 * channels;
  const data = new Uint8Array(n * nColumns).map((_, i) => 20 * Math.floor(i / nColumns));
  return { data, nRows: n, nColumns, width: 4, height: 2, channels };
}

/** Grey level at a place of a picture. */
async function pixel(picture: Picture, x: number, y: number): Promise<number> {
  const { data, info } = await sharp(picture.png)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.equal(info.width, picture.width);
  assert.equal(info.height, picture.height);
  return data[(y * info.width + x) * info.channels]!;
}

test('pictures lie in a grid with two pixels between them', async () => {
  const sheet = await imageSheet(flat(5), { columns: 3 });
  assert.deepEqual([sheet.width, sheet.height], [3 * 4 + 2 * 2, 2 * 2 + 2]);
  assert.equal(sheet.alt, '5 pictures.');
  for (const [i, x, y] of [
    [0, 0, 0],
    [1, 6, 0],
    [2, 15, 1],
    [3, 0, 4],
    [4, 9, 5],
  ] as const)
    assert.equal(await pixel(sheet, x, y), 20 * i);
  for (const [x, y] of [
    [4, 0],
    [5, 1],
    [0, 2],
    [12, 4],
  ] as const)
    assert.equal(await pixel(sheet, x, y), 255, 'white between and after');
});

test('rows choose and order; scale repeats pixels, or averages them', async () => {
  const large = await imageSheet(flat(5), { rows: [3, 1], scale: 3 });
  assert.deepEqual([large.width, large.height], [2 * 12 + 2, 6]);
  assert.equal(await pixel(large, 11, 5), 60);
  assert.equal(await pixel(large, 14, 0), 20);
  const data = Uint8Array.of(0, 100, 200, 40, 100, 200, 40, 120);
  const small = await imageSheet({ data, nRows: 1, nColumns: 8, width: 4, height: 2 }, { scale: 0.5 });
  assert.deepEqual([small.width, small.height], [2, 1]);
  assert.deepEqual([await pixel(small, 0, 0), await pixel(small, 1, 0)], [100, 100]);
});

test('a caption may hold any character', async () => {
  const sheet = await imageSheet(flat(2), { captions: ['a\u0001\n\u001b', '\ud800'], scale: 10 });
  assert.ok((await sharp(sheet.png).metadata()).width > 0);
});

test('captions stand under the pictures and in the description', async () => {
  const images = { ...flat(2), width: 4, height: 2 };
  const sheet = await imageSheet(images, { captions: ['<一>', 'b & c'], scale: 10, title: 'Two' });
  assert.equal(sheet.alt, 'Two. 2 pictures: <一>, b & c.');
  assert.equal(sheet.height, 15 + 10 + 20 + 16);
  const { data, info } = await sharp(sheet.png)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const below = data.subarray(45 * info.width * info.channels);
  assert.ok(
    below.some((grey) => grey < 100),
    'there is ink below the pictures',
  );
});

test('groups get a line each, numbers in order, with examples spread over the group', async () => {
  const by = [2, 2, 2, 2, 2, 2, 0, 0];
  const sheet = await imageSheet(flat(8), {
    by,
    columns: 3,
    groupTitle: (label, count) => `${label}:${count}`,
  });
  assert.equal(sheet.alt, 'Examples of 2 groups: 0:2, 2:6.');
  const left = sheet.width - (3 * 4 + 2 * 2);
  assert.ok(left > 10, 'room for the titles');
  const found = [];
  for (const [x, y] of [
    [0, 0],
    [6, 0],
    [12, 0],
    [0, 4],
    [6, 4],
    [12, 4],
  ] as const)
    found.push(await pixel(sheet, left + x, y));
  assert.deepEqual(found, [120, 140, 255, 0, 40, 80]);
});

test('names of groups keep the order of their first picture; rows narrow the groups down', async () => {
  const sheet = await imageSheet(flat(4), { by: ['b', 'a', 'b', 'a'], rows: [1, 2, 3] });
  assert.equal(sheet.alt, 'Examples of 2 groups: a (2), b (1).');
});

test('colour stays colour', async () => {
  const data = Uint8Array.from(Array.from({ length: 8 }, () => [200, 10, 60]).flat());
  const sheet = await imageSheet({ data, nRows: 1, nColumns: 24, width: 4, height: 2 });
  const { data: rgb, info } = await sharp(sheet.png).raw().toBuffer({ resolveWithObject: true });
  assert.equal(info.channels, 3);
  assert.deepEqual([...rgb.subarray(0, 3)], [200, 10, 60]);
});

test('the same sheet is the same bytes, and its images are not touched', async () => {
  const images = flat(4);
  const before = images.data.slice();
  const options = { captions: ['一', '二', '三', '四'], scale: 8 };
  assert.deepEqual((await imageSheet(images, options)).png, (await imageSheet(images, options)).png);
  assert.deepEqual(images.data, before);
});

test('bad input is refused by name', async () => {
  const refuse = (options: object, message: RegExp): Promise<void> =>
    assert.rejects(imageSheet(flat(3), options), message);
  await refuse(
    { rows: [3] },
    /imageSheet: expected options.rows\[0\] to be an integer in \[0, 2\] \(rows of images\), received 3/,
  );
  await refuse({ rows: [] }, /expected options.rows to be at least one row/);
  await refuse(
    { captions: ['a'] },
    /expected options.captions to be one text for each of the 3 pictures, received an array of 1/,
  );
  await refuse({ by: [0, 1] }, /expected options.by to be one label for each of the 3 rows of images/);
  await refuse(
    { by: [0, 1, 1], captions: ['a', 'b', 'c'] },
    /expected options.captions to be left out where options.by is given/,
  );
  await refuse({ groupTitle: () => '' }, /expected options.groupTitle to be given together with options.by/);
  await refuse({ columns: 0 }, /expected options.columns to be an integer in \[1, 1000\]/);
  await refuse({ scale: 20 }, /expected options.scale to be a number in \[0.25, 16\]/);
  await refuse({ colums: 3 }, /expected options.colums to be one of the known options/);
  await assert.rejects(
    imageSheet({ ...flat(3), width: 5 }),
    /expected images to be rows of width \* height grey levels, .* received "5 x 2 and 8 columns"/,
  );
  await assert.rejects(imageSheet({ ...flat(3), data: [] as never }), /expected images to be loaded images/);
  const many = { data: new Uint8Array(50_000), nRows: 50_000, nColumns: 1, width: 1, height: 1 };
  await assert.rejects(
    imageSheet(many, { scale: 16 }),
    /expected the sheet to be at most 12000000 pixels large; choose fewer pictures/,
  );
});
