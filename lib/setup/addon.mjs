/**
 * Compiles tfjs-node's addon (two C++ files on the stable Node-API) against our libtensorflow. One compiler call: no
 * node-gyp, no make, no Node headers to download, and the result runs on every Node from 20 on.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { install, SetupError } from './errors.mjs';
import { CommandError } from './run.mjs';
import { fingerprint, hashFiles, hashOf } from './stamps.mjs';

const SOURCES = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];

/** Where tfjs-node looks for its addon. */
export function addonFile(packageDir) {
  return path.join(packageDir, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** What a build depends on: another key means that the addon must be built again. */
export function addonKey(packageDir, libDir) {
  return hashOf(fingerprint(path.join(packageDir, 'binding')), ...compileLine('g++', '.', libDir, 'addon'));
}

/**
 * Puts the addon in its place. A finished one is also kept beside the library that it is bound to: it fits every
 * project on this machine with the same tfjs-node, on every Node, and a new `npm ci` need not compile it again.
 *
 * @param {object} options
 * @param {string} options.packageDir - the folder of @tensorflow/tfjs-node
 * @param {string} options.libDir
 * @param {Function} options.run
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.fresh] - do not take the kept one
 * @returns {Promise<'built' | 'kept'>} resolves when the addon is in place and has been seen to load
 */
export async function buildAddon({ packageDir, libDir, run, env = process.env, fresh = false }) {
  const target = addonFile(packageDir);
  const kept = path.join(libDir, 'addons', `${contentKey(packageDir, libDir)}.node`);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  removeUnfinished(path.dirname(target));
  const temporary = path.join(path.dirname(target), `unfinished-${process.pid}.node`);
  try {
    const source = !fresh && (await takeKept(kept, temporary, run)) ? 'kept' : 'built';
    if (source === 'built') {
      await compile({ packageDir, libDir, run, env, output: temporary });
      await checkAddon(temporary, run);
      keep(temporary, kept);
    }
    fs.renameSync(temporary, target);
    return source;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

async function compile({ packageDir, libDir, run, env, output }) {
  const compiler = await findCompiler(run, env);
  const headers = path.join(
    path.dirname(
      createRequire(path.join(packageDir, 'package.json')).resolve('node-api-headers/package.json'),
    ),
    'include',
  );
  await run(compiler, compileLine(compiler, headers, libDir, output).slice(1), {
    cwd: packageDir,
    log: 'addon',
    timeoutMs: 10 * 60_000,
  });
}

/** Unlike `addonKey` independent of where the package lies and when it was unpacked. */
function contentKey(packageDir, libDir) {
  const binding = path.join(packageDir, 'binding');
  const files = fs.readdirSync(binding).sort();
  return hashOf(
    ...[...files, hashFiles(...files.map((name) => path.join(binding, name)))],
    ...compileLine('g++', '.', libDir, 'addon'),
  );
}

async function takeKept(kept, temporary, run) {
  if (!fs.existsSync(kept)) return false;
  fs.copyFileSync(kept, temporary);
  try {
    await checkAddon(temporary, run);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    fs.rmSync(kept, { force: true });
    return false;
  }
}

function keep(file, kept) {
  const copy = `${kept}.${process.pid}.new`;
  try {
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.copyFileSync(file, copy);
    fs.renameSync(copy, kept);
  } catch {
    // A cache that others filled and that may not be written: the next project compiles again.
  }
}

/**
 * Loads an addon in a process of its own, so that one that crashes does not take the set-up with it.
 *
 * @returns {Promise<string>} the version of the libtensorflow that it found
 */
export async function checkAddon(file, run) {
  const program =
    'const v = require(process.argv[1]).TF_Version; if (!v) throw new Error("no TF_Version"); console.log(v)';
  const out = await run(process.execPath, ['-e', program, file], {
    env: { TF_CPP_MIN_LOG_LEVEL: '2', NODE_OPTIONS: '' },
    timeoutMs: 120_000,
    log: 'addon-check',
  });
  return out.trim().split('\n').at(-1);
}

function compileLine(compiler, headers, libDir, output) {
  return [
    compiler,
    ...['-std=c++17', '-O2', '-fPIC', '-shared'],
    ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
    ...['-I.', '-I..', `-I${headers}`, `-I${path.join(libDir, 'include')}`],
    ...SOURCES,
    ...['-o', output, `-L${libDir}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    `-Wl,-rpath,${libDir}`,
  ];
}

async function findCompiler(run, env) {
  const names = [...new Set([env.CXX, 'g++', 'c++', 'clang++'].filter(Boolean))];
  for (const name of names) {
    try {
      await run(name, ['--version'], { timeoutMs: 30_000 });
      return name;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
    }
  }
  throw new SetupError('No C++ compiler was found.', [
    {
      what: `No C++ compiler was found (looked for ${names.join(', ')}).`,
      fixes: [install({ debian: 'g++', fedora: 'gcc-c++', mac: 'xcode-select --install' })],
    },
  ]);
}

function removeUnfinished(folder) {
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith('unfinished-')) fs.rmSync(path.join(folder, name), { force: true });
  }
}
