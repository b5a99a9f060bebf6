import type { Pacer } from '../progress.js';
import { matMul } from '../tensorflow/operations.js';
import { toFloat64, withScope } from '../tensorflow/tensor.js';
import { PANEL_ROWS, type Panel, type RowPanels } from './row-panels.js';

/**
 * All inner products of the rows of a centred matrix with one another (its Gram matrix), n x n doubles.
 *
 * Everything that depends on distances only can be read off it: the squared distance of rows i and m is
 * `g(i, i) + g(m, m) - 2 g(i, m)`. It is stored in blocks of whole rows, since one array cannot hold more
 * than 4 GB in Node 20.
 */
export interface InnerProducts {
  readonly n: number;
  readonly rowsPerBlock: number;
  /** Block b holds the rows from `b * rowsPerBlock`, each n wide. */
  readonly blocks: readonly Float64Array[];
  /** The diagonal: squared norms of the centred rows, [n]. */
  readonly squaredNorms: Float64Array;
}

/** Bytes that {@link innerProducts} of n rows need. */
export function innerProductsBytes(n: number): number {
  return 8 * n * n;
}

/** Row i of the inner products, as a view. */
export function innerProductsRow(gram: InnerProducts, i: number): Float64Array {
  const offset = (i % gram.rowsPerBlock) * gram.n;
  return gram.blocks[Math.floor(i / gram.rowsPerBlock)]!.subarray(offset, offset + gram.n);
}

/**
 * Multiplies every pair of panels once and writes the tile twice, mirrored: n^2 d floating-point operations instead
 * of the 2 n^2 d of a plain product.
 */
export async function innerProducts(rows: RowPanels, pacer: Pacer, stage: string): Promise<InnerProducts> {
  const { panels, nRows: n } = rows;
  const blocks = panels.map((panel) => new Float64Array(panel.nRows * n));
  const total = (panels.length * (panels.length + 1)) / 2;
  let done = 0;
  for (const [b, below] of panels.entries()) {
    for (const [a, above] of panels.slice(0, b + 1).entries()) {
      const tile = withScope((scope) => toFloat64(matMul(scope, above.tensor, below.tensor, { transposeB: true })));
      copyTile(tile, above, below, blocks[a]!, n);
      if (a !== b) copyTransposed(tile, above, below, blocks[b]!, n);
      await pacer.step(stage, ++done, total);
    }
  }
  const squaredNorms = Float64Array.from({ length: n }, (_, i) => {
    const row = i % PANEL_ROWS;
    return blocks[(i - row) / PANEL_ROWS]![row * n + i]!;
  });
  return { n, rowsPerBlock: PANEL_ROWS, blocks, squaredNorms };
}

function copyTile(tile: Float64Array, rows: Panel, columns: Panel, block: Float64Array, n: number): void {
  for (let i = 0; i < rows.nRows; i++) {
    block.set(tile.subarray(i * columns.nRows, (i + 1) * columns.nRows), i * n + columns.start);
  }
}

/** In squares of 32, so that both the tile and the block stay in the processor's nearest cache. */
function copyTransposed(tile: Float64Array, rows: Panel, columns: Panel, block: Float64Array, n: number): void {
  const edge = 32;
  for (let i0 = 0; i0 < rows.nRows; i0 += edge) {
    const i1 = Math.min(i0 + edge, rows.nRows);
    for (let j0 = 0; j0 < columns.nRows; j0 += edge) {
      const j1 = Math.min(j0 + edge, columns.nRows);
      for (let j = j0; j < j1; j++) {
        const target = j * n + rows.start;
        for (let i = i0; i < i1; i++) block[target + i] = tile[i * columns.nRows + j]!;
      }
    }
  }
}
