/** Decoded pixels: [height, width, channels], a byte each. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/**
 * Resizes by area averaging: a new pixel is the mean of the part of the old picture that it covers, rounded half up.
 * Shrinking loses no stroke, however thin; enlarging repeats pixels. The aspect ratio is not kept. O(old pixels), a
 * second for a photograph of 50 megapixels.
 *
 * @param pause - Awaited after each row of the old picture.
 */
export async function resizeArea(
  image: Pixels,
  width: number,
  height: number,
  pause: () => Promise<void>,
): Promise<Pixels> {
  if (image.width === width && image.height === height) return image;
  const { channels } = image;
  const columns = coverage(image.width, width);
  const rows = coverage(image.height, height);
  const sums = new Float64Array(width * channels);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = rows.start[y]!; k < rows.start[y + 1]!; k++) {
      addRow(sums, image, rows.source[k]!, rows.weight[k]!, columns);
      await pause();
    }
    for (let i = 0; i < sums.length; i++) data[y * sums.length + i] = Math.floor(sums[i]! + 0.5 + ROUNDING);
  }
  return { data, width, height, channels };
}

/** Sums of weights such as 3 x 1/3 end a little below the half that they are; far below a half grey step, far above float noise. */
const ROUNDING = 1e-9;

/** For every new pixel k along one axis: the old ones it covers, `source[start[k]]` .. `source[start[k + 1] - 1]`, and their shares of it. */
interface Coverage {
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float64Array;
}

function coverage(from: number, to: number): Coverage {
  const start = new Int32Array(to + 1);
  const source: number[] = [];
  const weight: number[] = [];
  for (let k = 0; k < to; k++) {
    // In units of 1 / to of an old pixel everything is an integer, so that edges that coincide do so exactly.
    const left = k * from;
    const right = left + from;
    for (let i = Math.floor(left / to); i * to < right; i++) {
      source.push(i);
      weight.push((Math.min(right, (i + 1) * to) - Math.max(left, i * to)) / from);
    }
    start[k + 1] = source.length;
  }
  return { start, source: Int32Array.from(source), weight: Float64Array.from(weight) };
}

/** Adds an old row, shrunk to the new width and weighted, to the sums of a new row. */
function addRow(
  sums: Float64Array,
  image: Pixels,
  row: number,
  rowWeight: number,
  { start, source, weight }: Coverage,
): void {
  const { data, channels } = image;
  const offset = row * image.width * channels;
  for (let x = 0; x + 1 < start.length; x++) {
    for (let k = start[x]!; k < start[x + 1]!; k++) {
      const w = weight[k]! * rowWeight;
      const at = offset + source[k]! * channels;
      for (let c = 0; c < channels; c++) sums[x * channels + c]! += w * data[at + c]!;
    }
  }
}
