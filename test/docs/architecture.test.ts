/** The picture of docs/architecture.md shows the imports of lib/src: no arrow missing, none too many. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

import { codeBlocks } from '../support/code-blocks.js';
import { root } from '../support/markdown-files.js';

const source = path.join(root, 'lib', 'src');
const page = path.join(root, 'docs', 'architecture.md');
const pictures = codeBlocks(page).filter(({ language }) => language === 'mermaid');
const picture = pictures[0]!.code;

/** The folders that each folder imports from. */
function imports(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of fs.readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    const [folder, ...rest] = file.split(path.sep) as [string, ...string[]];
    if (rest.length === 0 || !file.endsWith('.ts')) continue;
    const targets = found.get(folder) ?? new Set();
    found.set(folder, targets);
    const text = fs.readFileSync(path.join(source, file), 'utf8');
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const parts = path.posix.join(path.posix.dirname(file.split(path.sep).join('/')), fileName).split('/');
      if (parts.length > 1 && parts[0] !== folder) targets.add(parts[0]!);
    }
  }
  return found;
}

/** Everything that is reached from a folder over `edges`. */
function reached(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  from: Iterable<string>,
): ReadonlySet<string> {
  const seen = new Set(from);
  for (const folder of seen) edges.get(folder)?.forEach((next) => seen.add(next));
  return seen;
}

test('solid arrows are the imports, without those that follow from others', () => {
  const edges = imports();
  const expected = [...edges].flatMap(([folder, targets]) =>
    [...targets]
      .filter(
        (target) =>
          !reached(
            edges,
            [...targets].filter((other) => other !== target),
          ).has(target),
      )
      .map((target) => `${target} --> ${folder}`),
  );
  const drawn = picture.match(/^ *\w+ --> \w+$/gm) ?? [];
  assert.deepEqual(drawn.map((arrow) => arrow.trim()).sort(), expected.sort());
});

test('every folder is in the picture, with the names of things that exist', () => {
  const index = fs.readFileSync(path.join(source, 'index.ts'), 'utf8');
  const boxes = new Map(
    [...picture.matchAll(/^ *(\w+)\["\1<br\/>(.*)"\]$/gm)].map(([, name, text]) => [name, text!]),
  );
  const folders = fs.readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual([...boxes.keys()].sort(), folders.map(({ name }) => name).sort());
  const functions = [...boxes.values()].flatMap(
    (text) => text.match(/\b[a-z]+[A-Z]\w*|\b(pca|umap|linkage|hog)\b/g) ?? [],
  );
  assert.ok(functions.length > 15);
  assert.deepEqual(
    functions.filter((name) => !new RegExp(`\\b${name}\\b`).test(index)),
    [],
  );
});

test('there is one picture, and a new operation takes six steps', () => {
  assert.equal(pictures.length, 1);
  const steps = /^## Where a new operation goes\n([^]*)$/m.exec(fs.readFileSync(page, 'utf8'))![1]!;
  assert.equal(steps.match(/^\d\. /gm)!.length, 6);
});
