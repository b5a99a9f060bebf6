/** How a function is called on tiny data. */
export interface Call {
  /** A call that succeeds; `extra` is added to its options, if it takes any. */
  readonly good: (extra?: object) => unknown;
  /** Calls that throw, each in a different place if there are several. */
  readonly bad: readonly (() => unknown)[];
  /** Whether there is an options object. */
  readonly options: boolean;
}

/** The functions of one folder of the library, by name. */
export type Calls = Readonly<Record<string, Call>>;

/** Whatever is wrong on purpose. */
export const wrong = <T>(value: unknown): T => value as T;

/** An `onProgress` that fails: the work must end there, and leave nothing. */
export function stop(): never {
  throw new Error('stopped by onProgress');
}
