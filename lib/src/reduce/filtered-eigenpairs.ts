import type { RandomState } from '../random/random-state.js';
import {
  add,
  cast,
  concat,
  matMul,
  multiply as times,
  reduceSum,
  reverseColumns,
  selfAdjointEig,
  square,
  subtract,
} from '../tensorflow/operations.js';
import {
  DType,
  fromFloat32,
  fromFloat64,
  toFloat32,
  toFloat64,
  withScope,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import { chebyshevFilter, filterGrowth } from './chebyshev-filter.js';
import type { Pause } from './covariance.js';
import { countWanted, denseEigenpairs, leadingColumns, type Eigenpairs, type Wanted } from './eigenpairs.js';
import { orthonormalBasis } from './orthonormal-basis.js';
import { ritzCorrection } from './ritz-correction.js';
import { castSymmetric, multiply, trace, type SymmetricMatrix } from './symmetric-matrix.js';

/** Settings of {@link filteredEigenpairs}. */
export interface FilterSettings {
  readonly wanted: Wanted;
  /** Largest length of a v - lambda v, as a share of the largest eigenvalue. */
  readonly tol: number;
  /** Draws the start. */
  readonly random: RandomState;
  readonly pause: Pause;
}

/** What the filter must gain beyond the sketch. The rest is cheaper to have from {@link ritzCorrection}. */
const FILTER_GAIN = 300;

/**
 * Degrees between two orthonormalizations: more, and the largest eigenvalues would drown the others in rounding
 * errors.
 */
const FILTER_DEGREE = 2;

/**
 * Share of the tolerance that a correction aims at. How far the last wanted vector mixes with the next one is its
 * residual over the small gap between their eigenvalues; the further steps are cheap.
 */
const CORRECTION_GOAL = 0.01;

/** The block must have so many times the wanted columns; {@link withGuard} is what it gets. */
const MIN_GUARD = 1.1;

/** Runs of the float64 filter before the method gives up. */
const MAX_ROUNDS = 8;

/**
 * The leading eigenpairs of a positive semi-definite matrix by Chebyshev-filtered subspace iteration.
 *
 * A random block of somewhat more columns than wanted is filtered in float32, which is fast, until it spans the leading
 * eigenvectors to four digits. The small eigenproblem within the span (Rayleigh-Ritz), in float64, separates them, and
 * each is then corrected by what it lacks outside the span; that is small, so float32 will do here too. A last product in
 * float64 shows the residuals. Where they are still too long, as in a matrix whose wanted eigenvalues lie below the
 * rounding errors of float32, the filter goes on in float64. Everything is matrix products but the small problem:
 * for 943 of 4 096 it takes a twentieth of the dense solver's time. The guard columns make the filter steep and the
 * correction quick: the wanted eigenvalues lie well above the last one of the block.
 *
 * @returns the wanted pairs, each with a residual of at most `tol`; `undefined` if more than half of all are
 * wanted or the residuals do not fall.
 * @see Zhou, Saad, Tiago & Chelikowsky (2006); Saad (2011), Numerical methods for large eigenvalue problems, 5.3.
 */
export async function filteredEigenpairs(
  scope: Scope,
  a: SymmetricMatrix,
  settings: FilterSettings,
): Promise<Eigenpairs | undefined> {
  const { wanted, tol, pause } = settings;
  const total = trace(a);
  return scope.step(async (step) => {
    const single = castSymmetric(step, a, DType.float32);
    const start = await filteredBlock(step, single, total, settings);
    if (start === undefined) return undefined;
    let ritz = await rayleighRitz(step, a, orthonormalBasis(step, start).basis, pause);
    const quick = await corrected(step, a, single, ritz, total, settings);
    if (quick !== undefined) return { ...quick, vectors: scope.adopt(quick.vectors, step) };
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const block = await filtered(step, a, ritz.vectors, FILTER_DEGREE, edgeOf(ritz.values), pause);
      ritz = await rayleighRitz(step, a, block, pause);
      const count = countWanted(wanted, ritz.values, total);
      if (count >= ritz.values.length) return undefined;
      const values = ritz.values.slice(0, count);
      if (withinTolerance(lengths(leadingColumns(step, ritz.residuals, count)), values, tol)) {
        return { values, vectors: scope.adopt(leadingColumns(step, ritz.vectors, count), step) };
      }
    }
    return undefined;
  });
}

/** The float32 part: finds out how many columns the block needs, and filters it. Independent columns, float64. */
async function filteredBlock(
  scope: Scope,
  a: SymmetricMatrix,
  total: number,
  settings: FilterSettings,
): Promise<Tensor | undefined> {
  const { wanted, pause } = settings;
  return scope.step(async (step) => {
    const first = 'count' in wanted ? withGuard(wanted.count) : Math.ceil(0.3 * a.size);
    const sketch = await sketched(step, a, undefined, first, total, settings);
    if (sketch === undefined) return undefined;
    const { count, values } = sketch;
    const size = Math.min(withGuard(count), values.length);
    const edge = edgeOf(values.subarray(0, size));
    let block = leadingColumns(step, sketch.vectors, size);
    const degrees = degreesFor(FILTER_GAIN, filterGrowth(values[count - 1]!, edge));
    for (let left = degrees; left > 0; left -= FILTER_DEGREE) {
      const next = await filtered(step, a, block, Math.min(left, FILTER_DEGREE), edge, pause);
      step.free(block);
      block = next;
    }
    return cast(scope, block, DType.float64);
  });
}

interface Sketch {
  /** Rough eigenvectors, orthonormal columns, float32. */
  readonly vectors: Tensor;
  /** Their eigenvalues, a little below those of the matrix. */
  readonly values: Float64Array;
  /** How many eigenpairs are wanted, by these values. */
  readonly count: number;
}

/**
 * A few steps of subspace iteration from a random block, to see how large the eigenvalues are and how many are wanted;
 * again with more columns if there are too few. `undefined` once that would be more than half of all columns.
 */
async function sketched(
  scope: Scope,
  a: SymmetricMatrix,
  known: Tensor | undefined,
  size: number,
  total: number,
  settings: FilterSettings,
): Promise<Sketch | undefined> {
  if (size > a.size / 2) return undefined;
  const { wanted, random, pause } = settings;
  const sketch = await scope.step(async (step) => {
    const fresh = randomBlock(step, a.size, size - (known?.shape[1] ?? 0), random);
    let block = known === undefined ? fresh : concat(step, [known, fresh], 1);
    block = orthonormalBasis(step, await multiply(step, a, block, pause)).basis;
    const { basis, lengths } = orthonormalBasis(step, await multiply(step, a, block, pause));
    block = await filtered(step, a, basis, 1, Math.min(...lengths), pause);
    const small = matMul(step, block, await multiply(step, a, block, pause), { transposeA: true });
    const ascending = selfAdjointEig(step, small);
    const values = Float64Array.from(toFloat32(ascending.values)).reverse();
    // Sorted by eigenvalue, the columns stay independent while they are filtered.
    const vectors = matMul(step, block, reverseColumns(step, ascending.vectors));
    return { vectors: scope.adopt(vectors, step), values, count: countWanted(wanted, values, total) };
  });
  if (size >= MIN_GUARD * sketch.count) return sketch;
  const more = sketch.count > size ? 1.5 * size : withGuard(sketch.count);
  return sketched(scope, a, sketch.vectors, Math.ceil(more), total, settings);
}

/** The wanted columns and a quarter more. */
function withGuard(count: number): number {
  return Math.ceil(1.25 * count) + 32;
}

/**
 * Where the filter begins to lift: a little above the last value of the block. An edge that is too high costs little, one
 * below the first eigenvalue outside the block lifts that too.
 */
function edgeOf(values: Float64Array): number {
  return values[Math.floor(0.92 * (values.length - 1))]!;
}

/** Degrees of the filter that gain so much at this growth; no more than 60, in case there is no gap to speak of. */
function degreesFor(gain: number, growth: number): number {
  return Math.min(60, Math.ceil(Math.log(gain) / Math.log(Math.max(growth, 1.1))));
}

function randomBlock(scope: Scope, nRows: number, nColumns: number, random: RandomState): Tensor {
  const entries = Float32Array.from(random.uniformArray(-1, 1, nRows * nColumns));
  return fromFloat32(scope, entries, [nRows, nColumns]);
}

/** Filters and orthonormalizes; elements of the type of `a`. */
async function filtered(
  scope: Scope,
  a: SymmetricMatrix,
  block: Tensor,
  degree: number,
  edge: number,
  pause: Pause,
): Promise<Tensor> {
  return scope.step(async (step) => {
    const steep = await chebyshevFilter(step, a, block, degree, edge, pause);
    await pause();
    return scope.adopt(orthonormalBasis(step, steep).basis, step);
  });
}

interface RitzPairs extends Eigenpairs {
  /** a v - lambda v of each pair. */
  readonly residuals: Tensor;
}

/** The eigenpairs of `a` within the span of an orthonormal block. */
async function rayleighRitz(
  scope: Scope,
  a: SymmetricMatrix,
  block: Tensor,
  pause: Pause,
): Promise<RitzPairs> {
  return scope.step(async (step) => {
    const image = await multiply(step, a, block, pause);
    const { values, vectors: turn } = denseEigenpairs(step, matMul(step, block, image, { transposeA: true }));
    await pause();
    const vectors = scope.adopt(matMul(step, block, turn), step);
    await pause();
    const residuals = subtract(step, matMul(step, image, turn), scaledColumns(step, vectors, values));
    return { values, vectors, residuals: scope.adopt(residuals, step) };
  });
}

/**
 * The wanted Ritz vectors plus what they lack, with their Rayleigh quotients v' a v; `undefined` if that was not enough
 * to bring the residuals within the tolerance.
 */
async function corrected(
  scope: Scope,
  a: SymmetricMatrix,
  single: SymmetricMatrix,
  ritz: RitzPairs,
  total: number,
  { wanted, tol, pause }: FilterSettings,
): Promise<Eigenpairs | undefined> {
  const count = countWanted(wanted, ritz.values, total);
  if (count >= ritz.values.length) return undefined;
  return scope.step(async (step) => {
    const rough = {
      values: ritz.values,
      vectors: cast(step, ritz.vectors, DType.float32),
      residuals: cast(step, ritz.residuals, DType.float32),
    };
    const goal = CORRECTION_GOAL * tol * ritz.values[0]!;
    const lacking = cast(step, await ritzCorrection(step, single, rough, count, goal, pause), DType.float64);
    const sum = add(step, leadingColumns(step, ritz.vectors, count), lacking);
    const vectors = orthonormalBasis(step, sum).basis;
    await pause();
    const image = await multiply(step, a, vectors, pause);
    const values = toFloat64(reduceSum(step, times(step, vectors, image), 0));
    const errors = lengths(subtract(step, image, scaledColumns(step, vectors, values)));
    if (!withinTolerance(errors, values, tol) || countWanted(wanted, values, total) !== count)
      return undefined;
    return { values, vectors: scope.adopt(vectors, step) };
  });
}

function withinTolerance(errors: Float64Array, values: Float64Array, tol: number): boolean {
  return errors.every((error) => error <= tol * values[0]!);
}

/** Length of each column. */
function lengths(columns: Tensor): Float64Array {
  return withScope((scope) => toFloat64(reduceSum(scope, square(scope, columns), 0)).map(Math.sqrt));
}

/** Each column times a number. */
function scaledColumns(scope: Scope, columns: Tensor, factors: Float64Array): Tensor {
  return scope.step((step) =>
    scope.adopt(times(step, columns, fromFloat64(step, factors, [1, factors.length])), step),
  );
}
