let current: AbortController | undefined;

/**
 * A signal that fires when the user interrupts the kernel (JupyterLab: the square button), or presses Ctrl-C in a script.
 *
 * An interrupted cell ends at once under tslab, but the work that it had started goes on in the background unless it
 * is told to stop: pass this as `signal` to every long call. Each call after an interrupt returns a fresh signal. Outside
 * a kernel the first Ctrl-C fires the signal, the next one ends the process. O(1).
 *
 * @returns A signal for the option `signal` of long-running functions.
 * @example
 * await kMeansSweep(data, { nClusters: [9, 10, 11], signal: interruptSignal() });
 */
export function interruptSignal(): AbortSignal {
  if (current === undefined) {
    const controller = new AbortController();
    current = controller;
    const abort = (): void => {
      current = undefined;
      controller.abort();
    };
    // Not at once: while a cell's synchronous part runs, Node watches for interrupts itself, and when that part ends
    // it resets the process's handler. A listener added meanwhile would look alive, and Ctrl-C would kill the kernel.
    setImmediate(() => process.once('SIGINT', abort));
  }
  return current.signal;
}
