import type { Pacer } from '../progress.js';
import { gatherRows, matMul } from '../tensorflow/operations.js';
import {
  fromFloat64,
  sharableFloat64,
  toFloat64,
  withScope,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import { rowPanels, type Panel } from './row-panels.js';
import type { Matrix } from './matrix.js';

/**
 * All inner products of the rows of a centred matrix with one another (its Gram matrix), n x n doubles.
 *
 * Everything that depends on distances only can be read off it: the squared distance of rows i and m is
 * `g(i, i) + g(m, m) - 2 g(i, m)`.
 */
export interface InnerProducts {
  readonly n: number;
  /** [n, n], float64, symmetric but for the last bits. */
  readonly tensor: Tensor;
  /** The diagonal: squared norms of the centred rows, [n]. */
  readonly squaredNorms: Float64Array;
}

/** One array of Node 20 holds 4 GB, and the table passes through one. */
const MAX_ROWS = Math.floor(Math.sqrt(2 ** 32 / 8));

/** Bytes of the inner products of n rows; Infinity where no array could hold them. */
export function innerProductsBytes(n: number): number {
  return n <= MAX_ROWS ? 8 * n * n : Infinity;
}

/** Some rows of the inner products, each [n]. */
export function innerProductsRows({ n, tensor }: InnerProducts, rows: readonly number[]): Float64Array[] {
  const flat = withScope((scope) => toFloat64(gatherRows(scope, tensor, Int32Array.from(rows))));
  return rows.map((_, r) => flat.subarray(r * n, (r + 1) * n));
}

/**
 * Multiplies every pair of panels once and writes the tile twice, mirrored: n^2 d floating-point operations instead
 * of the 2 n^2 d of a plain product. Columns that never vary add nothing to any product and are left out.
 */
export async function innerProducts(
  scope: Scope,
  x: Matrix,
  pacer: Pacer,
  stage: string,
): Promise<InnerProducts> {
  const n = x.nRows;
  const table = sharableFloat64(n * n);
  await withScope(async (step) => {
    const columns = varyingColumns(x);
    const { panels } = await rowPanels(step, x, () => pacer.step(stage, 0, 1), { columns });
    const total = (panels.length * (panels.length + 1)) / 2;
    let done = 0;
    for (const [b, below] of panels.entries()) {
      for (const above of panels.slice(0, b + 1)) {
        const tile = withScope((inner) =>
          toFloat64(matMul(inner, above.tensor, below.tensor, { transposeB: true })),
        );
        copyTile(tile, above, below, table, n);
        if (above !== below) copyTransposed(tile, above, below, table, n);
        await pacer.step(stage, ++done, total);
      }
    }
  });
  const squaredNorms = Float64Array.from({ length: n }, (_, i) => table[i * n + i]!);
  return { n, tensor: fromFloat64(scope, table, [n, n]), squaredNorms };
}

function varyingColumns({ data, nColumns }: Matrix): Int32Array {
  const varies = (column: number): boolean => {
    for (let p = column + nColumns; p < data.length; p += nColumns) if (data[p] !== data[column]) return true;
    return false;
  };
  const columns = Int32Array.from({ length: nColumns }, (_, j) => j).filter(varies);
  return columns.length > 0 ? columns : Int32Array.of(0);
}

function copyTile(tile: Float64Array, rows: Panel, columns: Panel, table: Float64Array, n: number): void {
  for (let i = 0; i < rows.nRows; i++) {
    table.set(
      tile.subarray(i * columns.nRows, (i + 1) * columns.nRows),
      (rows.start + i) * n + columns.start,
    );
  }
}

/** In squares of 32, so that both the tile and the table's part stay in the processor's nearest cache. */
function copyTransposed(
  tile: Float64Array,
  rows: Panel,
  columns: Panel,
  table: Float64Array,
  n: number,
): void {
  const edge = 32;
  for (let i0 = 0; i0 < rows.nRows; i0 += edge) {
    const i1 = Math.min(i0 + edge, rows.nRows);
    for (let j0 = 0; j0 < columns.nRows; j0 += edge) {
      const j1 = Math.min(j0 + edge, columns.nRows);
      for (let j = j0; j < j1; j++) {
        const target = (columns.start + j) * n + rows.start;
        for (let i = i0; i < i1; i++) table[target + i] = tile[i * columns.nRows + j]!;
      }
    }
  }
}
