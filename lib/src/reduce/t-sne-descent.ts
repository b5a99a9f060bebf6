import { ArgumentError } from '../errors.js';
import { toEveryRow } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import { withScope, type Scope } from '../tensorflow/tensor.js';
import type { Affinities } from './t-sne-affinities.js';
import { klDivergence } from './t-sne-attraction.js';
import { createAttraction, type Attraction } from './t-sne-attraction-thread.js';
import { degreesOfFreedom, tSneGradient } from './t-sne-gradient.js';
import type { Repulsion } from './t-sne-repulsion.js';

/** Iterations of the first phase, in which affinities are exaggerated. */
export const EXPLORATION_ITERATIONS = 250;

/** Iterations between two looks at the KL divergence. */
const CHECK_EVERY = 50;

/** No point moves farther in one iteration; as openTSNE. Keeps points with many neighbours from overshooting. */
const MAX_STEP = 5;

/** Where a descent is, every 50 iterations. */
export interface TSneStep {
  /** Iterations done. */
  readonly iteration: number;
  /** The layout now, a copy, [nRows, nComponents]. */
  readonly embedding: Matrix;
  /** KL divergence before the last iteration, without exaggeration. */
  readonly klDivergence: number;
  /** Length of the last gradient, gains included. */
  readonly gradientNorm: number;
  /** Whether affinities were exaggerated. */
  readonly exaggerated: boolean;
}

/** Why a descent ended. */
export type TSneStop = 'maxIter' | 'noProgress' | 'minGradNorm';

/** What a descent works on and how. */
export interface Descent {
  /** Named in errors. */
  readonly fn: string;
  readonly affinities: Affinities;
  /** Where every row takes its place from, which equal rows share. */
  readonly kinds: Int32Array;
  readonly createRepulsion: (scope: Scope) => Repulsion;
  readonly nComponents: number;
  readonly earlyExaggeration: number;
  /** Step sizes of the two phases. */
  readonly learningRates: readonly [number, number];
  readonly maxIter: number;
  readonly minGradNorm: number;
  readonly nIterWithoutProgress: number;
}

/** How a descent ended. */
export interface DescentEnd {
  readonly nIter: number;
  readonly klDivergence: number;
  readonly stop: TSneStop;
}

interface Phase {
  readonly learningRate: number;
  readonly exaggeration: number;
  readonly momentum: number;
  readonly until: number;
  readonly patience: number;
}

type PhaseEnd = Pick<DescentEnd, 'nIter' | 'stop'>;

/**
 * Gradient descent with momentum and a gain for every coordinate, in two phases; moves `y` in place. The schedule of
 * scikit-learn's `_gradient_descent`, with openTSNE's limit of a step.
 */
export async function* descend(
  y: Float64Array,
  descent: Descent,
  pacer: Pacer,
): AsyncGenerator<TSneStep, DescentEnd, void> {
  const { earlyExaggeration, learningRates, maxIter, nIterWithoutProgress } = descent;
  const explore: Phase = {
    learningRate: learningRates[0],
    exaggeration: earlyExaggeration,
    momentum: 0.5,
    until: EXPLORATION_ITERATIONS,
    patience: EXPLORATION_ITERATIONS,
  };
  const settle: Phase = {
    learningRate: learningRates[1],
    exaggeration: 1,
    momentum: 0.8,
    until: maxIter,
    patience: nIterWithoutProgress,
  };
  const attraction = createAttraction(
    descent.affinities,
    descent.nComponents,
    degreesOfFreedom(descent.nComponents),
  );
  let end: PhaseEnd;
  try {
    end = yield* runPhase(y, descent, attraction, explore, 0, pacer);
    if (end.nIter < maxIter) end = yield* runPhase(y, descent, attraction, settle, end.nIter, pacer);
  } finally {
    await attraction.close();
  }
  const pause = (): Promise<void> => pacer.step('t-SNE', end.nIter - 1, maxIter);
  const z = await withScope((scope) =>
    descent.createRepulsion(scope).compute(y, new Float64Array(y.length), pause),
  );
  const kl = divergence(y, descent, z);
  await pacer.step('t-SNE', maxIter, maxIter, note(kl));
  return { ...end, klDivergence: kl };
}

async function* runPhase(
  y: Float64Array,
  descent: Descent,
  attraction: Attraction,
  phase: Phase,
  start: number,
  pacer: Pacer,
): AsyncGenerator<TSneStep, PhaseEnd, void> {
  const update = new Float64Array(y.length);
  const gains = new Float64Array(y.length).fill(1);
  let kl = NaN;
  let best = Infinity;
  let bestIteration = start;
  for (let from = start; from < phase.until;) {
    const to = Math.min(phase.until, from - (from % CHECK_EVERY) + CHECK_EVERY);
    const latest = note(kl);
    const pause = (iteration: number): Promise<void> =>
      pacer.step('t-SNE', iteration, descent.maxIter, latest);
    const look = await iterate({ y, update, gains }, descent, attraction, phase, from, to, pause);
    kl = look.klDivergence;
    const { affinities, nComponents, kinds } = descent;
    const now = { data: y.slice(), nRows: affinities.n, nColumns: nComponents };
    const embedding = toEveryRow(now, kinds);
    yield { iteration: to, embedding, ...look, exaggerated: phase.exaggeration !== 1 };
    if (kl < best) {
      best = kl;
      bestIteration = to;
    } else if (to - bestIteration > phase.patience) {
      return { nIter: to, stop: 'noProgress' };
    }
    if (look.gradientNorm <= descent.minGradNorm) return { nIter: to, stop: 'minGradNorm' };
    from = to;
  }
  return { nIter: phase.until, stop: 'maxIter' };
}

/** The coordinates, their last steps and their gains, all [n * nComponents]; changed in place. */
interface Motion {
  readonly y: Float64Array;
  readonly update: Float64Array;
  readonly gains: Float64Array;
}

/** Iterations `from` to `to`; the KL divergence is that before the last one. */
async function iterate(
  motion: Motion,
  descent: Descent,
  attraction: Attraction,
  phase: Phase,
  from: number,
  to: number,
  pause: (iteration: number) => Promise<void>,
): Promise<Pick<TSneStep, 'klDivergence' | 'gradientNorm'>> {
  const { nComponents } = descent;
  return withScope(async (scope) => {
    const repulsion = descent.createRepulsion(scope);
    const gradient = new Float64Array(motion.y.length);
    let kl = NaN;
    let gradientNorm = NaN;
    for (let iteration = from; iteration < to; iteration++) {
      const z = await tSneGradient(
        attraction,
        motion.y,
        nComponents,
        repulsion,
        phase.exaggeration,
        gradient,
        () => pause(iteration),
      );
      if (iteration === to - 1) kl = divergence(motion.y, descent, z);
      gradientNorm = move(motion, gradient, nComponents, phase);
      if (!Number.isFinite(gradientNorm))
        throw new ArgumentError(
          descent.fn,
          'the layout',
          'of finite distances; scale options.init down',
          gradientNorm,
        );
    }
    return { klDivergence: kl, gradientNorm };
  });
}

/** One step of every point; returns the length of the gradient, gains included. */
function move(
  { y, update, gains }: Motion,
  gradient: Float64Array,
  nComponents: number,
  { momentum, learningRate }: Phase,
): number {
  let square = 0;
  for (let point = 0; point < y.length; point += nComponents) {
    let step = 0;
    for (let at = point; at < point + nComponents; at++) {
      const gain = update[at]! * gradient[at]! < 0 ? gains[at]! + 0.2 : gains[at]! * 0.8;
      gains[at] = Math.max(gain, 0.01);
      const slope = gradient[at]! * gains[at]!;
      square += slope * slope;
      update[at] = momentum * update[at]! - learningRate * slope;
      step += update[at]! * update[at]!;
    }
    const brake = step > MAX_STEP * MAX_STEP ? MAX_STEP / Math.sqrt(step) : 1;
    for (let at = point; at < point + nComponents; at++) {
      update[at]! *= brake;
      y[at]! += update[at]!;
    }
  }
  return Math.sqrt(square);
}

function divergence(y: Float64Array, { affinities, nComponents }: Descent, z: number): number {
  return klDivergence(affinities, y, nComponents, degreesOfFreedom(nComponents), z);
}

function note(kl: number): string | undefined {
  return Number.isNaN(kl) ? undefined : `KL ${kl.toFixed(4)}`;
}
