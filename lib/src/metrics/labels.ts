import { ArgumentError, DataError, describe } from '../errors.js';
import type { NumericArray } from '../matrix/matrix.js';

/** A column of a table: a danfojs Series, or a frame of one column. */
export interface ColumnLike {
  /** The cells, one a row. */
  readonly values: ArrayLike<unknown>;
}

/**
 * One label a sample: numbers, texts, booleans or bigints, in an array or as a column of a table. Booleans count as the texts 'false' and
 * 'true', bigints as numbers, or as texts where one of them is beyond 2^53.
 */
export type LabelsLike =
  | readonly (number | string | boolean | bigint)[]
  | NumericArray
  | BigInt64Array
  | BigUint64Array
  | ColumnLike;

/** Labels as integers from 0. */
export interface EncodedLabels {
  /** Index into `classes` of each sample, [n]. */
  readonly codes: Int32Array;
  /** The different labels, ascending: numbers by value, strings by code unit. */
  readonly classes: readonly (number | string)[];
  /** Samples of each class, [classes.length]. */
  readonly counts: Int32Array;
}

/**
 * The labels as numbers or texts, one a sample.
 *
 * @throws {@link ArgumentError} if `labels` is no array and no column, or is empty.
 * @throws {@link DataError} if a label is none of what {@link LabelsLike} names, or kinds are mixed.
 */
export function labelValues(labels: LabelsLike, fn: string, argument: string): ArrayLike<number | string> {
  const values = valuesOf(labels);
  if (values === undefined || values.length === 0) throw new ArgumentError(fn, argument, KINDS, labels);
  const kind = typeof values[0];
  // An index loop: `find` and `every` would step over the holes of an array.
  for (let i = 0; i < values.length; i++)
    if (!isLabel(values[i]) || typeof values[i] !== kind)
      throw notALabel(fn, argument, i, values[i], values[0]);
  if (kind === 'boolean') return Array.from(values, String);
  if (kind !== 'bigint') return values as ArrayLike<number | string>;
  const numbers = Array.from(values, Number);
  return numbers.every(Number.isSafeInteger) ? numbers : Array.from(values, String);
}

const KINDS = 'an array of at least one label, or a column of a table';

function valuesOf(labels: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(labels)) return labels as readonly unknown[];
  if (ArrayBuffer.isView(labels))
    return labels instanceof DataView ? undefined : (labels as Uint8Array | BigInt64Array);
  if (typeof labels !== 'object' || labels === null || !('values' in labels)) return undefined;
  const { values } = labels;
  if (!Array.isArray(values)) return ArrayBuffer.isView(values) ? valuesOf(values) : undefined;
  const cells = values as readonly unknown[];
  const isFrame = cells.every((row) => Array.isArray(row) && row.length === 1);
  return isFrame ? cells.map((row) => (row as readonly unknown[])[0]) : cells;
}

/**
 * Numbers the different labels in ascending order.
 *
 * @throws {@link ArgumentError} if `labels` is no array and no column, or is empty.
 * @throws {@link DataError} if a label is none of what {@link LabelsLike} names, or kinds are mixed.
 */
export function encodeLabels(labels: LabelsLike, fn: string, argument: string): EncodedLabels {
  const values = labelValues(labels, fn, argument);
  const known = new Map<number | string, number>();
  for (let i = 0; i < values.length; i++) known.set(values[i]!, 0);
  const classes = [...known.keys()].sort((a, b) => (a < b ? -1 : 1));
  classes.forEach((label, code) => known.set(label, code));
  const counts = new Int32Array(classes.length);
  const codes = Int32Array.from(values, (label) => known.get(label)!);
  codes.forEach((code) => counts[code]!++);
  return { codes, classes, counts };
}

function isLabel(label: unknown): boolean {
  return typeof label === 'number' ? Number.isFinite(label) : LABEL_TYPES.has(typeof label);
}

const LABEL_TYPES: ReadonlySet<string> = new Set(['string', 'boolean', 'bigint']);

function notALabel(fn: string, argument: string, row: number, label: unknown, first: unknown): DataError {
  const shown =
    typeof label === 'string'
      ? `'${label}'`
      : typeof label === 'number'
        ? String(label)
        : describe(label).replace(/ \(\w+\)$/, '');
  const words = { string: 'a text', boolean: 'true or false', bigint: 'a bigint' }[typeof first as string];
  const like = row === 0 ? '' : ' like the first one';
  const expected = words === undefined ? 'a finite number' : words + like;
  return new DataError(fn, `label ${row} of ${argument} is ${shown}, not ${expected}`, {
    source: argument,
    row,
  });
}

/** Refuses labels of another length than the data, and groupings that leave nothing to compare. */
export function encodeClusters(
  labels: LabelsLike,
  nRows: number,
  fn: string,
  argument: string,
): EncodedLabels {
  const encoded = encodeLabels(labels, fn, argument);
  if (encoded.codes.length !== nRows)
    throw new ArgumentError(fn, argument, `one label for each of the ${nRows} rows`, labels);
  const k = encoded.classes.length;
  if (k < 2 || k > nRows - 1)
    throw new ArgumentError(
      fn,
      argument,
      `labels of 2 to ${nRows - 1} clusters (rows of data - 1)`,
      `${k} clusters`,
    );
  return encoded;
}

/** Encodes two labelings of the same samples. */
export function encodePair(
  a: LabelsLike,
  b: LabelsLike,
  fn: string,
  nameA: string,
  nameB: string,
): readonly [EncodedLabels, EncodedLabels] {
  const pair = [encodeLabels(a, fn, nameA), encodeLabels(b, fn, nameB)] as const;
  const n = pair[0].codes.length;
  if (pair[1].codes.length !== n) throw new ArgumentError(fn, nameB, `${n} labels, as many as ${nameA}`, b);
  return pair;
}
