let current: AbortController | undefined;

/**
 * A signal that fires when the user interrupts the kernel (JupyterLab: the square button), or presses Ctrl-C in a script.
 *
 * An interrupted cell ends at once under tslab, but the work that it had started goes on in the background unless it
 * is told to stop: pass this as `signal` to every long call. Each call after an interrupt returns a fresh signal. Outside
 * a kernel the first Ctrl-C fires the signal, the next one ends the process.
 *
 * @example
 * await kMeansSweep(data, { nClusters: [9, 10, 11], signal: interruptSignal() });
 */
export function interruptSignal(): AbortSignal {
  if (current === undefined) {
    const controller = new AbortController();
    current = controller;
    process.once('SIGINT', () => {
      current = undefined;
      controller.abort();
    });
  }
  return current.signal;
}
