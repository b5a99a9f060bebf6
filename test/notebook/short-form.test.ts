import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortForm } from '../../lib/src/notebook/short-form.js';
import { countsBar } from '../../lib/src/plot/counts-bar.js';

const many = 15_000;
const matrix = (nRows: number, nColumns: number): object => ({
  data: new Float64Array(nRows * nColumns),
  nRows,
  nColumns,
});

test('a result with thousands of rows is one line a field: how large it is and how it begins', () => {
  const labels = Int32Array.from({ length: many }, (_, i) => i % 3);
  const counts = Int32Array.of(5000, 5000, 5000);
  const row = (nClusters: number): object => ({ nClusters, score: 1 / nClusters, labels, counts });
  const text = shortForm({
    images: { ...matrix(many, 4096), width: 64, height: 64 },
    features: matrix(many, 943),
    labels,
    counts,
    inertia: 51735137.512345,
    files: Array.from({ length: many }, (_, i) => `input_${i}.jpg`),
    sweep: { method: 'ward', rows: [row(3), row(4)], best: row(3) },
    tree: undefined,
    warnings: [],
  });
  assert.equal(
    text,
    [
      'images    15000 pictures of 64 x 64',
      'features  matrix 15000 x 943 (Float64Array)',
      'labels    Int32Array(15000) 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 ...',
      'counts    Int32Array(3) 5000 5000 5000',
      'inertia   51735138',
      'files     Array(15000) input_0.jpg input_1.jpg input_2.jpg input_3.jpg input_4.jpg input_5.jpg ...',
      "sweep     { method: 'ward', rows: 2 x { nClusters, score, labels, counts }, best: { nClusters: 3, score...",
      'tree      undefined',
      'warnings  Array(0)',
    ].join('\n'),
  );
});

test('rows become a table, whose long arrays are cut', () => {
  const labels = new Int32Array(many);
  const text = shortForm([
    { k: 3, score: 0.5, labels },
    { k: 4, score: 0.25, labels },
  ]);
  assert.equal(
    text,
    'k  score  labels\n3    0.5  0 0 0 0 0 0 ... (15000)\n4   0.25  0 0 0 0 0 0 ... (15000)',
  );
});

test('of an object with thousands of fields the first ones are shown', () => {
  const lines = shortForm(
    Object.fromEntries(Array.from({ length: many }, (_, i) => [`input_${i}.jpg`, i])),
  ).split('\n');
  assert.equal(lines.length, 41);
  assert.deepEqual([lines[0], lines[40]], ['input_0.jpg   0', '... (15000 fields)']);
});

test('a frame is laid out, a long array begins', () => {
  const frame = {
    columns: ['code'],
    index: Array.from({ length: many }, (_, i) => i),
    values: Array.from({ length: many }, (_, i) => [i % 15]),
    shape: [many, 1],
  };
  assert.match(shortForm(frame), /^ {7}code\n {4}0 {5}0\n[^]*14999 {4}14\n15000 rows x 1 columns$/);
  assert.equal(shortForm(new Float64Array(many)).length < 120, true);
  assert.match(shortForm(Array.from({ length: many }, (_, i) => i)), /^Array\(15000\) 0 1 2 [^\n]*\.\.\.$/);
});

test('a chart and a picture say what they are and how to see them', () => {
  assert.equal(
    shortForm(countsBar([{ value: 'a', count: 2 }])),
    'Bar chart. How often each value occurs: a 2.\nTo draw it: await show(...)',
  );
  assert.equal(
    shortForm({ png: new Uint8Array(9), width: 3, height: 4, alt: '2 pictures.' }),
    'picture of 3 x 4: 2 pictures.\nTo see it: await show(...)',
  );
});

test('what is short stays as Node prints it', () => {
  assert.equal(shortForm({ a: 1, b: [1, 2] }), '{ a: 1, b: [ 1, 2 ] }');
  assert.equal(shortForm([1, 2, 3]), '[ 1, 2, 3 ]');
  assert.equal(shortForm('text'), 'text');
  assert.equal(shortForm(3.25), '3.25');
  assert.match(shortForm(new Error('no')), /^Error: no/);
  assert.equal(shortForm(new Map([['a', 1]])), "Map(1) { 'a' => 1 }");
});
