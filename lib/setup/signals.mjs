/** Ctrl-C and friends. */
import process from 'node:process';

/**
 * Ends the children too and gives the lock back; whatever was half done is redone next time.
 *
 * @param {{ killAll(): void }} runner
 * @param {{ release(): void }} lock
 * @returns {() => void} goes back to the usual handling
 */
export function stopOnSignals(runner, lock) {
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  const handlers = Object.entries(numbers).map(([signal, number]) => {
    const handler = () => {
      runner.killAll();
      lock.release();
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => handlers.forEach((off) => off());
}
