import type { Matrix } from '../matrix/matrix.js';
import { PANEL_ROWS, productsWithPoints, rowPanel } from '../matrix/row-panels.js';
import { withScope } from '../tensorflow/tensor.js';

/** The inner products of centres and rows. */
export interface CenterProducts {
  /** `products[j][i] * scale[j]` is the inner product of centre j and row i. */
  readonly products: readonly Float64Array[];
  readonly scale: Float64Array;
  /** Squared norms of the centres, [nClusters]. */
  readonly norms: Float64Array;
}

/** Writes the nearest centre of each row into `labels`; the lowest number wins a tie. */
export function nearestCenters({ products, scale, norms }: CenterProducts, labels: Int32Array): void {
  const n = labels.length;
  const smallest = new Float64Array(n).fill(Infinity);
  for (let j = 0; j < products.length; j++) {
    const product = products[j]!;
    const factor = -2 * scale[j]!;
    const norm = norms[j]!;
    for (let i = 0; i < n; i++) {
      const distance = norm + factor * product[i]!;
      if (distance < smallest[i]!) {
        smallest[i] = distance;
        labels[i] = j;
      }
    }
  }
}

/**
 * Writes the nearest of some points into the labels of one panel of rows, the one that begins at row `start`. Nothing of
 * the rows stays in libtensorflow.
 *
 * @param points - Minus `origin`, which is taken off the rows too: what is near 0 keeps more digits of a difference.
 */
export function labelPanel(
  { data, nRows, nColumns }: Matrix,
  start: number,
  points: readonly Float64Array[],
  origin: Float64Array,
  labels: Int32Array,
): void {
  const end = Math.min(nRows, start + PANEL_ROWS);
  const rows = { data: data.subarray(start * nColumns, end * nColumns), nRows: end - start, nColumns };
  const norms = Float64Array.from(points, (point) => point.reduce((sum, value) => sum + value * value, 0));
  const scale = new Float64Array(points.length).fill(1);
  withScope((scope) => {
    const panels = [rowPanel(scope, rows, 0, origin)];
    const products = productsWithPoints({ ...rows, panels }, points);
    nearestCenters({ products, scale, norms }, labels.subarray(start, end));
  });
}
