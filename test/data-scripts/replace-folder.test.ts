import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { cleanLeftovers, replaceFolder } from '../../data-scripts/support/replace-folder.js';
import { scratchFolder } from '../support/scratch.js';

const root = scratchFolder('replace');
let number = 0;

function freshTarget(): { parent: string; target: string } {
  const parent = join(root, String(number++));
  return { parent, target: join(parent, 'set') };
}

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

async function fill(folder: string, text: string): Promise<string> {
  writeFileSync(join(folder, 'file'), text);
  return text;
}

const content = (target: string): string => readFileSync(join(target, 'file'), 'utf8');

test('makes and replaces a folder', async () => {
  const { parent, target } = freshTarget();
  assert.equal(await replaceFolder(target, ['file'], (folder) => fill(folder, 'one')), 'one');
  assert.equal(content(target), 'one');
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'two'));
  assert.equal(content(target), 'two');
  assert.deepEqual(readdirSync(parent), ['set']);
});

test('a failure leaves the old folder', async () => {
  const { parent, target } = freshTarget();
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'one'));
  const failing = replaceFolder(target, ['file'], async (folder) => {
    await fill(folder, 'two');
    throw new Error('disk full');
  });
  await assert.rejects(failing, /disk full/);
  assert.equal(content(target), 'one');
  assert.deepEqual(readdirSync(parent), ['set']);
});

test('a folder that holds anything else is not touched', async () => {
  const { parent, target } = freshTarget();
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'one'));
  writeFileSync(join(target, 'holiday.jpg'), 'precious');
  await assert.rejects(
    replaceFolder(target, ['file'], (folder) => fill(folder, 'two')),
    /set would be replaced, but holds holiday\.jpg, which is no part of a data set/,
  );
  assert.deepEqual(readdirSync(target).sort(), ['file', 'holiday.jpg']);
  assert.equal(content(target), 'one');
  assert.deepEqual(readdirSync(parent), ['set']);
});

test('leftovers of a killed process are removed, those of a running one are not', async () => {
  const { parent, target } = freshTarget();
  const names = [`.set.${deadPid()}.new-abc`, `.set.${process.pid}.new-abc`, `.settle.${deadPid()}.new-abc`];
  for (const name of names) mkdirSync(join(parent, name), { recursive: true });
  await cleanLeftovers(target);
  assert.deepEqual(readdirSync(parent).sort(), names.slice(1).sort());
});

test('killed between the two renames: the old folder comes back', async () => {
  const { parent, target } = freshTarget();
  const aside = join(parent, `.set.${deadPid()}.old-abc`);
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, 'file'), 'old');
  await cleanLeftovers(target);
  assert.equal(content(target), 'old');
  assert.deepEqual(readdirSync(parent), ['set']);
});

test('killed after the second rename: the new folder stays', async () => {
  const { parent, target } = freshTarget();
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'new'));
  const aside = join(parent, `.set.${deadPid()}.old-abc`);
  mkdirSync(aside);
  writeFileSync(join(aside, 'file'), 'old');
  await cleanLeftovers(target);
  assert.equal(content(target), 'new');
  assert.deepEqual(readdirSync(parent), ['set']);
});

test('a process that is killed while it fills is repaired by the next', async () => {
  const { parent, target } = freshTarget();
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'one'));
  const script = join(__dirname, '..', 'support', 'replace-forever.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, target], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  assert.equal(readdirSync(parent).length, 2, 'the other process is at work');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(content(target), 'one');
  await replaceFolder(target, ['file'], (folder) => fill(folder, 'two'));
  assert.equal(content(target), 'two');
  assert.deepEqual(readdirSync(parent), ['set']);
  assert.ok(existsSync(target));
});
