import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createProject } from './support/project.mjs';

/** Runs the set-up of a fresh project once and hands over what came of it. */
async function outcome({ env, tools, change = () => {} }, check) {
  const project = createProject({ tools });
  try {
    change(project);
    await check(await project.run(env), project);
  } finally {
    project.remove();
  }
}

test('no compiler: the prebuilt download is used, and said to be old', () =>
  outcome({ tools: ['npm', 'python3'] }, async ({ code, output }, project) => {
    assert.equal(code, 0, output);
    assert.match(output, /No C\+\+ compiler was found/);
    assert.match(output, /prebuilt libtensorflow 2\.9\.1 of 2022/);
    const again = await project.run();
    assert.deepEqual([again.code, again.output], [0, '']);
  }));

test('no wheel: the prebuilt download is used', () =>
  outcome({ env: { FAKE_FAIL: 'download' } }, ({ code, output }) => {
    assert.equal(code, 0, output);
    assert.match(output, /could not be put into .*registry .* could not be reached/);
  }));

test('nothing works: one page with every cause, what was said, what fixes it; exit 1', () =>
  outcome(
    { tools: ['npm', 'python3'], env: { FAKE_FAIL: 'prebuilt' } },
    async ({ code, output }, project) => {
      assert.equal(code, 1);
      assert.match(output, /could not be set up in any way/);
      assert.match(output, /1\. No C\+\+ compiler was found \(looked for g\+\+, c\+\+, clang\+\+\)/);
      assert.match(output, /fix: .*(apt-get install -y g\+\+|dnf install -y gcc-c\+\+|xcode-select)/);
      assert.match(output, /2\. The package's own prebuilt download .* failed as well/);
      assert.match(output, /\| Error: getaddrinfo ENOTFOUND storage\.test/);
      assert.match(output, /run the same command again/);
      assert.ok(fs.existsSync(project.file('.setup', 'logs', 'prebuilt.log')));
      // The rest was done all the same: after the fix only the native part is left.
      assert.ok(fs.existsSync(project.file('.venv', 'clusterlab.json')));
      assert.ok(fs.existsSync(project.file('lib', 'dist', 'index.js')));
    },
  ));

test('a wheel that is not the pinned one is not used', () =>
  outcome(
    {
      env: { FAKE_FAIL: 'prebuilt' },
      change: ({ home }) => fs.appendFileSync(path.join(home, 'fake.whl'), 'changed'),
    },
    ({ code, output }, project) => {
      assert.equal(code, 1);
      assert.match(output, /A download is not what was pinned/);
      assert.match(output, /the checksum of fake\.whl is not the pinned one/);
      assert.deepEqual(fs.readdirSync(project.cache), []);
    },
  ));

test('a library in the wheel that is not the pinned one is not used', () =>
  outcome(
    {
      env: { FAKE_FAIL: 'prebuilt' },
      change: ({ release }) => {
        Object.values(release.platforms)[0].libraries['libtensorflow_framework.so.2'].sha256 = 'other';
      },
    },
    ({ code, output }, project) => {
      assert.equal(code, 1);
      assert.match(output, /the checksum of libtensorflow_framework\.so\.2 is not the pinned one/);
      assert.deepEqual(fs.readdirSync(project.cache), []);
    },
  ));

test('an addon that does not compile', () =>
  outcome({ env: { FAKE_FAIL: 'compile,prebuilt' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.match(output, /The addon could not be compiled and loaded/);
    assert.match(output, /\| binding\/tfjs_backend\.cc:1:10: fatal error/);
  }));

test('an addon that compiles but does not load is not put in place', () =>
  outcome({ env: { FAKE_ADDON: process.execPath, FAKE_FAIL: 'prebuilt' } }, ({ code, output }, project) => {
    assert.equal(code, 1);
    assert.match(output, /The addon could not be compiled and loaded/);
    assert.equal(fs.existsSync(project.addon), false);
  }));

test('no Python: both places that need it say so, on one page', () =>
  outcome({ tools: ['npm', 'g++'], env: { FAKE_FAIL: 'prebuilt' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.match(output, /could not be set up in any way/);
    assert.match(output, /Python 3\.10 or newer is needed for JupyterLab/);
    assert.match(output, /no python3 on PATH/);
    assert.match(output, /fix: .*python/);
  }));

test('a Python that is too old is named', () =>
  outcome({ env: { FAKE_PYTHON_VERSION: '3.9.18' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.match(output, /✓ native/); // the download does not need a new one
    assert.match(output, /python3 is 3\.9\.18/);
  }));

test('a Python without venv', () =>
  outcome({ env: { FAKE_FAIL: 'venv' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.match(output, /This Python has no venv module/);
    assert.match(output, /fix: .*(python3-venv|python3|brew)/);
  }));

test('a Python without pip borrows one from a virtual environment', () =>
  outcome({ env: { FAKE_FAIL: 'pip' } }, ({ code, output }, project) => {
    assert.equal(code, 0, output);
    project.assertComplete();
  }));

test('no connection to the npm registry: said once, and what depends on it keeps quiet', () =>
  outcome({ env: { FAKE_FAIL: 'npm' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.equal(output.match(/■/g).length, 1);
    assert.match(output, /npm ci failed\. The package registry .* could not be reached/);
    assert.match(output, /ENOTFOUND registry\.test/);
  }));

test('a full disk', async (t) => {
  await t.test('while pip installs', () =>
    outcome({ env: { FAKE_FAIL: 'install' } }, ({ code, output }, project) => {
      assert.equal(code, 1);
      assert.match(output, /The disk is full/);
      assert.equal(fs.existsSync(project.file('.venv', 'clusterlab.json')), false);
    }),
  );
  await t.test('seen before the large download begins', () =>
    outcome(
      {
        env: { FAKE_FAIL: 'prebuilt' },
        change: ({ release }) => {
          Object.values(release.platforms)[0].unpackedMegabytes = 1e12;
        },
      },
      ({ code, output }, project) => {
        assert.equal(code, 1);
        assert.match(output, /not enough free space in .*: \d+ MB needed, \d+ MB free/);
        assert.equal(project.calls().includes('download'), false);
      },
    ),
  );
});

test('a platform without a pinned library goes to the prebuilt download', () =>
  outcome({ change: ({ release }) => (release.platforms = {}) }, ({ code, output }) => {
    assert.equal(code, 0, output);
    assert.match(output, /is pinned and tested for/);
  }));

test('errors in the library show what the compiler says', () =>
  outcome({ env: { FAKE_FAIL: 'tsc' } }, ({ code, output }) => {
    assert.equal(code, 1);
    assert.match(output, /clusterlab could not be compiled/);
    assert.match(output, /\| lib\/src\/index\.ts\(1,14\): error TS2322/);
  }));

test('a sample script that fails', () =>
  outcome(
    { change: (project) => project.write('data-scripts/make-sample.ts', "throw new Error('no strokes');") },
    ({ code, output }) => {
      assert.equal(code, 1);
      assert.match(output, /The sample data could not be made/);
      assert.match(output, /no strokes/);
    },
  ));
