import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';

import sharp from 'sharp';

import type { ImageSet } from '../../lib/src/data/image-set.js';
import { loadImages } from '../../lib/src/data/load-images.js';
import type { LoadImagesOptions } from '../../lib/src/data/load-images.js';
import { makeTiff } from '../support/make-tiff.js';
import type { TiffPage } from '../support/make-tiff.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('kinds');

async function load(name: string, bytes: Buffer, options: LoadImagesOptions = {}): Promise<ImageSet> {
  writeFileSync(join(folder, name), bytes);
  return await loadImages([join(folder, name)], { cache: false, ...options });
}

/** 256 levels from `low` to `high` in 16 rows. */
const ramp = (low: number, high: number): readonly number[] =>
  Array.from({ length: 256 }, (_, i) => low + ((high - low) * i) / 255);
const square = (page: Omit<TiffPage, 'width' | 'height'>): Buffer =>
  makeTiff([{ width: 16, height: 16, ...page }]);
const bytes = [...Array(256).keys()];

test('levels of floating-point and 32-bit TIFFs survive, and the file is named', async () => {
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['unit.tif', square({ format: 3, bits: 32, levels: ramp(0, 1) }), '0 .. 1'],
    ['float.tif', square({ format: 3, bits: 32, levels: ramp(-2, 508) }), '-2 .. 508'],
    ['uint32.tif', square({ bits: 32, levels: ramp(0, 51_000) }), '0 .. 51000'],
    ['int32.tif', square({ format: 2, bits: 32, levels: ramp(-510, 0) }), '-510 .. 0'],
    ['int8.tif', square({ format: 2, bits: 8, levels: ramp(-128, 127) }), '-128 .. 127'],
  ];
  for (const [name, file, range] of cases) {
    const images = await load(name, file);
    assert.deepEqual([...images.data], bytes, name);
    const path = join(folder, name);
    assert.deepEqual(images.changed, [
      {
        file: path,
        reason: `it has floating-point or 32-bit levels, which were stretched to 0 .. 255 (${range})`,
      },
    ]);
    assert.equal(
      images.warnings[0],
      `1 image has floating-point or 32-bit levels, which were stretched to 0 .. 255: ${path} (${range})`,
    );
  }
  // Half of the range is half of 255, not half of what the picture happens to use.
  const half = await load('half.tif', square({ format: 3, bits: 32, levels: ramp(0, 0.5) }));
  assert.equal(half.data[255], 128);
  const odd = [NaN, Infinity, -Infinity, 5, ...ramp(5, 9).slice(4)];
  const { data } = await load('nan.tif', square({ format: 3, bits: 32, levels: odd }));
  assert.deepEqual([...data.subarray(0, 4), data[255]], [0, 255, 0, 0, 255]);
});

test('RGB of floating point is stretched, channels together', async () => {
  const levels = [0, 0.5, 1, 0.25, 0, 2];
  const file = makeTiff([{ width: 2, height: 1, channels: 3, format: 3, bits: 32, levels }]);
  const images = await load('rgb-float.tif', file, { color: 'rgb' });
  assert.deepEqual([...images.data], [0, 64, 128, 32, 0, 255]);
  assert.match(images.warnings[0]!, /stretched/);
});

test('levels that cannot be made bytes are refused', async () => {
  const signed = square({ format: 2, bits: 16, levels: ramp(-510, 510).map(Math.round) });
  await assert.rejects(
    load('int16.tif', signed),
    /int16\.tif .*type short in 1 channels; save it with 8 or 16 bits/,
  );
});

test('16 bits are named, and said to be few where they are', async () => {
  const full = await load('full.tif', square({ bits: 16, levels: ramp(0, 65_535) }));
  assert.deepEqual([...full.data], bytes);
  assert.match(
    full.warnings[0]!,
    /1 image has more than 8 bits a channel, of which the upper 8 were kept: \S*full\.tif$/,
  );
  const camera = await load('twelve.tif', square({ bits: 16, levels: ramp(0, 4095).map(Math.floor) }));
  assert.match(camera.warnings[0]!, /twelve\.tif \(its highest level is 15 of 255\)/);
});

test('of several pages or frames the first is taken, and that is said', async () => {
  const page = (level: number): TiffPage => ({ width: 8, height: 8, levels: Array<number>(64).fill(level) });
  const stack = await load('stack.tif', makeTiff([page(10), page(200), page(7)]));
  assert.deepEqual([stack.nRows, stack.data[0]], [1, 10]);
  assert.match(
    stack.warnings[0]!,
    /1 image has several pages or frames; the first was taken: \S*stack\.tif \(3 pages\)/,
  );
  const frames = Buffer.concat([30, 220].map((level) => Buffer.alloc(64 * 3, level)));
  const raw = { width: 8, height: 16, channels: 3 as const, pageHeight: 8 };
  for (const format of ['gif', 'webp'] as const) {
    const moving = await sharp(frames, { raw, animated: true })
      .toFormat(format, { lossless: true })
      .toBuffer();
    const images = await load(`moving.${format}`, moving);
    assert.deepEqual([images.nRows, images.height, images.data[0]], [1, 8, 30]);
    assert.match(images.warnings[0]!, /\(2 frames\)/);
  }
});

test('an animated PNG is told by its control chunk', async () => {
  const still = await sharp(Buffer.alloc(64, 50), { raw: { width: 8, height: 8, channels: 1 } })
    .png()
    .toBuffer();
  const content = Buffer.from('acTL\0\0\0\x02\0\0\0\0', 'latin1');
  const ends = [Buffer.from([0, 0, 0, 8]), Buffer.alloc(4)] as const;
  ends[1].writeUInt32BE(crc32(content));
  const moving = Buffer.concat([still.subarray(0, 33), ends[0], content, ends[1], still.subarray(33)]);
  assert.match((await load('moving.png', moving)).warnings[0]!, /moving\.png \(2 frames\)/);
  assert.deepEqual((await load('still.png', still)).warnings, []);
});

/** A drawing of one level, opaque at two pixels of four. */
async function drawing(level: number): Promise<Buffer> {
  const rgba = [0, 255, 255, 0].flatMap((alpha) => [level, level, level, alpha]);
  return await sharp(Buffer.from(rgba), { raw: { width: 4, height: 1, channels: 4 } })
    .png()
    .toBuffer();
}

test('transparent pixels are laid on the ground, and that is said', async () => {
  const black = await load('black.png', await drawing(0));
  assert.deepEqual([...black.data], [255, 0, 0, 255]);
  assert.match(
    black.warnings[0]!,
    /1 image is transparent and was laid on a ground \(options\.background\): \S*black\.png/,
  );
  const white = await drawing(255);
  const lost = await load('white.png', white);
  assert.match(
    lost.warnings[0]!,
    /transparent and blank on this ground; choose another with options\.background/,
  );
  const found = await load('white.png', white, { background: 'black' });
  assert.deepEqual([...found.data], [0, 255, 255, 0]);
  const colored = await load('white.png', white, { background: [10, 20, 30], color: 'rgb' });
  assert.deepEqual([...colored.data], [10, 20, 30, 255, 255, 255, 255, 255, 255, 10, 20, 30]);
  for (const background of ['red', [0, 0], [0, 0, 256], 7])
    await assert.rejects(
      load('white.png', white, { background: background as 'white' }),
      /options\.background/,
    );
});

test('half-transparent pixels are mixed, before they are resized', async () => {
  const rgba = [200, 100, 50, 51, 0, 0, 0, 255];
  const file = await sharp(Buffer.from(rgba), { raw: { width: 2, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  // 0.2 * 200 + 0.8 * 255 = 244, 0.2 * 100 + 204 = 224, 0.2 * 50 + 204 = 214
  const mixed = await load('half.png', file, { color: 'rgb' });
  assert.deepEqual([...mixed.data], [244, 224, 214, 0, 0, 0]);
  assert.deepEqual([...(await load('half.png', file, { color: 'rgb', size: 1 })).data], [122, 112, 107]);
  const grey = await sharp(Buffer.from([90, 0, 40, 255]), { raw: { width: 2, height: 1, channels: 2 } })
    .png()
    .toBuffer();
  assert.deepEqual([...(await load('grey-alpha.png', grey)).data], [255, 40]);
});

test('an alpha channel that hides nothing changes nothing', async () => {
  const rgba = [200, 100, 50, 255, 0, 0, 0, 255];
  const file = await sharp(Buffer.from(rgba), { raw: { width: 2, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const { data, changed, warnings } = await load('opaque.png', file, { color: 'rgb', background: 'black' });
  assert.deepEqual([[...data], changed, warnings], [[200, 100, 50, 0, 0, 0], [], []]);
});

test('what was done comes from the cache too', async () => {
  const cacheDir = join(folder, 'cache');
  const options = { cache: true, cacheDir };
  const first = await load('black.png', await drawing(0), options);
  const second = await loadImages(first.files, options);
  assert.equal(second.cached, true);
  assert.deepEqual([second.changed, second.warnings], [first.changed, first.warnings]);
});

test('long lists of files are shortened in warnings, and whole in the result', async () => {
  const files = Array.from({ length: 13 }, (_, i) => join(folder, `many-${10 + i}.png`));
  const content = await drawing(0);
  for (const file of files) writeFileSync(file, content);
  const { warnings, changed } = await loadImages(files, { cache: false });
  assert.match(
    warnings[0]!,
    /^13 images are transparent and were laid .*many-10\.png, .*many-19\.png and 3 more, see changed$/,
  );
  assert.deepEqual(
    changed.map(({ file }) => file),
    files,
  );
});

test('a tag that libtiff does not know is no error', async () => {
  const levels = Array<number>(64).fill(77);
  const file = makeTiff([{ width: 8, height: 8, levels, tags: [[50_838, 4, 12]] }]);
  const { data, warnings } = await load('fiji.tif', file);
  assert.equal(data[0], 77);
  for (const warning of warnings) assert.match(warning, /irregular/);
});

test('SVG is refused, however it is called', async () => {
  const uses = (id: number): string => `<g id="g${id}">${`<use href="#g${id - 1}"/>`.repeat(10)}</g>`;
  const bomb = `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect id="g0" width="9" height="9"/>${Array.from({ length: 9 }, (_, i) => uses(i + 1)).join('')}</svg>`;
  for (const text of [
    bomb,
    `<?xml version="1.0"?>\n<!-- a -->${bomb}`,
    `<s:svg xmlns:s="http://www.w3.org/2000/svg"/>`,
  ])
    for (const name of ['bomb.svg', 'bomb.png'])
      await assert.rejects(load(name, Buffer.from(text)), /SVG is a drawing, not an image; convert it/);
  await assert.rejects(load('bomb.svg', Buffer.from(`\ufeff${bomb}`, 'utf16le')), /SVG is a drawing/);
});

test('a picture of many bytes a pixel counts as several pixels', async () => {
  const levels = Array<number>(16 * 16 * 3).fill(0.5);
  const file = makeTiff([{ width: 16, height: 16, channels: 3, format: 3, bits: 32, levels }]);
  const message =
    /Input image exceeds pixel limit: it has 16 x 16 pixels of 3 float channels, options\.maxPixels is 383/;
  await assert.rejects(load('deep.tif', file, { maxPixels: 383 }), message);
  assert.equal((await load('deep.tif', file, { maxPixels: 384 })).nRows, 1);
});

test('the error of a picture that is too large names the option', async () => {
  const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } });
  for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)
    await assert.rejects(
      load(`large.${format}`, await plain.clone().toFormat(format).toBuffer(), { maxPixels: 1000 }),
      /exceeds pixel limit: it has 40 x 30 pixels, options\.maxPixels is 1000/,
    );
});

test('empty files, HEIC and names with control characters', async () => {
  await assert.rejects(load('empty.png', Buffer.alloc(0)), /empty\.png .*the file is empty/);
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  await assert.rejects(load('phone.jpg', heic), /HEIC \(H\.265\) cannot be decoded; convert it/);
  await assert.rejects(load('\x1b[31m\n\u202e.png', Buffer.from('x')), (error: Error) => {
    assert.match(error.message, /\\x1b\[31m\\n\\u202e\.png cannot be read/);
    return true;
  });
  const { warnings } = await load('a\x07\n.png', await drawing(0));
  assert.match(warnings[0]!, /a\\x07\\n\.png$/);
});
