import { ArgumentError } from '../errors.js';
import { DType, sharableFloat64, type Scope } from '../tensorflow/tensor.js';
import { SPLINE_NODES, splineSlopes, splineWeights } from './b-spline.js';
import { createGridConvolution, fastGridSize, type GridShape } from './grid-convolution.js';
import type { Repulsion } from './t-sne-repulsion.js';

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
  let frame: GridFrame | undefined;
  let charges: Float64Array = new Float64Array();
  let potential: Float64Array = new Float64Array();
  return {
    async compute(y, forces, pause) {
      frame = gridFrame(y, frame, fn);
      const { shape, spacing } = frame;
      const nNodes = shape[0] * shape[1];
      if (charges.length !== nNodes) {
        charges = sharableFloat64(nNodes);
        potential = new Float64Array(nNodes);
      }
      charges.fill(0);
      spread(y, frame, charges);
      await pause();
      // The finer grids of a small layout hold potentials that differ by 1e-8 of their size.
      const dtype = spacing < SPACING ? DType.float64 : DType.float32;
      convolution.convolve(charges, shape, spacing, dtype, potential);
      await pause();
      // Each point also acts on itself with q = 1.
      const z = readForces(y, frame, potential, forces) - y.length / 2;
      if (!(z > 0)) throw tooWide(fn, spacing * Math.max(...shape));
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

/** Share of its nodes that a new grid has to spare. */
const ROOM = 0.02;

/** A grid around the layout: point (x, y) lies at ((x - x0) / spacing, (y - y0) / spacing) between its nodes. */
interface GridFrame {
  readonly x0: number;
  readonly y0: number;
  readonly spacing: number;
  /** Nodes along x and along y. */
  readonly shape: GridShape;
}

/**
 * Spacings are halves, quarters, ... of {@link SPACING}, and a grid that still fits is kept: its kernel need not be transformed
 * anew with every move of the outermost points.
 */
function gridFrame(y: Float64Array, before: GridFrame | undefined, fn: string): GridFrame {
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
  const nodesFor = (length: number, kept: number | undefined): number => {
    // One node more than the splines need at either end: rounding may put the outermost points just beyond their node.
    const least = Math.ceil(length / spacing) + SPLINE_NODES + 2;
    const fits = kept !== undefined && kept >= least && kept <= (1 + 4 * ROOM) * least;
    return fits ? kept : fastGridSize(Math.ceil((1 + ROOM) * least));
  };
  const kept = before?.spacing === spacing ? before.shape : undefined;
  const shape: GridShape = [nodesFor(xMax - xMin, kept?.[0]), nodesFor(yMax - yMin, kept?.[1])];
  const margin = (SPLINE_NODES / 2) * spacing;
  return { x0: xMin - margin, y0: yMin - margin, spacing, shape };
}

/** Adds charges of 1 at the points, spread over the nodes. Its loops and those below are written out: half the time. */
function spread(y: Float64Array, { x0, y0, spacing, shape }: GridFrame, charges: Float64Array): void {
  const width = shape[1];
  const wx = new Float64Array(SPLINE_NODES);
  const wy = new Float64Array(SPLINE_NODES);
  for (let at = 0; at < y.length; at += 2) {
    const placeX = (y[at]! - x0) / spacing;
    const placeY = (y[at + 1]! - y0) / spacing;
    const nodeX = Math.floor(placeX);
    const nodeY = Math.floor(placeY);
    splineWeights(placeX - nodeX, wx);
    splineWeights(placeY - nodeY, wy);
    const w0 = wy[0]!;
    const w1 = wy[1]!;
    const w2 = wy[2]!;
    const w3 = wy[3]!;
    const w4 = wy[4]!;
    const w5 = wy[5]!;
    for (let a = 0, node = (nodeX - 2) * width + nodeY - 2; a < wx.length; a++, node += width) {
      const w = wx[a]!;
      charges[node]! += w * w0;
      charges[node + 1]! += w * w1;
      charges[node + 2]! += w * w2;
      charges[node + 3]! += w * w3;
      charges[node + 4]! += w * w4;
      charges[node + 5]! += w * w5;
    }
  }
}

/** Fills `forces` with half the downward slope of the potential at each point; returns the sum of the potential over the points. */
function readForces(
  y: Float64Array,
  { x0, y0, spacing, shape }: GridFrame,
  potential: Float64Array,
  forces: Float64Array,
): number {
  const width = shape[1];
  const wx = new Float64Array(SPLINE_NODES);
  const wy = new Float64Array(SPLINE_NODES);
  const sx = new Float64Array(SPLINE_NODES);
  const sy = new Float64Array(SPLINE_NODES);
  const scale = -0.5 / spacing;
  let total = 0;
  for (let at = 0; at < y.length; at += 2) {
    const placeX = (y[at]! - x0) / spacing;
    const placeY = (y[at + 1]! - y0) / spacing;
    const nodeX = Math.floor(placeX);
    const nodeY = Math.floor(placeY);
    splineWeights(placeX - nodeX, wx);
    splineWeights(placeY - nodeY, wy);
    splineSlopes(placeX - nodeX, sx);
    splineSlopes(placeY - nodeY, sy);
    const w0 = wy[0]!;
    const w1 = wy[1]!;
    const w2 = wy[2]!;
    const w3 = wy[3]!;
    const w4 = wy[4]!;
    const w5 = wy[5]!;
    const s0 = sy[0]!;
    const s1 = sy[1]!;
    const s2 = sy[2]!;
    const s3 = sy[3]!;
    const s4 = sy[4]!;
    const s5 = sy[5]!;
    let slopeX = 0;
    let slopeY = 0;
    for (let a = 0, node = (nodeX - 2) * width + nodeY - 2; a < wx.length; a++, node += width) {
      const p0 = potential[node]!;
      const p1 = potential[node + 1]!;
      const p2 = potential[node + 2]!;
      const p3 = potential[node + 3]!;
      const p4 = potential[node + 4]!;
      const p5 = potential[node + 5]!;
      const value = w0 * p0 + w1 * p1 + w2 * p2 + w3 * p3 + w4 * p4 + w5 * p5;
      const slope = s0 * p0 + s1 * p1 + s2 * p2 + s3 * p3 + s4 * p4 + s5 * p5;
      total += wx[a]! * value;
      slopeX += sx[a]! * value;
      slopeY += wx[a]! * slope;
    }
    forces[at] = scale * slopeX;
    forces[at + 1] = scale * slopeY;
  }
  return total;
}
