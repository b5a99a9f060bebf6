import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { interruptSignal } from '../../lib/src/notebook/interrupt-signal.js';

test('an interrupt fires the signal; afterwards there is a fresh one', () => {
  const listeners = process.listenerCount('SIGINT');
  const [first, same] = [interruptSignal(), interruptSignal()];
  assert.equal(first, same);
  assert.equal(process.listenerCount('SIGINT'), listeners + 1, 'one listener, however often it is asked for');
  assert.equal(first.aborted, false);
  process.emit('SIGINT');
  assert.equal(first.aborted, true);
  assert.equal((first.reason as Error).name, 'AbortError');
  assert.equal(process.listenerCount('SIGINT'), listeners, 'the listener is gone');
  const second = interruptSignal();
  assert.notEqual(second, first);
  process.emit('SIGINT');
  assert.equal(second.aborted, true);
});

test('in a script the first Ctrl-C stops the work, the second one the process', async () => {
  const script = `
    const signal = require('./lib/src/notebook/interrupt-signal.ts').interruptSignal();
    signal.addEventListener('abort', () => console.log('stopped'));
    setInterval(() => {}, 1000);
    console.log('ready');`;
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
