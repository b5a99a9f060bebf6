import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';

import { scratchFolder } from '../support/scratch.js';

const root = resolve(__dirname, '..', '..');
const folder = scratchFolder('native');

/** Runs code in a Node of its own, after `preload`, with `native` and `errors` at hand. */
function runChild(preload: string, code: string): { readonly stdout: string; readonly stderr: string } {
  const preloadFile = join(folder, 'preload.cjs');
  const mainFile = join(folder, 'main.cjs');
  writeFileSync(preloadFile, preload);
  const from = (file: string): string => JSON.stringify(join(root, 'lib', 'src', file));
  writeFileSync(
    mainFile,
    `const { native } = require(${from('tensorflow/native.ts')});\nconst errors = require(${from('errors.ts')});\n${code}`,
  );
  // The log level is what the library sets, not what the test run sets.
  const { TF_CPP_MIN_LOG_LEVEL: _level, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--require', preloadFile, '--import', 'tsx', mainFile],
    { cwd: root, env, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return { stdout, stderr };
}

/** Sends requests for tfjs-node to another folder. */
const redirect = (target: string): string => `
const Module = require('node:module');
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  const name = '@tensorflow/tfjs-node';
  if (request !== name && !request.startsWith(name + '/')) return resolveFilename.call(this, request, ...rest);
  return resolveFilename.call(this, ${JSON.stringify(target)} + request.slice(name.length), ...rest);
};`;

const report = `
try {
  native();
  console.log('loaded');
} catch (error) {
  const { name, code, causes, fixes, message } = error;
  console.log(JSON.stringify({ ours: error instanceof errors.NativeModuleError, name, code, causes, fixes, message, cause: String(error.cause) }));
}`;

interface Report {
  readonly ours: boolean;
  readonly name: string;
  readonly code: string;
  readonly causes: readonly string[];
  readonly fixes: readonly string[];
  readonly message: string;
  readonly cause: string;
}

describe('without libtensorflow', () => {
  test('an addon that was never built: the error names its path, the cause and the way out', () => {
    const fake = join(folder, 'tfjs-node');
    mkdirSync(fake, { recursive: true });
    writeFileSync(join(fake, 'package.json'), '{ "main": "index.js" }');
    writeFileSync(join(fake, 'index.js'), "require('./lib/napi-v8/tfjs_binding.node');");
    const found = JSON.parse(runChild(redirect(fake), report).stdout) as Report;
    assert.deepEqual([found.ours, found.name, found.code], [true, 'NativeModuleError', 'ERR_NATIVE_MODULE']);
    assert.match(found.causes[0]!, /Cannot find module '.*tfjs_binding\.node'/);
    assert.equal(
      found.causes[1],
      `the addon ${join(fake, 'lib', 'napi-v8', 'tfjs_binding.node')} does not exist`,
    );
    assert.match(found.fixes[0]!, /node tools\/setup\/setup\.mjs/);
    assert.match(
      found.message,
      /^libtensorflow could not be loaded\.\n {2}- Cannot find[^]*What to do:\n {2}- in a checkout/,
    );
    assert.match(found.cause, /Cannot find module/);
  });

  test('no package at all', () => {
    const found = JSON.parse(runChild(redirect(join(folder, 'nowhere')), report).stdout) as Report;
    assert.equal(found.ours, true);
    assert.ok(found.causes.includes('the package @tensorflow/tfjs-node is not installed'));
  });
});

test('loads on a Node that has lost the helpers of util that tfjs-node calls, and prints nothing', () => {
  const preload =
    "const util = require('node:util'); delete util.isNullOrUndefined; delete util.isUndefined;";
  const code = `
const { tf, binding } = native();
const sum = tf.tensor1d([1, 2]).sum().dataSync()[0];
console.log(JSON.stringify({ sum, backend: tf.getBackend(), same: native().binding === binding }));`;
  const { stdout, stderr } = runChild(preload, code);
  assert.deepEqual(JSON.parse(stdout), { sum: 3, backend: 'tensorflow', same: true });
  assert.equal(stderr, '');
});
