import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import sharp from 'sharp';
import { show } from '../../lib/src/notebook/show.js';
import { countsBar } from '../../lib/src/plot/counts-bar.js';
import { imageSheet } from '../../lib/src/plot/image-sheet.js';
import { withFakeKernel } from '../support/fake-kernel.js';

test('a chart goes out as Vega-Lite 5, PNG and text in one message', async () => {
  const chart = countsBar([{ value: '九', count: 2 }]);
  const [message, ...more] = await withFakeKernel(() => show(chart));
  assert.equal(more.length, 0);
  assert.deepEqual(Object.keys(message!.data).sort(), [
    'application/vnd.vegalite.v5+json',
    'image/png',
    'text/plain',
  ]);
  assert.deepEqual(message!.data['application/vnd.vegalite.v5+json'], chart.spec);
  assert.equal(message!.data['text/plain'], chart.alt);
  const png = await sharp(Buffer.from(message!.data['image/png'] as string, 'base64')).metadata();
  const { width } = message!.metadata['image/png'] as { width: number };
  assert.ok(Math.abs(png.width - 2 * width) <= 1, 'shown at half its pixels');
});

test('a chart that cannot be drawn is an error in the cell, not an empty output', async () => {
  const chart = countsBar([{ value: 'a', count: 1 }]);
  const broken = {
    ...chart,
    spec: { ...chart.spec, layer: [{ mark: 'pointt' }] },
  } as unknown as typeof chart;
  const messages = await withFakeKernel(() =>
    assert.rejects(show(broken), /show: expected chart.spec to be a Vega-Lite 5 specification/),
  );
  assert.equal(messages.length, 0);
});

test('a picture goes out as PNG with its description', async () => {
  const sheet = await imageSheet({ data: new Uint8Array(8), nRows: 2, nColumns: 4, width: 2, height: 2 });
  const [message] = await withFakeKernel(() => show(sheet));
  assert.deepEqual(message!.data, {
    'image/png': Buffer.from(sheet.png).toString('base64'),
    'text/plain': '2 pictures.',
  });
  assert.deepEqual(message!.metadata, { 'image/png': { width: sheet.width, height: sheet.height } });
});

test('loaded images go out as one sheet with captions', async () => {
  const images = { data: new Uint8Array(12), nRows: 3, nColumns: 4, width: 2, height: 2 };
  const options = { captions: ['零', '一', '二'], columns: 2 };
  const [message] = await withFakeKernel(() => show(images, options));
  const sheet = await imageSheet(images, options);
  assert.deepEqual(message!.data, {
    'image/png': Buffer.from(sheet.png).toString('base64'),
    'text/plain': '3 pictures: 零, 一, 二.',
  });
  assert.deepEqual(message!.metadata, { 'image/png': { width: sheet.width, height: sheet.height } });
  await assert.rejects(
    show(images, { captions: ['零'] }),
    /^ArgumentError: show: expected options.captions to be one text for each of the 3 pictures/,
  );
});

test('an option of another kind of value is refused', async () => {
  await assert.rejects(
    show([{ a: 1 }], { columns: 3 }),
    /options.columns to be given together with images only/,
  );
  await assert.rejects(show('x', { digits: 3 }), /options.digits to be given together with a table only/);
  const chart = countsBar([{ value: 'a', count: 1 }]);
  await assert.rejects(
    show(chart, { captions: [] }),
    /options.captions to be given together with images only/,
  );
});

test('numbers keep every digit before the point', async () => {
  const [message] = await withFakeKernel(() => show([{ sse: 51735137.512 }, { sse: 0.123456789 }]));
  assert.equal(message!.data['text/plain'], '     sse\n51735138\n0.123457');
});

test('rows become an HTML table and aligned text; cells are escaped, numbers stand right', async () => {
  const rows = [
    { name: '<九>', value: 1.23456789 },
    { name: 'b', value: 1000 },
    { name: null, value: -0.5 },
  ];
  const [message] = await withFakeKernel(() => show(rows));
  assert.equal(message!.data['text/plain'], 'name    value\n<九>  1.23457\nb        1000\n         -0.5');
  const html = String(message!.data['text/html']);
  assert.match(html, /^<table border="1" class="dataframe">/);
  assert.match(html, /<th scope="col" style="text-align: right">value<\/th>/);
  assert.match(
    html,
    /<td style="text-align: left">&lt;九&gt;<\/td><td style="text-align: right">1.23457<\/td>/,
  );
  assert.doesNotMatch(html, /<style|<script|undefined|null/);
});

test('of a long table the first and the last rows are shown, with the count', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ i }));
  const [message] = await withFakeKernel(() => show(rows, { maxRows: 5 }));
  assert.equal(message!.data['text/plain'], '  i\n  0\n  1\n  2\n...\n 98\n 99\n100 rows x 1 columns');
  assert.match(String(message!.data['text/html']), /<p>100 rows x 1 columns<\/p>$/);
});

test('a danfojs frame is shown with its index; digits can be chosen', async () => {
  const frame = {
    columns: ['code', 'x'],
    shape: [2, 2],
    values: [
      [10, 1 / 3],
      [1, 2 / 3],
    ],
    index: [7, 8],
  };
  const [message] = await withFakeKernel(() => show(frame, { digits: 3 }));
  assert.equal(message!.data['text/plain'], '   code      x\n7    10  0.333\n8     1  0.667');
});

test('typed arrays, NaN and objects inside a table stay short and true', async () => {
  const [message] = await withFakeKernel(() =>
    show([{ counts: Int32Array.of(3, 1), score: NaN, flag: true, note: { a: 1 } }]),
  );
  assert.equal(message!.data['text/plain'], 'counts  score  flag  note\n3 1       NaN  true  { a: 1 }');
});

test('a matrix, an error or an object that holds itself takes one short line in a table', async () => {
  const centers = { data: new Float64Array(15_000 * 943), nRows: 15_000, nColumns: 943 };
  const itself: { me?: object } = {};
  itself.me = itself;
  const [message] = await withFakeKernel(() => show([{ centers, itself, why: new Error('no\nmore') }]));
  const [, line] = String(message!.data['text/plain']).split('\n');
  assert.match(
    line!,
    /^\{ data: Float64Array\(14145000\) \[ 0, 0, .*\{ me: \[Circular \*1\] \}.*Error: no more/,
  );
  assert.ok(line!.length < 400, line);
});

test('a text is shown as it is', async () => {
  const [message] = await withFakeKernel(() => show('a < b'));
  assert.deepEqual(message!.data, { 'text/plain': 'a < b' });
});

test('the output belongs to the cell that called', async () => {
  const kernel = require('tslab/dist/jupyter.js') as { lastWriteDisplayData: unknown };
  const late: unknown[] = [];
  const messages = await withFakeKernel(async () => {
    const shown = show(countsBar([{ value: 'a', count: 1 }]));
    kernel.lastWriteDisplayData = (content: unknown) => late.push(content);
    await shown;
  });
  assert.deepEqual([messages.length, late.length], [1, 0]);
});

test('outside a kernel the text form is printed', () => {
  const script = `require('./lib/src/notebook/show.ts').show([{ k: 9, silhouette: 0.36 }, { k: 12, silhouette: 0.56 }])`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    encoding: 'utf8',
  });
  assert.equal(stdout, ' k  silhouette\n 9        0.36\n12        0.56\n', stderr);
});

test('what cannot be shown is refused', async () => {
  for (const value of [undefined, 3, [], [[1, 2]], {}]) {
    await assert.rejects(
      show(value as never),
      /show: expected value to be a chart, a picture, loaded images, rows as objects, a danfojs DataFrame or a text/,
    );
  }
  await assert.rejects(
    show('x', { maxRow: 3 } as never),
    /expected options.maxRow to be one of the known options \(maxRows, digits, captions, columns\)/,
  );
  await assert.rejects(
    show([{ a: 1 }], { maxRows: 1 }),
    /expected options.maxRows to be an integer of at least 2/,
  );
  await assert.rejects(
    show([{ a: 1 }], { digits: 0 }),
    /expected options.digits to be an integer in \[1, 17\]/,
  );
});
