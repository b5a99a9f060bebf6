import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import sharp from 'sharp';

import { defaultImageCache } from '../../lib/src/data/image-cache.js';
import { loadImages } from '../../lib/src/data/load-images.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('cache');
const pictures = join(folder, 'pictures');
let number = 0;

/** An empty cache folder for one test. */
function freshCache(): string {
  return join(folder, `cache-${number++}`);
}

const writePicture = async (name: string, value: number): Promise<void> => {
  await sharp(Buffer.alloc(64, value), { raw: { width: 8, height: 8, channels: 1 } })
    .png()
    .toFile(join(pictures, name));
};

before(async () => {
  mkdirSync(pictures);
  for (let i = 0; i < 5; i++) await writePicture(`${i}.png`, 10 * i);
});

test('the second load comes from the cache and is the same', async () => {
  const cacheDir = freshCache();
  const first = await loadImages(pictures, { cacheDir });
  const second = await loadImages(pictures, { cacheDir });
  assert.deepEqual([first.cached, second.cached], [false, true]);
  assert.deepEqual({ ...second, data: [...second.data], cached: false }, { ...first, data: [...first.data] });
  assert.deepEqual(
    readdirSync(cacheDir).filter((name) => !name.endsWith('.images')),
    [],
  );
});

test('a changed file, option or list of files is another set', async () => {
  const cacheDir = freshCache();
  const load = async (options = {}): Promise<boolean> =>
    (await loadImages(pictures, { cacheDir, ...options })).cached;
  await load();
  assert.equal(await load({ size: 4 }), false);
  assert.equal(await load({ color: 'rgb' }), false);
  assert.equal(await load({ onError: 'skip' }), false);
  assert.equal((await loadImages([join(pictures, '0.png')], { cacheDir })).cached, false);
  assert.equal(await load({ concurrency: 1 }), true, 'how it is done does not matter');
  utimesSync(join(pictures, '3.png'), 1, 1);
  assert.equal(await load(), false, 'time of change');
  await writePicture('3.png', 77);
  const changed = await loadImages(pictures, { cacheDir });
  assert.deepEqual([changed.cached, changed.data[3 * 64]], [false, 77]);
  assert.equal((await loadImages(pictures, { cacheDir, cache: false })).cached, false);
});

test('skipped pictures are remembered', async () => {
  const cacheDir = freshCache();
  const broken = join(folder, 'broken.png');
  writeFileSync(broken, 'no picture');
  const files = [broken, join(pictures, '1.png')];
  const first = await loadImages(files, { cacheDir, onError: 'skip' });
  const second = await loadImages(files, { cacheDir, onError: 'skip' });
  assert.equal(second.cached, true);
  assert.deepEqual(second.skipped, first.skipped);
  assert.deepEqual(second.files, [join(pictures, '1.png')]);
  await assert.rejects(loadImages(files, { cacheDir }), /broken\.png cannot be read/);
});

test('a damaged cache file is rebuilt, with a warning', async () => {
  const cacheDir = freshCache();
  const original = await loadImages(pictures, { cacheDir });
  const path = join(cacheDir, readdirSync(cacheDir)[0]!);
  const bytes = readFileSync(path);
  const flip = (at: number): void => {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    writeFileSync(path, damaged);
  };
  const damages: readonly (() => void)[] = [
    () => flip(0),
    () => flip(9),
    () => flip(12),
    () => flip(20),
    () => flip(bytes.length - 1),
    () => truncateSync(path, bytes.length - 7),
    () => truncateSync(path, 5),
    () => truncateSync(path, 0),
    () => writeFileSync(path, Buffer.concat([bytes, Buffer.from('more')])),
  ];
  for (const damage of damages) {
    damage();
    const rebuilt = await loadImages(pictures, { cacheDir });
    assert.equal(rebuilt.cached, false);
    assert.deepEqual(rebuilt.data, original.data);
    assert.equal(rebuilt.warnings.length, 1);
    assert.match(
      rebuilt.warnings[0]!,
      /of the decode cache in .* could not be used \(.*\); the images were decoded again/,
    );
    const again = await loadImages(pictures, { cacheDir });
    assert.deepEqual([again.cached, again.warnings], [true, []]);
  }
});

test('where the cache cannot be written, the work goes on with a warning', async () => {
  const blocked = join(folder, 'file');
  writeFileSync(blocked, '');
  const { nRows, warnings } = await loadImages(pictures, { cacheDir: join(blocked, 'cache') });
  assert.equal(nRows, 5);
  assert.match(warnings.at(-1)!, /the decoded images were not kept in .*ENOTDIR/);
});

test('a full disk leaves nothing half-written behind', async () => {
  // A limit on the size of files stands in for the full disk: writing fails in the middle.
  const cacheDir = freshCache();
  const big = join(folder, 'big');
  mkdirSync(big);
  await sharp({ create: { width: 256, height: 256, channels: 3, background: 'red' } })
    .png()
    .toFile(join(big, 'red.png'));
  const script = join(__dirname, '..', 'support', 'load-folder.ts');
  const run = spawnSync(
    'bash',
    ['-c', 'ulimit -f 16; exec "$@"', 'bash', process.execPath, '--import', 'tsx', script, big, cacheDir],
    {
      encoding: 'utf8',
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    },
  );
  assert.equal(run.status, 0, run.stderr);
  const { nRows, warnings } = JSON.parse(run.stdout) as { nRows: number; warnings: string[] };
  assert.equal(nRows, 1);
  assert.match(warnings[0]!, /the decoded images were not kept in .*EFBIG/);
  assert.deepEqual(readdirSync(cacheDir), []);
});

test('the sets used longest ago make room', async () => {
  const cacheDir = freshCache();
  const load = async (name: string, maxCacheBytes = 1e6): Promise<boolean> =>
    (await loadImages([join(pictures, name)], { cacheDir, maxCacheBytes })).cached;
  await load('0.png');
  const [first] = readdirSync(cacheDir);
  const one = readFileSync(join(cacheDir, first!)).length;
  await load('1.png');
  for (const name of readdirSync(cacheDir))
    utimesSync(join(cacheDir, name), 1000, name === first ? 1000 : 2000);
  assert.equal(await load('0.png'), true, 'now 1.png was used longest ago');
  await load('2.png', 2 * one);
  assert.deepEqual([await load('0.png'), await load('2.png'), await load('1.png')], [true, true, false]);
  const { nRows, warnings } = await loadImages(pictures, { cacheDir, maxCacheBytes: 10 });
  assert.equal(nRows, 5);
  assert.match(warnings[0]!, /more than options\.maxCacheBytes = 10/);
});

test('temporary files of killed processes are removed', async () => {
  const cacheDir = freshCache();
  mkdirSync(cacheDir);
  for (const name of ['old.tmp', 'new.tmp']) writeFileSync(join(cacheDir, name), '');
  utimesSync(join(cacheDir, 'old.tmp'), 1, 1);
  await loadImages(pictures, { cacheDir });
  assert.deepEqual(
    readdirSync(cacheDir).filter((name) => name.endsWith('.tmp')),
    ['new.tmp'],
  );
});

test('the folder follows the environment', () => {
  const { CLUSTERLAB_CACHE, XDG_CACHE_HOME } = process.env;
  try {
    process.env['XDG_CACHE_HOME'] = '/xdg';
    delete process.env['CLUSTERLAB_CACHE'];
    assert.equal(defaultImageCache(), '/xdg/clusterlab/images');
    process.env['CLUSTERLAB_CACHE'] = '/own';
    assert.equal(defaultImageCache(), '/own/images');
    delete process.env['CLUSTERLAB_CACHE'];
    delete process.env['XDG_CACHE_HOME'];
    assert.match(defaultImageCache(), /\.cache\/clusterlab\/images$/);
  } finally {
    for (const [name, value] of Object.entries({ CLUSTERLAB_CACHE, XDG_CACHE_HOME })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});
