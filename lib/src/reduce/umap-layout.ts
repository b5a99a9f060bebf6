import { toEveryRow } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import type { SparseMatrix } from '../matrix/sparse-matrix.js';
import type { Pacer } from '../progress.js';
import { randomState } from '../random/random-state.js';
import type { UmapCurve } from './umap-curve.js';
import { attractionTable, repulsionTable, type ForceTable } from './umap-forces.js';
import { compileMove, type Move } from './umap-move.js';

/** Epochs between two looks at the layout. */
const LOOK_EVERY = 10;

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
  /** Where every row of the result takes its place from, where equal rows share one. */
  readonly kinds?: Int32Array;
}

/**
 * Stochastic gradient descent on the cross entropy of memberships in graph and layout. In each of the epochs every edge has its turn as
 * often as its weight says, an edge of the largest weight once: it draws its ends together, and its first end is pushed off
 * from a few random rows. The scheme of umap-learn's `optimize_layout_euclidean`, in float32 as there; forces come
 * from tables, right to 5e-5. About nEpochs * (sum of weights / largest weight) * (1 + negativeSampleRate) * nComponents.
 *
 * @returns the final layout.
 */
export async function* optimizeLayout(layout: Layout, pacer: Pacer): AsyncGenerator<UmapStep, Matrix, void> {
  const { graph, nComponents, nEpochs, learningRate, negativeSampleRate } = layout;
  const motion = createMotion(layout);
  const workOfEdge = (1 + negativeSampleRate) * (nComponents + 8);
  const edgesAStep = Math.max(1, Math.floor(WORK_A_STEP / workOfEdge));
  const now = (): Matrix => {
    const places = { data: Float64Array.from(motion.y), nRows: graph.nRows, nColumns: nComponents };
    return layout.kinds === undefined ? places : toEveryRow(places, layout.kinds);
  };
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

/** The state of a layout. */
interface Motion {
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  /** Epochs between two turns of each edge. */
  readonly periods: Float64Array;
  /** Epoch of the next turn. */
  readonly next: Float64Array;
  readonly nComponents: number;
  /** Rows that move, and those around which they move: the same array, or the anchors. */
  readonly y: Float32Array;
  readonly around: Float32Array;
  readonly nAround: number;
  readonly pull: Move;
  readonly push: Move;
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
  const largest = graph.values.reduce((max, value) => Math.max(max, value), 0);
  const periods = graph.values.map((value) => (value > 0 ? largest / value : Infinity));
  const y = Float32Array.from(start);
  const random = randomState(seed);
  return {
    offsets: graph.offsets,
    columns: graph.columns,
    periods,
    next: periods.slice(),
    nComponents,
    y,
    around: anchors === undefined ? y : Float32Array.from(anchors),
    nAround: graph.nColumns,
    pull: compileMove(nComponents, anchors === undefined ? 'both' : 'first'),
    push: compileMove(nComponents, 'first'),
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
  const { offsets, columns, periods, next, nComponents, y, around, nAround } = motion;
  const { pull, push, attraction, repulsion, negativeSampleRate } = motion;
  const toRow = nAround / 2 ** 32;
  let owed = motion.owed[0]!;
  let s0 = motion.random[0]!;
  let s1 = motion.random[1]!;
  for (let row = from; row < to; row++) {
    const i = Math.imul(row, nComponents);
    const end = offsets[row + 1]!;
    for (let edge = offsets[row]!; edge < end; edge++) {
      if (next[edge]! > epoch) continue;
      next[edge]! += periods[edge]!;
      pull(y, i, around, Math.imul(columns[edge]!, nComponents), attraction, rate);
      owed += negativeSampleRate;
      for (; owed >= 1; owed--) {
        const word = Math.imul(s0, 0x9e3779bb) >>> 0;
        s1 ^= s0;
        s0 = ((s0 << 26) | (s0 >>> 6)) ^ s1 ^ (s1 << 9);
        s1 = (s1 << 13) | (s1 >>> 19);
        push(y, i, around, Math.imul((word * toRow) | 0, nComponents), repulsion, rate);
      }
    }
  }
  motion.owed[0] = owed;
  motion.random[0] = s0;
  motion.random[1] = s1;
}
