import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { processStart } from '../../lib/setup/processes.mjs';
import { createProject, until } from './support/project.mjs';

/** Runs `use` on a fresh project. */
async function withProject(options, use) {
  const project = createProject(options);
  try {
    await use(project);
  } finally {
    project.remove();
  }
}

for (const where of ['npm', 'download', 'compile', 'venv', 'install', 'tsc']) {
  test(`killed in ${where}: the next run repairs it`, () =>
    withProject({}, async (project) => {
      const { child, done } = project.start({ FAKE_HANG: where });
      await project.hanging();
      process.kill(-child.pid, 'SIGKILL');
      assert.equal((await done).signal, 'SIGKILL');
      const { code, output } = await project.run();
      assert.equal(code, 0, output);
      project.assertComplete();
    }));
}

test('killed while unpacking: the next run repairs it', () =>
  withProject({ libraryMegabytes: 96 }, async (project) => {
    const { child, done } = project.start();
    await until(
      () =>
        fs.existsSync(project.cache) &&
        fs
          .readdirSync(project.cache)
          .some((name) => fs.existsSync(path.join(project.cache, name, 'unpacked', 'libtensorflow_cc.so.2'))),
    );
    process.kill(-child.pid, 'SIGKILL');
    await done;
    assert.match(fs.readdirSync(project.cache).join(), /unfinished-/);
    const { code, output } = await project.run();
    assert.equal(code, 0, output);
    project.assertComplete();
  }));

test('killed between the last file and the tidying up: the next run tidies up', () =>
  withProject({}, async (project) => {
    assert.equal((await project.run()).code, 0);
    // A process number that nobody has: the largest one on Linux is 4194304.
    const left = path.join(project.cache, 'unfinished-4194305');
    fs.mkdirSync(left);
    fs.writeFileSync(path.join(left, 'a.whl'), 'half');
    fs.writeFileSync(
      path.join(project.cache, 'lock'),
      JSON.stringify({ pid: 4194305, start: '1', host: os.hostname(), children: [] }),
    );
    fs.rmSync(project.file('.setup'), { recursive: true });
    fs.rmSync(project.addon);
    const { code, output } = await project.run();
    assert.equal(code, 0, output);
    project.assertComplete();
  }));

test('killed at any time: the next run repairs it', () =>
  withProject({}, async (project) => {
    for (const ms of [80, 200, 350, 500, 800]) {
      const { child, done } = project.start();
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await done;
    }
    const { code, output } = await project.run();
    assert.equal(code, 0, output);
    project.assertComplete();
  }));

test('a command left behind by a killed set-up is ended before the next one starts its own', () =>
  withProject({}, async (project) => {
    const { child, done } = project.start({ FAKE_HANG: 'npm' });
    const orphan = await project.hanging();
    child.kill('SIGKILL'); // only the set-up, not what it started
    await done;
    assert.notEqual(processStart(orphan), null);
    const { code, output } = await project.run();
    assert.equal(code, 0, output);
    await until(() => processStart(orphan) === null);
    project.assertComplete();
  }));

test('Ctrl-C ends the commands too, gives the lock back, and exits 130', () =>
  withProject({}, async (project) => {
    const { child, done } = project.start({ FAKE_HANG: 'install' });
    const hanging = await project.hanging();
    child.kill('SIGINT');
    assert.equal((await done).code, 130);
    await until(() => processStart(hanging) === null);
    assert.equal(fs.existsSync(project.file('.setup', 'lock')), false);
  }));
