import { ArgumentError } from '../errors.js';
import { labelValues, type LabelsLike } from '../metrics/labels.js';

/** Marks a picture that no cluster holds. */
const NOISE = -1;

/** The labels of a clustering as columns of a network's output. */
export interface PseudoLabels {
  /** Column of each picture's label; -1 for noise. */
  readonly columns: Int32Array;
  /** The label that each column stands for, ascending. */
  readonly classes: Int32Array;
  /** Names the labels between 0 and the largest that no picture has. */
  readonly warnings: readonly string[];
}

/** Numbers the labels that occur. Labels need not be 0..k-1; -1 is no label. */
export function pseudoLabels(fn: string, labels: LabelsLike, nRows: number): PseudoLabels {
  const values = labelValues(labels, fn, 'labels');
  if (values.length !== nRows)
    throw new ArgumentError(fn, 'labels', `one label for each of the ${nRows} pictures`, labels);
  const wrong = Array.from(values).findIndex(
    (label) => typeof label !== 'number' || !Number.isInteger(label) || label < NOISE || label > 2 ** 31 - 1,
  );
  if (wrong >= 0)
    throw new ArgumentError(fn, `labels[${wrong}]`, 'an integer from 0, or -1 for noise', values[wrong]);
  const present = new Set(Array.from(values, Number));
  present.delete(NOISE);
  const classes = Int32Array.from([...present].sort((a, b) => a - b));
  if (classes.length < 2)
    throw new ArgumentError(fn, 'labels', 'labels of at least 2 clusters', `${classes.length} clusters`);
  const columnOf = new Map([...classes].map((label, column) => [label, column]));
  const columns = Int32Array.from(values, (label) => columnOf.get(Number(label)) ?? NOISE);
  return { columns, classes, warnings: missingLabels(classes) };
}

function missingLabels(classes: Int32Array): readonly string[] {
  const largest = classes.at(-1)!;
  const nMissing = largest + 1 - classes.length;
  if (nMissing === 0) return [];
  const present = new Set(classes);
  let first = 0;
  while (present.has(first)) first++;
  const others = nMissing === 1 ? '' : ` and ${nMissing - 1} more up to ${largest}`;
  return [`no picture has label ${first}${others}: the network has no output for it`];
}
