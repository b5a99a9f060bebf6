import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { representativesSheet } from '../../lib/src/plot/representatives-sheet.js';
import { similarSheet } from '../../lib/src/plot/similar-sheet.js';

/** Five pictures of 24 x 24 pixels, picture i all of grey level 40 i. */
const size = 24 * 24;
const layout = { nColumns: size, width: 24, height: 24, channels: 1 };
const images = {
  ...layout,
  data: Uint8Array.from({ length: 5 * size }, (_, at) => 40 * Math.floor(at / size)),
  nRows: 5,
  files: [],
};
const queries = { ...layout, data: new Uint8Array(size).fill(200), nRows: 1 };

/** Grey level in the middle of the picture at a place of the sheet. */
async function levelAt(png: Uint8Array, column: number, line: number, lineHeight: number): Promise<number> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return data[(line * lineHeight + 12) * info.width * info.channels + (column * 26 + 12) * info.channels]!;
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 8, `grey ${actual}, expected ${expected}`);
}

test('representatives stand side by side in the order of the clusters', async () => {
  const clustering = {
    images,
    counts: Int32Array.of(4, 1),
    representatives: {
      rows: Int32Array.of(3, 1),
      files: [],
      centers: { data: new Float64Array(2), nRows: 2, nColumns: 1 },
    },
  };
  const { png, alt } = await representativesSheet(clustering);
  assert.equal(alt, '2 pictures: 0 (4), 1 (1).');
  near(await levelAt(png, 0, 0, 0), 120);
  near(await levelAt(png, 1, 0, 0), 40);
  const other = await representativesSheet(clustering, {
    representatives: { rows: Int32Array.of(4, 2) },
    captions: ['四', '二'],
  });
  assert.equal(other.alt, '2 pictures: 四, 二.');
  near(await levelAt(other.png, 0, 0, 0), 160);
  await assert.rejects(
    representativesSheet({ ...clustering, counts: Int32Array.of(5) }),
    /representatives.rows to be one row for each of the 1 clusters/,
  );
  await assert.rejects(
    representativesSheet(clustering, { captions: ['a'] }),
    /representativesSheet: expected options.captions to be one text for each of the 2 pictures/,
  );
  await assert.rejects(
    representativesSheet({ ...clustering, images: { ...images, width: undefined, height: undefined } }),
    /images to be of known width and height/,
  );
});

test('a query stands before its hits, each with distance and p-value', async () => {
  const hit = {
    query: 0,
    rows: Int32Array.of(1, 4),
    distances: Float64Array.of(1.23456, 20),
    pValues: Float64Array.of(0.00123, NaN),
  };
  const fewer = {
    query: 0,
    rows: Int32Array.of(2),
    distances: Float64Array.of(3),
    pValues: Float64Array.of(NaN),
  };
  const { png, alt } = await similarSheet(queries, images, [hit, fewer]);
  assert.equal(
    alt,
    'Distances of the pictures found for each query. query 0: 1.23, p 0.00123 | 20; query 0: 3.',
  );
  const { height } = await sharp(png).metadata();
  const lineHeight = (height! + 2) / 2;
  for (const [column, line, level] of [
    [0, 0, 200],
    [1, 0, 40],
    [2, 0, 160],
    [0, 1, 200],
    [1, 1, 80],
    [2, 1, 255],
  ] as const) {
    near(await levelAt(png, column, line, lineHeight), level);
  }
  assert.equal(
    (await similarSheet(queries, images, [hit], { maxHits: 1 })).alt,
    'Distances of the pictures found for each query. query 0: 1.23, p 0.00123.',
  );
  await assert.rejects(
    similarSheet(queries, images, [hit], { scale: 99 }),
    /similarSheet: expected options.scale to be a number in \[0.25, 16\]/,
  );
  await assert.rejects(similarSheet(queries, images, []), /matches to be at least one match/);
  await assert.rejects(
    similarSheet(queries, images, [{ ...hit, query: 1 }]),
    /matches\[0\].query to be a row in \[0, 0\]/,
  );
  await assert.rejects(
    similarSheet({ ...queries, width: 12, height: 48 }, images, [hit]),
    /queries to be pictures of 24 x 24 x 1 as the others/,
  );
});
