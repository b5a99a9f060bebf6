import { ArgumentError, DataError } from '../errors.js';
import type { NumericArray } from '../matrix/matrix.js';

/** One label a sample: numbers of any typed or plain array, or strings. */
export type LabelsLike = readonly number[] | readonly string[] | NumericArray;

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
 * Numbers the different labels in ascending order.
 *
 * @throws {@link ArgumentError} if `labels` is no array or is empty.
 * @throws {@link DataError} if a label is neither a string nor a finite number, or numbers and strings are mixed.
 */
export function encodeLabels(labels: LabelsLike, fn: string, argument: string): EncodedLabels {
  const isArray = Array.isArray(labels) || (ArrayBuffer.isView(labels) && !(labels instanceof DataView));
  const values = labels as ArrayLike<unknown>;
  if (!isArray || labels.length === 0)
    throw new ArgumentError(fn, argument, 'an array of at least one label', labels);
  const known = new Map<number | string, number>();
  for (let i = 0; i < values.length; i++) {
    const label = values[i];
    if (!isLabel(label) || typeof label !== typeof values[0])
      throw notALabel(fn, argument, i, label, values[0]);
    known.set(label, 0);
  }
  const classes = [...known.keys()].sort((a, b) => (a < b ? -1 : 1));
  classes.forEach((label, code) => known.set(label, code));
  const counts = new Int32Array(classes.length);
  const codes = Int32Array.from(labels as ArrayLike<number | string>, (label) => known.get(label)!);
  codes.forEach((code) => counts[code]!++);
  return { codes, classes, counts };
}

function isLabel(label: unknown): label is number | string {
  return typeof label === 'string' || Number.isFinite(label);
}

function notALabel(fn: string, argument: string, row: number, label: unknown, first: unknown): DataError {
  const shown = typeof label === 'string' ? `'${label}'` : String(label);
  const expected = typeof first === 'string' ? 'a string like the first one' : 'a finite number';
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
  if (a.length !== b.length) throw new ArgumentError(fn, nameB, `${a.length} labels, as many as ${nameA}`, b);
  return pair;
}
