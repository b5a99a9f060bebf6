import type * as clusterlab from '../../../lib/src/index.js';

type Library = typeof clusterlab;

/** Names of the public functions. */
export type Name = {
  [K in keyof Library]: Library[K] extends (...args: never[]) => unknown ? K : never;
}[keyof Library];

/** How a function is called on tiny data. */
export interface Call<Arguments extends readonly unknown[] = readonly unknown[]> {
  /** Arguments of a call that succeeds; `extra` is added to its options, if it takes any: they are the last argument. */
  readonly args: (extra?: object) => Arguments | Promise<Arguments>;
  /** Calls that throw, each in a different place if there are several. */
  readonly bad: readonly (() => unknown)[];
  /** Whether there is an options object. */
  readonly options: boolean;
  /** Makes the call and uses what it returns. @defaultValue takes a few steps of a generator, waits for a promise */
  readonly use?: (call: () => unknown) => unknown;
}

/** The functions of one folder of the library, by name. */
export type Calls = { readonly [K in Name]?: Call<Parameters<Library[K]>> };

/** Whatever is wrong on purpose. */
export const wrong = <T>(value: unknown): T => value as T;

/** An `onProgress` that fails: the work must end there, and leave nothing. */
export function stop(): never {
  throw new Error('stopped by onProgress');
}

/** Takes a few steps of a generator and leaves before its end, as a notebook does that has seen enough. */
export async function fewSteps(call: () => unknown): Promise<unknown> {
  const result = await call();
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result;
  let last: unknown;
  let left = 3;
  for await (const step of result as AsyncIterable<unknown>) {
    last = step;
    if (--left === 0) break;
  }
  return last;
}
