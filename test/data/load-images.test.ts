import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';

import sharp from 'sharp';

import { loadImages } from '../../lib/src/data/load-images.js';
import { ArgumentError, DataError } from '../../lib/src/errors.js';
import { toMatrix } from '../../lib/src/matrix/matrix.js';
import type { Progress } from '../../lib/src/progress.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('images');
const at = (name: string): string => join(folder, name);
const noCache = { cache: false } as const;

/** A PNG of given channel values. */
async function png(
  name: string,
  width: number,
  height: number,
  channels: 1 | 2 | 3 | 4,
  values: readonly number[],
): Promise<string> {
  await sharp(Buffer.from(values), { raw: { width, height, channels } }).png().toFile(at(name));
  return at(name);
}

before(async () => {
  await png('grey.png', 2, 2, 1, [0, 50, 100, 255]);
  await png('rgb.png', 2, 1, 3, [255, 0, 0, 10, 20, 30]);
  const flat = { create: { width: 64, height: 64, channels: 3 as const, background: '#808080' } };
  await sharp(flat).jpeg().toFile(at('whole.jpg'));
  const noise = Buffer.from(Array.from({ length: 64 * 64 }, (_, i) => (i * 7919) % 251));
  const jpeg = await sharp(noise, { raw: { width: 64, height: 64, channels: 1 } })
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
  writeFileSync(at('truncated.jpg'), jpeg.subarray(0, jpeg.length / 2));
  writeFileSync(at('text.jpg'), 'this is no picture\n');
});

test('grey and colour', async () => {
  const grey = await loadImages([at('grey.png')], noCache);
  assert.deepEqual([...grey.data], [0, 50, 100, 255]);
  const { data: _data, ...rest } = grey;
  assert.deepEqual(rest, {
    nRows: 1,
    nColumns: 4,
    width: 2,
    height: 2,
    channels: 1,
    files: [at('grey.png')],
    skipped: [],
    leftOut: [],
    changed: [],
    cached: false,
    warnings: [],
  });
  assert.deepEqual(
    [...(await loadImages([at('grey.png')], { ...noCache, color: 'rgb' })).data],
    [0, 0, 0, 50, 50, 50, 100, 100, 100, 255, 255, 255],
  );
  const rgb = await loadImages([at('rgb.png')], { ...noCache, color: 'rgb' });
  assert.deepEqual([...rgb.data], [255, 0, 0, 10, 20, 30]);
  assert.equal(rgb.nColumns, 6);
  // 0.299 * 255 = 76.2; 2.99 + 11.74 + 3.42 = 18.15
  assert.deepEqual([...(await loadImages([at('rgb.png')], noCache)).data], [76, 18]);
});

test('16-bit channels keep their upper byte', async () => {
  const values = new Uint16Array([0x0000, 0x1234, 0x80ff, 0xffff]);
  for (const channels of [1, 3] as const) {
    const raw = Uint16Array.from(values, (v) => v);
    const data =
      channels === 1 ? raw : Uint16Array.from({ length: 12 }, (_, i) => values[Math.floor(i / 3)]!);
    const space = channels === 1 ? 'grey16' : 'rgb16';
    await sharp(data, { raw: { width: 2, height: 2, channels } })
      .toColourspace(space)
      .png()
      .toFile(at('deep.png'));
    assert.equal((await sharp(at('deep.png')).metadata()).depth, 'ushort');
    assert.deepEqual([...(await loadImages([at('deep.png')], noCache)).data], [0, 0x12, 0x80, 0xff]);
  }
});

test('EXIF orientation is applied', async () => {
  // Orientation 6: the stored picture must be turned clockwise to stand upright.
  const stored = Buffer.from([0, 80, 160, 40, 120, 200]);
  await sharp(stored, { raw: { width: 3, height: 2, channels: 1 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toFile(at('turned.png'));
  const { data, width, height } = await loadImages([at('turned.png')], noCache);
  assert.deepEqual([width, height], [2, 3]);
  assert.deepEqual([...data], [40, 0, 120, 80, 200, 160]);
});

test('pictures of different sizes need options.size', async () => {
  await assert.rejects(loadImages([at('grey.png'), at('rgb.png')], noCache), (error: unknown) => {
    assert.ok(error instanceof DataError);
    assert.match(error.message, /grey\.png has 2 x 2 pixels, .*rgb\.png has 2 x 1; give options\.size/);
    return true;
  });
  const images = await loadImages([at('grey.png'), at('rgb.png')], { ...noCache, size: [1, 2] });
  assert.deepEqual([images.width, images.height, images.nRows], [1, 2, 2]);
  assert.deepEqual([...images.data], [25, 178, 47, 47]);
});

test('a loaded set is a matrix', async () => {
  const matrix = toMatrix(await loadImages([at('grey.png')], noCache));
  assert.deepEqual([...matrix.data], [0, 50, 100, 255]);
});

test('a picture that cannot be read is an error that names it', async () => {
  const failing = async (name: string, pattern: RegExp, options = {}): Promise<void> => {
    await assert.rejects(
      loadImages([at('whole.jpg'), at(name)], { ...noCache, ...options }),
      (error: unknown) => {
        assert.ok(error instanceof DataError, String(error));
        assert.match(error.message, pattern);
        assert.equal(error.source, at(name));
        return true;
      },
    );
  };
  await failing('truncated.jpg', /truncated\.jpg cannot be read as a picture: .*premature end/i);
  await failing('text.jpg', /text\.jpg cannot be read as a picture: .*unsupported image format/i);
  await failing('none.jpg', /none\.jpg cannot be read: the file does not exist/);
  await assert.rejects(loadImages(at('nowhere')), /the folder .*nowhere does not exist/);
  const empty = scratchFolder('empty');
  await assert.rejects(loadImages(empty), /holds no picture/);
});

/** A black square of 1-bit pixels: 50 MB of zeros in 50 kB. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
    ends[0].writeUInt32BE(content.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 1 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a 20 000 x 20 000 PNG is refused before it is decoded', async () => {
  writeFileSync(at('huge.png'), blackPng(20_000));
  assert.equal((await sharp(at('huge.png'), { limitInputPixels: false }).metadata()).width, 20_000);
  const memory = process.memoryUsage().rss;
  await assert.rejects(
    loadImages([at('huge.png')], noCache),
    /huge\.png cannot be read as a picture: Input image exceeds pixel limit/,
  );
  assert.ok(process.memoryUsage().rss - memory < 400e6, 'the picture was decoded');
});

test('a small picture over maxPixels is refused too', async () => {
  const jpeg = await sharp(readFileSync(at('whole.jpg')))
    .greyscale()
    .jpeg()
    .toBuffer();
  writeFileSync(at('small.jpg'), jpeg);
  await assert.rejects(
    loadImages([at('small.jpg')], { ...noCache, maxPixels: 64 * 64 - 1 }),
    /small\.jpg .*exceeds pixel limit/,
  );
  assert.equal((await loadImages([at('small.jpg')], { ...noCache, maxPixels: 64 * 64 })).nRows, 1);
});

test("onError: 'skip' leaves bad pictures out and lists them", async () => {
  const files = [
    at('none.jpg'),
    at('text.jpg'),
    at('grey.png'),
    at('truncated.jpg'),
    at('grey.png'),
    at('text.jpg'),
  ];
  const images = await loadImages(files, { ...noCache, onError: 'skip' });
  assert.equal(images.nRows, 2);
  assert.deepEqual([...images.data], [0, 50, 100, 255, 0, 50, 100, 255]);
  assert.deepEqual(images.files, [at('grey.png'), at('grey.png')]);
  assert.deepEqual(
    images.skipped.map(({ file }) => file),
    [at('none.jpg'), at('text.jpg'), at('truncated.jpg'), at('text.jpg')],
  );
  assert.match(images.skipped[0]!.reason, /does not exist/);
  await assert.rejects(
    loadImages([at('text.jpg'), at('truncated.jpg')], { ...noCache, onError: 'skip' }),
    /none of the 2 files could be read/,
  );
  await assert.rejects(
    loadImages([at('none.jpg')], { ...noCache, onError: 'skip' }),
    /none of the 1 files could be read/,
  );
});

test('order does not depend on how many are in flight', async () => {
  const files = await Promise.all(Array.from({ length: 40 }, (_, i) => png(`n${i}.png`, 1, 1, 1, [i])));
  for (const concurrency of [1, 4, 64]) {
    assert.deepEqual(
      [...(await loadImages(files, { ...noCache, concurrency })).data],
      files.map((_, i) => i),
    );
  }
});

test('progress and cancel', async () => {
  const seen: Progress[] = [];
  const files = new Array<string>(300).fill(at('whole.jpg'));
  await loadImages(files, { ...noCache, onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(seen[seen.length - 1], { stage: 'decode images', done: 300, total: 300 });
  const controller = new AbortController();
  const reason = new Error('enough');
  const onProgress = (): void => controller.abort(reason);
  await assert.rejects(loadImages(files, { ...noCache, signal: controller.signal, onProgress }), reason);
});

test('wrong options are refused', async () => {
  const bad = async (options: object, pattern: RegExp): Promise<void> => {
    await assert.rejects(
      loadImages([at('grey.png')], options),
      (error: unknown) => error instanceof ArgumentError && pattern.test(error.message),
    );
  };
  await bad({ size: 0 }, /options\.size/);
  await bad({ size: [64] }, /options\.size/);
  await bad({ size: 1.5 }, /options\.size/);
  await bad({ color: 'gray' }, /options\.color to be one of 'grey', 'rgb'/);
  await bad({ onError: 'ignore' }, /options\.onError/);
  await bad({ concurrency: 0 }, /options\.concurrency/);
  await bad({ maxPixels: -1 }, /options\.maxPixels/);
  await bad({ cache: 'yes' }, /options\.cache to be true or false/);
  await bad({ cacheDir: '' }, /options\.cacheDir/);
  await bad({ extensions: ['.jpg'] }, /options\.extensions to be left out/);
  await bad({ recursive: true }, /options\.recursive to be left out/);
  await bad({ resize: 64 }, /options\.resize/);
  await assert.rejects(loadImages([]), /source to be the path of a folder, or an array of at least one path/);
});
