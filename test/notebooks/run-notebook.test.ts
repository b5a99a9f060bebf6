import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { textOf } from '../../tools/notebooks/notebook-file.js';
import { runNotebook, type RunResult } from '../../tools/notebooks/run-notebook.js';
import { writeToys } from '../support/toy-notebook.js';

const run = (file: string, cellLimitSeconds: number = 60): Promise<RunResult> =>
  runNotebook(file, { cellLimitSeconds });

test('outputs are those that Jupyter would save', async (t) => {
  const { good } = await writeToys(t, {
    good: [
      '# a title',
      "console.log('a'); process.stdout.write('b\\n'); console.error('c'); const n = 2",
      [
        "const { newDisplay } = await import('tslab')",
        'const bar = newDisplay()',
        'for (const i of [1, 2, 3]) { bar.text(String(i)); await new Promise((r) => setTimeout(r, 1)) }',
        'n + 1',
      ].join('\n'),
      'process.env.TZ + process.cwd().includes("clusterlab-toys-")',
    ],
  });
  const before = await readFile(good, 'utf8');
  const { notebook, failure } = await run(good);
  assert.equal(failure, undefined);
  assert.equal(await readFile(good, 'utf8'), before, 'the file itself is not changed');
  const [, first, second, third] = notebook.cells;
  assert.deepEqual(
    notebook.cells.map((cell) => cell.execution_count),
    [undefined, 1, 2, 3],
  );
  assert.deepEqual(first!.outputs, [
    { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
    { output_type: 'stream', name: 'stderr', text: 'c\n' },
  ]);
  assert.equal(second!.outputs!.length, 2, 'a display that is updated is one output');
  assert.deepEqual(second!.outputs![0], {
    output_type: 'display_data',
    data: { 'text/plain': '3' },
    metadata: {},
  });
  assert.deepEqual(second!.outputs![1], { output_type: 'stream', name: 'stdout', text: '3\n' });
  assert.match(textOf((third!.outputs![0] as { text: string }).text), /UTCtrue/);
  assert.deepEqual(notebook.metadata['kernelspec'], {
    display_name: 'TypeScript (tslab)',
    language: 'typescript',
    name: 'tslab',
  });
  assert.equal((notebook.metadata['language_info'] as { name: string }).name, 'typescript');
});

test('everything that goes wrong in a notebook makes its run fail, with cell and reason', async (t) => {
  const expected = {
    throws: [['1', "throw new Error('boom')"], 2, /Error: boom/],
    rejects: [['await Promise.reject(new RangeError("far"))'], 1, /RangeError: far/],
    types: [
      ['# text', 'const n: number = "x"'],
      1,
      /1:7 - Type 'string' is not assignable to type 'number'\./,
    ],
    missing: [['import { x } from "./no-such-file"'], 1, /Cannot find module '\.\/no-such-file'/],
    exits: [
      ['1', 'process.exit(0)'],
      2,
      /the notebook's process ended with exit code 0, before the notebook did/,
    ],
    crashes: [
      ['process.kill(process.pid, "SIGSEGV")', 'await new Promise((r) => setTimeout(r, 5000))'],
      1,
      /ended by SIGSEGV/,
    ],
    lost: [
      ["void Promise.reject(new Error('lost'))", '1'],
      1,
      /a promise was rejected and nobody awaited it: Error: lost/,
    ],
    late: [
      ['void (async () => { await new Promise((r) => setTimeout(r, 200)); throw new Error("late"); })()'],
      1,
      /nobody awaited it: Error: late/,
    ],
    timer: [
      ['setTimeout(() => { throw new Error("tick") }, 100)', '1'],
      2,
      /an error was thrown outside the flow of the cell: Error: tick/,
    ],
  } satisfies Record<string, [cells: string[], cell: number, message: RegExp]>;
  const names = Object.keys(expected) as (keyof typeof expected)[];
  const files = await writeToys(
    t,
    Object.fromEntries(names.map((name) => [name, expected[name][0]])) as Record<
      keyof typeof expected,
      string[]
    >,
  );
  // Two at a time, as the test machine has two cores.
  const queue = [...names];
  const worker = async (): Promise<void> => {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const { failure } = await run(files[name]);
      const [, cell, message] = expected[name];
      assert.match(failure?.message ?? 'no failure', message, name);
      assert.equal(failure?.cell, cell, name);
      assert.doesNotMatch(failure?.message ?? '', /kernel-child|tslab.dist/, 'our own frames are left out');
    }
  };
  await Promise.all([worker(), worker()]);
});

test('a notebook ends with the process that runs it', async (t) => {
  const { waits } = await writeToys(t, {
    waits: ['process.stdout.write("begun"); await new Promise((r) => setTimeout(r, 60_000))'],
  });
  const script = path.join(__dirname, '../../tools/notebooks/kernel-child.cjs');
  const child = spawn(process.execPath, [script, waits, `${waits}.result`], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  const since = performance.now();
  child.disconnect();
  assert.deepEqual(await ended, [1, null]);
  assert.ok(performance.now() - since < 30_000);
});

test('a cell that runs too long is stopped, waiting or computing', async (t) => {
  const files = await writeToys(t, {
    waits: ['1', 'await new Promise((r) => setTimeout(r, 60_000))'],
    computes: ['for (;;) {}'],
  });
  const [waits, computes] = await Promise.all([run(files.waits, 1), run(files.computes, 1)]);
  assert.deepEqual(waits.failure, { cell: 2, message: 'the cell was stopped after 1 seconds, the limit' });
  assert.deepEqual(computes.failure, { cell: 1, message: 'the cell was stopped after 1 seconds, the limit' });
  assert.ok(waits.seconds < 40 && computes.seconds < 40);
});
