import { cast, multiply, slice } from '../tensorflow/operations.js';
import {
  DType,
  fromFloat64,
  toFloat32,
  toFloat64,
  withScope,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import { irfft2d, pad, rfft2d } from '../tensorflow/fourier.js';
import { splineResponse } from './b-spline.js';

type RealType = typeof DType.float32 | typeof DType.float64;

/** Rows and columns of nodes. */
export type GridShape = readonly [number, number];

/** Convolves charges on a grid with a kernel of the distance, by fast Fourier transform. */
export interface GridConvolution {
  /**
   * Fills `potential` with the potentials at the nodes: coefficients of the splines whose sum passes, between any two
   * nodes, through the kernel's value there.
   *
   * @param charges - One a node, row by row; as `potential`.
   * @param spacing - Distance of neighbouring nodes.
   * @param dtype - In which numbers to transform: float32 takes half the time and gives six digits.
   */
  convolve(
    charges: Float64Array,
    shape: GridShape,
    spacing: number,
    dtype: RealType,
    potential: Float64Array,
  ): void;
}

/** @param kernel - Value at a squared distance. */
export function createGridConvolution(
  scope: Scope,
  kernel: (squaredDistance: number) => number,
): GridConvolution {
  let spectrum:
    | {
        readonly tensor: Tensor;
        readonly shape: GridShape;
        readonly spacing: number;
        readonly dtype: RealType;
      }
    | undefined;
  return {
    convolve(charges, shape, spacing, dtype, potential) {
      const [nRows, nColumns] = shape;
      if (
        spectrum === undefined ||
        spectrum.shape[0] !== nRows ||
        spectrum.shape[1] !== nColumns ||
        spectrum.spacing !== spacing ||
        spectrum.dtype !== dtype
      ) {
        if (spectrum !== undefined) scope.free(spectrum.tensor);
        spectrum = { tensor: kernelSpectrum(scope, kernel, shape, spacing, dtype), shape, spacing, dtype };
      }
      const { tensor } = spectrum;
      withScope((step) => {
        const size = [2 * nRows, 2 * nColumns] as const;
        const sources = cast(step, fromFloat64(step, charges, shape), dtype);
        const padded = pad(step, sources, [
          [0, nRows],
          [0, nColumns],
        ]);
        const product = multiply(step, rfft2d(step, padded, size), tensor);
        const result = slice(step, irfft2d(step, product, size), [0, 0], shape);
        potential.set(dtype === DType.float32 ? toFloat32(result) : toFloat64(result));
      });
    },
  };
}

/** The kernel on a grid of twice the size, whose halves mirror each other, transformed and freed of the splines' response. */
function kernelSpectrum(
  scope: Scope,
  kernel: (squaredDistance: number) => number,
  [nRows, nColumns]: GridShape,
  spacing: number,
  dtype: RealType,
): Tensor {
  const size = [2 * nRows, 2 * nColumns] as const;
  const samples = new Float64Array(size[0] * size[1]);
  for (let i = 0, at = 0; i < size[0]; i++) {
    const dx = Math.min(i, size[0] - i) * spacing;
    for (let j = 0; j < size[1]; j++, at++) {
      const dy = Math.min(j, size[1] - j) * spacing;
      samples[at] = kernel(dx * dx + dy * dy);
    }
  }
  const half = nColumns + 1;
  const sharpening = new Float64Array(size[0] * half);
  const [byRow, byColumn] = size.map(responses);
  for (let i = 0; i < size[0]; i++) {
    // Charges are spread with splines and potentials read with splines: the response counts twice an axis.
    for (let j = 0; j < half; j++) {
      const both = byRow![i]! * byColumn![j]!;
      sharpening[i * half + j] = 1 / (both * both);
    }
  }
  return scope.step((step) => {
    const transformed = rfft2d(step, fromFloat64(step, samples, size), size);
    const factor = cast(step, fromFloat64(step, sharpening, [size[0], half]), DType.complex128);
    const complexType = dtype === DType.float32 ? DType.complex64 : DType.complex128;
    return scope.adopt(cast(step, multiply(step, transformed, factor), complexType), step);
  });
}

function responses(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, k) => splineResponse((2 * Math.PI * k) / size));
}

/** The smallest size of a grid that is at least `nNodes` and a product of 2, 3 and 5: others transform slowly. */
export function fastGridSize(nNodes: number): number {
  for (let size = nNodes; ; size++) {
    let rest = size;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return size;
  }
}
