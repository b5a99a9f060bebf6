/** Links of the README and the docs lead somewhere, anchors included. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { markdownFiles, root } from '../support/markdown-files.js';

interface Link {
  readonly from: string;
  readonly target: string;
}

/** Markdown without its fenced and inline code, in which brackets are no links. */
function prose(file: string): string {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  return text.replace(/^ *```[^]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** Anchors as GitHub and JupyterLab make them from headings. */
function anchors(file: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const text = fs.readFileSync(path.join(root, file), 'utf8').replace(/^ *```[^]*?^ *```$/gm, '');
  return new Set(
    [...text.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => {
      const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
      const slug = plain
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-');
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

const links: readonly Link[] = markdownFiles().flatMap((from) =>
  [...prose(from).matchAll(/!?\[[^\]]*\]\(([^)\s]+)\)/g)].map((match) => ({ from, target: match[1]! })),
);

test('there are links to look at', () => assert.ok(links.length > 20));

test('links name existing files and headings', () => {
  const broken = links.filter(({ from, target }) => {
    if (/^(https|mailto):/.test(target)) return false;
    const [name, anchor] = target.split('#') as [string, string | undefined];
    const file = name === '' ? from : path.posix.join(path.posix.dirname(from), name);
    if (!fs.existsSync(path.join(root, file))) return true;
    return anchor !== undefined && !anchors(file).has(anchor);
  });
  assert.deepEqual(broken, []);
});

test('links to other servers are encrypted and well-formed', () => {
  const outside = links.map(({ target }) => target).filter((target) => /^\w+:/.test(target));
  assert.deepEqual(
    outside.filter((target) => !/^https:$/.test(new URL(target).protocol)),
    [],
  );
});

test('every page of the docs is linked from another', () => {
  const reached = new Set(
    links.map(({ from, target }) => path.posix.join(path.posix.dirname(from), target.split('#')[0]!)),
  );
  assert.deepEqual(
    markdownFiles().filter((file) => file.startsWith('docs/') && !reached.has(file)),
    [],
  );
});
