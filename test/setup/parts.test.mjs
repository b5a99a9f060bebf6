import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addonFile, buildAddon } from '../../lib/setup/addon.mjs';
import { defaultCacheDir } from '../../lib/setup/cache.mjs';
import { causeOf, keyLines } from '../../lib/setup/errors.mjs';
import { acquireLock } from '../../lib/setup/lock.mjs';
import { CommandError, createRunner } from '../../lib/setup/run.mjs';
import { writeStamp } from '../../lib/setup/stamps.mjs';
import { extractZip } from '../../lib/setup/zip.mjs';
import { writeZip } from './support/zip-writer.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clusterlab-parts-'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

test('zip: stored, deflated, empty and large entries come out as they went in', async () => {
  const large = Buffer.alloc(9 * 1024 * 1024);
  for (let i = 0; i < large.length; i += 4) large.writeUInt32LE((i * 2654435761) >>> 0, i);
  const file = path.join(folder, 'good.zip');
  fs.writeFileSync(
    file,
    writeZip([
      { name: 'a/deflated.txt', data: Buffer.from('one') },
      { name: 'a/stored.txt', data: Buffer.from('two'), store: true },
      { name: 'a/empty.txt', data: Buffer.alloc(0) },
      { name: 'large.bin', data: large },
      { name: 'large-stored.bin', data: large, store: true },
      { name: 'left/out.txt', data: Buffer.from('three') },
    ]),
  );
  const to = path.join(folder, 'good');
  const written = await extractZip(file, to, (name) => (name.startsWith('left/') ? null : name));
  assert.deepEqual(
    [...written.keys()],
    [...['a/deflated.txt', 'a/stored.txt', 'a/empty.txt', 'large.bin', 'large-stored.bin']],
  );
  assert.equal(fs.readFileSync(path.join(to, 'a', 'deflated.txt'), 'utf8'), 'one');
  assert.equal(fs.readFileSync(path.join(to, 'a', 'stored.txt'), 'utf8'), 'two');
  assert.ok(fs.readFileSync(path.join(to, 'large.bin')).equals(large));
  assert.ok(fs.readFileSync(path.join(to, 'large-stored.bin')).equals(large));
  // sha256 of no bytes at all.
  assert.match(written.get('a/empty.txt').sha256, /^e3b0c44298fc1c14/);
});

test('zip: broken archives are refused', async (t) => {
  const good = writeZip([{ name: 'a.txt', data: Buffer.from('text '.repeat(100)) }]);
  const flipped = Buffer.from(good);
  flipped[40] ^= 0xff;
  const cases = [
    ['cut short', good.subarray(0, good.length - 30), /not a zip archive/],
    ['not a zip', Buffer.from('<html>not found</html>'), /not a zip archive/],
    ['a flipped byte', flipped, /./],
    ['a wrong checksum', writeZip([{ name: 'a', data: Buffer.from('x'), crc: 1 }]), /checksum of a is wrong/],
    ['a way out', writeZip([{ name: '../a', data: Buffer.from('x') }]), /points outside/],
  ];
  for (const [name, bytes, message] of cases) {
    await t.test(name, async () => {
      const file = path.join(folder, 'bad.zip');
      fs.writeFileSync(file, bytes);
      await assert.rejects(
        extractZip(file, path.join(folder, 'bad'), (entry) => entry),
        message,
      );
    });
  }
  assert.equal(fs.existsSync(path.join(folder, 'a')), false);
});

test('run: output, failure, a missing command, time limit and stand-still', async (t) => {
  const { run } = createRunner({ logDir: folder });
  const node = (program, options) => run(process.execPath, ['-e', program], options);
  await t.test('output of both streams, also in the log', async () => {
    const out = await node('console.log(1); console.error(2)', { log: 'both' });
    assert.deepEqual(out.trim().split('\n').sort(), ['1', '2']);
    assert.match(fs.readFileSync(path.join(folder, 'both.log'), 'utf8'), /^\$ .*\n(1\n2|2\n1)\n$/);
  });
  const failsWith = (reason, detail) => (error) => {
    assert.ok(error instanceof CommandError);
    assert.equal(error.reason, reason);
    assert.match(error.detail, detail);
    return true;
  };
  await t.test('exit code', () => assert.rejects(node('process.exit(3)'), failsWith('exit', /exit code 3/)));
  await t.test('missing', () => assert.rejects(run('no-such-tool', []), failsWith('missing', /ENOENT/)));
  await t.test('missing, with a log', async () => {
    await assert.rejects(run('no-such-tool', [], { log: 'none' }), failsWith('missing', /ENOENT/));
    // A second end of the command would come only now, and end this process.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await t.test(
    'a log on a full disk, where there is a /dev/full',
    { skip: !fs.existsSync('/dev/full') },
    async () => {
      fs.symlinkSync('/dev/full', path.join(folder, 'full.log'));
      assert.equal(await node('console.log(1)', { log: 'full' }), '1\n');
    },
  );
  await t.test('time limit', () =>
    assert.rejects(node('setTimeout(() => {}, 60e3)', { timeoutMs: 100 }), failsWith('timeout', /no result/)),
  );
  await t.test('stand-still', () =>
    assert.rejects(
      node('setTimeout(() => {}, 60e3)', { stall: { afterMs: 100, progress: () => 7 } }),
      failsWith('stalled', /no progress/),
    ),
  );
});

test('lock: a second taker in the same process waits for the first', async () => {
  const file = path.join(folder, 'lock');
  const first = await acquireLock(file);
  let waited = null;
  const second = acquireLock(file, { pollMs: 5, onWait: (holder) => (waited = holder.pid) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(waited, process.pid);
  first.release();
  (await second).release();
  assert.equal(fs.existsSync(file), false);
});

test('lock: a dead holder is recognised, also when its number is in use again, and a silent one elsewhere', async (t) => {
  const file = path.join(folder, 'stale');
  const host = os.hostname();
  const cases = [
    ['a process that ended', { pid: 2 ** 22 + 1, start: '1', host, children: [] }, 0],
    ['another process with its number', { pid: process.pid, start: 'long ago', host, children: [] }, 0],
    ['a machine that has gone silent', { pid: 1, start: '1', host: 'elsewhere', children: [] }, 120],
    ['no lock at all, only text', 'text', 0],
  ];
  for (const [name, content, ageSeconds] of cases) {
    await t.test(name, async () => {
      fs.writeFileSync(file, JSON.stringify(content));
      const then = new Date(Date.now() - ageSeconds * 1000);
      fs.utimesSync(file, then, then);
      const lock = await acquireLock(file, { onWait: () => assert.fail('waited for a dead holder') });
      lock.release();
    });
  }
});

test('errors: the telling lines of a long output are picked', () => {
  const output = 'fetching 1\nfetching 2\nnpm warn old thing not found\nERROR: no such wheel\nbye\n';
  assert.deepEqual(keyLines(output), ['ERROR: no such wheel']);
  assert.deepEqual(keyLines('a\nb\n'), ['a', 'b']);
});

test('errors: known sentences become a cause with commands that help', () => {
  const cases = [
    ['npm error code ENOSPC', /disk is full/],
    ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES', /not what was pinned/],
    ['getaddrinfo EAI_AGAIN', /could not be reached/],
    ["/usr/bin/python3: No module named 'pip'", /no pip/],
    ['SSL: CERTIFICATE_VERIFY_FAILED', /certificate/],
    ['npm error code EACCES', /may not be written/],
    ['package.json and package-lock.json are not in sync; EUSAGE', /do not belong together/],
  ];
  for (const [output, what] of cases) {
    const cause = causeOf(new CommandError('tool', 'exit', output, 'exit code 1'));
    assert.match(cause.what, what);
    assert.ok(cause.fixes.length > 0);
  }
});

test('addon: where a finished one cannot be kept for other projects, it serves this one', async () => {
  const [packageDir, libDir] = ['tfjs-node', 'library'].map((name) => path.join(folder, name));
  for (const part of [
    path.join(packageDir, 'binding'),
    path.join(packageDir, 'node_modules', 'node-api-headers'),
  ])
    fs.mkdirSync(part, { recursive: true });
  const headers = path.join(packageDir, 'node_modules', 'node-api-headers', 'package.json');
  fs.writeFileSync(headers, '{ "name": "node-api-headers" }');
  fs.mkdirSync(libDir);
  // As in a cache that somebody else owns: nothing can be made there.
  fs.writeFileSync(path.join(libDir, 'addons'), '');
  const run = async (_command, args) => {
    const output = args[args.indexOf('-o') + 1];
    if (args.includes('-o')) fs.writeFileSync(output, 'addon');
    return '2.18.1\n';
  };
  assert.equal(await buildAddon({ packageDir, libDir, run }), 'built');
  assert.equal(fs.readFileSync(addonFile(packageDir), 'utf8'), 'addon');
});

test('npx clusterlab setup says which libtensorflow is in place', () => {
  const modules = path.join(folder, 'project', 'node_modules');
  const lib = fileURLToPath(new URL('../../lib', import.meta.url));
  for (const part of ['setup', 'bin'])
    fs.cpSync(path.join(lib, part), path.join(modules, 'clusterlab', part), { recursive: true });
  const tfjs = path.join(modules, '@tensorflow', 'tfjs-node');
  writeStamp(path.join(tfjs, 'package.json'), { name: '@tensorflow/tfjs-node', version: '4.22.0' });
  fs.mkdirSync(path.dirname(addonFile(tfjs)), { recursive: true });
  fs.writeFileSync(addonFile(tfjs), 'addon');
  writeStamp(path.join(path.dirname(addonFile(tfjs)), 'clusterlab.json'), { source: 'prebuilt', size: 5 });
  const command = path.join(modules, 'clusterlab', 'bin', 'clusterlab.mjs');
  const { status, stderr } = spawnSync(process.execPath, [command, 'setup'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^The prebuilt libtensorflow 2\.9\.1 of 2022 is in place; .* --redo tries to get 2\./);
});

test('the cache folder follows the environment', () => {
  assert.equal(defaultCacheDir({ CLUSTERLAB_CACHE: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' }), '/c');
  assert.equal(defaultCacheDir({ XDG_CACHE_HOME: '/x', HOME: '/h' }), path.join('/x', 'clusterlab'));
  assert.equal(defaultCacheDir({ HOME: '/h' }), path.join('/h', '.cache', 'clusterlab'));
});

test('an old Node is told so in one message', () => {
  const setup = fileURLToPath(new URL('../../tools/setup/setup.mjs', import.meta.url));
  const program = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });
    import(${JSON.stringify(setup)})`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /^clusterlab needs Node 20\.19 or newer, this is 18\.20\.4/);
});
