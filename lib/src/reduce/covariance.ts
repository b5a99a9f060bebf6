import type { NumericMatrix } from '../matrix/matrix.js';
import { add, cast, matMul, scale, slice, subtract } from '../tensorflow/operations.js';
import { DType, fromFloat64, fromUint8, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { columnSums, panelRanges, shiftedRows } from './centred-panels.js';
import { fromTiles, TILE_EDGE, type SymmetricMatrix } from './symmetric-matrix.js';

/**
 * Covariance of the columns, divisor nRows - 1, float64.
 *
 * Only tiles on and below the diagonal are multiplied: nRows * nColumns^2 floating-point operations. For bytes the
 * products run in float32 at three times the speed and are nevertheless exact: moved to [-128, 127], the sums of
 * 1 024 products are integers of at most 2^24, which float32 holds without rounding. They are added up as doubles,
 * so that each entry is rounded once, at the final division.
 */
export async function covariance(
  scope: Scope,
  x: NumericMatrix,
  mean: Float64Array,
  pause: Pause,
): Promise<SymmetricMatrix> {
  const { data, nRows, nColumns } = x;
  if (data instanceof Uint8Array) return byteCovariance(scope, { data, nRows, nColumns }, pause);
  const panel = (step: Scope, start: number, count: number): Tensor =>
    shiftedRows(step, x, mean, start, count);
  return scope.step(async (step) => {
    const products = await crossProducts(step, x, panel, pause);
    const tile = (inner: Scope, i: number, j: number): Tensor =>
      scale(inner, products[i]![j]!, 1 / (nRows - 1));
    return fromTiles(scope, nColumns, tile, pause);
  });
}

/** Inner products of the centred rows, divided by nRows - 1: its non-zero eigenvalues are those of the covariance. */
export async function gram(
  scope: Scope,
  x: NumericMatrix,
  mean: Float64Array,
  pause: Pause,
): Promise<SymmetricMatrix> {
  return scope.step(async (step) => {
    const panels = panelRanges(x.nRows, TILE_EDGE).map(({ start, count }) =>
      shiftedRows(step, x, mean, start, count),
    );
    const tiles: Tensor[][] = [];
    for (const [i, below] of panels.entries()) {
      const row: Tensor[] = [];
      for (const beside of panels.slice(0, i + 1)) {
        row.push(matMul(step, below, beside, { transposeB: true }));
        await pause();
      }
      tiles.push(row);
    }
    const tile = (inner: Scope, i: number, j: number): Tensor =>
      scale(inner, tiles[i]![j]!, 1 / (x.nRows - 1));
    return fromTiles(scope, x.nRows, tile, pause);
  });
}

/** Awaited between two pieces of work of about 100 ms. */
export type Pause = () => Promise<void>;

/** Middle of the byte range: subtracting it halves the largest factor. */
const BYTE_CENTRE = 128;

async function byteCovariance(
  scope: Scope,
  x: NumericMatrix & { readonly data: Uint8Array },
  pause: Pause,
): Promise<SymmetricMatrix> {
  const { data, nRows, nColumns } = x;
  const sums = columnSums(x).map((sum) => sum - BYTE_CENTRE * nRows);
  return scope.step(async (step) => {
    const centre = cast(step, fromFloat64(step, Float64Array.of(BYTE_CENTRE), []), DType.float32);
    const panel = (inner: Scope, start: number, count: number): Tensor => {
      const bytes = fromUint8(inner, data.subarray(start * nColumns, (start + count) * nColumns), [
        count,
        nColumns,
      ]);
      return subtract(inner, cast(inner, bytes, DType.float32), centre);
    };
    const products = await crossProducts(step, x, panel, pause);
    const part = (i: number): Float64Array => sums.slice(i * TILE_EDGE, (i + 1) * TILE_EDGE);
    // nRows * sum(a b) - sum(a) sum(b), in integers below 2^53, and one division.
    const tile = (inner: Scope, i: number, j: number): Tensor => {
      const a = fromFloat64(inner, part(i), [part(i).length, 1]);
      const b = fromFloat64(inner, part(j), [1, part(j).length]);
      const numerator = subtract(inner, scale(inner, products[i]![j]!, nRows), matMul(inner, a, b));
      return scale(inner, numerator, 1 / (nRows * (nRows - 1)));
    };
    return fromTiles(scope, nColumns, tile, pause);
  });
}

/** X'X in tiles on and below the diagonal, summed as doubles over panels of rows. */
async function crossProducts(
  scope: Scope,
  { nRows, nColumns }: NumericMatrix,
  panel: (scope: Scope, start: number, count: number) => Tensor,
  pause: Pause,
): Promise<Tensor[][]> {
  const columns = panelRanges(nColumns, TILE_EDGE);
  const sums: (Tensor | undefined)[][] = columns.map(() => []);
  for (const { start, count } of panelRanges(nRows)) {
    await scope.step(async (step) => {
      const rows = panel(step, start, count);
      const parts = columns.map((range) => slice(step, rows, [0, range.start], [count, range.count]));
      for (let i = 0; i < parts.length; i++) {
        for (let j = 0; j <= i; j++) {
          const sum = sums[i]![j];
          sums[i]![j] = scope.step((tile) =>
            scope.adopt(
              accumulate(tile, sum, matMul(tile, parts[i]!, parts[j]!, { transposeA: true })),
              tile,
            ),
          );
          if (sum !== undefined) scope.free(sum);
        }
        await pause();
      }
    });
  }
  return sums as Tensor[][];
}

function accumulate(scope: Scope, sum: Tensor | undefined, product: Tensor): Tensor {
  const doubles = product.dtype === DType.float64 ? product : cast(scope, product, DType.float64);
  return sum === undefined ? doubles : add(scope, sum, doubles);
}
