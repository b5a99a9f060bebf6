import * as clusterlab from '../../../lib/src/index.js';
import { type Calls, wrong } from './call.js';

/** Runs without writing to the terminal. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}

export const calls: Calls = {
  interruptSignal: { good: () => clusterlab.interruptSignal(), bad: [], options: false },
  progress: {
    good: () => clusterlab.progress('work')({ stage: 'a', done: 1, total: 1 }),
    bad: [() => clusterlab.progress(wrong(1))],
    options: false,
  },
  show: {
    good: (extra) => quietly(() => clusterlab.show([{ a: 1 }], { ...extra })),
    bad: [() => clusterlab.show(wrong(3))],
    options: true,
  },
};
