import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import sharp from 'sharp';

import { defaultImageCache } from '../../lib/src/data/image-cache.js';
import { loadImages } from '../../lib/src/data/load-images.js';
import type { Progress } from '../../lib/src/progress.js';
import { makeTiff } from '../support/make-tiff.js';
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

/** Not ours: names that look alike, and our names with another beginning. */
function foreignFiles(): readonly (readonly [name: string, content: string])[] {
  const key = 'ab'.repeat(20);
  const uuid = '01234567-89ab-cdef-0123-456789abcdef';
  return [
    ['thesis.tmp', 'clusterl'],
    ['holiday.images', 'clusterl'],
    [`${key}.${uuid}.tmp`, 'something else'],
    [`${key}.images`, 'something else'],
    [`${key.toUpperCase()}.images`, 'clusterl'],
    [`${'cd'.repeat(20)}.images`, ''],
  ];
}

test('files that the cache did not make are never removed', async () => {
  const cacheDir = freshCache();
  mkdirSync(cacheDir);
  for (const [name, content] of foreignFiles()) {
    writeFileSync(join(cacheDir, name), content);
    utimesSync(join(cacheDir, name), 1, 1);
  }
  mkdirSync(join(cacheDir, `${'ef'.repeat(20)}.images`));
  await loadImages([join(pictures, '0.png')], { cacheDir, maxCacheBytes: 400 });
  await loadImages([join(pictures, '1.png')], { cacheDir, maxCacheBytes: 400 });
  for (const [name, content] of foreignFiles())
    assert.equal(readFileSync(join(cacheDir, name), 'utf8'), content, name);
  assert.equal(
    readdirSync(cacheDir).length,
    foreignFiles().length + 2,
    'the folder, and the newer set of the cache',
  );
});

test('temporary files of killed processes are removed', async () => {
  const cacheDir = freshCache();
  mkdirSync(cacheDir);
  const name = (n: number): string => `${'ab'.repeat(20)}.01234567-89ab-cdef-0123-45678901234${n}.tmp`;
  for (const n of [1, 2]) writeFileSync(join(cacheDir, name(n)), 'clusterl and more');
  utimesSync(join(cacheDir, name(1)), 1, 1);
  await loadImages(pictures, { cacheDir });
  assert.deepEqual(
    readdirSync(cacheDir).filter((entry) => entry.endsWith('.tmp')),
    [name(2)],
  );
});

test('a file replaced by one of the same size and date is decoded', async () => {
  const cacheDir = freshCache();
  const path = join(folder, 'replaced.tif');
  const pixels: unknown[] = [];
  for (const level of [10, 200, 200, 10]) {
    const levels = Array<number>(64).fill(level);
    writeFileSync(path, makeTiff([{ width: 8, height: 8, levels }]));
    utimesSync(path, 315_532_800, 315_532_800);
    const { data, cached, warnings } = await loadImages([path], { cacheDir });
    pixels.push([data[0], cached, warnings.length]);
  }
  assert.deepEqual(pixels, [
    [10, false, 0],
    [200, false, 0],
    [200, true, 0],
    [10, false, 0],
  ]);
});

test('a file changed while it is loaded leaves no false pixels behind', async () => {
  const cacheDir = freshCache();
  const path = join(folder, 'changing.tif');
  const write = (level: number): void => {
    writeFileSync(path, makeTiff([{ width: 8, height: 8, levels: Array<number>(64).fill(level) }]));
    utimesSync(path, 1000, 1000);
  };
  write(10);
  const files = [...Array<string>(400).fill(join(pictures, '0.png')), path];
  // Between the look at the files and the decoding of the last of them.
  const onProgress = ({ stage }: Progress): void => {
    if (stage === 'decode images') write(20);
  };
  await loadImages(files, { cacheDir, onProgress, concurrency: 1 });
  write(10);
  assert.equal((await loadImages(files, { cacheDir })).data.at(-1), 10);
});

test('a file that may not be read is tried again', async () => {
  const cacheDir = freshCache();
  const closed = join(folder, 'closed.png');
  writeFileSync(closed, readFileSync(join(pictures, '4.png')));
  const files = [closed, join(pictures, '1.png')];
  const load = async (): Promise<number> => (await loadImages(files, { cacheDir, onError: 'skip' })).nRows;
  chmodSync(folder, 0o755);
  mkdirSync(cacheDir);
  chmodSync(cacheDir, 0o777);
  chmodSync(closed, 0);
  // Root may read everything.
  const isRoot = process.geteuid!() === 0;
  if (isRoot) process.seteuid!(65_534);
  try {
    assert.equal(await load(), 1);
  } finally {
    if (isRoot) process.seteuid!(0);
    chmodSync(closed, 0o644);
  }
  assert.equal(await load(), 2);
});

test('a pipe, folder or link in the place of the cache file is left alone', async () => {
  const make: readonly ((path: string) => void)[] = [
    (path) => execFileSync('mkfifo', [path]),
    (path) => mkdirSync(path),
    (path) => symlinkSync('/dev/zero', path),
  ];
  for (const put of make) {
    const cacheDir = freshCache();
    await loadImages(pictures, { cacheDir });
    const path = join(cacheDir, readdirSync(cacheDir)[0]!);
    rmSync(path);
    put(path);
    const before = lstatSync(path);
    const { nRows, cached, warnings } = await loadImages(pictures, { cacheDir });
    assert.deepEqual([nRows, cached, warnings.length], [5, false, 1]);
    assert.match(warnings[0]!, /could not be used \(it is not a file\); the images were decoded again/);
    assert.equal(lstatSync(path).ino, before.ino);
  }
});

test('keeping pixels can be cancelled, and leaves nothing behind', async () => {
  const cacheDir = freshCache();
  const controller = new AbortController();
  const reason = new Error('enough');
  const onProgress = ({ stage }: Progress): void => {
    if (stage === 'keep decoded images') controller.abort(reason);
  };
  await assert.rejects(loadImages(pictures, { cacheDir, signal: controller.signal, onProgress }), reason);
  assert.deepEqual(readdirSync(cacheDir), []);
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
