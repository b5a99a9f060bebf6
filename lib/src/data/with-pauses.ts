import { setTimeout as delay } from 'node:timers/promises';

/** Waits for work on another thread and lets `pause` run meanwhile; what that throws ends the wait, not the work. */
export async function withPauses<T>(work: Promise<T>, pause: () => Promise<void>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, delay(100, false, { ref: false })]))) await pause();
  return await work;
}

/** Calls `work` for one stretch of 0 .. length after the other, with pauses in between. */
export async function inStretches(
  length: number,
  pause: () => Promise<void>,
  work: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < length; from += STRETCH) {
    if (from > 0) await pause();
    work(from, Math.min(length, from + STRETCH));
  }
}

const STRETCH = 4_000_000;
