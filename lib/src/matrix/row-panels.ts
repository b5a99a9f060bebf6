import { matMul } from '../tensorflow/operations.js';
import {
  fromFloat64,
  sharableFloat64,
  toFloat64,
  withScope,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import type { Matrix } from './matrix.js';

/**
 * The rows of a matrix, minus the column means, inside libtensorflow as a list of tensors of a few hundred rows.
 *
 * Panels are what keeps long products polite and memory bounded: one product of a panel takes tens of
 * milliseconds, and no second copy of the whole matrix is ever made.
 */
export interface RowPanels {
  readonly panels: readonly Panel[];
  readonly nRows: number;
  readonly nColumns: number;
  /** What was subtracted from every row; [nColumns]. */
  readonly mean: Float64Array;
}

export interface Panel {
  /** First row of the panel in the matrix. */
  readonly start: number;
  readonly nRows: number;
  /** Centred rows, [nRows, nColumns], float64. */
  readonly tensor: Tensor;
}

/** Rows per panel: 512 x 4096 doubles are 16 MB, a product of two such panels takes some 50 ms on two cores. */
export const PANEL_ROWS = 512;

/** Which part of a matrix {@link rowPanels} takes. */
export interface RowPanelsOptions {
  /** What to subtract from every row. @defaultValue the means of the columns */
  readonly mean?: Float64Array | undefined;
  /** The columns to take, ascending. @defaultValue all */
  readonly columns?: Int32Array;
  /** Rows of a panel. @defaultValue {@link PANEL_ROWS} */
  readonly panelRows?: number;
}

/** Centres a matrix and hands it to libtensorflow panel by panel, with a `pause` after each; the scope owns the tensors. */
export async function rowPanels(
  scope: Scope,
  x: Matrix,
  pause: () => Promise<void>,
  { mean = columnMeans(x), columns, panelRows = PANEL_ROWS }: RowPanelsOptions = {},
): Promise<RowPanels> {
  const panels: Panel[] = [];
  for (let start = 0; start < x.nRows; start += panelRows) {
    panels.push(rowPanel(scope, x, start, mean, columns, panelRows));
    await pause();
  }
  return { panels, nRows: x.nRows, nColumns: columns?.length ?? x.nColumns, mean };
}

/** One panel: the rows from `start` on, `panelRows` of them or what is left. */
export function rowPanel(
  scope: Scope,
  x: Matrix,
  start: number,
  mean: Float64Array,
  columns?: Int32Array,
  panelRows: number = PANEL_ROWS,
): Panel {
  const nRows = Math.min(panelRows, x.nRows - start);
  const nColumns = columns?.length ?? x.nColumns;
  const rows = sharableFloat64(nRows * nColumns);
  if (columns === undefined) centre(x, mean, start, rows);
  else centreColumns(x, mean, start, columns, rows);
  return { start, nRows, tensor: fromFloat64(scope, rows, [nRows, nColumns]) };
}

/** Means of the columns, [nColumns]. */
export function columnMeans({ data, nRows, nColumns }: Matrix): Float64Array {
  const mean = new Float64Array(nColumns);
  for (let i = 0, p = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++, p++) mean[j]! += data[p]!;
  }
  for (let j = 0; j < nColumns; j++) mean[j]! /= nRows;
  return mean;
}

function centre({ data, nColumns }: Matrix, mean: Float64Array, start: number, rows: Float64Array): void {
  for (let p = 0, q = start * nColumns; p < rows.length;) {
    for (let j = 0; j < nColumns; j++, p++, q++) rows[p] = data[q]! - mean[j]!;
  }
}

function centreColumns(
  { data, nColumns }: Matrix,
  mean: Float64Array,
  start: number,
  columns: Int32Array,
  rows: Float64Array,
): void {
  for (let p = 0, row = start * nColumns; p < rows.length; row += nColumns) {
    for (let c = 0; c < columns.length; c++, p++) rows[p] = data[row + columns[c]!]! - mean[columns[c]!]!;
  }
}

/** Inner products of all rows with some (centred) points, one array a point. */
export function productsWithPoints(
  rows: Pick<RowPanels, 'panels' | 'nRows' | 'nColumns'>,
  points: readonly Float64Array[],
): Float64Array[] {
  const products = points.map(() => new Float64Array(rows.nRows));
  const flat = new Float64Array(points.length * rows.nColumns);
  points.forEach((point, j) => flat.set(point, j * rows.nColumns));
  withScope((scope) => {
    const factor = fromFloat64(scope, flat, [points.length, rows.nColumns]);
    for (const { tensor, start, nRows } of rows.panels) {
      const tile = scope.step((step) => toFloat64(matMul(step, factor, tensor, { transposeB: true })));
      products.forEach((product, j) => product.set(tile.subarray(j * nRows, (j + 1) * nRows), start));
    }
  });
  return products;
}
