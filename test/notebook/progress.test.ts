import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { progress } from '../../lib/src/notebook/progress.js';
import { withFakeKernel } from '../support/fake-kernel.js';

/** A clock, with its timers, that only this test moves. */
function useClock(t: TestContext): (ms: number) => void {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
}

test('one bar is updated in place, ten times a second at most, with rate and time left', async (t) => {
  const wait = useClock(t);
  const messages = await withFakeKernel(() => {
    const report = progress('sweep');
    for (let done = 0; done <= 100; done++) {
      report({ stage: 'k-means', done, total: 100 });
      wait(20);
    }
  });
  assert.equal(new Set(messages.map(({ id }) => id)).size, 1);
  assert.deepEqual(
    messages.map(({ update }) => update),
    messages.map((_, i) => i > 0),
  );
  // 100 steps of 20 ms: one drawing at the start, one after every 100 ms, the last one among them.
  assert.equal(messages.length, 1 + 20);
  assert.equal(messages[0]!.data['text/plain'], 'sweep: k-means 0/100');
  assert.equal(messages[5]!.data['text/plain'], 'sweep: k-means 25/100, 50 a second, 2 s left');
  assert.match(
    String(messages[5]!.data['text/html']),
    /<progress value="25" max="100" [^>]*aria-label="sweep: k-means 25\/100/,
  );
});

test('the last state says nothing that differs from run to run', async (t) => {
  const wait = useClock(t);
  const run = async (ms: number): Promise<unknown> => {
    const messages = await withFakeKernel(() => {
      const report = progress('t-SNE <1>');
      for (let done = 0; done <= 10; done++) {
        report({ stage: 'descent', done, total: 10, note: `KL ${ms}` });
        wait(ms);
      }
      wait(100);
    });
    return messages.at(-1)?.data;
  };
  const last = await run(150);
  assert.deepEqual(await run(7), last);
  assert.deepEqual(last, {
    'text/html':
      '<div><progress value="10" max="10" style="width: 240px" aria-label="t-SNE &lt;1&gt;: descent 10/10"></progress> t-SNE &lt;1&gt;: descent 10/10</div>',
    'text/plain': 't-SNE <1>: descent 10/10',
  });
});

test('short stages that end many times a second are drawn ten times a second too, the last one for certain', async (t) => {
  const wait = useClock(t);
  const messages = await withFakeKernel(() => {
    const report = progress('sweep');
    for (let eps = 1; eps <= 60; eps++) {
      for (const done of [0, 1]) report({ stage: `dbscan ${eps}`, done, total: 1 });
      wait(4);
    }
    wait(100);
  });
  // 240 ms: at 0, after 100 and 200, and the end of the last stage.
  assert.equal(messages.length, 4);
  assert.equal(messages.at(-1)!.data['text/plain'], 'sweep: dbscan 60 1/1');
});

test('a new stage counts its own speed', async (t) => {
  const wait = useClock(t);
  const messages = await withFakeKernel(() => {
    const report = progress('flow');
    for (const [stage, ms] of [
      ['slow', 1000],
      ['fast', 200],
    ] as const) {
      for (let done = 0; done <= 4; done++) {
        report({ stage, done, total: 4 });
        wait(ms);
      }
    }
  });
  const texts = messages.map(({ data }) => data['text/plain']);
  assert.ok(texts.includes('flow: slow 2/4, 1.0 a second, 2 s left'), texts.join('\n'));
  assert.ok(texts.includes('flow: fast 2/4, 5.0 a second, 1 s left'), texts.join('\n'));
});

test('outside a kernel, without a terminal, nothing is printed', () => {
  const script = `require('./lib/src/notebook/progress.ts').progress('x')({ stage: 's', done: 1, total: 1 })`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    encoding: 'utf8',
  });
  assert.deepEqual([stdout, stderr, status], ['', '', 0]);
});

test('the label must be a text', () => {
  assert.throws(() => progress(3 as never), /progress: expected label to be a text, received 3 \(number\)/);
});
