/** Root of every error that clusterlab throws on purpose; `code` is stable and meant for programs. */
export class ClusterlabError extends Error {
  /** Which kind of error, for programs: 'ERR_ARGUMENT', 'ERR_DATA', 'ERR_TRAINING' or 'ERR_NATIVE_MODULE'. */
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(printable(message, '\n'), options && { cause: printableCause(options.cause) });
    this.name = new.target.name;
    this.code = code;
  }
}

/** An option or the shape of an argument is outside what the function accepts. */
export class ArgumentError extends ClusterlabError {
  /** The function that was called. */
  readonly fn: string;
  /** The argument, or `options.` and the option. */
  readonly argument: string;
  /** What would have been accepted, in words. */
  readonly expected: string;
  /** What came. */
  readonly received: unknown;

  constructor(fn: string, argument: string, expected: string, received: unknown) {
    super(
      'ERR_ARGUMENT',
      printable(`${fn}: expected ${argument} to be ${expected}, received ${describe(received)}.`),
    );
    this.fn = fn;
    this.argument = argument;
    this.expected = expected;
    this.received = received;
  }
}

/** Where in the data a {@link DataError} was found. */
export interface DataLocation {
  /** A file, a column name, or an argument name. */
  readonly source?: string;
  /** 0-based. */
  readonly row?: number;
  /** 0-based index, or the name of a table's column. */
  readonly column?: number | string;
  /** The error that this one follows from. */
  readonly cause?: unknown;
}

/** The content of the data is wrong: NaN, a ragged row, a missing column, a picture that cannot be decoded. */
export class DataError extends ClusterlabError {
  /** The file, column or argument; undefined where there is none to name. */
  readonly source: string | undefined;
  /** 0-based; undefined where no single row is wrong. */
  readonly row: number | undefined;
  /** 0-based index, or a column's name; undefined where no single column is wrong. */
  readonly column: number | string | undefined;

  constructor(fn: string, problem: string, location: DataLocation = {}) {
    super('ERR_DATA', printable(`${fn}: ${problem}.`), { cause: location.cause });
    this.source = location.source;
    this.row = location.row;
    this.column = location.column;
  }
}

/** libtensorflow could not be loaded. The message names each cause and the command that mends it. */
export class NativeModuleError extends ClusterlabError {
  /** What went wrong, the first cause first. */
  readonly causes: readonly string[];
  /** Commands that mend it. */
  readonly fixes: readonly string[];

  constructor(module: string, causes: readonly string[], fixes: readonly string[], cause?: unknown) {
    const list = (items: readonly string[]): string => items.map((item) => `\n  - ${item}`).join('');
    super('ERR_NATIVE_MODULE', `${module} could not be loaded.${list(causes)}\nWhat to do:${list(fixes)}`, {
      cause,
    });
    this.causes = causes;
    this.fixes = fixes;
  }
}

/**
 * Makes a call as a part of the function `fn`: errors come in the name of `fn`, and with its names for what the part calls
 * its arguments, e.g. `{ options: 'options.tSne' }`.
 */
export function asPartOf<T>(fn: string, names: Readonly<Record<string, string>>, part: () => T): T {
  const fail = (error: unknown): never => {
    throw inNameOf(fn, names, error);
  };
  try {
    const result = part();
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}

function inNameOf(fn: string, names: Readonly<Record<string, string>>, error: unknown): unknown {
  if (error instanceof ArgumentError && error.fn !== fn) {
    const [head, ...rest] = error.argument.split(/(?=[.[])/);
    const argument = names[error.argument] ?? [names[head!] ?? head, ...rest].join('');
    return new ArgumentError(fn, argument, error.expected, error.received);
  }
  if (error instanceof ClusterlabError) error.message = error.message.replace(/^\w+(?=: )/, fn);
  return error;
}

/** Shows a value in an error message: short, with its type, never a dump. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `${JSON.stringify(cutShort(value, 60))} (string)`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return `${cutShort(String(value), 60)} (${typeof value})`;
  }
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof DataView) return 'a DataView';
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${(value as Uint8Array).length}`;
  if (isPromise(value)) return 'a promise: write await before the call that makes it';
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object with no keys';
  const shown = keys.slice(0, 6).map((key) => cutShort(key, 30));
  return `an object with keys ${shown.join(', ')}`;
}

/** Whether `await` is missing before it. */
export function isPromise(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  );
}

/** At most so many characters of a text, the last ones dots where it is cut; never half a character. */
function cutShort(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3).replace(/[\ud800-\udbff]$/, '')}...` : text;
}

/**
 * A text without what a terminal would obey instead of showing it: control characters, line ends, marks that turn the direction of
 * writing and halves of characters are written as escapes, as in `\x1b`. Characters in `keep` stay.
 */
export function printable(text: string, keep: string = ''): string {
  return text.replace(UNPRINTABLE, (character) =>
    keep.includes(character) ? character : escaped(character),
  );
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function escaped(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  const code = character.charCodeAt(0).toString(16);
  return named ?? (code.length < 3 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`);
}

/** The same cause, or one that can be printed: Node prints the stack of a cause as it is, names of files and all. */
function printableCause(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof ClusterlabError) return cause;
  const stack = printable(cause.stack ?? '', '\n');
  if (stack === (cause.stack ?? '')) return cause;
  const copy = Object.assign(new Error(printable(cause.message, '\n')), { name: cause.name, stack });
  const { code } = cause as NodeJS.ErrnoException;
  return code === undefined ? copy : Object.assign(copy, { code });
}
