import { ArgumentError } from './errors.js';

/** What a field of a result may have to be. */
type Kind = 'matrix' | 'finite' | 'numbers' | 'number' | 'count' | 'boolean' | 'text' | 'list' | 'object';

/** How a message says so, and whether a value is it. */
const KINDS: Readonly<Record<Kind, readonly [words: string, holds: (value: unknown) => boolean]>> = {
  matrix: ['a matrix of finite numbers', isFiniteMatrix],
  finite: ['a typed array of finite numbers', (value) => isTypedArray(value) && allFinite(value)],
  numbers: ['a typed array of numbers', isTypedArray],
  number: ['a number', (value) => typeof value === 'number'],
  count: ['an integer of at least 0', (value) => Number.isSafeInteger(value) && Number(value) >= 0],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  text: ['a text', (value) => typeof value === 'string'],
  list: ['an array', Array.isArray],
  object: ['an object', isObject],
};

type Field = Kind | `${Kind}?`;

/**
 * The fields that a function reads of a result, each with its kind; with `?` it may also be undefined. A pair gives the length that
 * a list or typed array must have, as a function of the result, whose fields before it have been checked.
 */
export type ModelShape<T> = {
  readonly [K in keyof T]?:
    Field | readonly [kind: Field, length: (model: T) => number] | ModelShape<NonNullable<T[K]>>;
};

/**
 * Refuses what another function did not make: `{}`, a promise, the result of something else. Only the fields named are looked at.
 *
 * @param made - What is expected, with the function that makes it: 'a result of pca'.
 * @throws {@link ArgumentError} naming `made`, and the field where a single one is wrong.
 * @example
 * checkModel('projectPca', 'model', model, 'a result of pca', {
 *   components: 'matrix',
 *   mean: ['finite', ({ components }) => components.nColumns],
 * });
 */
export function checkModel<T extends object>(
  fn: string,
  argument: string,
  model: T,
  made: string,
  shape: ModelShape<T>,
): void {
  if (!isObject(model)) throw new ArgumentError(fn, argument, made, model);
  const fields = Object.entries(shape) as [keyof T & string, ModelShape<T>[keyof T]][];
  const missing = fields.filter(([name, field]) => model[name] === undefined && !isOptional(field));
  if (missing.length > 0) {
    const names = missing.map(([name]) => name).join(', ');
    throw new ArgumentError(fn, argument, `${made}, which has ${names}`, model);
  }
  for (const [name, field] of fields) {
    const value: unknown = model[name];
    if (typeof field === 'object' && !isPair<T>(field)) {
      checkModel(fn, `${argument}.${name}`, value as object, `that of ${made}`, field as ModelShape<object>);
      continue;
    }
    const [kind, length] = isPair<T>(field) ? field : [field as Field, undefined];
    if (value === undefined) continue;
    const [words, holds] = KINDS[kind.replace('?', '') as Kind];
    if (!holds(value)) throw new ArgumentError(fn, `${argument}.${name}`, `${words}, as in ${made}`, value);
    const expected = length?.(model);
    if (expected !== undefined && (value as ArrayLike<unknown>).length !== expected)
      throw new ArgumentError(fn, `${argument}.${name}`, `of length ${expected}, as in ${made}`, value);
  }
}

function isOptional(field: unknown): boolean {
  const kind: unknown = Array.isArray(field) ? field[0] : field;
  return typeof kind === 'string' && kind.endsWith('?');
}

function isPair<T>(field: unknown): field is readonly [Field, (model: T) => number] {
  return Array.isArray(field);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function isTypedArray(value: unknown): value is Float64Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isFiniteMatrix(value: unknown): boolean {
  if (!isObject(value) || !('data' in value && 'nRows' in value && 'nColumns' in value)) return false;
  const { data, nRows, nColumns } = value;
  const whole = Number.isInteger(nRows) && Number.isInteger(nColumns);
  return (
    whole &&
    data instanceof Float64Array &&
    data.length === Number(nRows) * Number(nColumns) &&
    allFinite(data)
  );
}

function allFinite(values: Float64Array): boolean {
  return values.every((value) => Number.isFinite(value));
}
