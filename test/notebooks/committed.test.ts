import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkCells, describeProblem } from '../../tools/cells/check-cells.js';
import {
  type Cell,
  type DisplayOutput,
  formatNotebook,
  type Notebook,
  textOf,
} from '../../tools/notebooks/notebook-file.js';

const folder = path.resolve(__dirname, '..', '..', 'notebooks');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .sort();
const files = names.map((name) => path.join(folder, name));

const textsOf = ({ outputs = [] }: Cell): readonly string[] =>
  outputs.flatMap((output) =>
    output.output_type === 'stream'
      ? [textOf(output.text)]
      : Object.entries(output.data)
          .filter(([mime]) => mime !== 'image/png')
          .map(([, form]) =>
            typeof form === 'object' && !Array.isArray(form) ? JSON.stringify(form) : textOf(form),
          ),
  );

test('there are notebooks, numbered without a gap', () => {
  assert.deepEqual(
    names.map((name) => Number.parseInt(name, 10)),
    names.map((_, i) => i + 1),
  );
});

test('every cell passes the strict type check', () => {
  assert.deepEqual(checkCells(files).map(describeProblem), []);
});

for (const [i, file] of files.entries()) {
  const text = readFileSync(file, 'utf8');
  const notebook = JSON.parse(text) as Notebook;
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  const prose = notebook.cells.filter((cell) => cell.cell_type === 'markdown');
  const displays = code.flatMap(({ outputs = [] }) =>
    outputs.filter((output): output is DisplayOutput => output.output_type === 'display_data'),
  );

  test(`${names[i]}: the file is small and written as Jupyter writes it`, () => {
    assert.ok(statSync(file).size <= 1_000_000, `${statSync(file).size} bytes`);
    assert.ok(
      text === formatNotebook(notebook),
      'not the bytes that Jupyter writes; run it again with --update',
    );
    assert.equal(notebook.nbformat_minor, 5);
    const ids = notebook.cells.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[a-zA-Z0-9_-]{1,64}$/);
  });

  test(`${names[i]}: metadata hold the kernel and tags, nothing else`, () => {
    assert.deepEqual(Object.keys(notebook.metadata), ['kernelspec', 'language_info']);
    for (const { metadata } of notebook.cells)
      assert.deepEqual(
        Object.keys(metadata).filter((key) => key !== 'tags'),
        [],
      );
    for (const { metadata } of displays)
      assert.deepEqual(
        Object.keys(metadata).filter((key) => key !== 'image/png'),
        [],
      );
  });

  test(`${names[i]}: at most 60 cells of at most 25 lines, all run in order`, () => {
    assert.ok(notebook.cells.length <= 60, `${notebook.cells.length} cells`);
    for (const { id, source } of notebook.cells)
      assert.ok(textOf(source).split('\n').length <= 25, `cell ${id} is too long`);
    for (const { id, source } of code)
      for (const line of textOf(source).split('\n')) assert.ok(line.length <= 110, `cell ${id} is too wide`);
    assert.deepEqual(
      code.map((cell) => cell.execution_count),
      code.map((_, n) => n + 1),
    );
  });

  test(`${names[i]}: it starts with its number and title, and ends with summary, exercises and reading`, () => {
    const headings = prose.flatMap(({ source }) =>
      textOf(source)
        .split('\n')
        .filter((line) => line.startsWith('#')),
    );
    assert.match(headings[0] ?? '', new RegExp(`^# ${names[i]!.slice(0, 2)} · `));
    for (const heading of ['## Summary', '## Exercises', '## Further reading'])
      assert.ok(headings.includes(heading), heading);
    // HTML pages carry no formula renderer, so that they stay small: formulas are written in plain letters.
    for (const { id, source } of prose) assert.ok(!textOf(source).includes('$'), `cell ${id} has a $`);
  });

  test(`${names[i]}: it follows the template: words, from scratch, failures, checks`, () => {
    const text = prose.map(({ source }) => textOf(source)).join('\n\n');
    const parts = [
      /^\*Words you will meet\*$/m,
      /^\*Before this\*: /m,
      /^## (How it works|From scratch)/m,
      /^## When it fails$/m,
      /^## Check$/m,
      /^## Exercises$/m,
    ];
    for (const part of parts) assert.match(text, part);
    const checks = code.filter(({ source }) => /\bassert\b/.test(textOf(source)));
    assert.ok(checks.length > 0, 'the claims are assertions');
  });

  test(`${names[i]}: outputs are repeatable and safe to show before the notebook is trusted`, () => {
    for (const { outputs = [] } of code)
      for (const output of outputs) assert.notEqual(output.output_type === 'stream' && output.name, 'stderr');
    for (const shown of code.flatMap(textsOf)) {
      assert.doesNotMatch(
        shown,
        /(^|[\s"'(])\/(home|root|Users|tmp|work|usr|opt)\//,
        'a path of the machine that ran it',
      );
      assert.doesNotMatch(shown, /<(style|script|iframe)/);
      assert.doesNotMatch(shown, /\d (s|min) left/, 'a progress bar that did not reach its end');
    }
    for (const { data } of displays) {
      assert.ok(textOf(data['text/plain']).length > 0, 'every output has a text form');
      const png = data['image/png'];
      if (png !== undefined)
        assert.ok(textOf(png).length <= 200_000, `a picture of ${textOf(png).length} characters`);
    }
  });

  test(`${names[i]}: links lead to files that exist`, () => {
    for (const { source } of prose) {
      for (const [, target = ''] of textOf(source).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
        if (!/^https?:/.test(target))
          assert.ok(statSync(path.join(folder, target), { throwIfNoEntry: false }), target);
      }
    }
  });
}
