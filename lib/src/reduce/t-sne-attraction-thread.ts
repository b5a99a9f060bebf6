import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Affinities } from './t-sne-affinities.js';
import { addAttraction } from './t-sne-attraction.js';

/** What neighbours do to one another, computed while something else is. */
export interface Attraction {
  /** Begins with a layout, which must stay as it is until its forces have been fetched. */
  begin(y: Float64Array, factor: number): void;
  /** Adds the forces to the gradient. */
  addTo(gradient: Float64Array, pause: () => Promise<void>): Promise<void>;
  /** Ends the thread, if there is one. */
  close(): Promise<void>;
}

/** What the thread is started with; `y` and `forces` are shared. */
export interface AttractionTask {
  readonly p: Affinities;
  readonly nComponents: number;
  readonly dof: number;
  readonly y: Float64Array;
  readonly forces: Float64Array;
}

/** From so many pairs on, about a millisecond, a thread is worth its messages. */
const THREAD_FROM = 200_000;

/** Pairs handled between two looks at the clock; a few milliseconds. */
const PAIRS_A_STEP = 1 << 20;

/** The compiled program, also where tests run the source: a thread knows nothing of loaders. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'reduce', 't-sne-attraction-worker.js');

/** On a thread of its own where that pays. The forces are the same to the last bit either way. */
export function createAttraction(p: Affinities, nComponents: number, dof: number): Attraction {
  const isWorthwhile = p.columns.length >= THREAD_FROM && availableParallelism() > 1;
  return (isWorthwhile ? attractionOnThread : attractionHere)(p, nComponents, dof);
}

/** The forces are computed when they are fetched. */
export function attractionHere(p: Affinities, nComponents: number, dof: number): Attraction {
  const forces = new Float64Array(p.n * nComponents);
  let layout: Float64Array = forces;
  let strength = 0;
  return {
    begin(y, factor) {
      layout = y;
      strength = factor;
    },
    async addTo(gradient, pause) {
      forces.fill(0);
      for (let row = 0; row < p.n;) {
        let end = row + 1;
        while (end < p.n && p.offsets[end + 1]! - p.offsets[row]! <= PAIRS_A_STEP) end++;
        addAttraction(p, row, end, layout, nComponents, dof, strength, forces);
        row = end;
        await pause();
      }
      addAll(gradient, forces);
    },
    close: () => Promise.resolve(),
  };
}

/** The forces are computed by another thread, which this one tells the factor; the layout lies in memory that both share. */
export function attractionOnThread(p: Affinities, nComponents: number, dof: number): Attraction {
  const task: AttractionTask = {
    p,
    nComponents,
    dof,
    y: shared(p.n * nComponents),
    forces: shared(p.n * nComponents),
  };
  const worker = new Worker(PROGRAM, { workerData: task });
  worker.unref();
  let done: Promise<unknown> = Promise.resolve();
  return {
    begin(y, factor) {
      task.y.set(y);
      done = once(worker, 'message');
      // Whoever fetches the forces hears of a failure; where nobody does, that is because something else has failed.
      done.catch(() => undefined);
      worker.ref();
      worker.postMessage(factor);
    },
    async addTo(gradient, pause) {
      await done;
      worker.unref();
      addAll(gradient, task.forces);
      await pause();
    },
    close: async () => void (await worker.terminate()),
  };
}

function shared(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

function addAll(sums: Float64Array, terms: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += terms[at]!;
}
