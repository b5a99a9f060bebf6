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

/** Convolves charges on a square grid with a kernel of the distance, by fast Fourier transform. */
export interface GridConvolution {
  /**
   * Fills `potential` with the potentials at the nodes: coefficients of the splines whose sum passes, between any two
   * nodes, through the kernel's value there.
   *
   * @param charges - [nNodes, nNodes], as `potential`.
   * @param spacing - Distance of neighbouring nodes.
   * @param dtype - In which numbers to transform: float32 takes half the time and gives six digits.
   */
  convolve(
    charges: Float64Array,
    nNodes: number,
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
    | { readonly tensor: Tensor; readonly nNodes: number; readonly spacing: number; readonly dtype: RealType }
    | undefined;
  return {
    convolve(charges, nNodes, spacing, dtype, potential) {
      if (
        spectrum === undefined ||
        spectrum.nNodes !== nNodes ||
        spectrum.spacing !== spacing ||
        spectrum.dtype !== dtype
      ) {
        if (spectrum !== undefined) scope.free(spectrum.tensor);
        spectrum = { tensor: kernelSpectrum(scope, kernel, nNodes, spacing, dtype), nNodes, spacing, dtype };
      }
      const { tensor } = spectrum;
      withScope((step) => {
        const size = 2 * nNodes;
        const sources = cast(step, fromFloat64(step, charges, [nNodes, nNodes]), dtype);
        const padded = pad(step, sources, [
          [0, nNodes],
          [0, nNodes],
        ]);
        const product = multiply(step, rfft2d(step, padded, [size, size]), tensor);
        const result = slice(step, irfft2d(step, product, [size, size]), [0, 0], [nNodes, nNodes]);
        potential.set(dtype === DType.float32 ? toFloat32(result) : toFloat64(result));
      });
    },
  };
}

/** The kernel on a grid of twice the size, whose halves mirror each other, transformed and freed of the splines' response. */
function kernelSpectrum(
  scope: Scope,
  kernel: (squaredDistance: number) => number,
  nNodes: number,
  spacing: number,
  dtype: RealType,
): Tensor {
  const size = 2 * nNodes;
  const samples = new Float64Array(size * size);
  for (let i = 0, at = 0; i < size; i++) {
    const dx = Math.min(i, size - i) * spacing;
    for (let j = 0; j < size; j++, at++) {
      const dy = Math.min(j, size - j) * spacing;
      samples[at] = kernel(dx * dx + dy * dy);
    }
  }
  const response = Float64Array.from({ length: size }, (_, k) => splineResponse((2 * Math.PI * k) / size));
  const half = nNodes + 1;
  const sharpening = new Float64Array(size * half);
  for (let i = 0; i < size; i++) {
    // Charges are spread with splines and potentials read with splines: the response counts twice an axis.
    for (let j = 0; j < half; j++) {
      const both = response[i]! * response[j]!;
      sharpening[i * half + j] = 1 / (both * both);
    }
  }
  return scope.step((step) => {
    const transformed = rfft2d(step, fromFloat64(step, samples, [size, size]), [size, size]);
    const factor = cast(step, fromFloat64(step, sharpening, [size, half]), DType.complex128);
    const complexType = dtype === DType.float32 ? DType.complex64 : DType.complex128;
    return scope.adopt(cast(step, multiply(step, transformed, factor), complexType), step);
  });
}

/** The smallest size of a grid that is at least `nNodes` and a product of 2, 3 and 5: others transform slowly. */
export function fastGridSize(nNodes: number): number {
  for (let size = nNodes; ; size++) {
    let rest = size;
    for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
    if (rest === 1) return size;
  }
}
