/**
 * Compiles tfjs-node's addon (two C++ files on the stable Node-API) against our libtensorflow. One compiler call: no
 * node-gyp, no make, no Node headers to download, and the result runs on every Node from 20 on.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { install, SetupError } from './errors.mjs';
import { CommandError } from './run.mjs';
import { fingerprint, hashOf } from './stamps.mjs';

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
 * @param {{ packageDir: string, libDir: string, run: Function, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>} resolves when the addon is in place and has been seen to load
 */
export async function buildAddon({ packageDir, libDir, run, env = process.env }) {
  const target = addonFile(packageDir);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  removeUnfinished(path.dirname(target));
  const temporary = path.join(path.dirname(target), `unfinished-${process.pid}.node`);
  const compiler = await findCompiler(run, env);
  const headers = path.join(
    path.dirname(
      createRequire(path.join(packageDir, 'package.json')).resolve('node-api-headers/package.json'),
    ),
    'include',
  );
  try {
    await run(compiler, compileLine(compiler, headers, libDir, temporary).slice(1), {
      cwd: packageDir,
      log: 'addon',
      timeoutMs: 10 * 60_000,
    });
    await checkAddon(temporary, run);
    fs.renameSync(temporary, target);
  } finally {
    fs.rmSync(temporary, { force: true });
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
