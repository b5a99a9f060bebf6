import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import sharp from 'sharp';

import { listImages } from '../../lib/src/data/list-images.js';
import { loadImages } from '../../lib/src/data/load-images.js';
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

test('files that are taken for images and cannot be loaded are named', async () => {
  const phone = join(folder, 'phone');
  mkdirSync(phone);
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const name of ['a.JFIF', 'b.jpe', 'c.HEIC', 'd.bmp', 'notes.txt', '._a.jpg', 'Thumbs.db'])
    writeFileSync(join(phone, name), png);
  execFileSync('mkfifo', [join(phone, 'pipe.png')]);
  symlinkSync('nowhere', join(phone, 'gone.png'));
  symlinkSync('loop.png', join(phone, 'loop.png'));
  const { files, leftOut, warnings } = await loadImages(phone, { cache: false });
  assert.deepEqual(files.map(base), ['a.JFIF', 'b.jpe']);
  assert.deepEqual(
    leftOut.map(({ file, reason }) => [base(file), reason]),
    [
      ['c.HEIC', 'HEIC, often from phones; not decoded here, convert it'],
      ['d.bmp', 'a bitmap; not decoded here, convert it'],
      ['gone.png', 'a link that leads nowhere'],
      ['loop.png', 'a link that leads nowhere'],
      ['pipe.png', 'it is not a file'],
    ],
  );
  assert.match(warnings[0]!, /^5 files look like images, but were left out: \S*c\.HEIC \(HEIC/);
  const chosen = await loadImages(phone, { cache: false, extensions: ['.bmp'] });
  assert.deepEqual([chosen.files.map(base), chosen.leftOut, chosen.warnings], [['d.bmp'], [], []]);
  const only = join(folder, 'only');
  mkdirSync(only);
  writeFileSync(join(only, 'c.heic'), png);
  await assert.rejects(listImages(only), /holds no picture .*; 1 left out, the first is c\.heic \(HEIC/);
});

test('a pipe, folder or device that is named is refused at once', async () => {
  const pipe = join(folder, 'pipe.jpg');
  execFileSync('mkfifo', [pipe]);
  for (const path of [pipe, folder, '/dev/zero'])
    await assert.rejects(loadImages([path], { cache: false }), /cannot be read: it is not a file/);
});

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
