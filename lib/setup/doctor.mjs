/** `npx clusterlab doctor`: what is installed, how fast it is, and what to mend. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { addonFile } from './addon.mjs';
import { defaultCacheDir } from './cache.mjs';
import { causeOf, keyLines } from './errors.mjs';
import { installedPackage } from './installed.mjs';
import { libtensorflowDir, RELEASE } from './libtensorflow.mjs';
import { isNativeReady, nativeStamp } from './native.mjs';
import { createRunner } from './run.mjs';

/** @typedef {{ lines: [string, string][], problems: { what: string, said?: string[], fixes: string[] }[] }} Findings */

/**
 * @param {{ env?: NodeJS.ProcessEnv, print?: (line: string) => void, cwd?: string }} [options]
 * @returns {Promise<number>} 0 if everything is in place, else 1
 */
export async function doctor({ env = process.env, print = console.log, cwd = process.cwd() } = {}) {
  const cacheDir = defaultCacheDir(env);
  const tfjs = installedPackage('@tensorflow/tfjs-node');
  const parts = [
    machine(),
    tfjs === null ? missing('@tensorflow/tfjs-node') : await native(tfjs, cacheDir, env),
    ...packages(tfjs),
    kernel(cwd),
    cache(cacheDir),
  ];
  for (const [name, text] of parts.flatMap(({ lines }) => lines)) print(`${name.padEnd(15)} ${text}`);
  const problems = parts.flatMap((part) => part.problems);
  print('');
  if (problems.length === 0) print('Everything is in place.');
  for (const { what, said = [], fixes } of problems) {
    print(`■ ${what}`);
    for (const line of said) print(`  | ${line}`);
    for (const fix of fixes) print(`  fix: ${fix}`);
  }
  return problems.length === 0 ? 0 : 1;
}

/** @returns {Findings} */
function machine() {
  const { folder, version } = installedPackage('clusterlab') ?? own();
  const memory = `${(os.totalmem() / 2 ** 30).toFixed(1)} GB of memory`;
  return {
    lines: [
      ['clusterlab', `${version} in ${folder}`],
      ['Node.js', `${process.versions.node} on ${process.platform}-${process.arch}`],
      ['machine', `${os.availableParallelism()} processors (${os.cpus()[0]?.model ?? 'unknown'}), ${memory}`],
    ],
    problems: [],
  };
}

function own() {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  return { folder, ...JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) };
}

/** @returns {Promise<Findings>} */
async function native(tfjs, cacheDir, env) {
  const lines = [['tfjs-node', `${tfjs.version} in ${tfjs.folder}`]];
  if (!fs.existsSync(addonFile(tfjs.folder))) {
    lines.push(['libtensorflow', 'not set up']);
    return {
      lines,
      problems: [{ what: 'libtensorflow is not set up here.', fixes: ['npx clusterlab setup'] }],
    };
  }
  const problems = [];
  const prebuilt = nativeStamp(tfjs.folder)?.source === 'prebuilt';
  if (prebuilt)
    problems.push({
      what: 'The prebuilt libtensorflow of 2022 is in use: slower, and without later security fixes.',
      fixes: ['npx clusterlab setup --redo'],
    });
  else if (!isNativeReady({ packageDir: tfjs.folder, cacheDir }))
    problems.push({
      what: `libtensorflow ${RELEASE.version} and its addon are not as the set-up leaves them.`,
      fixes: ['npx clusterlab setup --redo'],
    });
  try {
    const speed = await measured(env);
    const where = prebuilt ? path.join(tfjs.folder, 'deps') : libtensorflowDir(cacheDir);
    lines.push(['libtensorflow', `${speed.version} in ${where}`], ['threads', threads(env, speed)]);
    for (const type of ['float32', 'float64'])
      lines.push([
        type,
        `${speed[type].gigaflops.toFixed(0)} GFLOP/s (${speed.size} x ${speed.size} matrices)`,
      ]);
    if (os.loadavg()[0] > os.availableParallelism())
      lines.push([
        '',
        `measured while other programs kept the processors busy (load ${os.loadavg()[0].toFixed(1)})`,
      ]);
  } catch (error) {
    lines.push(['libtensorflow', 'does not load']);
    const cause = causeOf(error, { ownTools: true });
    problems.push({
      what: 'libtensorflow does not load.',
      said: error.output ? keyLines(error.output) : cause.said,
      fixes: ['npx clusterlab setup --redo'],
    });
  }
  return { lines, problems };
}

async function measured(env) {
  const program = fileURLToPath(new URL('speed.mjs', import.meta.url));
  const out = await createRunner({ env }).run(process.execPath, [program], {
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    timeoutMs: 120_000,
  });
  return JSON.parse(out.trim().split('\n').at(-1));
}

function threads(env, { float64 }) {
  const set = env.TF_NUM_INTRAOP_THREADS;
  const allowed = set ? `${set} (TF_NUM_INTRAOP_THREADS)` : String(os.availableParallelism());
  return `${allowed}; ${float64.busy.toFixed(1)} processors busy during a product`;
}

/** @returns {Findings[]} */
function packages(tfjs) {
  const names = ['sharp', 'danfojs-node', 'vega', 'vega-lite'];
  const found = names.map((name) => {
    const one = installedPackage(name);
    return one === null ? missing(name) : { lines: [[name, one.version]], problems: [] };
  });
  return [...found, secondTfjs(tfjs)];
}

function missing(name) {
  return {
    lines: [[name, 'not installed']],
    problems: [{ what: `${name}, which clusterlab needs, is not installed.`, fixes: ['npm install'] }],
  };
}

/** danfojs asks for an older tfjs-node; a package manager that gives it one loads a second native library. */
function secondTfjs(tfjs) {
  const danfo = installedPackage('danfojs-node');
  if (danfo === null || tfjs === null) return { lines: [], problems: [] };
  const theirs = installedPackage('@tensorflow/tfjs-node', path.join(danfo.folder, 'package.json'));
  if (theirs === null || theirs.folder === tfjs.folder) return { lines: [], problems: [] };
  return {
    lines: [],
    problems: [
      {
        what: `danfojs-node has a tfjs-node of its own (${theirs.version}): readTable would load a second native library.`,
        fixes: [
          '# npm takes the right one from clusterlab; other package managers need this in package.json:',
          `"overrides": { "danfojs-node": { "@tensorflow/tfjs-node": "${tfjs.version}" } }`,
        ],
      },
    ],
  };
}

/** @returns {Findings} */
function kernel(cwd) {
  const tslab = installedPackage('tslab', path.join(cwd, 'package.json'));
  const text = tslab === null ? 'not in this folder (only notebooks need it)' : tslab.version;
  return { lines: [['tslab', text]], problems: [] };
}

/** @returns {Findings} */
function cache(cacheDir) {
  if (!fs.existsSync(cacheDir)) return { lines: [['cache', `${cacheDir} (empty)`]], problems: [] };
  const { bavail, bsize } = fs.statfsSync(cacheDir);
  const lines = [['cache', `${cacheDir}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free on its disk`]];
  try {
    fs.accessSync(cacheDir, fs.constants.W_OK);
    return { lines, problems: [] };
  } catch (error) {
    const what = `The cache folder ${cacheDir} may not be written: images are decoded anew each time.`;
    return { lines, problems: [{ what, fixes: causeOf(error).fixes }] };
  }
}
