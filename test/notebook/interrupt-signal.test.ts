import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { interruptSignal } from '../../lib/src/notebook/interrupt-signal.js';

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('an interrupt fires the signal; afterwards there is a fresh one', async () => {
  const listeners = process.listenerCount('SIGINT');
  const [first, same] = [interruptSignal(), interruptSignal()];
  assert.equal(first, same);
  await nextTurn();
  assert.equal(process.listenerCount('SIGINT'), listeners + 1, 'one listener, however often it is asked for');
  assert.equal(first.aborted, false);
  process.emit('SIGINT');
  assert.equal(first.aborted, true);
  assert.equal((first.reason as Error).name, 'AbortError');
  assert.equal(process.listenerCount('SIGINT'), listeners, 'the listener is gone');
  const second = interruptSignal();
  assert.notEqual(second, first);
  await nextTurn();
  process.emit('SIGINT');
  assert.equal(second.aborted, true);
});

test('in a script the first Ctrl-C stops the work, the second one the process', async () => {
  const script = `
    const signal = require('./lib/src/notebook/interrupt-signal.ts').interruptSignal();
    signal.addEventListener('abort', () => console.log('stopped'));
    setInterval(() => {}, 1000);
    setTimeout(() => console.log('ready'), 20);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', script]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    child.kill('SIGINT');
  });
  const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
  assert.equal(signal, 'SIGINT');
  assert.equal(said, 'ready\nstopped\n');
});

// The situation of a notebook cell: code run by `vm` with `breakOnSigint`, as tslab runs it, under a listener of the kernel's own.
test('in a cell an interrupt fires the signal and leaves the kernel alive', async () => {
  const script = `
    globalThis.load = () => require('./lib/src/notebook/interrupt-signal.ts').interruptSignal();
    globalThis.log = console.log;
    load();
    setTimeout(() => {
      process.emit('SIGINT');
      process.on('SIGINT', () => log('kernel'));
      require('node:vm').runInThisContext('load().addEventListener("abort", () => log("stopped"))', { breakOnSigint: true });
      setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
      setTimeout(() => log('alive'), 300);
    }, 50);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--eval', script]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((resolve) => child.once('close', resolve));
  assert.equal(said, 'kernel\nstopped\nalive\n');
});
