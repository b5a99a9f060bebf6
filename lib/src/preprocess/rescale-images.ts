import { toNumericMatrix, type ByteMatrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import { checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { layoutOf, type LayoutOf } from './picture-shape.js';

/** Entries handled between two pauses; some 30 ms of work. */
const ENTRIES_A_STEP = 1 << 23;

/**
 * Stretches every row on its own to the bytes 0 .. 255: its smallest value becomes 0, its largest 255.
 *
 * In between, `((value - min) / (max - min)) * 255` is cut off, not rounded. A row of one value becomes all 0.
 * This is what Clustimage does to every picture it is given, standardized ones too. O(nRows * nColumns).
 *
 * @param data - One picture a row, in any units; not modified.
 * @returns A matrix of the same shape; of pictures also their width, height, channels and file names.
 * @throws {@link ArgumentError} if an option is not known, or `data` is empty or no matrix.
 * @throws {@link DataError} if a value is not a finite number.
 * @example
 * const { data } = await rescaleImages([[-1, 0, 3], [5, 5, 5]]);
 * // data: 0 63 255 0 0 0
 * @see Clustimage's `imscale`.
 */
export async function rescaleImages<T extends MatrixLike>(
  data: T,
  options: LongRunningOptions = {},
): Promise<ByteMatrix & LayoutOf<T>> {
  checkOptions('rescaleImages', options, longRunningKeys);
  const pacer = createPacer('rescaleImages', options);
  const { data: values, nRows, nColumns } = toNumericMatrix(data, 'rescaleImages');
  const bytes = new Uint8Array(nRows * nColumns);
  const rows = Math.max(1, Math.floor(ENTRIES_A_STEP / nColumns));
  for (let row = 0; row < nRows; row += rows) {
    const end = Math.min(nRows, row + rows);
    for (let i = row; i < end; i++) rescaleRow(values, bytes, i * nColumns, (i + 1) * nColumns);
    await pacer.step('rescaling', end, nRows);
  }
  return Object.assign(layoutOf(data), { data: bytes, nRows, nColumns });
}

function rescaleRow(values: NumericMatrix['data'], bytes: Uint8Array, from: number, to: number): void {
  let min = values[from]!;
  let max = min;
  for (let at = from; at < to; at++) {
    const value = values[at]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const range = max - min;
  if (range === 0) return;
  // A quotient, then a product: one factor 255 / range would move some values to the next byte.
  for (let at = from; at < to; at++) bytes[at] = ((values[at]! - min) / range) * 255;
}
