import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, wrong } from './call.js';

/** Runs without writing text to the terminal; what node:test reports from this process is no text. */
async function quietly(work: () => unknown): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => typeof chunk === 'string' || write(chunk);
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}

export const calls: Calls = {
  interruptSignal: { args: () => [], bad: [], options: false },
  progress: {
    args: () => ['work'],
    use: (call) => (call() as ReturnType<typeof clusterlab.progress>)({ stage: 'a', done: 1, total: 1 }),
    bad: [() => clusterlab.progress(wrong(1))],
    options: false,
  },
  show: {
    args: (extra) => [[{ a: 1 }], { ...extra }],
    use: quietly,
    bad: [() => clusterlab.show(wrong(3))],
    options: true,
  },
};
