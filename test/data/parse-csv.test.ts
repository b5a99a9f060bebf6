import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseCsv } from '../../lib/src/data/parse-csv.js';

test('splits cells by RFC 4180', () => {
  assert.deepEqual(parseCsv('a,b\r\n1,x\r\n2,y\r\n', 't.csv'), {
    columns: ['a', 'b'],
    rows: [
      ['1', 'x'],
      ['2', 'y'],
    ],
  });
  assert.deepEqual(
    parseCsv('\ufeffa,b\n"x, ""y""\nz",2', 't.csv').rows,
    [['x, "y"\nz', '2']],
    'byte order mark, quotes, no last line end',
  );
  assert.deepEqual(
    parseCsv('a,b\n\n1,\n\n', 't.csv').rows,
    [['1', '']],
    'blank lines are no rows, blank cells are cells',
  );
  assert.deepEqual(
    parseCsv('a\n""\n 1 \n', 't.csv').rows,
    [[''], [' 1 ']],
    'a quoted blank cell is a row; nothing is trimmed',
  );
});

test('names what is wrong', () => {
  assert.throws(() => parseCsv('', 't.csv'), /t\.csv is empty/);
  assert.throws(() => parseCsv('a,,c\n', 't.csv'), /column 1 of t\.csv has no name/);
  assert.throws(() => parseCsv('a,b,a\n', 't.csv'), /two columns named a/);
  assert.throws(() => parseCsv('a,b\n1,2\n3\n', 't.csv'), /row 1 of t\.csv has 1 cells, the header has 2/);
  assert.throws(() => parseCsv('a,b\n1,2,3\n', 't.csv'), /row 0 of t\.csv has 3 cells, the header has 2/);
  assert.throws(() => parseCsv('a,b\n1,2\n"x,3\n', 't.csv'), /row 1 of t\.csv has a stray or unclosed quote/);
  assert.throws(() => parseCsv('a,b\nx"y,3\n', 't.csv'), /row 0 of t\.csv has a stray or unclosed quote/);
  assert.throws(() => parseCsv('a,b\r1,2\r', 't.csv'), {
    name: 'DataError',
    message: /the header of t\.csv has a stray or unclosed quote, or a line end of CR alone/,
    row: undefined,
  });
});

test('a cell of any length is read, or refused in words', () => {
  const long = `"${'x'.repeat(20_000_000)}`;
  assert.equal(parseCsv(`a\n${long}"\n`, 't.csv').rows[0]![0]!.length, 20_000_000);
  assert.throws(() => parseCsv(`a\n${long}`, 't.csv'), /row 0 of t\.csv has a stray or unclosed quote/);
});
