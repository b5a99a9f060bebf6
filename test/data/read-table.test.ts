import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type * as danfojs from 'danfojs-node';

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

test('the frame has what its type declares, and is a danfojs frame to whoever has danfojs', async () => {
  const table = await readTable(write('frame.csv', 'n,s,x\n1,a,2.5\n3,b,1\n3,a,7\n'));
  assert.deepEqual(
    [table.index, table.head(1).values, table.tail(1).values],
    [[0, 1, 2], [[1, 'a', 2.5]], [[3, 'a', 7]]],
  );
  assert.deepEqual(table.loc({ rows: [2], columns: ['x', 'n'] }).values, [[7, 3]]);
  assert.deepEqual(table.iloc({ rows: ['1:3'], columns: [0] }).values, [[3], [3]]);
  assert.deepEqual(table.query(table.column('s').values.map((cell) => cell === 'a')).index, [0, 2]);
  assert.deepEqual(table.sortValues('x', { ascending: false }).index, [2, 0, 1]);
  const described = table.describe();
  assert.deepEqual(described.columns, ['n', 'x']);
  assert.deepEqual(described.index, ['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
  assert.deepEqual(described.values[4], [3, 2.5]);
  const column = table.column('n');
  assert.deepEqual([column.dtype, column.index, column.unique().values], ['int32', [0, 1, 2], [1, 3]]);
  assert.deepEqual(
    [column.valueCounts().values, column.valueCounts().index],
    [
      [1, 2],
      [1, 3],
    ],
  );
  assert.deepEqual([column.min(), column.max()], [1, 3]);
  assert.ok(Math.abs(column.mean() - 7 / 3) < 1e-12 && Math.abs(column.std() - Math.sqrt(4 / 3)) < 1e-12);
  assert.deepEqual((table as danfojs.DataFrame).groupby(['s']).count().values, [
    ['a', 2, 2],
    ['b', 1, 1],
  ]);
  assert.deepEqual(table.shape, [3, 3]);
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
  const gbk = join(folder, 'gbk.csv');
  writeFileSync(gbk, Buffer.from([...Buffer.from('character\n'), 0xbe, 0xc5, 0x0a])); // 九 in GBK
  await assert.rejects(readTable(gbk), /gbk\.csv is not UTF-8 text/);
  await assert.rejects(readTable(''), ArgumentError);
  await assert.rejects(
    readTable('x.csv', { columns: 'code' as never }),
    /options\.columns to be an array of column names/,
  );
  await assert.rejects(readTable('x.csv', { header: 0 } as never), /options\.header/);
});
