/**
 * The package as a stranger meets it: packed, installed into empty projects, set up and used. Everything comes from the
 * npm registry but libtensorflow and its addon, which the set-up of this checkout has put into the cache.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { formatNotebook } from '../../tools/notebooks/notebook-file.js';
import { runNotebook } from '../../tools/notebooks/run-notebook.js';
import { codeBlocks } from '../support/code-blocks.js';
import { scratchFolder } from '../support/scratch.js';
import { toyNotebook } from '../support/toy-notebook.js';

const root = path.resolve(__dirname, '..', '..');
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
/** The oldest that is promised: 5.0.4, inside the tslab kernel. */
const oldTsc = path.join(root, 'node_modules', '@tslab', 'typescript-for-tslab', 'bin', 'tsc');
const folder = fs.realpathSync(scratchFolder('package'));
const blocks = codeBlocks(path.join(root, 'README.md'));
const example = blocks.find(({ language }) => language === 'ts')!.code;
const prints = blocks.find(({ printed }) => printed)!.code;
const commonJs = path.join(folder, 'common-js');
const esm = path.join(folder, 'esm');

/** What `npm test` tells its scripts is about this checkout, not about the consumer's project. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: '1', npm_config_update_notifier: 'false' }).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_|npm_config_(local_)?prefix$|INIT_CWD|NODE_TEST|FORCE_COLOR|CLUSTERLAB_DATA)/.test(
        name,
      ),
  ),
);

/** Runs a program in a folder; its standard output. */
async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env, maxBuffer: 2 ** 24 });
  return stdout;
}

const node = (cwd: string, ...args: readonly string[]): Promise<string> =>
  run(cwd, process.execPath, ...args);

function write(file: string, content: string | object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

/** Packs lib/ in a checkout of links, so that this one stays as it is while other tests use it. */
async function pack(): Promise<string> {
  const checkout = path.join(folder, 'checkout');
  const lib = path.join(checkout, 'lib');
  fs.mkdirSync(lib, { recursive: true });
  for (const name of ['node_modules', 'tools', 'package.json', 'package-lock.json', 'tsconfig.base.json'])
    fs.symlinkSync(path.join(root, name), path.join(checkout, name));
  for (const name of ['src', 'tsconfig.json'])
    fs.symlinkSync(path.join(root, 'lib', name), path.join(lib, name));
  for (const name of ['bin', 'dist', 'setup', 'package.json', 'README.md', 'LICENSE'])
    fs.cpSync(path.join(root, 'lib', name), path.join(lib, name), { recursive: true });
  await run(lib, 'npm', 'pack', '--pack-destination', folder);
  assert.equal(
    fs.readFileSync(path.join(lib, 'package.json'), 'utf8'),
    fs.readFileSync(path.join(root, 'lib', 'package.json'), 'utf8'),
    'packing leaves package.json as it was',
  );
  assert.deepEqual(fs.readdirSync(path.join(lib, 'node_modules')), ['@tensorflow']);
  return path.join(
    folder,
    fs.readdirSync(folder).find((name) => name.endsWith('.tgz'))!,
  );
}

/** An empty TypeScript project with the package and Node's types. */
async function project(at: string, type: 'commonjs' | 'module', tarball: string): Promise<void> {
  write(path.join(at, 'package.json'), { name: 'study', private: true, type });
  write(path.join(at, 'src', 'main.ts'), example);
  fs.symlinkSync(path.join(root, 'data'), path.join(at, 'data'));
  const options = { strict: true, target: 'ES2022', lib: ['ES2022'], types: ['node'], rootDir: 'src' };
  for (const [name, module] of Object.entries({ NodeNext: 'NodeNext', Bundler: 'ESNext' })) {
    const compilerOptions = { ...options, module, moduleResolution: name, outDir: `out-${name}` };
    write(path.join(at, `tsconfig.${name}.json`), { compilerOptions, include: ['src'] });
  }
  const flags = ['--no-audit', '--no-fund', '--prefer-offline'];
  await run(at, 'npm', 'install', ...flags, tarball, '@types/node@20');
}

before(async () => {
  const tarball = await pack();
  await Promise.all([project(commonJs, 'commonjs', tarball), project(esm, 'module', tarball)]);
});

describe('the package', () => {
  test('holds the library and what sets it up, and no tests, sources or native files', () => {
    const installed = path.join(commonJs, 'node_modules', 'clusterlab');
    assert.deepEqual(fs.readdirSync(installed).sort(), [
      ...['LICENSE', 'README.md', 'bin', 'dist', 'node_modules', 'package.json', 'setup'],
    ]);
    const native = fs.readdirSync(installed, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      native.filter((file) => file.endsWith('.node')),
      [],
    );
  });

  test('has one tfjs-node, without an install script', () => {
    const found = fs
      .readdirSync(path.join(commonJs, 'node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /@tensorflow[\\/]tfjs-node[\\/]package\.json$/.test(file));
    assert.deepEqual(found, [
      path.join('clusterlab', 'node_modules', '@tensorflow', 'tfjs-node', 'package.json'),
    ]);
    const manifest = fs.readFileSync(path.join(commonJs, 'node_modules', found[0]!), 'utf8');
    assert.equal('scripts' in JSON.parse(manifest), false);
  });

  test('says what to do while libtensorflow is not set up', async () => {
    const program =
      "require('clusterlab').kMeans([[1], [2]], { nClusters: 1 }).catch((e) => console.log(e.code, e.message))";
    assert.match(await node(commonJs, '-e', program), /^ERR_NATIVE_MODULE[^]*npx clusterlab setup/);
    await assert.rejects(run(commonJs, 'npx', 'clusterlab', 'doctor'), ({ stdout }: { stdout: string }) => {
      assert.match(stdout, /libtensorflow is not set up here\.\n {2}fix: npx clusterlab setup\n/);
      return true;
    });
  });

  test('npx clusterlab refuses commands that it does not know', async () => {
    await assert.rejects(run(commonJs, 'npx', 'clusterlab', 'repair'), /usage: npx clusterlab setup/);
  });

  test('npx clusterlab setup puts libtensorflow under the project, npx clusterlab doctor measures it', async () => {
    for (const at of [commonJs, esm]) await run(at, 'npx', 'clusterlab', 'setup');
    const report = await run(commonJs, 'npx', 'clusterlab', 'doctor');
    assert.match(report, /^libtensorflow +2\.18\.1 in /m);
    assert.match(report, /^threads +\d+/m);
    assert.match(report, /^float32 +[1-9]\d* GFLOP\/s/m);
    assert.match(report, /^float64 +[1-9]\d* GFLOP\/s/m);
    assert.match(report, /\nEverything is in place\.\n$/);
  });

  test("runs the README's example in a CommonJS project", async () => {
    await node(commonJs, tsc, '-p', 'tsconfig.NodeNext.json');
    assert.equal(await node(commonJs, path.join('out-NodeNext', 'main.js')), prints);
  });

  test("runs the README's example in an ESM project", async () => {
    await node(esm, tsc, '-p', 'tsconfig.NodeNext.json');
    assert.equal(await node(esm, path.join('out-NodeNext', 'main.js')), prints);
  });

  // Without skipLibCheck: every declaration that the package reaches is read, and none needs a browser's.
  test('has types that pass a strict check, for Node and for bundlers, in both, also by TypeScript 5.0', async () => {
    assert.match(await node(commonJs, oldTsc, '--version'), /Version 5\.0\./);
    for (const at of [commonJs, esm]) {
      for (const compiler of [tsc, oldTsc]) {
        for (const name of ['NodeNext', 'Bundler'])
          await node(at, compiler, '-p', `tsconfig.${name}.json`, '--noEmit');
      }
    }
  });

  test('has types that refuse a wrong option', async () => {
    write(
      path.join(esm, 'src', 'wrong.ts'),
      "import { kMeans } from 'clusterlab';\nkMeans([[1]], { k: 1 });\n",
    );
    await assert.rejects(
      node(esm, tsc, '-p', 'tsconfig.Bundler.json', '--noEmit'),
      ({ stdout }: { stdout: string }) => /wrong\.ts\(2,\d+\): error TS2353.*'k' does not exist/.test(stdout),
    );
  });

  test("runs the README's example in a notebook outside the repository", async () => {
    const file = path.join(commonJs, 'study.ipynb');
    const chart =
      "import { countsBar, show } from 'clusterlab';\nawait show(countsBar([{ value: 'a', count: 2 }]));";
    write(file, formatNotebook(toyNotebook([example.replace('void main();', 'await main();'), chart])));
    const { notebook, failure } = await runNotebook(file, { cellLimitSeconds: 120 });
    assert.equal(failure, undefined);
    const [printed = [], shown = []] = notebook.cells.map((cell) => cell.outputs ?? []);
    assert.deepEqual(
      printed.map((output) => ('text' in output ? output.text : output)),
      [prints],
    );
    assert.ok(JSON.stringify(shown).includes('application/vnd.vegalite.v5+json'));
  });
});
