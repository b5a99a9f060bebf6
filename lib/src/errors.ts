/** Root of every error that clusterlab throws on purpose; `code` is stable and meant for programs. */
export class ClusterlabError extends Error {
  /** Which kind of error, for programs: 'ERR_ARGUMENT', 'ERR_DATA', 'ERR_TRAINING' or 'ERR_NATIVE_MODULE'. */
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
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
    super('ERR_ARGUMENT', `${fn}: expected ${argument} to be ${expected}, received ${describe(received)}.`);
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
    super('ERR_DATA', `${fn}: ${problem}.`, { cause: location.cause });
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

/** Shows a value in an error message: short, with its type, never a dump. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string')
    return `${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)} (string)`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return `${String(value)} (${typeof value})`;
  }
  if (typeof value === 'function') return `a function`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${(value as Uint8Array).length}`;
  const keys = Object.keys(value);
  return `an object with ${keys.length === 0 ? 'no keys' : `keys ${keys.slice(0, 6).join(', ')}`}`;
}
