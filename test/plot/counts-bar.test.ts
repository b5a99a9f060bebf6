import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import { countsBar } from '../../lib/src/plot/counts-bar.js';

const counts = [
  { value: '九', count: 13859 },
  { value: '一', count: 1118 },
  { value: '十', count: 1 },
];

test('one bar a value, in the order given, with its number', async () => {
  for (const scale of ['linear', 'log'] as const) {
    const svg = await chartSvg(countsBar(counts, { scale, valueTitle: 'character', countTitle: 'pictures' }));
    assert.equal(svg.match(/aria-roledescription="bar"/g)?.length, 3);
    for (const text of ['13859', '1118', 'character', 'pictures']) assert.ok(svg.includes(`>${text}<`), text);
    assert.ok(
      svg.indexOf('>九<') < svg.indexOf('>一<') && svg.indexOf('>一<') < svg.indexOf('>十<'),
      'the order is kept',
    );
  }
});

test('a count of 1 is a visible bar on a logarithmic scale', async () => {
  const svg = await chartSvg(countsBar(counts, { scale: 'log' }));
  const heights = [...svg.matchAll(/roledescription="bar" d="M[\d.]+,[\d.]+h[\d.]+v([\d.]+)h/g)].map(
    ([, height]) => Number(height),
  );
  assert.equal(heights.length, 3);
  assert.ok(heights[2]! > 5, `${heights}`);
});

test('the description says what the bars say', () => {
  assert.equal(countsBar(counts, { title: 'Sizes' }).alt, 'Bar chart. Sizes: 九 13859, 一 1118, 十 1.');
});

test('bad counts are refused', () => {
  assert.throws(
    () => countsBar([]),
    /countsBar: expected counts to be at least one \{ value, count \}, received an array of 0/,
  );
  assert.throws(
    () => countsBar([{ value: 'a', count: -1 }]),
    /expected counts\[0\].count to be a finite number of at least 0, received -1/,
  );
  assert.throws(() => countsBar([{ value: 'a', count: NaN }]), /counts\[0\].count/);
  assert.throws(
    () => countsBar([{ value: 'a', count: 0 }], { scale: 'log' }),
    /at least 1 on a logarithmic scale, received 0/,
  );
  assert.throws(
    () => countsBar(counts, { scale: 'sqrt' as never }),
    /expected options.scale to be one of 'linear', 'log'/,
  );
});
