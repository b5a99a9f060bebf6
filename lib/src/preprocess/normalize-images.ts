import { DataError } from '../errors.js';
import { toNumericMatrix, type MatrixLike, type NumericMatrix } from '../matrix/matrix.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { batchMatMul } from '../tensorflow/operations.js';
import { fromFloat32, toFloat32, withScope } from '../tensorflow/tensor.js';
import {
  pictureShape,
  pictureShapeKeys,
  type PictureShape,
  type PictureShapeOptions,
} from './picture-shape.js';
import {
  pictureWindow,
  type NormalizeMethod,
  type PictureWindow,
  type WindowSettings,
} from './picture-window.js';
import { blankWarnings, fileNames, type PreparedImages } from './prepared-images.js';
import { addResamplingWeights, gaussianKernel } from './resampling-matrix.js';

/** Options of {@link normalizeImages}. */
export interface NormalizeImagesOptions extends PictureShapeOptions, LongRunningOptions {
  /**
   * What is moved to the middle and scaled to one size.
   * - `'moments'`: the window is centred on the centre of mass, its sizes follow the standard deviations of the ink;
   * - `'bounding-box'`: the window is the smallest rectangle that holds every pixel above 0;
   * - `'center-of-mass'`: the window is as large as the picture; only the place changes.
   * @defaultValue 'moments'
   */
  readonly method?: NormalizeMethod;
  /** Height and width of the new pictures, in pixels. @defaultValue 32 */
  readonly size?: number;
  /** Standard deviation of the Gaussian blur that comes first, in old pixels; 0 for none. @defaultValue 0.7 */
  readonly blur?: number;
  /**
   * Half the window, in units of the method: standard deviations plus half a pixel, half boxes, or half pictures.
   * @defaultValue 2.3 for 'moments', else 1
   */
  readonly extent?: number;
  /**
   * How far the shorter side of the window is stretched to the longer one: 0 keeps proportions, 1 makes every shape
   * as wide as high, 0.5 goes half the way (the geometric mean). @defaultValue 0 for 'center-of-mass', else 0.5
   */
  readonly anisotropy?: number;
}

const KEYS = [...pictureShapeKeys, 'method', 'size', 'blur', 'extent', 'anisotropy', ...longRunningKeys];

/** Values of pictures and matrices that libtensorflow is given at a time; some 20 ms of work. */
const VALUES_A_STEP = 1 << 20;

/**
 * Moves what each picture shows to the middle and scales it to a common size.
 *
 * Handwriting differs more in place and size than in shape: k-means puts 0.21 of the 15 000 Chinese MNIST pictures right
 * by their pixels, 0.89 by 50 principal components of what {@link cleanImages} and this make of them (20 starts).
 * Strokes must be bright on an exact 0, as {@link cleanImages} leaves them.
 *
 * The picture is blurred, a window laid on it (see `method`), and every new pixel is the mean of 2 x 2 bilinear samples
 * (more if it covers more than 2 x 2 old pixels). Outside the picture is 0. With 'moments' the window has half sides
 * `extent * sqrt(s * m)`, s being the standard deviation of the ink along that side plus 0.5, m the larger of the two.
 * Several channels are moved together, by the sum of their ink.
 *
 * A picture of 0 only stays so and is listed in `blank`. A single dot is enlarged to a soft spot in the middle; an all
 * white picture becomes a square in the middle. One sum over rows and columns a picture and two products of small
 * matrices in float32, O(nRows * nColumns * size): within 1e-6 of the largest value of the same in doubles.
 *
 * @param images - One picture a row, of any size, values from 0; not modified.
 * @returns Pictures of `size` x `size`, in the units of the input.
 * @throws {@link ArgumentError} if an option is out of range or the shape does not fit.
 * @throws {@link DataError} if a value is not a finite number, or is negative.
 * @example
 * // A bar on the left moves to the middle; its height fills the picture, and with anisotropy 0 it keeps its proportions.
 * const bar = [[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]].flat();
 * const { data } = await normalizeImages([bar], { method: 'bounding-box', size: 4, blur: 0, anisotropy: 0 });
 * data.slice(4, 12); // 0 0.5 0.5 0 0 0.5 0.5 0
 * @see Liu, Nakashima, Sako & Fujisawa, Handwritten digit recognition: investigation of normalization and feature
 * extraction techniques (2004).
 */
export async function normalizeImages(
  images: MatrixLike,
  options: NormalizeImagesOptions = {},
): Promise<PreparedImages> {
  checkOptions('normalizeImages', options, KEYS);
  const { method = 'moments', size = 32, blur = 0.7 } = options;
  checkOneOf('normalizeImages', 'method', method, ['moments', 'bounding-box', 'center-of-mass']);
  const { extent = method === 'moments' ? 2.3 : 1, anisotropy = method === 'center-of-mass' ? 0 : 0.5 } =
    options;
  checkInteger('normalizeImages', 'size', size, 1, 4096);
  checkNumber('normalizeImages', 'blur', blur, 0, 100);
  checkNumber('normalizeImages', 'extent', extent, 0, 100, true);
  checkNumber('normalizeImages', 'anisotropy', anisotropy, 0, 1);
  const pacer = createPacer('normalizeImages', options);
  const x = toNumericMatrix(images, 'normalizeImages', 'images');
  const shape = pictureShape('normalizeImages', x, options);
  const files = fileNames('normalizeImages', x);

  const settings = { method, extent, anisotropy, kernel: gaussianKernel(blur) };
  const { height, width, channels } = shape;
  const nColumns = size * size * channels;
  const data = new Float32Array(x.nRows * nColumns);
  const blank: number[] = [];
  const valuesEach = x.nColumns + size * height + size * channels * width * channels;
  const rows = Math.max(1, Math.floor(VALUES_A_STEP / valuesEach));
  for (let from = 0; from < x.nRows; from += rows) {
    const to = Math.min(x.nRows, from + rows);
    const windows = readWindows(x, from, to, shape, settings);
    windows.forEach((window, i) => window === undefined && blank.push(from + i));
    data.set(resample(x, from, windows, shape, size, settings.kernel), from * nColumns);
    await pacer.step('normalizing', to, x.nRows);
  }
  return {
    data,
    nRows: x.nRows,
    nColumns,
    width: size,
    height: size,
    channels,
    files,
    blank: Int32Array.from(blank),
    warnings: blankWarnings(blank.length, x.nRows, 'above 0'),
  };
}

/** The window of each picture; undefined for blank ones. */
function readWindows(
  { data, nColumns }: NumericMatrix,
  from: number,
  to: number,
  { height, width, channels }: PictureShape,
  settings: WindowSettings,
): readonly (PictureWindow | undefined)[] {
  return Array.from({ length: to - from }, (_, i) => {
    const rowInk = new Float64Array(height);
    const columnInk = new Float64Array(width);
    for (let row = 0, at = (from + i) * nColumns; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c++, at++) {
          const value = data[at]!;
          if (value === 0) continue;
          if (value < 0) throw negative(from + i, at % nColumns, value);
          rowInk[row]! += value;
          columnInk[column]! += value;
        }
      }
    }
    return pictureWindow(rowInk, columnInk, settings);
  });
}

function negative(row: number, column: number, value: number): DataError {
  const problem = `row ${row}, column ${column} of images is ${value}; ink cannot be below 0`;
  return new DataError('normalizeImages', problem, { source: 'images', row, column });
}

/** New pictures of the windows: rows . picture . columns, two small products a picture. Blank ones have weights 0. */
function resample(
  { data, nColumns }: NumericMatrix,
  from: number,
  windows: readonly (PictureWindow | undefined)[],
  { height, width, channels }: PictureShape,
  size: number,
  kernel: Float64Array,
): Float32Array {
  const n = windows.length;
  const rowLength = width * channels;
  const newRowLength = size * channels;
  const rowWeights = new Float32Array(n * size * height);
  const columnWeights = new Float32Array(n * rowLength * newRowLength);
  windows.forEach((window, i) => {
    if (window === undefined) return;
    addResamplingWeights(height, size, window.rows, kernel, (target, source, weight) => {
      rowWeights[(i * size + target) * height + source]! += weight;
    });
    addResamplingWeights(width, size, window.columns, kernel, (target, source, weight) => {
      for (let c = 0; c < channels; c++) {
        const old = i * rowLength + source * channels + c;
        columnWeights[old * newRowLength + target * channels + c]! += weight;
      }
    });
  });
  return withScope((scope) => {
    const pixels = new Float32Array(data.subarray(from * nColumns, (from + n) * nColumns));
    const pictures = fromFloat32(scope, pixels, [n, height, rowLength]);
    const narrow = batchMatMul(scope, fromFloat32(scope, rowWeights, [n, size, height]), pictures);
    return toFloat32(
      batchMatMul(scope, narrow, fromFloat32(scope, columnWeights, [n, rowLength, newRowLength])),
    );
  });
}
