import { ArgumentError } from './errors.js';

/** How far a long piece of work has come. */
export interface Progress {
  /** What is being done, e.g. 'k-means k = 9'. */
  readonly stage: string;
  /** Steps done, in [0, total]. */
  readonly done: number;
  /** Steps that the stage has. */
  readonly total: number;
  /** Something worth showing beside the bar, e.g. the current KL divergence. */
  readonly note?: string;
}

/** Options of everything that may take longer than a moment. */
export interface LongRunningOptions {
  /** Called about ten times a second, and when a stage ends. @defaultValue silent */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the work: the promise rejects with the signal's reason, and all native memory is freed. @defaultValue never stopped */
  readonly signal?: AbortSignal;
}

/** The names of {@link LongRunningOptions}, for `checkOptions`. */
export const longRunningKeys: readonly string[] = ['onProgress', 'signal'];

/**
 * Keeps a long computation polite: between steps it lets timers, sockets and interrupts run, reports progress,
 * and stops when the signal says so. Call `await pacer.step(...)` at least every 100 ms of work; it returns
 * at once unless {@link PAUSE_MS} have passed since the last pause.
 */
export interface Pacer {
  step(stage: string, done: number, total: number, note?: string): Promise<void>;
}

const PAUSE_MS = 80;

let ambientSignal: (() => AbortSignal) | undefined;

/** From now on every long call also stops when the signal does that `source` gives at its start. */
export function stopWith(source: (() => AbortSignal) | undefined): void {
  ambientSignal = source;
}

export function createPacer(fn: string, { onProgress, signal }: LongRunningOptions): Pacer {
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new ArgumentError(fn, 'options.onProgress', 'a function', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new ArgumentError(fn, 'options.signal', 'an AbortSignal', signal);
  const ambient = ambientSignal?.();
  const throwIfStopped = (): void => {
    signal?.throwIfAborted();
    ambient?.throwIfAborted();
  };
  throwIfStopped();
  let last = performance.now();
  return {
    async step(stage, done, total, note) {
      throwIfStopped();
      const now = performance.now();
      if (done < total && now - last < PAUSE_MS) return;
      onProgress?.(note === undefined ? { stage, done, total } : { stage, done, total, note });
      await new Promise<void>((resolve) => void setImmediate(resolve));
      last = performance.now();
      throwIfStopped();
    },
  };
}
