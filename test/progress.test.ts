import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPacer, type Progress, stopWith } from '../lib/src/progress.js';

/** Keeps the processor busy. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('short steps are not reported, the end of a stage always is', async () => {
  const seen: Progress[] = [];
  const pacer = createPacer('f', { onProgress: (progress) => void seen.push(progress) });
  for (let i = 1; i <= 3; i++) await pacer.step('first', i, 3);
  await pacer.step('second', 1, 1, 'half way');
  assert.deepEqual(seen, [
    { stage: 'first', done: 3, total: 3 },
    { stage: 'second', done: 1, total: 1, note: 'half way' },
  ]);
});

test('long steps are reported, and let timers run', async () => {
  const seen: number[] = [];
  let timers = 0;
  const timer = setInterval(() => timers++, 1);
  const pacer = createPacer('f', { onProgress: ({ done }) => void seen.push(done) });
  for (let i = 1; i <= 3; i++) {
    work(90);
    await pacer.step('busy', i, 4);
  }
  clearInterval(timer);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.ok(timers > 0);
});

test('a signal stops it: before the start, before a step, and during the pause', async () => {
  assert.throws(() => createPacer('f', { signal: AbortSignal.abort(new Error('never')) }), /never/);

  const early = new AbortController();
  const pacer = createPacer('f', { signal: early.signal });
  await pacer.step('a', 1, 1);
  early.abort(new Error('enough'));
  await assert.rejects(pacer.step('a', 0, 9), /enough/);

  const late = new AbortController();
  const paused = createPacer('f', { signal: late.signal });
  const step = paused.step('a', 1, 1);
  late.abort();
  await assert.rejects(step, { name: 'AbortError' });
});

test('an error in onProgress ends the work', async () => {
  const pacer = createPacer('f', {
    onProgress: () => {
      throw new Error('bar broken');
    },
  });
  await assert.rejects(pacer.step('a', 1, 1), /bar broken/);
});

test('refuses what is no function and no signal', () => {
  assert.throws(
    () => createPacer('f', { onProgress: 1 as never }),
    /^ArgumentError: f: expected options.onProgress to be a function, received 1/,
  );
  assert.throws(
    () => createPacer('f', { signal: {} as never }),
    /f: expected options.signal to be an AbortSignal/,
  );
});

test('in a notebook every long call stops with the interrupt, whatever its own signal', async (t) => {
  let controller = new AbortController();
  stopWith(() => controller.signal);
  t.after(() => stopWith(undefined));
  const [plain, own] = [createPacer('f', {}), createPacer('f', { signal: new AbortController().signal })];
  await plain.step('a', 1, 2);
  controller.abort();
  for (const pacer of [plain, own]) await assert.rejects(pacer.step('a', 2, 2), { name: 'AbortError' });
  controller = new AbortController();
  await createPacer('f', {}).step('a', 1, 1);
});
