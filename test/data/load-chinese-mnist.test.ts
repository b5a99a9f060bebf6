import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import sharp from 'sharp';

import { chineseMnistCharacters } from '../../lib/src/data/chinese-mnist-characters.js';
import { loadChineseMnist } from '../../lib/src/data/load-chinese-mnist.js';
import { DataError } from '../../lib/src/errors.js';
import { scratchFolder } from '../support/scratch.js';

const root = scratchFolder('mnist');
const HEADER = 'suite_id,sample_id,code,value,character';
const ROWS = ['2,1,10,9,九', '1,1,1,0,零', '1,2,15,100000000,亿'];
let number = 0;

/** A set of three pictures, each filled with ten times its code, in the given nesting. */
async function makeSet(
  nesting: string,
  rows: readonly string[] = ROWS,
  header: string = HEADER,
): Promise<string> {
  const folder = join(root, String(number++));
  mkdirSync(join(folder, nesting), { recursive: true });
  writeFileSync(join(folder, 'chinese_mnist.csv'), [header, ...rows, ''].join('\r\n'));
  for (const row of ROWS) {
    const [suite, sample, code] = row.split(',');
    const raw = { width: 64, height: 64, channels: 1 as const };
    const path = join(folder, nesting, `input_${suite}_${sample}_${code}.jpg`);
    await sharp(Buffer.alloc(4096, 10 * Number(code)), { raw })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toFile(path);
  }
  return folder;
}

test('joins table and pictures in the order of the table, in every nesting', async () => {
  for (const nesting of ['', 'data', 'data/data']) {
    const folder = await makeSet(nesting);
    const { table, images, codes, values, characters } = await loadChineseMnist(folder, { cache: false });
    assert.deepEqual(table.shape, [3, 5]);
    assert.deepEqual([...codes], [10, 1, 15]);
    assert.deepEqual([...values], [9, 0, 100_000_000]);
    assert.deepEqual(characters, ['九', '零', '亿']);
    assert.deepEqual([images.nRows, images.nColumns, images.channels], [3, 4096, 1]);
    assert.deepEqual(
      [0, 1, 2].map((row) => images.data[row * 4096]),
      [100, 10, 150],
    );
    assert.equal(images.files[2], join(folder, nesting, 'input_1_2_15.jpg'));
  }
});

test('passes options on to loadImages', async () => {
  const { images } = await loadChineseMnist(await makeSet('data'), { cache: false, size: 8, color: 'rgb' });
  assert.deepEqual([images.width, images.height, images.channels], [8, 8, 3]);
});

test('names the row that has no picture', async () => {
  const folder = await makeSet('data');
  rmSync(join(folder, 'data', 'input_1_1_1.jpg'));
  await assert.rejects(loadChineseMnist(folder, { cache: false }), (error: unknown) => {
    assert.ok(error instanceof DataError);
    assert.match(
      error.message,
      /row 1 of .*chinese_mnist\.csv points to .*input_1_1_1\.jpg, which does not exist\./,
    );
    assert.equal(error.row, 1);
    return true;
  });
  rmSync(join(folder, 'data', 'input_1_2_15.jpg'));
  await assert.rejects(loadChineseMnist(folder), /row 1 .* does not exist; so do 1 more rows/);
  rmSync(join(folder, 'data'), { recursive: true });
  await assert.rejects(loadChineseMnist(folder), /no picture of .* was found: input_2_1_10\.jpg is missing/);
});

test('names what is wrong with the table', async () => {
  const rejects = async (rows: readonly string[], pattern: RegExp, header?: string): Promise<void> => {
    await assert.rejects(loadChineseMnist(await makeSet('data', rows, header), { cache: false }), pattern);
  };
  await rejects([], /has column names but no rows/);
  await rejects(ROWS, /has no column code/, 'suite_id,sample_id,kode,value,character');
  await rejects([ROWS[0]!, '1,1,16,0,零'], /row 1, column code of .* is 16, not an integer in \[1, 15\]/);
  await rejects(
    ['../../etc/passwd,1,1,0,零'],
    /row 0, column suite_id of .* is "\.\.\/\.\.\/etc\/passwd", not an integer/,
  );
  await rejects([ROWS[0]!, '1,,1,0,零'], /row 1, column sample_id of .* not an integer/);
  await rejects([ROWS[0]!, ROWS[1]!, ROWS[0]!], /rows 0 and 2 of .* both stand for input_2_1_10\.jpg/);
  await assert.rejects(loadChineseMnist(join(root, 'nowhere')), /nowhere.chinese_mnist\.csv does not exist/);
  await assert.rejects(
    loadChineseMnist(await makeSet('data'), { onError: 'skip' } as never),
    /options\.onError/,
  );
});

test('the characters are those of the published table', () => {
  assert.equal(
    chineseMnistCharacters.map(({ character }) => character).join(''),
    '零一二三四五六七八九十百千万亿',
  );
  assert.deepEqual(
    chineseMnistCharacters.map(({ code }) => code),
    Array.from({ length: 15 }, (_, i) => i + 1),
  );
  assert.deepEqual(
    chineseMnistCharacters.slice(9).map(({ value }) => value),
    [9, 10, 100, 1000, 10_000, 100_000_000],
  );
});
