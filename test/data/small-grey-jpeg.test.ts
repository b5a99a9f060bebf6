import assert from 'node:assert/strict';
import { test } from 'node:test';

import sharp from 'sharp';

import { decodeSmallGreyJpeg } from '../../lib/src/data/small-grey-jpeg.js';
import { randomState } from '../../lib/src/random/random-state.js';

/** Noise, gradients and flat areas with hard edges: every kind of coefficient. */
function picture(width: number, height: number, seed: number): Buffer {
  const random = randomState(seed);
  const noise = random.uniform(0, 255);
  return Buffer.from(
    Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      const base = (x * 5 + y * 3) % 256 > 128 ? 240 : 3 * x;
      return Math.max(0, Math.min(255, base + random.uniform(-noise, noise)));
    }),
  );
}

async function encode(
  width: number,
  height: number,
  seed: number,
  options: sharp.JpegOptions,
): Promise<Buffer> {
  const raw = { width, height, channels: 1 as const };
  return await sharp(picture(width, height, seed), { raw })
    .toColourspace('b-w')
    .jpeg(options)
    .toBuffer();
}

test('decodes byte for byte as libjpeg does', async () => {
  let seed = 0;
  for (const [width, height] of [
    [64, 64],
    [8, 8],
    [1, 1],
    [7, 9],
    [128, 128],
    [33, 17],
  ] as const) {
    for (const quality of [1, 30, 75, 95, 100]) {
      const jpeg = await encode(width, height, seed++, { quality });
      const expected = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
      const decoded = decodeSmallGreyJpeg(jpeg);
      assert.ok(decoded, `${width} x ${height}, quality ${quality} was given up`);
      assert.deepEqual([decoded.width, decoded.height, decoded.channels], [width, height, 1]);
      assert.ok(expected.equals(decoded.data), `${width} x ${height}, quality ${quality} differs`);
    }
  }
});

test('gives up what it does not know', async () => {
  assert.equal(decodeSmallGreyJpeg(await encode(32, 32, 1, { progressive: true })), undefined, 'progressive');
  assert.equal(decodeSmallGreyJpeg(await encode(129, 128, 1, {})), undefined, 'too large');
  const color = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  assert.equal(decodeSmallGreyJpeg(await color.clone().jpeg().toBuffer()), undefined, 'colour');
  assert.equal(decodeSmallGreyJpeg(await color.clone().png().toBuffer()), undefined, 'PNG');
  const rotated = await sharp(await encode(8, 8, 1, {}))
    .toColourspace('b-w')
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  assert.equal(decodeSmallGreyJpeg(rotated), undefined, 'EXIF orientation');
});

test('gives up every truncated file', async () => {
  const jpeg = await encode(16, 16, 5, {});
  for (let length = 0; length < jpeg.length; length++) {
    assert.equal(
      decodeSmallGreyJpeg(jpeg.subarray(0, length)),
      undefined,
      `first ${length} of ${jpeg.length} bytes`,
    );
  }
});

test('never throws on damaged files', async () => {
  const jpeg = await encode(16, 16, 6, {});
  const random = randomState(0);
  let decoded = 0;
  for (let i = 0; i < 3000; i++) {
    const damaged = Buffer.from(jpeg);
    for (let k = 0; k < 3; k++) damaged[random.randint(2, damaged.length)] = random.randint(0, 256);
    if (decodeSmallGreyJpeg(damaged) !== undefined) decoded++;
  }
  // Bits that happen to mean other grey values cannot be told from right ones; most damage can.
  assert.ok(decoded < 1500, `${decoded} of 3000 were decoded`);
});
