import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { listImages } from '../../lib/src/data/list-images.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('list');
mkdirSync(join(folder, 'inner', 'empty.jpg'), { recursive: true });
for (const name of ['a2.jpg', 'a10.JPG', 'B.png', 'notes.txt', '.hidden.jpg', 'inner/c.jpeg'])
  writeFileSync(join(folder, name), '');
symlinkSync(join(folder, 'a2.jpg'), join(folder, 'link.jpg'));
symlinkSync(folder, join(folder, 'inner', 'loop'));

test('lists pictures in character order', async () => {
  const names = async (options?: Parameters<typeof listImages>[1]): Promise<string[]> =>
    (await listImages(folder, options)).map((path) => path.slice(folder.length + 1));
  assert.deepEqual(await names(), ['B.png', 'a10.JPG', 'a2.jpg', 'link.jpg']);
  assert.deepEqual(await names({ recursive: true }), [
    'B.png',
    'a10.JPG',
    'a2.jpg',
    'inner/c.jpeg',
    'link.jpg',
  ]);
  assert.deepEqual(await names({ extensions: ['.PNG', '.txt'] }), ['B.png', 'notes.txt']);
});

test('refuses folders without pictures and wrong options', async () => {
  await assert.rejects(listImages(join(folder, 'nowhere')), /the folder .*nowhere does not exist/);
  await assert.rejects(listImages(join(folder, 'a2.jpg')), /a2\.jpg is not a folder/);
  await assert.rejects(
    listImages(join(folder, 'inner'), { extensions: ['.png'] }),
    /holds no picture \(\.png\); its inner folders are searched with options\.recursive/,
  );
  await assert.rejects(listImages(folder, { extensions: ['jpg'] }), /options\.extensions/);
  await assert.rejects(listImages(folder, { extensions: [] }), /options\.extensions/);
  await assert.rejects(
    listImages(folder, { recursive: 1 as never }),
    /options\.recursive to be true or false/,
  );
  await assert.rejects(listImages(folder, { deep: true } as never), /options\.deep/);
  await assert.rejects(listImages(''), /folder to be the path of a folder/);
});
