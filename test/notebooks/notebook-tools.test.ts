import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCells, describeProblem } from '../../tools/cells/check-cells.js';
import { compareOutputs } from '../../tools/notebooks/compare-outputs.js';
import { formatNotebook, type Notebook, type Output } from '../../tools/notebooks/notebook-file.js';
import { toyNotebook, writeToys } from '../support/toy-notebook.js';

test('cells are checked strictly, as one module, and problems are named by cell and line', async (t) => {
  const { lax } = await writeToys(t, {
    lax: [
      '# text',
      'const numbers = [1, 2, 3]',
      ['const first: number = numbers[0]', 'function f(x) { return x }'].join('\n'),
      'const numbers = await Promise.resolve(4)',
    ],
  });
  assert.deepEqual(checkCells([lax]).map(describeProblem).sort(), [
    "lax.ipynb cell 1 line 1: Cannot redeclare block-scoped variable 'numbers'.",
    "lax.ipynb cell 2 line 1: Type 'number | undefined' is not assignable to type 'number'.\n  Type 'undefined' is not assignable to type 'number'.",
    "lax.ipynb cell 2 line 2: Parameter 'x' implicitly has an 'any' type.",
    "lax.ipynb cell 3 line 1: Cannot redeclare block-scoped variable 'numbers'.",
  ]);
});

test('a shorthand property of an earlier cell is a problem: tslab would not find it', async (t) => {
  const { shorthand } = await writeToys(t, {
    shorthand: [
      'const k = 3',
      ['const own = 4', 'console.log({ own, k }, ({ k }: { k: number }) => ({ k }))'].join('\n'),
    ],
  });
  assert.deepEqual(checkCells([shorthand]).map(describeProblem), [
    'shorthand.ipynb cell 2 line 2: Write k: k, tslab does not find a name of an earlier cell in { k }.',
  ]);
});

test('files are written as Jupyter writes them', () => {
  const text = formatNotebook(toyNotebook(['a\nb']));
  assert.equal(text.slice(0, 25), '{\n "cells": [\n  {\n   "cel');
  assert.match(text, /"source": \[\n {4}"a\\n",\n {4}"b"\n {3}\]/);
  assert.deepEqual(Object.keys(JSON.parse(text) as object), [
    'cells',
    'metadata',
    'nbformat',
    'nbformat_minor',
  ]);
  assert.ok(text.endsWith('}\n'));
});

/** A notebook of one cell with one output. */
function showing(output: Output): Notebook {
  const notebook = toyNotebook(['1']);
  return { ...notebook, cells: [{ ...notebook.cells[0]!, outputs: [output] }] };
}
const stream = (text: string): Notebook => showing({ output_type: 'stream', name: 'stdout', text });
const display = (mime: string, value: unknown): Notebook =>
  showing({ output_type: 'display_data', data: { [mime]: value }, metadata: {} });

/** The head of a PNG of this size: what the comparison reads. */
function png(width: number, height: number): string {
  const bytes = Buffer.alloc(33);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
}

test('two runs agree if their numbers agree to six digits', () => {
  const same = (a: Notebook, b: Notebook): void => assert.deepEqual(compareOutputs(a, b), []);
  same(stream('k = 9: 0.360396\n'), stream('k = 9: 0.360397\n'));
  same(stream('a 1e-20 b -7'), stream('a 1.000001e-20 b -7'));
  same(
    display('application/vnd.vegalite.v5+json', { a: [1, { b: 123456.7 }] }),
    display('application/vnd.vegalite.v5+json', { a: [1, { b: 123456.9 }] }),
  );
  same(display('image/png', png(40, 30)), display('image/png', png(40, 30)));
});

test('two runs that differ are told apart, with the place', () => {
  const differ = (a: Notebook, b: Notebook, message: string): void =>
    assert.deepEqual(compareOutputs(a, b), [message]);
  differ(
    stream('x\nk = 9: 0.3603\n'),
    stream('x\nk = 9: 0.3604\n'),
    'cell 1, stdout, line 2: "k = 9: 0.3603", then "k = 9: 0.3604"',
  );
  differ(stream('1 apple'), stream('1 pear'), 'cell 1, stdout, line 1: "1 apple", then "1 pear"');
  differ(stream('1 2'), stream('1'), 'cell 1, stdout, line 1: "1 2", then "1"');
  differ(
    display('application/json', { a: [1, 2] }),
    display('application/json', { a: [1, 2.1] }),
    'cell 1, application/json.a.1: 2, then 2.1',
  );
  differ(
    display('application/json', { a: 1 }),
    display('application/json', {}),
    'cell 1, application/json.a: 1, then undefined',
  );
  differ(
    display('image/png', png(40, 30)),
    display('image/png', png(40, 31)),
    'cell 1, image/png: 40 x 30 pixels, then 40 x 31',
  );
  differ(display('text/plain', 'a'), stream('a'), 'cell 1: text/plain, then stdout');
  differ(stream('a'), toyNotebook(['1']), 'cell 1: 1 outputs, then 0');
  differ(toyNotebook(['1']), toyNotebook(['1', '2']), '1 code cells, then 2');
});

test('a cell with the tag varies need only show the same kinds of things', () => {
  const tagged = (notebook: Notebook): Notebook => ({
    ...notebook,
    cells: notebook.cells.map((cell) => ({ ...cell, metadata: { tags: ['varies'] } })),
  });
  assert.deepEqual(compareOutputs(tagged(stream('12 s')), tagged(stream('9.5 s, luckily'))), []);
  assert.deepEqual(
    compareOutputs(tagged(display('image/png', png(4, 3))), tagged(display('image/png', png(5, 3)))),
    [],
  );
  assert.deepEqual(compareOutputs(tagged(stream('a')), tagged(display('text/plain', 'a'))), [
    'cell 1: stdout, then text/plain',
  ]);
});
