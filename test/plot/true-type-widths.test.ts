import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readTrueTypeWidths } from '../../lib/src/plot/true-type-widths.js';
import { assertClose } from '../support/assert-close.js';

const font = (weight: string): string =>
  require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);

// Thousandths of an em, read with fontTools 4.68.0 (getBestCmap and hmtx). The last one has no glyph in this font.
const WIDTHS: readonly (readonly [text: string, regular: number, bold: number])[] = [
  ['A', 608, 641],
  ['i', 275, 304],
  ['0', 555, 590],
  ['九', 1000, 1000],
  ['\u2014', 894, 908],
  ['\u{20089}', 1000, 1000],
  ['k-means 九 (k = 12)', 8809, 9284],
  ['\u{1F600}', 1000, 1000],
];

test('widths are those that fontTools reads', () => {
  const regular = readTrueTypeWidths(font('400Regular'));
  const bold = readTrueTypeWidths(font('700Bold'));
  for (const [text, r, b] of WIDTHS) {
    assertClose(regular(text), r / 1000, { message: text });
    assertClose(bold(text), b / 1000, { message: text });
  }
  assert.equal(regular(''), 0);
});

test('a file that is no font is refused', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'clusterlab-font-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'no.ttf');
  writeFileSync(file, Buffer.alloc(40));
  assert.throws(() => readTrueTypeWidths(file), /no\.ttf has no table head/);
  writeFileSync(file, 'x');
  assert.throws(() => readTrueTypeWidths(file), /no\.ttf ends too early for a TrueType font/);
});
