import { cast, concat, matMul, slice, transpose } from '../tensorflow/operations.js';
import { toFloat64, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';

/**
 * A symmetric matrix inside libtensorflow as panels of whole rows, so that a product with it can pause between
 * panels.
 */
export interface SymmetricMatrix {
  /** Rows and columns. */
  readonly size: number;
  /** Each [rows, size]; together `size` rows. */
  readonly panels: readonly Tensor[];
}

/** Edge of the tiles that {@link fromTiles} puts together, and rows of a panel. */
export const TILE_EDGE = 1024;

/**
 * Puts together the tiles on and below the diagonal; `tile(step, i, j)`, j <= i, starts at (i, j) * TILE_EDGE. It is made
 * anew for its place above the diagonal. `pause` is awaited after each panel.
 */
export async function fromTiles(
  scope: Scope,
  size: number,
  tile: (step: Scope, i: number, j: number) => Tensor,
  pause: () => Promise<void>,
): Promise<SymmetricMatrix> {
  const edges = Array.from({ length: Math.ceil(size / TILE_EDGE) }, (_, i) => i);
  const panels: Tensor[] = [];
  for (const i of edges) {
    const panel = scope.step((step) => {
      const row = edges.map((j) => (j <= i ? tile(step, i, j) : transpose(step, tile(step, j, i))));
      return scope.adopt(concat(step, row, 1), step);
    });
    panels.push(panel);
    await pause();
  }
  return { size, panels };
}

/** The same matrix with elements of another type. */
export function castSymmetric(scope: Scope, a: SymmetricMatrix, dtype: number): SymmetricMatrix {
  return { size: a.size, panels: a.panels.map((panel) => cast(scope, panel, dtype)) };
}

/** The same matrix as one tensor [size, size]. */
export function toTensor(scope: Scope, a: SymmetricMatrix): Tensor {
  return concat(scope, a.panels, 0);
}

/** Sum of the diagonal of a float64 matrix: the sum of its eigenvalues. */
export function trace({ panels }: SymmetricMatrix): number {
  let sum = 0;
  let first = 0;
  for (const panel of panels) {
    const rows = panel.shape[0]!;
    const square = withScope((scope) => toFloat64(slice(scope, panel, [0, first], [rows, rows])));
    for (let i = 0; i < rows; i++) sum += square[i * rows + i]!;
    first += rows;
  }
  return sum;
}

/** a . block, panel by panel; `pause` is awaited after each. */
export async function multiply(
  scope: Scope,
  a: SymmetricMatrix,
  block: Tensor,
  pause: () => Promise<void>,
): Promise<Tensor> {
  return scope.step(async (step) => {
    const parts: Tensor[] = [];
    for (const panel of a.panels) {
      parts.push(matMul(step, panel, block));
      await pause();
    }
    return scope.adopt(concat(step, parts, 0), step);
  });
}
