import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import sharp from 'sharp';

import { drawContactSheet } from '../../data-scripts/sample/contact-sheet.js';
import { generateSample } from '../../data-scripts/sample/generate.js';
import { makeHand } from '../../data-scripts/sample/hand.js';
import { isCurrent } from '../../data-scripts/sample/manifest.js';
import { drawPath } from '../../data-scripts/sample/rasterize.js';
import { loadStrokes, simplify, smooth } from '../../data-scripts/sample/strokes.js';
import { writeCharacter } from '../../data-scripts/sample/write-character.js';
import { loadChineseMnist } from '../../lib/src/data/load-chinese-mnist.js';
import type { ChineseMnist } from '../../lib/src/data/load-chinese-mnist.js';
import { scratchFolder } from '../support/scratch.js';

const root = scratchFolder('sample');
const folder = join(root, 'set');
const size = { suites: 11, samples: 2 };
let set: ChineseMnist;

before(async () => {
  mkdirSync(folder);
  await generateSample(folder, size);
  set = await loadChineseMnist(folder, { cache: false });
});

test('has the format of the real set', () => {
  const { images, table } = set;
  assert.deepEqual([images.nRows, images.width, images.height], [15 * 22, 64, 64]);
  assert.deepEqual(table.columns, ['suite_id', 'sample_id', 'code', 'value', 'character']);
  const lines = readFileSync(join(folder, 'chinese_mnist.csv'), 'utf8').split('\r\n');
  // The first lines of the real table, with fewer writings: 九 first, numbers in the order of their text.
  assert.deepEqual(lines.slice(1, 8), [
    '1,1,10,9,九',
    '1,2,10,9,九',
    '10,1,10,9,九',
    '10,2,10,9,九',
    '11,1,10,9,九',
    '11,2,10,9,九',
    '2,1,10,9,九',
  ]);
  assert.deepEqual([...new Set(set.codes)], [10, 11, 12, 13, 14, 15, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(readdirSync(folder).sort(), [
    'ARPHICPL.TXT',
    'SOURCE.md',
    'chinese_mnist.csv',
    'data',
    'manifest.json',
  ]);
});

test('is the same on every run', async () => {
  const again = join(root, 'again');
  mkdirSync(again);
  await generateSample(again, size);
  for (const name of ['chinese_mnist.csv', 'manifest.json']) {
    assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(again, name))), name);
  }
  assert.deepEqual(readdirSync(join(again, 'data')), readdirSync(join(folder, 'data')));
  assert.equal(await isCurrent(again), true);
});

test('all pictures differ, and writings by one hand resemble each other', () => {
  const { images, codes } = set;
  const row = (i: number): Uint8Array => images.data.subarray(i * 4096, (i + 1) * 4096);
  assert.equal(
    new Set(Array.from({ length: images.nRows }, (_, i) => Buffer.from(row(i)).toString('latin1'))).size,
    images.nRows,
  );
  // Shared ink of two pictures, 0 .. 1, after a blur that forgives two pixels.
  const blurred = Array.from({ length: images.nRows }, (_, i) => blur(row(i)));
  const likeness = (i: number, j: number): number =>
    dot(blurred[i]!, blurred[j]!) / Math.sqrt(dot(blurred[i]!, blurred[i]!) * dot(blurred[j]!, blurred[j]!));
  let [sameHand, otherHand, n] = [0, 0, 0];
  for (let i = 0; i + 2 < images.nRows; i += 2) {
    if (codes[i] !== codes[i + 2]) continue;
    sameHand += likeness(i, i + 1);
    otherHand += likeness(i, i + 2);
    n++;
  }
  assert.ok(sameHand / n > otherHand / n + 0.1, `${sameHand / n} against ${otherHand / n}`);
});

function blur(image: Uint8Array): Float64Array {
  return Float64Array.from({ length: 4096 }, (_, i) => {
    let sum = 0;
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) sum += image[i + dy * 64 + dx] ?? 0;
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

test('pictures have the ink of the real ones', () => {
  // Over the real set: 30 to 129 pixels above 40 in the middle four fifths of the pictures, half of the pictures brightest at 137 .. 217.
  const counts: number[] = [];
  const brightest: number[] = [];
  for (let i = 0; i < set.images.nRows; i++) {
    const picture = set.images.data.subarray(i * 4096, (i + 1) * 4096);
    counts.push(picture.reduce((sum, value) => sum + (value > 40 ? 1 : 0), 0));
    brightest.push(picture.reduce((most, value) => Math.max(most, value), 0));
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  assert.ok(median(counts) > 50 && median(counts) < 100, `${median(counts)} pixels of ink`);
  assert.ok(median(brightest) > 137 && median(brightest) < 217, `brightest ${median(brightest)}`);
});

test('a complete set is known, an incomplete or altered one too', async () => {
  const spoilt = async (spoil: (copy: string) => void): Promise<boolean> => {
    const copy = join(root, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder, copy, { recursive: true });
    spoil(copy);
    return await isCurrent(copy);
  };
  assert.equal(await spoilt(() => undefined), true);
  assert.equal(await spoilt((copy) => rmSync(join(copy, 'data', 'input_1_1_1.jpg'))), false);
  assert.equal(await spoilt((copy) => writeFileSync(join(copy, 'data', 'input_1_1_1.jpg'), '')), false);
  assert.equal(await spoilt((copy) => appendFileSync(join(copy, 'chinese_mnist.csv'), '\r\n')), false);
  assert.equal(await spoilt((copy) => rmSync(join(copy, 'manifest.json'))), false);
  const older = (copy: string): void => {
    const path = join(copy, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"generator": "/, '"generator": "0'));
  };
  assert.equal(await spoilt(older), false);
  assert.equal(await isCurrent(join(root, 'nowhere')), false);
});

test('the contact sheet shows fifteen characters by ten writers', async () => {
  const path = join(root, 'sheets', 'sheet.png');
  await drawContactSheet(folder, path);
  const { width, height } = await sharp(path).metadata();
  assert.deepEqual([width, height], [15 * 66 - 2, 10 * 66 - 2]);
  const cell = await sharp(path)
    .extract({ left: 66, top: 0, width: 64, height: 64 })
    .greyscale()
    .raw()
    .toBuffer();
  const row = set.images.files.findIndex((file) => file.endsWith('input_1_1_2.jpg'));
  const original = set.images.data.subarray(row * 4096, (row + 1) * 4096);
  const most = original.reduce((worst, value, i) => Math.max(worst, Math.abs(value - cell[i]!)), 0);
  assert.ok(most < 24, `a pixel differs by ${most}`);
});

test('strokes: simplified within the tolerance, smoothed through the points', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 0.5, y: 0.01 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ];
  assert.deepEqual(simplify(line, 0.02), [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ]);
  assert.deepEqual(simplify(line, 0.005), line);
  const curve = smooth(line, 0.1);
  for (const point of line) assert.ok(curve.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) < 1e-12));
  assert.equal(loadStrokes('三').length, 3);
  assert.equal(loadStrokes('零').length, 13);
});

test('a line covers what it crosses', () => {
  const image = new Uint8Array(25);
  const at = (x: number): { x: number; y: number; radius: number; ink: number } => ({
    x,
    y: 2.5,
    radius: 0.5,
    ink: 200,
  });
  drawPath(image, 5, [at(1.5), at(3.5)]);
  // One pixel wide, from the middle of pixel 1 to the middle of pixel 3 of row 2; the round ends reach no further middle.
  assert.deepEqual(
    [...image],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200, 200, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  );
});

test('a writing depends on writer, character and number only', () => {
  const strokes = loadStrokes('五');
  const hand = makeHand(3);
  assert.deepEqual(writeCharacter(strokes, 6, hand, 3, 1), writeCharacter(strokes, 6, makeHand(3), 3, 1));
  assert.notDeepEqual(writeCharacter(strokes, 6, hand, 3, 2), writeCharacter(strokes, 6, hand, 3, 1));
});
