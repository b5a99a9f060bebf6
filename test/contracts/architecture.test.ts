import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/**
 * The folders of lib/src from the bottom up. A folder may import from every line above its own, never from its own line
 * or below. Files directly in lib/src (errors, options, progress) are for everybody.
 */
const levels = [
  ['tensorflow', 'random'],
  ['matrix'],
  ['data', 'preprocess'],
  ['reduce'],
  ['cluster', 'metrics'],
  ['select', 'deep'],
  ['pipeline'],
  ['plot'],
  ['notebook'],
];

/** Packages that only some folders may know. */
const onlyIn: Record<string, readonly string[]> = {
  '@tensorflow/tfjs-node': ['tensorflow', 'deep'],
  sharp: ['data', 'plot'],
  'danfojs-node': ['data'],
  vega: ['plot'],
  'vega-lite': ['plot'],
  tslab: ['notebook'],
};

const root = path.resolve(__dirname, '..', '..');
const source = path.join(root, 'lib', 'src');

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = fs
  .readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'));

/** Every import of a file: `import`, `export from`, `import()`, `require`, and types written `import('x').Y`. */
function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(source, file), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.map((found) => found.fileName);
}

const relative: Import[] = [];
const packages: Import[] = [];
for (const from of files) {
  for (const name of importsOf(from)) {
    if (!name.startsWith('.')) packages.push({ from, to: name });
    else relative.push({ from, to: path.posix.join(path.posix.dirname(from), name).replace(/\.js$/, '.ts') });
  }
}

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
const levelOf = (folder: string): number => levels.findIndex((level) => level.includes(folder));

test('every folder of lib/src has a level', () => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== ''));
  assert.deepEqual(
    [...folders].filter((folder) => levelOf(folder) < 0),
    [],
  );
});

test('folders import only from lower levels', () => {
  const wrong = relative.filter(({ from, to }) => {
    const [here, there] = [folderOf(from), folderOf(to)];
    if (from === 'index.ts' || here === there || there === '') return to === 'index.ts';
    return here === '' || levelOf(there) >= levelOf(here);
  });
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} -> ${to}`),
    [],
  );
});

test('imports name existing files, with their extension', () => {
  assert.deepEqual(
    relative.filter(({ to }) => !files.includes(to) && !to.endsWith('.json')),
    [],
  );
});

test('native and notebook packages are known to their folders only', () => {
  const wrong = packages.filter(({ from, to }) => {
    const name = Object.keys(onlyIn).find((key) => to === key || to.startsWith(`${key}/`));
    return name !== undefined && !onlyIn[name]!.includes(folderOf(from));
  });
  assert.deepEqual(wrong, []);
});

test('every imported package is a declared dependency of the library', () => {
  const declared = JSON.parse(fs.readFileSync(path.join(root, 'lib', 'package.json'), 'utf8'));
  const names = Object.keys({ ...declared.dependencies, ...declared.peerDependencies });
  // The kernel brings its own tslab: the library only talks to the one it runs in.
  const known = (name: string): boolean =>
    name.startsWith('node:') ||
    name === 'tslab' ||
    name.startsWith('tslab/') ||
    names.some((n) => name === n || name.startsWith(`${n}/`));
  assert.deepEqual(
    packages.filter(({ to }) => !known(to)),
    [],
  );
});

test('no file imports itself through others', () => {
  const targets = new Map(
    files.map((file) => [file, relative.filter(({ from }) => from === file).map(({ to }) => to)]),
  );
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), `cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' -> ')}`);
    if (finished.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
});

test('the public names are listed by hand', () => {
  for (const file of files) {
    assert.doesNotMatch(fs.readFileSync(path.join(source, file), 'utf8'), /^export \*/m, file);
  }
});
