import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import sharp from 'sharp';

import { loadImages } from '../../lib/src/data/load-images.js';
import { decodeSmallGreyJpeg } from '../../lib/src/data/small-grey-jpeg.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('jpeg');

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

/** Whether both decode to the same pixels; what our own decoder gives up is libjpeg's. */
async function agrees(jpeg: Buffer): Promise<boolean> {
  const own = decodeSmallGreyJpeg(jpeg);
  if (own === undefined) return true;
  const expected = await sharp(jpeg, { failOn: 'warning' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .catch(() => undefined);
  return expected?.equals(own.data) ?? false;
}

test('damaged files are decoded as libjpeg does, or given up', async () => {
  const random = randomState(0);
  const files = await Promise.all([10, 50, 90, 100].map((quality) => encode(24, 17, quality, { quality })));
  const at = (jpeg: Buffer, marker: number): number => jpeg.indexOf(Buffer.from([0xff, marker]));
  const damages: readonly ((jpeg: Buffer) => Buffer)[] = [
    (jpeg) => {
      jpeg[random.randint(2, jpeg.length)]! ^= 1 << random.randint(0, 8);
      return jpeg;
    },
    (jpeg) => {
      jpeg[random.randint(2, at(jpeg, 0xda) + 10)] = random.randint(0, 256);
      return jpeg;
    },
    // Large divisors: coefficients that leave the range of 16 bits and grey values far from [0, 255].
    (jpeg) => {
      for (let i = 0; i < 64; i++) jpeg[at(jpeg, 0xdb) + 5 + i] = random.randint(0, 256);
      return jpeg;
    },
    (jpeg) => {
      jpeg[at(jpeg, 0xc4) + 4 + random.randint(0, 30)] = random.randint(0, 256);
      return jpeg;
    },
    (jpeg) => {
      const other = files[random.randint(0, 4)]!;
      return Buffer.concat([
        jpeg.subarray(0, random.randint(2, jpeg.length)),
        other.subarray(random.randint(2, other.length)),
      ]);
    },
  ];
  let taken = 0;
  for (let i = 0; i < 1500; i++) {
    const damaged = damages[i % damages.length]!(Buffer.from(files[random.randint(0, 4)]!));
    if (decodeSmallGreyJpeg(damaged) !== undefined) taken++;
    assert.ok(await agrees(damaged), `mutant ${i}: ${damaged.toString('base64')}`);
  }
  assert.ok(taken > 100, `only ${taken} were decoded: the test compares next to nothing`);
});

test('a segment that is there twice is given up', async () => {
  const jpeg = await encode(8, 8, 3, {});
  for (const marker of [0xc0, 0xdb, 0xc4]) {
    const from = jpeg.indexOf(Buffer.from([0xff, marker]));
    const to = from + 2 + jpeg.readUInt16BE(from + 2);
    const twice = Buffer.concat([jpeg.subarray(0, to), jpeg.subarray(from)]);
    assert.equal(decodeSmallGreyJpeg(twice), undefined, marker.toString(16));
  }
});

test('a mean of 8192 is left to libjpeg', async () => {
  // 1020 eighths of a grey level above the middle; a divisor of 9 takes it beyond what instructions for 16 bits shift to the left by two.
  const flat = await sharp(Buffer.alloc(64, 255), { raw: { width: 8, height: 8, channels: 1 } })
    .toColourspace('b-w')
    .jpeg({ quality: 100 })
    .toBuffer();
  assert.ok(decodeSmallGreyJpeg(flat));
  flat[flat.indexOf(Buffer.from([0xff, 0xdb])) + 5] = 9;
  assert.equal(decodeSmallGreyJpeg(flat), undefined);
  const path = join(folder, 'bright.jpg');
  writeFileSync(path, flat);
  const { data } = await loadImages([path], { cache: false });
  const expected = await sharp(flat).toColourspace('b-w').raw().toBuffer();
  assert.deepEqual([...data], [...expected]);
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
