/** docs/methods: a page for every method, each with the same five parts, about a page long. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { codeBlocks } from '../support/code-blocks.js';
import { root } from '../support/markdown-files.js';

const folder = path.join(root, 'docs', 'methods');
const pages = fs.readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
const read = (page: string): string => fs.readFileSync(path.join(folder, page), 'utf8');

describe('every page', () => {
  for (const page of pages) {
    test(`${page} says how it works, when to use it, shows it, warns and names its source`, () => {
      const parts = [...read(page).matchAll(/^\*\*(.+?)\.\*\*|^```(ts)$/gm)].map(
        ([, part, code]) => part ?? code,
      );
      assert.deepEqual(parts, ['How it works', 'When to use it', 'ts', 'Pitfalls', 'Reference']);
      assert.ok(
        codeBlocks(path.join(folder, page))[0]!.code.includes('console.log('),
        'the example shows nothing',
      );
      assert.ok(read(page).split(/\s+/).length < 500, 'longer than about a page');
    });
  }
});

test('every function of these folders is named on a page', () => {
  const folders = ['preprocess', 'reduce', 'cluster', 'metrics', 'select', 'deep', 'pipeline'];
  const index = fs.readFileSync(path.join(root, 'lib', 'src', 'index.ts'), 'utf8');
  const functions = [...index.matchAll(/export \{([^}]*)\} from '\.\/(\w+)\//g)].flatMap(([, names, from]) =>
    folders.includes(from!)
      ? names!
          .split(',')
          .map((name) => name.trim())
          .filter((name) => /^[a-z]\w*$/.test(name))
      : [],
  );
  assert.ok(functions.length > 50);
  const text = pages.map(read).join('\n');
  assert.deepEqual(
    functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)),
    [],
  );
});

test('the list of pages leaves none out', () => {
  const list = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  assert.deepEqual(
    pages.filter((page) => !list.includes(`(${page})`)),
    [],
  );
});
