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
  if (!isArray || labels.length === 0) throw new ArgumentError(fn, argument, 'an array of at least one label', labels);
  const n = labels.length;
  const kind = typeof labels[0];
  const known = new Map<number | string, number>();
  for (let i = 0; i < n; i++) {
    const label: unknown = labels[i];
    if ((typeof label !== 'string' && !Number.isFinite(label)) || typeof label !== kind) {
      const expected = kind === 'string' ? 'a string like the first one' : 'a finite number';
      throw new DataError(fn, `label ${i} of ${argument} is ${typeof label === 'string' ? `'${label}'` : String(label)}, not ${expected}`, { source: argument, row: i });
    }
    known.set(label as number | string, 0);
  }
  const classes = [...known.keys()].sort((a, b) => (a < b ? -1 : 1));
  classes.forEach((label, code) => known.set(label, code));
  const codes = new Int32Array(n);
  const counts = new Int32Array(classes.length);
  for (let i = 0; i < n; i++) counts[(codes[i] = known.get(labels[i]!)!)]!++;
  return { codes, classes, counts };
}

/** Refuses labels of another length than the data, and groupings that leave nothing to compare. */
export function encodeClusters(labels: LabelsLike, nRows: number, fn: string, argument: string): EncodedLabels {
  const encoded = encodeLabels(labels, fn, argument);
  if (encoded.codes.length !== nRows) throw new ArgumentError(fn, argument, `one label for each of the ${nRows} rows`, labels);
  const k = encoded.classes.length;
  if (k < 2 || k > nRows - 1) throw new ArgumentError(fn, argument, `labels of 2 to ${nRows - 1} clusters (rows of data - 1)`, `${k} clusters`);
  return encoded;
}

/** Encodes two labelings of the same samples. */
export function encodePair(a: LabelsLike, b: LabelsLike, fn: string, nameA: string, nameB: string): readonly [EncodedLabels, EncodedLabels] {
  const pair = [encodeLabels(a, fn, nameA), encodeLabels(b, fn, nameB)] as const;
  if (a.length !== b.length) throw new ArgumentError(fn, nameB, `${a.length} labels, as many as ${nameA}`, b);
  return pair;
}
