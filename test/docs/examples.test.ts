/** Every `@example` of the library's doc comments is type-checked and run, and what its comments state is true. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { before, describe, test } from 'node:test';
import { inspect } from 'node:util';

import * as clusterlab from '../../lib/src/index.js';
import { docExamples, type DocExample } from '../support/doc-examples.js';
import { exampleData, type ExampleData } from '../support/example-data.js';
import { root } from '../support/markdown-files.js';
import { runSnippet } from '../support/run-snippet.js';
import { scratchFolder } from '../support/scratch.js';
import { placeOf, typeErrors } from '../support/type-errors.js';

const examples = docExamples(path.join(root, 'lib', 'src'));
const folder = scratchFolder('examples');
let given: ExampleData;

before(async () => {
  process.chdir(folder);
  given = await exampleData();
});

/** The example as a module: the library's functions are imported, the data that it is about are there. */
function moduleOf({ code }: DocExample, body: string = code): string {
  const functions = Object.keys(clusterlab).filter((name) => new RegExp(`\\b${name}\\(`).test(code));
  const data = Object.keys(given).map((name) => `declare const ${name}: ExampleData['${name}'];`);
  return [
    `import { ${functions.join(', ')} } from 'clusterlab';`,
    "import { writeFile } from 'node:fs/promises';",
    `import type { ExampleData } from './test/support/example-data.js';`,
    ...data,
    `{\n${body}\n}`,
  ].join(' ');
}

test('examples have no type errors', () => {
  assert.ok(examples.length > 90);
  assert.deepEqual(
    typeErrors(examples.map((example) => ({ ...example, line: example.line - 1, code: moduleOf(example) }))),
    [],
  );
});

/** A value as comments write it: the entries of arrays behind each other, all else as Node shows it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)))
    return Array.from(value as unknown as ArrayLike<unknown>, textOf).join(' ');
  return inspect(value);
}

/** Twelve decimals are the same on every machine. */
const rounded = (text: string): string =>
  text.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, (number) => String(Number(Number(number).toFixed(12)) + 0));

/** `...` stands for anything. */
function check(value: unknown, stated: string): void {
  const actual = rounded(textOf(value));
  const pattern = rounded(stated)
    .split('...')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  assert.ok(new RegExp(`^${pattern.join('[^]*')}$`).test(actual), `stated: ${stated}\nis:     ${actual}`);
}

/** The code with a call of {@link check} in place of each comment that states something. */
function withChecks({ code, claims }: DocExample): string {
  const lines = code.split('\n').map((text, i) => {
    const calls = claims
      .filter(({ line }) => line === i)
      .map(({ expression, stated }) => `check(${expression}, ${JSON.stringify(stated)});`);
    return calls.length === 0 ? text : calls.join(' ');
  });
  return lines.join('\n');
}

describe('examples run, and what they state is true', () => {
  for (const example of examples) {
    test(placeOf(example), async () => {
      await runSnippet(moduleOf(example, withChecks(example)), { ...given, check });
    });
  }
});

test('comments that state nothing are told', () => {
  const read = (...lines: readonly string[]): readonly DocExample[] => {
    const source = fs.mkdtempSync(path.join(folder, 'comments-'));
    const comment = ['/**', ' * @example', ...lines.map((line) => ` * ${line}`), ' */'];
    fs.writeFileSync(path.join(source, 'a.ts'), comment.join('\n'));
    return docExamples(source);
  };
  const [first] = read('// Free.', 'const a = f();', '// a.b: 1 2, c[0]: x, y', 'g(a); // 3...');
  assert.equal(
    withChecks(first!),
    `// Free.\nconst a = f();\ncheck(a.b, "1 2"); check(c[0], "x, y");\ncheck(g(a), "3...");`,
  );
  assert.throws(() => read('f();', '// about three'), /a\.ts:4: not of the form "expression: value": about/);
  assert.throws(() => read('const a = f(); // three'), /a\.ts:3: the comment states nothing/);
  assert.throws(() => check([1, 2.5], '1 2'), /stated: 1 2\nis: {5}1 2\.5/);
  check([1, 2.5], '1 2...');
});
