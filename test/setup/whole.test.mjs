import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createProject, libraryName } from './support/project.mjs';

let project;
let first;
before(async () => {
  project = createProject();
  first = await project.run();
});
after(() => project.remove());

test('the first run sets up everything and prints one line a step with its seconds', () => {
  assert.equal(first.code, 0, first.output);
  project.assertComplete();
  const lines = first.output.trim().split('\n');
  assert.deepEqual(lines.map((line) => line.split(/ +/)[1]).sort(), [
    ...['library', 'native', 'packages', 'python', 'sample'],
  ]);
  for (const line of lines) assert.match(line, /^✓ .* \d+\.\d s$/);
  assert.equal(fs.readdirSync(project.cache).includes('fake.whl'), false);
});

test('the next run has nothing to do, says nothing and takes less than a second', async () => {
  project.forgetCalls();
  const { code, output, ms } = await project.run();
  assert.deepEqual([code, output, project.calls()], [0, '', ['']]);
  assert.ok(ms < 1000, `took ${ms} ms`);
});

test('only what changed is done again', async (t) => {
  const cases = [
    ['a source of the library', 'lib/src/other.ts', 'export {};', ['tsc']],
    ['the sample script', 'data-scripts/glyphs.ts', 'export {};', []],
    ['the Python requirements', 'requirements.txt', 'jupyterlab==0.0.2\n', ['install', 'venv']],
    ['the lockfile (the addon is kept)', 'package-lock.json', '{ }', ['npm', 'tsc']],
  ];
  for (const [name, file, text, calls] of cases) {
    await t.test(name, async () => {
      project.forgetCalls();
      project.write(file, text);
      const { code, output } = await project.run();
      assert.equal(code, 0, output);
      assert.deepEqual(project.calls().filter(Boolean).sort(), calls);
    });
  }
});

test('what was damaged is repaired', async (t) => {
  const cut = (file) => fs.truncateSync(file, 3);
  const kept = () => path.join(project.cache, libraryName);
  const keptAddon = () => path.join(kept(), 'addons', fs.readdirSync(path.join(kept(), 'addons'))[0]);
  const cases = [
    ['stamp of the packages', () => cut(project.file('node_modules', '.clusterlab.json'))],
    ['stamp of the addon', () => cut(path.join(path.dirname(project.addon), 'clusterlab.json'))],
    ['stamp of the environment', () => cut(project.file('.venv', 'clusterlab.json'))],
    ['stamp of the library', () => fs.writeFileSync(project.file('lib', 'dist', '.build.json'), '[]')],
    ['stamp of the sample', () => fs.rmSync(project.file('data', '.sample.json'))],
    ['an addon cut short', () => cut(project.addon)],
    ['an addon and the one that was kept', () => [project.addon, keptAddon()].forEach(cut)],
    ['a libtensorflow cut short', () => cut(path.join(kept(), 'libtensorflow_cc.so.2'))],
    ['a libtensorflow folder half there', () => fs.rmSync(path.join(kept(), 'libtensorflow_framework.so.2'))],
    ['a cache that was emptied', () => fs.rmSync(project.cache, { recursive: true })],
    ['a picture that is gone', () => fs.rmSync(project.file('data', 'sample', 'images', '1.jpg'))],
    ['a Python that is gone', () => fs.rmSync(project.file('.venv', 'bin', 'python'))],
    [
      'a lock of nobody, with something to do',
      () => {
        fs.writeFileSync(project.file('.setup', 'lock'), '{"pid":');
        fs.rmSync(project.file('data', 'sample'), { recursive: true });
      },
    ],
  ];
  fs.rmSync(project.file('lib', 'src', 'other.ts'), { force: true });
  for (const [name, damage] of cases) {
    await t.test(name, async () => {
      damage();
      const { code, output } = await project.run();
      assert.equal(code, 0, output);
      project.assertComplete();
    });
  }
});

test('--redo does a step again, and what builds on it', async () => {
  project.forgetCalls();
  const { code, output } = await project.run({}, ['--redo', 'packages']);
  assert.equal(code, 0, output);
  assert.deepEqual(project.calls().sort(), ['npm', 'tsc']);
  project.assertComplete();
  project.forgetCalls();
  assert.equal((await project.run({}, ['--redo', 'native'])).code, 0);
  assert.deepEqual(project.calls().filter(Boolean).sort(), ['compile']);
  project.assertComplete();
  const wrong = await project.run({}, ['--redo', 'pakages']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.output, /unknown step: pakages/);
});

test('two at once: one works, the other waits, nothing is done twice', async () => {
  fs.rmSync(project.file('node_modules'), { recursive: true });
  fs.rmSync(project.file('.venv'), { recursive: true });
  fs.rmSync(project.cache, { recursive: true });
  project.forgetCalls();
  const both = await Promise.all([project.run(), project.run()]);
  for (const { code, output } of both) assert.equal(code, 0, output);
  assert.match(
    both.map(({ output }) => output).join(''),
    /waiting for the set-up that process \d+ is running/,
  );
  const calls = project.calls();
  assert.deepEqual(calls.sort(), [...new Set(calls)]);
  project.assertComplete();
});
