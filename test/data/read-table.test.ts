import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { readTable } from '../../lib/src/data/read-table.js';
import { ArgumentError, DataError } from '../../lib/src/errors.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('table');
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('reads a table into a danfojs frame', async () => {
  const path = write('ok.csv', '\ufeffcode,value,character\r\n10,9,九\r\n15,100000000,亿\r\n');
  const table = await readTable(path, { columns: ['code', 'character'] });
  assert.deepEqual(table.shape, [2, 3]);
  assert.deepEqual(table.columns, ['code', 'value', 'character']);
  assert.deepEqual(table.dtypes, ['int32', 'int32', 'string']);
  assert.deepEqual(table.values, [
    [10, 9, '九'],
    [15, 100000000, '亿'],
  ]);
  assert.deepEqual(table.column('character').values, ['九', '亿']);
});

test('columns are numbers only if every cell is one or missing', async () => {
  const table = await readTable(write('mixed.csv', 'a,b,c,d\n1.5,1,007,\n,2e3,x1,\n-.5,NA,3,\n'));
  assert.deepEqual(table.dtypes, ['float32', 'float32', 'string', 'string']);
  assert.deepEqual(table.column('a').values, [1.5, NaN, -0.5]);
  assert.deepEqual(table.column('b').values, [1, 2000, NaN]);
  assert.deepEqual(table.column('c').values, ['007', 'x1', '3']);
  assert.deepEqual(table.column('d').values, ['', '', '']);
});

test('refuses what is no table, naming file and column', async () => {
  await assert.rejects(readTable(join(folder, 'none.csv')), (error: unknown) => {
    assert.ok(error instanceof DataError);
    assert.match(error.message, /none\.csv does not exist/);
    assert.equal(error.source, join(folder, 'none.csv'));
    return true;
  });
  mkdirSync(join(folder, 'inner'));
  await assert.rejects(readTable(join(folder, 'inner')), /inner is a folder, not a table/);
  await assert.rejects(readTable(write('empty.csv', '')), /empty\.csv is empty/);
  await assert.rejects(readTable(write('header.csv', 'a,b\n')), /header\.csv has column names but no rows/);
  await assert.rejects(
    readTable(write('ab.csv', 'a,b\n1,2\n'), { columns: ['b', 'code'] }),
    /ab\.csv has no column code \(it has a, b\)/,
  );
  await assert.rejects(readTable(''), ArgumentError);
  await assert.rejects(
    readTable('x.csv', { columns: 'code' as never }),
    /options\.columns to be an array of column names/,
  );
  await assert.rejects(readTable('x.csv', { header: 0 } as never), /options\.header/);
});
