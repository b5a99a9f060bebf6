import { innerProducts, innerProductsBytes } from '../matrix/inner-products.js';
import type { Matrix } from '../matrix/matrix.js';
import { rowPanels } from '../matrix/row-panels.js';
import type { Pacer } from '../progress.js';
import type { Scope } from '../tensorflow/tensor.js';
import { narrowSource } from './narrow-source.js';
import { gramSource, panelSource, type RowSource } from './row-source.js';

/** Up to so many columns, plain loops that skip most of the work beat libtensorflow, which does all of it. */
export const NARROW_COLUMNS = 32;

/** The source that serves `nRuns` runs of k-means soonest; a table of inner products only if it fits `maxMemoryBytes`. */
export async function chooseRowSource(
  scope: Scope,
  x: Matrix,
  nRuns: number,
  maxMemoryBytes: number,
  pacer: Pacer,
): Promise<RowSource> {
  return tablePays(x, nRuns, maxMemoryBytes)
    ? gramSource(x, await innerProducts(scope, x, pacer, 'inner products'))
    : sourceWithoutTable(scope, x, pacer);
}

/** The faster of the sources that work on the rows themselves. */
export async function sourceWithoutTable(scope: Scope, x: Matrix, pacer: Pacer): Promise<RowSource> {
  return x.nColumns <= NARROW_COLUMNS
    ? narrowSource(x)
    : panelSource(x, await rowPanels(scope, x, () => pacer.step('rows', 0, 1)));
}

/**
 * Whether the table of inner products is worth its n^2 d operations. A Lloyd step without it reads the whole matrix
 * (as dear as about 60 operations an entry), a run takes some 30 of them; below a few hundred columns a step is so
 * cheap that the table cannot win.
 */
function tablePays({ nRows, nColumns }: Matrix, nRuns: number, maxMemoryBytes: number): boolean {
  return nColumns >= 256 && nRows <= 60 * 30 * nRuns && innerProductsBytes(nRows) <= maxMemoryBytes;
}
