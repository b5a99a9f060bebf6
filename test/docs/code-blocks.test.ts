/** Every block of code of the README and the docs is type-checked and run, and prints what the page says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';

import { codeBlocks } from '../support/code-blocks.js';
import { markdownFiles, root } from '../support/markdown-files.js';
import { runSnippet } from '../support/run-snippet.js';
import { statedOutput } from '../support/stated-output.js';
import { placeOf, typeErrors } from '../support/type-errors.js';

const blocks = markdownFiles().flatMap((file) => codeBlocks(path.join(root, file)));
const programs = blocks.filter(({ language }) => language === 'ts');

test('blocks are in a language that is looked at', () => {
  const known = ['ts', 'sh', 'text', 'mermaid'];
  const wrong = blocks.filter(({ language }) => !known.includes(language));
  assert.deepEqual(
    wrong.map((block) => `${placeOf(block)}: ${block.language}`),
    [],
  );
});

test('programs have no type errors', () => {
  assert.deepEqual(typeErrors(programs), []);
});

describe('programs print what the page says', () => {
  for (const block of programs) {
    test(placeOf(block), async () => {
      const next = blocks[blocks.indexOf(block) + 1];
      const below = next?.printed === true && next.file === block.file ? next.code.trimEnd() : undefined;
      const stated = below ?? statedOutput(block.code);
      assert.notEqual(stated, undefined, 'it prints something and the page does not say what');
      assert.equal(await runSnippet(block.code.replace(/^void main\(\);$/m, 'await main();')), stated);
    });
  }
});

describe('commands exist', () => {
  const scripts = createRequire(path.join(root, 'package.json'))('./package.json').scripts as object;
  const exists = (line: string): boolean => {
    const [command = '', first = '', second = ''] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (command === '') return true;
    if (command === 'npx') return first === 'clusterlab' && ['setup', 'doctor'].includes(second);
    if (command === 'npm' && first === 'run') return second in scripts;
    if (command === 'npm' && ['start', 'test'].includes(first)) return first in scripts;
    if (command === 'npm' && first === 'install') return /^clusterlab(-[\d.]+\.tgz)?$/.test(second);
    const files = line.match(/\b(tools|data-scripts|docs|test)\/[\w./-]+/g) ?? [];
    return (
      command === 'node' &&
      files.length > 0 &&
      files.every((file) => ts.sys.fileExists(path.join(root, file)))
    );
  };
  for (const block of blocks.filter(({ language }) => language === 'sh')) {
    test(placeOf(block), () => {
      const wrong = block.code.split('\n').filter((line) => !exists(line));
      assert.deepEqual(wrong, []);
    });
  }
});

test('scripts that the text names exist', () => {
  const scripts = createRequire(path.join(root, 'package.json'))('./package.json').scripts as object;
  const named = markdownFiles().flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bnpm run ([\w:]+)/g)].map(
      (match) => match[1]!,
    ),
  );
  assert.deepEqual(
    [...new Set(named)].filter((name) => !(name in scripts)),
    [],
  );
});

test('what a program says that it prints is read from its comments', () => {
  assert.equal(statedOutput('console.log(1); // 1\nconst a = 2; // two\n'), '1');
  assert.equal(statedOutput('console.log([1,\n 2]);\n'), '');
  assert.equal(statedOutput('console.log(a);\n// 1\n//  2\nb();\n'), '1\n 2');
  assert.equal(statedOutput('console.log(1);\nconsole.log(2); // 2\n'), undefined);
});
