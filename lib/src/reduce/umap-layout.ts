import type { Matrix } from '../matrix/matrix.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import type { Pacer } from '../progress.js';
import { randomState } from '../random/random-state.js';
import type { UmapCurve } from './umap-curve.js';
import { attractionTable, force, repulsionTable, type ForceTable } from './umap-forces.js';

/** Epochs between two looks at the layout. */
const LOOK_EVERY = 10;

/** No coordinate of a pull or push is longer than this, before the step size; as umap-learn. */
const MAX_FORCE = 4;

/** Coordinates touched between two pauses: some 20 ms. */
const WORK_A_STEP = 1 << 22;

/** Where a layout is, every 10 epochs. */
export interface UmapStep {
  /** Epochs done. */
  readonly epoch: number;
  /** Epochs in all. */
  readonly nEpochs: number;
  /** The layout now, a copy, [nRows, nComponents]. */
  readonly embedding: Matrix;
}

/** What is laid out, and how. */
export interface Layout {
  /** Rows that move, [nRows, nComponents]; not modified. */
  readonly start: Float64Array;
  /** Rows that others move around and that stay where they are, [graph.nColumns, nComponents]; without, the rows move around each other. */
  readonly anchors?: Float64Array;
  readonly nComponents: number;
  /** Membership of each row in the neighbourhood of others, columns numbering the anchors or the rows. */
  readonly graph: SparseMatrix;
  readonly curve: UmapCurve;
  readonly nEpochs: number;
  readonly learningRate: number;
  readonly negativeSampleRate: number;
  readonly repulsionStrength: number;
  /** Seed of the pushes. */
  readonly seed: number;
}

/**
 * Stochastic gradient descent on the cross entropy of memberships in graph and layout. In each of the epochs every edge has its turn as
 * often as its weight says, an edge of the largest weight once: it draws its ends together, and its first end is pushed off
 * from a few random rows. The scheme of umap-learn's `optimize_layout_euclidean`, in float32 as there; forces come from
 * tables, right to 5e-5. About nEpochs * (sum of weights / largest weight) * (1 + negativeSampleRate) * nComponents.
 *
 * @returns the final layout.
 */
export async function* optimizeLayout(layout: Layout, pacer: Pacer): AsyncGenerator<UmapStep, Matrix, void> {
  const { graph, nComponents, nEpochs, learningRate, negativeSampleRate } = layout;
  const motion = createMotion(layout);
  const workOfEdge = (1 + negativeSampleRate) * (motion.stride + 8);
  const edgesAStep = Math.max(1, Math.floor(WORK_A_STEP / workOfEdge));
  const now = (): Matrix => unpadded(motion.y, motion.stride, graph.nRows, nComponents);
  for (let epoch = 1; epoch <= nEpochs; epoch++) {
    const rate = learningRate * (1 - (epoch - 1) / nEpochs);
    for (let row = 0; row < graph.nRows;) {
      let end = row + 1;
      while (end < graph.nRows && graph.offsets[end + 1]! - graph.offsets[row]! <= edgesAStep) end++;
      moveRows(motion, row, end, epoch, rate);
      row = end;
      await pacer.step('UMAP', epoch - 1, nEpochs);
    }
    if (epoch % LOOK_EVERY === 0 && epoch < nEpochs) yield { epoch, nEpochs, embedding: now() };
  }
  await pacer.step('UMAP', nEpochs, nEpochs);
  return now();
}

/** The state of a layout; rows are padded with a zero to an even number of columns, so that loops take two at a time. */
interface Motion {
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  /** Epochs between two turns of each edge. */
  readonly periods: Float64Array;
  /** Epoch of the next turn. */
  readonly next: Float64Array;
  /** Rows that move, and those around which they move: the same array, or the anchors. */
  readonly y: Float32Array;
  readonly around: Float32Array;
  readonly stride: number;
  readonly nAround: number;
  readonly attraction: ForceTable;
  readonly repulsion: ForceTable;
  readonly negativeSampleRate: number;
  /** Pushes owed, a fraction, [1]. */
  readonly owed: Float64Array;
  /** State of the random numbers, [2]. */
  readonly random: Int32Array;
}

function createMotion(layout: Layout): Motion {
  const { start, anchors, nComponents, graph, curve, negativeSampleRate, repulsionStrength, seed } = layout;
  const stride = nComponents + (nComponents % 2);
  const largest = graph.values.reduce((max, value) => Math.max(max, value), 0);
  const periods = graph.values.map((value) => (value > 0 ? largest / value : Infinity));
  const y = padded(start, nComponents, stride);
  const random = randomState(seed);
  return {
    offsets: graph.offsets,
    columns: graph.columns,
    periods,
    next: periods.slice(),
    y,
    around: anchors === undefined ? y : padded(anchors, nComponents, stride),
    stride,
    nAround: graph.nColumns,
    attraction: attractionTable(curve),
    repulsion: repulsionTable(curve, repulsionStrength),
    negativeSampleRate,
    owed: new Float64Array(1),
    random: Int32Array.of(random.uint32() | 1, random.uint32()),
  };
}

/**
 * The turns of rows `from` to `to` in an epoch. Random rows come from xoroshiro64* (Blackman & Vigna), whose state of two
 * words stays in registers.
 */
function moveRows(motion: Motion, from: number, to: number, epoch: number, rate: number): void {
  const { offsets, columns, periods, next, y, around, stride, attraction, repulsion } = motion;
  const { negativeSampleRate, nAround } = motion;
  const moveOther = y === around;
  const toRow = nAround / 2 ** 32;
  let owed = motion.owed[0]!;
  let s0 = motion.random[0]!;
  let s1 = motion.random[1]!;
  for (let row = from; row < to; row++) {
    const i = Math.imul(row, stride);
    const end = offsets[row + 1]!;
    for (let edge = offsets[row]!; edge < end; edge++) {
      if (next[edge]! > epoch) continue;
      next[edge]! += periods[edge]!;
      const j = Math.imul(columns[edge]!, stride);
      const squared = squaredDistance(y, i, around, j, stride);
      if (squared > 0) {
        const pull = -force(attraction, squared);
        if (pull * pull * squared > MAX_FORCE * MAX_FORCE)
          moveFar(y, i, around, j, stride, pull, rate, moveOther);
        else if (moveOther) moveBoth(y, i, j, stride, pull * rate);
        else moveOne(y, i, around, j, stride, pull * rate);
      }
      owed += negativeSampleRate;
      for (; owed >= 1; owed--) {
        const word = Math.imul(s0, 0x9e3779bb) >>> 0;
        s1 ^= s0;
        s0 = ((s0 << 26) | (s0 >>> 6)) ^ s1 ^ (s1 << 9);
        s1 = (s1 << 13) | (s1 >>> 19);
        const k = Math.imul((word * toRow) | 0, stride);
        const apart = squaredDistance(y, i, around, k, stride);
        if (apart === 0) continue;
        const push = force(repulsion, apart);
        if (push * push * apart > MAX_FORCE * MAX_FORCE) moveFar(y, i, around, k, stride, push, rate, false);
        else moveOne(y, i, around, k, stride, push * rate);
      }
    }
  }
  motion.owed[0] = owed;
  motion.random[0] = s0;
  motion.random[1] = s1;
}

function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, stride: number): number {
  let sum = 0;
  for (let c = 0; c < stride; c += 2) {
    const d = a[i + c]! - b[j + c]!;
    const e = a[i + c + 1]! - b[j + c + 1]!;
    sum += d * d + e * e;
  }
  return sum;
}

/** Moves a row along its difference to another. */
function moveOne(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  stride: number,
  factor: number,
): void {
  for (let c = 0; c < stride; c += 2) {
    a[i + c]! += factor * (a[i + c]! - b[j + c]!);
    a[i + c + 1]! += factor * (a[i + c + 1]! - b[j + c + 1]!);
  }
}

/** Moves two rows along their difference, in opposite directions. */
function moveBoth(a: Float32Array, i: number, j: number, stride: number, factor: number): void {
  for (let c = 0; c < stride; c += 2) {
    const d = factor * (a[i + c]! - a[j + c]!);
    const e = factor * (a[i + c + 1]! - a[j + c + 1]!);
    a[i + c]! += d;
    a[i + c + 1]! += e;
    a[j + c]! -= d;
    a[j + c + 1]! -= e;
  }
}

/** Moves a row, or both, with every coordinate of the force limited. */
function moveFar(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  stride: number,
  factor: number,
  rate: number,
  both: boolean,
): void {
  for (let c = 0; c < stride; c++) {
    const d = factor * (a[i + c]! - b[j + c]!);
    const step = rate * Math.min(MAX_FORCE, Math.max(-MAX_FORCE, d));
    a[i + c]! += step;
    if (both) b[j + c]! -= step;
  }
}

function padded(rows: Float64Array, width: number, stride: number): Float32Array {
  const to = new Float32Array((rows.length / width) * stride);
  for (let at = 0, row = 0; at < rows.length; at += width, row += stride)
    to.set(rows.subarray(at, at + width), row);
  return to;
}

function unpadded(rows: Float32Array, stride: number, nRows: number, nColumns: number): Matrix {
  const data = new Float64Array(nRows * nColumns);
  for (let i = 0; i < nRows; i++) data.set(rows.subarray(i * stride, i * stride + nColumns), i * nColumns);
  return { data, nRows, nColumns };
}
