import { ArgumentError } from '../errors.js';
import { DType, type Scope } from '../tensorflow/tensor.js';
import { ORDER as splineOrder, splineWeights } from './b-spline.js';
import { createGridConvolution, fastGridSize } from './grid-convolution.js';
import type { Repulsion } from './t-sne-repulsion.js';

/** A constant of this file, since imported ones are looked up each time. */
const ORDER = splineOrder;

/**
 * Spacing of the grid in units of the layout, in which the Cauchy kernel has width 1. The gradient is then right to
 * about half a percent, a tenth of the error of FIt-SNE's default (three nodes in intervals of length 1, degree 2). At 0.5
 * the error is five times as large, and the divergence reached visibly higher.
 */
const SPACING = 0.35;

/** A layout smaller than this many spacings (as at the start, of size 1e-4) gets a finer grid, else it would drown in the error. */
const MIN_CELLS = 24;

/** Finer grids would differ by less than doubles resolve. */
const SMALLEST_SPACING = 2 ** -24;

/** Layouts of a million points stay below; the grid is then, with its padding, 8000 x 8000 numbers. */
const MAX_CELLS = 4000;

/**
 * Repulsion in O(n + m log m) for a grid of m nodes, in the plane. Every force is the slope of one potential:
 * sum_j q_ij^2 (y_i - y_j) = -grad psi(y_i) / 2 with psi(y) = sum_j 1 / (1 + |y - y_j|^2).
 *
 * @remarks
 * FIt-SNE (Linderman et al. 2019) interpolates three sums over a grid and convolves them by FFT. Here the interpolating
 * functions are splines, as in particle-mesh Ewald sums (Essmann et al. 1995): they are smooth, so one potential
 * is enough and its analytic slope is the force: one convolution instead of four.
 */
export function gridRepulsion(scope: Scope, fn: string): Repulsion {
  const convolution = createGridConvolution(scope, cauchyKernel);
  return {
    async compute(y, forces, pause) {
      const frame = gridFrame(y, fn);
      const charges = spread(y, frame);
      await pause();
      // The finer grids of a small layout hold potentials that differ by 1e-8 of their size.
      const dtype = frame.spacing < SPACING ? DType.float64 : DType.float32;
      const potential = convolution.convolve(charges, frame.nNodes, frame.spacing, dtype);
      await pause();
      // Each point also acts on itself with q = 1.
      const z = readForces(y, frame, potential, forces) - y.length / 2;
      if (!(z > 0)) throw tooWide(fn, frame.spacing * frame.nNodes);
      return z;
    },
  };
}

/** So far apart, the points do not feel each other; only a start that the user gave can look like this. */
function tooWide(fn: string, extent: number): ArgumentError {
  return new ArgumentError(
    fn,
    'the layout',
    "dense enough for method 'fft'; scale options.init down, or use method 'exact'",
    extent,
  );
}

function cauchyKernel(squaredDistance: number): number {
  return 1 / (1 + squaredDistance);
}

/** A square grid around the layout: point (x, y) lies at ((x - x0) / spacing, (y - y0) / spacing) between its nodes. */
interface GridFrame {
  readonly x0: number;
  readonly y0: number;
  readonly spacing: number;
  /** Nodes on an edge. */
  readonly nNodes: number;
}

/** Spacings are halves, quarters, ... of {@link SPACING}: the kernel is transformed anew only when the layout outgrows its grid. */
function gridFrame(y: Float64Array, fn: string): GridFrame {
  let xMin = Infinity;
  let xMax = -Infinity;
  let yMin = Infinity;
  let yMax = -Infinity;
  for (let at = 0; at < y.length; at += 2) {
    xMin = Math.min(xMin, y[at]!);
    xMax = Math.max(xMax, y[at]!);
    yMin = Math.min(yMin, y[at + 1]!);
    yMax = Math.max(yMax, y[at + 1]!);
  }
  const extent = Math.max(xMax - xMin, yMax - yMin);
  let spacing = SPACING;
  while (spacing * MIN_CELLS > extent && spacing > SMALLEST_SPACING) spacing /= 2;
  if (!(extent <= spacing * MAX_CELLS)) throw tooWide(fn, extent);
  // One node more than the splines need at either end: rounding may put the outermost points just beyond their node.
  const nNodes = fastGridSize(Math.ceil(extent / spacing) + ORDER + 2);
  const margin = (ORDER / 2) * spacing;
  return { x0: xMin - margin, y0: yMin - margin, spacing, nNodes };
}

/** Charges of 1 at the points, spread over the nodes; [nNodes, nNodes]. */
function spread(y: Float64Array, { x0, y0, spacing, nNodes }: GridFrame): Float64Array {
  const charges = new Float64Array(nNodes * nNodes);
  const wx = new Float64Array(ORDER);
  const wy = new Float64Array(ORDER);
  for (let at = 0; at < y.length; at += 2) {
    const corner = weigh((y[at]! - x0) / spacing, wx) * nNodes + weigh((y[at + 1]! - y0) / spacing, wy);
    for (let a = 0, row = corner; a < ORDER; a++, row += nNodes) {
      const w = wx[a]!;
      for (let b = 0; b < ORDER; b++) charges[row + b]! += w * wy[b]!;
    }
  }
  return charges;
}

/** Fills `forces` with half the downward slope of the potential at each point; returns the sum of the potential over the points. */
function readForces(
  y: Float64Array,
  { x0, y0, spacing, nNodes }: GridFrame,
  potential: Float64Array,
  forces: Float64Array,
): number {
  const wx = new Float64Array(ORDER);
  const wy = new Float64Array(ORDER);
  const sx = new Float64Array(ORDER);
  const sy = new Float64Array(ORDER);
  const scale = -0.5 / spacing;
  let total = 0;
  for (let at = 0; at < y.length; at += 2) {
    const corner =
      weigh((y[at]! - x0) / spacing, wx, sx) * nNodes + weigh((y[at + 1]! - y0) / spacing, wy, sy);
    let slopeX = 0;
    let slopeY = 0;
    for (let a = 0, row = corner; a < ORDER; a++, row += nNodes) {
      let value = 0;
      let slope = 0;
      for (let b = 0; b < ORDER; b++) {
        const node = potential[row + b]!;
        value += wy[b]! * node;
        slope += sy[b]! * node;
      }
      total += wx[a]! * value;
      slopeX += sx[a]! * value;
      slopeY += wx[a]! * slope;
    }
    forces[at] = scale * slopeX;
    forces[at + 1] = scale * slopeY;
  }
  return total;
}

/** Weights (and slopes) of the nodes around a place on an axis; returns the lowest of these nodes. */
function weigh(place: number, weights: Float64Array, slopes?: Float64Array): number {
  const node = Math.floor(place);
  splineWeights(place - node, weights, slopes);
  return node - (ORDER / 2 - 1);
}
