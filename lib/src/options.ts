import { ArgumentError } from './errors.js';

/**
 * Checks of options, one line each at the head of a public function. All of them throw an {@link ArgumentError}
 * that names the function and the option, before any work starts.
 */

/** Default of every `maxMemoryBytes`: 4 GiB. */
export const DEFAULT_MAX_MEMORY_BYTES: number = 4 * 2 ** 30;

/** Refuses anything but a plain object, and keys that the function does not know; `name` is what the caller knows it by. */
export function checkOptions(
  fn: string,
  options: unknown,
  known: readonly string[],
  name: string = 'options',
): void {
  // Objects of other realms, as those of a notebook's cell may be, are plain too; promises and arrays are not.
  if (Object.prototype.toString.call(options) !== '[object Object]')
    throw new ArgumentError(fn, name, 'an object', options);
  for (const [key, value] of Object.entries(options as object)) {
    if (!known.includes(key)) {
      throw new ArgumentError(fn, `${name}.${key}`, `one of the known options (${known.join(', ')})`, value);
    }
  }
}

/** Options without those that are explicitly undefined: what stands in for them is not overwritten when they are spread over it. */
export function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** An integer in [min, max]; `why` explains the upper limit ("rows of data"). */
export function checkInteger(
  fn: string,
  name: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
  why: string = '',
): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    const range =
      max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer in [${min}, ${max}]`;
    throw new ArgumentError(fn, `options.${name}`, why === '' ? range : `${range} (${why})`, value);
  }
  return value;
}

/** A finite number in [min, max]; with `open`, the ends are refused. */
export function checkNumber(
  fn: string,
  name: string,
  value: unknown,
  min: number,
  max: number = Infinity,
  open: boolean = false,
): number {
  const inside =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (open ? value > min && value < max : value >= min && value <= max);
  if (!inside) {
    const range =
      max === Infinity
        ? `a finite number ${open ? 'above' : 'of at least'} ${min}`
        : `a number in ${open ? '(' : '['}${min}, ${max}${open ? ')' : ']'}`;
    throw new ArgumentError(fn, `options.${name}`, range, value);
  }
  return value;
}

/** One of a list of strings. */
export function checkOneOf<T extends string>(
  fn: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if (typeof value !== 'string' || !allowed.includes(value as T)) {
    throw new ArgumentError(
      fn,
      `options.${name}`,
      `one of ${allowed.map((a) => `'${a}'`).join(', ')}`,
      value,
    );
  }
  return value as T;
}

export function checkBoolean(fn: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new ArgumentError(fn, `options.${name}`, 'true or false', value);
  return value;
}

/** A seed: an integer in [0, 2^32), as NumPy's RandomState takes it. */
export function checkSeed(fn: string, value: unknown, name: string = 'randomState'): number {
  return checkInteger(fn, name, value, 0, 0xffffffff);
}

/** Marks a branch that the types rule out. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${String(value)}`);
}
