import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import sharp from 'sharp';
import { chartPng } from '../../lib/src/plot/chart-png.js';
import { countsBar } from '../../lib/src/plot/counts-bar.js';

const chart = countsBar([
  { value: '一', count: 3 },
  { value: '二', count: 2 },
]);

test('the picture has the chart size, and as many pixels as the scale says', async () => {
  const [one, two] = [await chartPng(chart, { scale: 1 }), await chartPng(chart)];
  assert.ok(Math.abs(one.width - two.width) <= 1 && Math.abs(one.height - two.height) <= 1);
  const { width, height, format } = await sharp(two.png).metadata();
  assert.equal(format, 'png');
  assert.ok(Math.abs(width - 2 * two.width) <= 1 && Math.abs(height - 2 * two.height) <= 1);
  assert.equal(two.alt, chart.alt);
});

test('the same chart is the same bytes', async () => {
  assert.deepEqual((await chartPng(chart)).png, (await chartPng(chart)).png);
});

test('options are checked', async () => {
  await assert.rejects(
    chartPng(chart, { scale: 0 }),
    /chartPng: expected options.scale to be a number in \[0.5, 8\], received 0/,
  );
  await assert.rejects(
    chartPng(chart, { dpi: 300 } as never),
    /expected options.dpi to be one of the known options \(scale\)/,
  );
});

// Draws 一 and 十 large and prints the box of their ink. A missing glyph would be a box, as high as wide, for both.
const INK = `
  const { loadFonts, FONT_FAMILY } = require('./lib/src/plot/fonts.ts');
  const sharp = require('sharp');
  loadFonts();
  (async () => {
    for (const character of '一十') {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><text x="5" y="85" font-size="90" font-family="' + FONT_FAMILY + '">' + character + '</text></svg>';
      const { info } = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).trim().toBuffer({ resolveWithObject: true });
      console.log(info.width, info.height);
    }
  })();`;

test('Chinese letters are drawn on a machine that has no fonts', () => {
  const env = { ...process.env, FONTCONFIG_FILE: '/nowhere/fonts.conf' };
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', INK], {
    encoding: 'utf8',
    env,
  });
  const boxes = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  assert.equal(boxes.length, 2, stderr);
  const [[oneWidth = 0, oneHeight = 0] = [], [tenWidth = 0, tenHeight = 0] = []] = boxes;
  assert.ok(oneWidth > 70 && oneHeight < 20, `一 is ${oneWidth} x ${oneHeight}`);
  assert.ok(tenWidth > 70 && tenHeight > 70, `十 is ${tenWidth} x ${tenHeight}`);
});
