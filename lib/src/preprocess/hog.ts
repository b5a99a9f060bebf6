import { DataError } from '../errors.js';
import { toNumericMatrix, type Matrix, type MatrixLike, type NumericArray } from '../matrix/matrix.js';
import { checkBoolean, checkInteger, checkOneOf, checkOptions } from '../options.js';
import { createPacer, longRunningKeys, type LongRunningOptions } from '../progress.js';
import { createGradients, fillGradients } from './gradients.js';
import { blockDescriptor, type BlockNorm } from './hog-blocks.js';
import { cellHistograms } from './hog-cells.js';
import { checkPair, pictureShape, pictureShapeKeys, type PictureShapeOptions } from './picture-shape.js';

/** Options of {@link hog}. Sizes are [rows, columns]. */
export interface HogOptions extends PictureShapeOptions, LongRunningOptions {
  /** Bins of a histogram: directions from 0 to 180 degrees. @defaultValue 9 */
  readonly orientations?: number;
  /** Pixels of a cell. @defaultValue [8, 8] */
  readonly pixelsPerCell?: readonly [number, number];
  /** Cells that are scaled to a common contrast. @defaultValue [3, 3] */
  readonly cellsPerBlock?: readonly [number, number];
  /** How a block is scaled; `'L2-Hys'`: to length 1, cut at 0.2, to length 1 again. @defaultValue 'L2-Hys' */
  readonly blockNorm?: BlockNorm;
  /** Take the square root of every pixel first; none may be negative. @defaultValue false */
  readonly transformSqrt?: boolean;
}

const KEYS = [
  ...pictureShapeKeys,
  'orientations',
  'pixelsPerCell',
  'cellsPerBlock',
  'blockNorm',
  'transformSqrt',
  ...longRunningKeys,
];

/**
 * Histograms of oriented gradients: how strong the edges of each direction are in each cell of a picture, each block of
 * cells scaled to a common contrast. Blocks overlap; pixels that fill no whole cell are left out at the right and bottom.
 *
 * Equal to scikit-image's descriptor. O(nRows * nColumns).
 *
 * @param images - One picture a row; not modified.
 * @returns One descriptor a row, ordered by block row, block column, cell row, cell column, direction.
 * @throws {@link ArgumentError} if an option is out of range, the shape does not fit, or a picture holds no block.
 * @throws {@link DataError} if a value is not a finite number, or with `transformSqrt` is negative.
 * @example
 * const edge = [0, 0, 1, 0, 0, 1, 0, 0, 1];
 * const { data } = await hog([edge], { pixelsPerCell: [3, 3], cellsPerBlock: [1, 1], orientations: 2, blockNorm: 'L2' });
 * // data: 0.99999999955 0
 * @see Dalal & Triggs (2005); scikit-image's `feature.hog`.
 */
export async function hog(images: MatrixLike, options: HogOptions = {}): Promise<Matrix> {
  checkOptions('hog', options, KEYS);
  const {
    orientations = 9,
    pixelsPerCell = [8, 8],
    cellsPerBlock = [3, 3],
    blockNorm = 'L2-Hys',
    transformSqrt = false,
  } = options;
  const pacer = createPacer('hog', options);
  const x = toNumericMatrix(images, 'hog', 'images');
  const shape = pictureShape('hog', x, options);
  const { height, width } = shape;
  checkInteger('hog', 'orientations', orientations, 1);
  checkOneOf('hog', 'blockNorm', blockNorm, ['L1', 'L1-sqrt', 'L2', 'L2-Hys']);
  checkBoolean('hog', 'transformSqrt', transformSqrt);
  const [cellRows, cellColumns] = checkPair('hog', 'pixelsPerCell', pixelsPerCell, [height, width]);
  const cells = [Math.floor(height / cellRows), Math.floor(width / cellColumns)] as const;
  const block = checkPair('hog', 'cellsPerBlock', cellsPerBlock, cells);
  if (transformSqrt) refuseNegative(x.data, x.nColumns);

  const nColumns = (cells[0] - block[0] + 1) * (cells[1] - block[1] + 1) * block[0] * block[1] * orientations;
  const data = new Float64Array(x.nRows * nColumns);
  const pixels = new Float64Array(x.nColumns);
  const gradients = createGradients(shape);
  for (let i = 0; i < x.nRows; i++) {
    pixels.set(x.data.subarray(i * x.nColumns, (i + 1) * x.nColumns));
    if (transformSqrt) for (let p = 0; p < x.nColumns; p++) pixels[p] = Math.sqrt(pixels[p]!);
    fillGradients(pixels, 0, shape, gradients);
    const histograms = cellHistograms(gradients, { height, width, cellRows, cellColumns, orientations });
    blockDescriptor(
      histograms,
      cells,
      block,
      orientations,
      blockNorm,
      data.subarray(i * nColumns, (i + 1) * nColumns),
    );
    await pacer.step('gradients', i + 1, x.nRows);
  }
  return { data, nRows: x.nRows, nColumns };
}

/** A plain loop: `findIndex` takes a second over the pixels of 15 000 pictures. */
function refuseNegative(pixels: NumericArray, nColumns: number): void {
  for (let at = 0; at < pixels.length; at++) {
    if (!(pixels[at]! < 0)) continue;
    const [row, column] = [Math.floor(at / nColumns), at % nColumns];
    const problem = `row ${row}, column ${column} of images is ${pixels[at]}; transformSqrt takes no negative pixel`;
    throw new DataError('hog', problem, { source: 'images', row, column });
  }
}
