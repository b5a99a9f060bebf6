import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { checkCells, describeProblem } from '../../tools/cells/check-cells.js';
import { type Cell, type Notebook, textOf, writeNotebook } from '../../tools/notebooks/notebook-file.js';
import { runNotebook } from '../../tools/notebooks/run-notebook.js';
import {
  BLANK,
  blankExercise,
  exercisesOf,
  hasTag,
  solutionCopy,
  studentCopy,
  TAGS,
} from '../../tools/teach/copies.js';

const root = path.resolve(__dirname, '..', '..');
const names = readdirSync(path.join(root, 'notebooks'))
  .filter((name) => name.endsWith('.ipynb'))
  .sort();
const read = (name: string): Notebook =>
  JSON.parse(readFileSync(path.join(root, 'notebooks', name), 'utf8')) as Notebook;

/** A folder beside notebooks/, so that imports and paths mean the same. */
async function besideNotebooks(t: { after(fn: () => Promise<void>): void }): Promise<string> {
  const folder = path.join(root, 'out', `teach-test-${process.pid}`);
  await mkdir(folder, { recursive: true });
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What exercises need: the cells tagged setup, with their outputs' calls, and the exercises themselves. */
function onlyExercises(notebook: Notebook, change: (cell: Cell) => Cell): Notebook {
  const wanted = [TAGS.setup, TAGS.exercise, TAGS.check];
  const cells = notebook.cells.filter((cell) => wanted.some((tag) => hasTag(cell, tag))).map(change);
  return { ...notebook, cells };
}

/** A check that reports instead of stopping the notebook. */
function reporting(cell: Cell): Cell {
  if (!hasTag(cell, TAGS.check)) return cell;
  const source = [
    'try {',
    textOf(cell.source),
    `console.log('PASSED');`,
    '} catch (error) {',
    "console.log('FAILED: ' + (error as Error).message);",
    '}',
  ].join('\n');
  return { ...cell, source };
}

const verdictsOf = ({ cells }: Notebook): readonly string[] =>
  cells
    .filter((cell) => hasTag(cell, TAGS.check))
    .map(({ outputs = [] }) =>
      outputs
        .flatMap((output) => (output.output_type === 'stream' ? textOf(output.text).split('\n') : []))
        .filter((line) => /^(PASSED|FAILED)/.test(line))
        .join(),
    );

for (const name of names) {
  test(`${name}: three to six exercises with checks, one of them breaks something`, () => {
    const notebook = read(name);
    const exercises = exercisesOf(notebook);
    assert.ok(exercises.length >= 3 && exercises.length <= 6, `${exercises.length} exercises`);
    const texts = notebook.cells
      .filter(({ id }) => /^exercise-\d+$/.test(id))
      .map(({ source }) => textOf(source));
    assert.deepEqual(
      texts.map((text) => Number(/^### (\d+)\. /.exec(text)?.[1])),
      exercises.map((_, i) => i + 1),
    );
    assert.ok(texts.some((text) => /Break something/.test(text)));
  });

  test(`${name}: checks pass with the solutions and fail on the blanks`, { timeout: 300_000 }, async (t) => {
    const folder = await besideNotebooks(t);
    const env = { CLUSTERLAB_DATA: path.join(root, 'data', 'sample') };
    const run = async (file: string, notebook: Notebook): Promise<readonly string[]> => {
      await writeNotebook(path.join(folder, file), notebook);
      const { notebook: done, failure } = await runNotebook(path.join(folder, file), {
        cellLimitSeconds: 120,
        env,
      });
      assert.equal(failure, undefined, JSON.stringify(failure));
      return verdictsOf(done);
    };
    const notebook = read(name);
    const solved = await run('solved.ipynb', onlyExercises(solutionCopy(notebook), reporting));
    assert.deepEqual(
      solved,
      exercisesOf(notebook).map(() => 'PASSED'),
    );
    const blank = onlyExercises(notebook, (cell) =>
      hasTag(cell, TAGS.exercise) ? blankExercise(cell) : reporting(cell),
    );
    assert.deepEqual(
      await run('blank.ipynb', blank),
      exercisesOf(notebook).map(() => `FAILED: ${BLANK}`),
    );
  });

  test(`${name}: the copies pass the type check, and only one shows solutions`, async (t) => {
    const folder = await besideNotebooks(t);
    const notebook = read(name);
    const [student, solutions] = [studentCopy(notebook), solutionCopy(notebook)];
    for (const [file, copy] of Object.entries({ student, solutions }))
      await writeNotebook(path.join(folder, `${file}.ipynb`), copy);
    const files = ['student', 'solutions'].map((file) => path.join(folder, `${file}.ipynb`));
    assert.deepEqual(checkCells(files).map(describeProblem), []);

    for (const { cell_type, outputs, execution_count } of student.cells)
      if (cell_type === 'code') assert.deepEqual([outputs, execution_count], [[], null]);
    assert.equal(
      student.cells.filter(({ source }) => textOf(source).includes(BLANK)).length,
      exercisesOf(notebook).length,
    );
    const folded = student.cells.filter(({ source }) =>
      textOf(source).startsWith('<details>\n<summary>Solution'),
    );
    assert.equal(folded.length, exercisesOf(notebook).length);
    for (const copy of [student, solutions])
      for (const { source } of copy.cells) assert.doesNotMatch(textOf(source), /\/\/ (end of )?solution$/m);
    assert.equal(solutions.cells.length, notebook.cells.length);
  });
}

test('an exercise without a check or without marks is an error that names it', () => {
  const cell = (id: string, source: string, tag: string): Cell => ({
    id,
    cell_type: 'code',
    metadata: { tags: [tag] },
    source,
  });
  const notebook = (cells: readonly Cell[]): Notebook => ({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells,
  });
  const marked = 'function f(): number {\n  // solution\n  return 1;\n  // end of solution\n}';
  const check = cell('b', 'f();', TAGS.check);
  assert.equal(exercisesOf(notebook([cell('a', marked, TAGS.exercise), check])).length, 1);
  assert.throws(
    () => exercisesOf(notebook([cell('a', marked, TAGS.exercise)])),
    /the exercise a has no cell with the tag check behind it/,
  );
  assert.throws(
    () => exercisesOf(notebook([cell('a', 'f();', TAGS.exercise), check])),
    /the exercise a has no lines between/,
  );
  assert.equal(
    blankExercise(cell('a', marked, TAGS.exercise)).source,
    `function f(): number {\n  // Your lines here, in place of the next one.\n  throw new Error('${BLANK}');\n}`,
  );
});

test('npm run teach writes both copies of the notebooks asked for', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'tools', 'teach', 'main.ts'), '01'],
    { encoding: 'utf8', cwd: root },
  );
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^01-.*: \d exercises$/m);
  for (const folder of ['teach-student', 'teach-solutions'])
    assert.ok(readdirSync(path.join(root, folder)).includes(names[0]!));
});
