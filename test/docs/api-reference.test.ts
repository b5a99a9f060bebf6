/** `npm run docs` writes the API reference without a warning: no link leads nowhere, no type of the API is left out. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';

import { root } from '../support/markdown-files.js';
import { scratchFolder } from '../support/scratch.js';

const folder = scratchFolder('api-reference');
let run: { readonly status: number | null; readonly output: string };

before(() => {
  const typedoc = path.join(root, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--out', folder], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  run = { status, output: `${stdout}${stderr}` };
});

test('the reference is written without a warning', () => {
  assert.equal(run.status, 0, run.output);
  assert.doesNotMatch(run.output, /\[(warning|error)\]/);
});

test('every public function, type and method has its page', () => {
  const index = fs.readFileSync(path.join(root, 'lib', 'src', 'index.ts'), 'utf8').replace(/\/\/.*/g, '');
  const names = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list]) =>
    list!.split(',').map((name) => name.replace(/\btype\b/, '').trim()),
  );
  const pages = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.basename(file, '.html'));
  const has = (name: string): boolean => pages.some((page) => page.split('.').at(-1) === name);
  assert.ok(names.length > 200);
  assert.deepEqual(
    names.filter((name) => name !== '' && !has(name)),
    [],
  );
  const methods = fs.readdirSync(path.join(root, 'docs', 'methods')).filter((file) => file !== 'README.md');
  assert.deepEqual(
    methods.filter((file) => !pages.includes(`methods_${path.basename(file, '.md')}`)),
    [],
  );
});

test('every name says where it is defined, by a link that leads there', () => {
  const page = fs.readFileSync(path.join(folder, 'functions', 'clusterlab.kMeans.html'), 'utf8');
  const [, link, line] = /href="\.\.\/\.\.\/\.\.\/(lib\/src\/[^"#]+)#L(\d+)"/.exec(page)!;
  const source = fs.readFileSync(path.join(root, link!), 'utf8').split('\n');
  assert.match(source[Number(line) - 1]!, /export async function kMeans/);
});
