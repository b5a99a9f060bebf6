/** A small project with stand-ins for every outside tool, on which the real set-up runs in a process of its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeZip } from './zip-writer.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const checkout = path.resolve(here, '..', '..', '..');
const fakeTool = pathToFileURL(path.join(here, 'fake-tool.mjs')).href;
export const libraryName = `libtensorflow-0.0.1-${process.platform}-${process.arch}`;

/**
 * @param {{ libraryMegabytes?: number, tools?: string[] }} [options] - size of the library in the wheel; which tools exist
 */
export function createProject({ libraryMegabytes = 5, tools = ['npm', 'python3', 'g++'] } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'clusterlab-setup-'));
  const root = path.join(home, 'project');
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  write('package.json', '{"name":"test"}');
  write('package-lock.json', '{}');
  write('requirements.txt', 'jupyterlab==0.0.1\n');
  write('lib/src/index.ts', 'exports.one = 1;\n');
  write('lib/package.json', '{"name":"clusterlab"}');
  write(
    'data-scripts/make-sample.ts',
    "import fs from 'node:fs';\nfs.mkdirSync('data/sample/images', { recursive: true });\n" +
      "fs.writeFileSync('data/sample/images/1.jpg', '');\nfs.writeFileSync('data/sample/chinese_mnist.csv', 'a');\n",
  );
  fs.mkdirSync(path.join(home, 'bin'));
  for (const tool of tools) {
    const program = `import(${JSON.stringify(fakeTool)}).then((m) => m.act(${JSON.stringify(tool)}, process.argv.slice(2)))`;
    fs.writeFileSync(path.join(home, 'bin', tool), `#!${process.execPath}\n${program};\n`, { mode: 0o755 });
  }

  const library = Buffer.alloc(libraryMegabytes * 1024 * 1024, 'tensor');
  const framework = Buffer.from('framework');
  const wheel = writeZip([
    { name: 'tensorflow/libtensorflow_cc.so.2', data: library },
    { name: 'tensorflow/libtensorflow_framework.so.2', data: framework },
    { name: 'tensorflow/include/tensorflow/c/c_api.h', data: Buffer.from('// header') },
    { name: 'tensorflow/include/external/not_needed.h', data: Buffer.from('// no') },
    { name: 'tensorflow/python/not_needed.py', data: Buffer.from('# no') },
  ]);
  fs.writeFileSync(path.join(home, 'fake.whl'), wheel);
  const release = {
    version: '0.0.1',
    platforms: {
      [`${process.platform}-${process.arch}`]: {
        ...{ requirement: 'tensorflow-cpu==0.0.1', pipPlatform: 'any', wheelSha256: sha256(wheel) },
        ...{ downloadMegabytes: 1, unpackedMegabytes: libraryMegabytes },
        libraries: {
          'libtensorflow_cc.so.2': { size: library.length, sha256: sha256(library) },
          'libtensorflow_framework.so.2': { size: framework.length, sha256: sha256(framework) },
        },
      },
    },
  };

  const cache = path.join(home, 'cache');
  const config = path.join(home, 'config.json');
  const baseEnv = {
    ...{ PATH: path.join(home, 'bin'), HOME: home, CLUSTERLAB_CACHE: cache, FAKE_HOME: home },
    FAKE_TSX: path.join(checkout, 'node_modules', 'tsx'),
    FAKE_ADDON: path.join(
      checkout,
      'node_modules',
      '@tensorflow',
      'tfjs-node',
      'lib',
      'napi-v8',
      'tfjs_binding.node',
    ),
  };

  /** Starts a set-up; `done` resolves to its exit code, signal, what it printed, and how long it took. */
  function start(env = {}, args = []) {
    // Another set-up may be reading it.
    fs.writeFileSync(`${config}.new`, JSON.stringify({ root, release }));
    fs.renameSync(`${config}.new`, config);
    fs.rmSync(path.join(home, 'hang.mark'), { force: true });
    const since = performance.now();
    const child = spawn(process.execPath, [path.join(here, 'run-setup.mjs'), config, ...args], {
      ...{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
      env: { ...baseEnv, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const done = new Promise((resolve) =>
      // `exit` too: a killed set-up may leave a child that keeps the pipes open.
      child.on('exit', (code, signal) =>
        setTimeout(() => resolve({ code, signal, output, ms: performance.now() - since }), 20),
      ),
    );
    return { child, done };
  }

  return {
    ...{ home, root, cache, release, start, write },
    run: (env, args) => start(env, args).done,
    /** Waits until a tool hangs at the point that FAKE_HANG names; resolves to its process number. */
    async hanging() {
      const mark = path.join(home, 'hang.mark');
      await until(() => fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') !== '');
      return Number(fs.readFileSync(mark, 'utf8'));
    },
    calls: () => fs.readFileSync(path.join(home, 'calls.log'), 'utf8').trim().split('\n'),
    forgetCalls: () => fs.writeFileSync(path.join(home, 'calls.log'), ''),
    file: (...parts) => path.join(root, ...parts),
    addon: path.join(root, 'node_modules', '@tensorflow', 'tfjs-node', 'lib', 'napi-v8', 'tfjs_binding.node'),
    /** Everything a finished set-up leaves is there and whole, and nothing unfinished lies about. */
    assertComplete() {
      const at = (...parts) => fs.readFileSync(path.join(root, ...parts), 'utf8');
      assert.equal(at('.venv', 'installed'), 'whole');
      assert.equal(fs.existsSync(path.join(root, '.venv', 'installed-half')), false);
      assert.equal(at('lib', 'dist', 'index.js'), 'exports.one = 1;\n');
      assert.deepEqual(fs.readdirSync(path.join(root, 'lib', 'dist')).sort(), ['.build.json', 'index.js']);
      assert.equal(at('data', 'sample', 'chinese_mnist.csv'), 'a');
      assert.deepEqual(fs.readFileSync(this.addon), fs.readFileSync(baseEnv.FAKE_ADDON));
      const kept = path.join(cache, libraryName);
      assert.deepEqual(fs.readdirSync(cache), [libraryName]);
      assert.equal(fs.readdirSync(path.join(kept, 'addons')).length, 1);
      assert.deepEqual(fs.readdirSync(kept).sort(), [
        ...['addons', 'complete.json', 'include', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
      ]);
      assert.equal(sha256(fs.readFileSync(path.join(kept, 'libtensorflow_cc.so.2'))), sha256(library));
      assert.deepEqual(fs.readdirSync(path.join(kept, 'include', 'tensorflow')), ['c']);
      assert.deepEqual(fs.readdirSync(path.join(root, 'lib')).sort(), ['dist', 'package.json', 'src']);
      assert.deepEqual(fs.readdirSync(path.join(root, '.setup')), ['logs']);
    },
    remove: () => fs.rmSync(home, { recursive: true, force: true }),
  };
}

/** @param {() => boolean} condition */
export async function until(condition, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${condition}`);
    await sleep(2);
  }
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
