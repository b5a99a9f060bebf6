import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { readTable } from '../../lib/src/data/read-table.js';
import { ArgumentError, DataError } from '../../lib/src/errors.js';
import {
  adjustedRandScore,
  clusterScatter,
  embeddingScatter,
  imageSheet,
  matchLabels,
  silhouetteBands,
  silhouetteSamples,
  silhouetteScore,
  trainTestSplit,
  valueCounts,
} from '../../lib/src/index.js';
import { encodeLabels, type LabelsLike } from '../../lib/src/metrics/labels.js';
import { scratchFolder } from '../support/scratch.js';
import { tinyPictures } from '../support/tiny-pictures.js';

const rows = [[0], [1], [2], [9], [10], [11]];
const plane = rows.map(([x]) => [x!, x! % 2]);
const numbers = [0, 0, 0, 1, 1, 1];

test('labels of every kind are the same labels', async () => {
  const table = join(scratchFolder('labels'), 't.csv');
  writeFileSync(table, `n,s\n${numbers.map((n) => `${n},${n === 0 ? 'a' : 'b'}`).join('\n')}\n`);
  const frame = await readTable(table);
  const kinds: Readonly<Record<string, LabelsLike>> = {
    numbers,
    bytes: Uint8Array.from(numbers),
    texts: numbers.map(String),
    booleans: numbers.map(Boolean),
    bigints: numbers.map(BigInt),
    'huge bigints': numbers.map((n) => 10n ** 20n + BigInt(n)),
    'an array of bigints': BigInt64Array.from(numbers.map(BigInt)),
    'a column of numbers': frame.column('n'),
    'a column of texts': frame.column('s'),
    'a frame of one column': frame.loc({ columns: ['s'] }),
    'what a column looks like': { values: numbers },
  };
  const score = await silhouetteScore(rows, numbers);
  const chart = await embeddingScatter(plane, { labels: numbers.map(String) });
  const plain = JSON.stringify(silhouetteBands(await silhouetteSamples(rows, numbers), numbers).spec).length;
  for (const [kind, labels] of Object.entries(kinds)) {
    assert.deepEqual([...encodeLabels(labels, 'f', 'labels').codes], numbers, kind);
    assert.equal(await silhouetteScore(rows, labels), score, kind);
    assert.equal(adjustedRandScore(numbers, labels), 1, kind);
    assert.deepEqual(matchLabels(numbers, labels).labels, numbers, kind);
    assert.deepEqual(
      valueCounts(labels).map(({ count }) => count),
      [3, 3],
      kind,
    );
    assert.equal(trainTestSplit(6, { testSize: 2, stratify: labels }).test.length, 2, kind);
    const drawn = await embeddingScatter(plane, { labels });
    assert.equal(drawn.alt, chart.alt, kind);
    assert.match(clusterScatter(plane, { labels }).alt, /in 2 groups/, kind);
    const bands = silhouetteBands(await silhouetteSamples(rows, labels), labels);
    assert.ok(JSON.stringify(bands.spec).length >= plain, kind);
    assert.match((await imageSheet(tinyPictures(6), { by: labels })).alt, /2 groups/, kind);
  }
});

test('booleans count as texts, bigints as numbers where these are exact', () => {
  assert.deepEqual(encodeLabels([true, false], 'f', 'labels').classes, ['false', 'true']);
  assert.deepEqual(encodeLabels([10n, 9n], 'f', 'labels').classes, [9, 10]);
  const huge = [2n ** 53n, 2n ** 53n + 1n];
  assert.deepEqual(encodeLabels(huge, 'f', 'labels').classes, ['9007199254740992', '9007199254740993']);
});

test('what is no label is named', () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [[{}, {}], /f: label 0 of labels is an object with no keys, not a finite number/],
    [[0, null], /label 1 of labels is null, not a finite number/],
    [['a', 1], /label 1 of labels is 1, not a text like the first one/],
    [[true, 'true'], /label 1 of labels is 'true', not true or false like the first one/],
    [[[0], [1]], /label 0 of labels is an array of 1, not a finite number/],
    [new Array(2), /label 0 of labels is undefined/],
    [[Symbol('s')], /label 0 of labels is a symbol/],
    [Float64Array.of(0, NaN), /label 1 of labels is NaN/],
    [[Promise.resolve(1)], /label 0 of labels is a promise: write await/],
  ];
  for (const [labels, message] of cases)
    assert.throws(
      () => encodeLabels(labels as never, 'f', 'labels'),
      (error) => error instanceof DataError && message.test(error.message),
    );
  const none = [{}, undefined, null, [], 'abc', new Map(), new DataView(new ArrayBuffer(8)), { values: [] }];
  for (const labels of [...none, Promise.resolve([1]), { values: [[1, 2]] }, { values: 'ab' }])
    assert.throws(
      () => encodeLabels(labels as never, 'f', 'labels'),
      (error) => error instanceof ArgumentError || error instanceof DataError,
    );
});
