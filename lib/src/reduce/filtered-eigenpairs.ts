import type { RandomState } from '../random/random-state.js';
import {
  cast,
  concat,
  matMul,
  multiply as times,
  reduceSum,
  selfAdjointEigenvalues,
  square,
  subtract,
} from '../tensorflow/operations.js';
import {
  DType,
  fromFloat32,
  fromFloat64,
  toFloat32,
  toFloat64,
  type Scope,
  type Tensor,
} from '../tensorflow/tensor.js';
import { chebyshevFilter, filterGrowth } from './chebyshev-filter.js';
import type { Pause } from './covariance.js';
import { countWanted, denseEigenpairs, leadingColumns, type Eigenpairs, type Wanted } from './eigenpairs.js';
import { orthonormalBasis } from './orthonormal-basis.js';
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

/** What the float32 part of the filter must gain, and then the float64 part, before the first look at the residuals. */
const FLOAT32_GAIN = 4e3;
const FLOAT64_GAIN = 250;

/**
 * Degrees between two orthonormalizations: more, and the largest eigenvalues would drown the others in rounding
 * errors. The float64 filter too starts from a block with the rounding errors of float32.
 */
const FLOAT32_DEGREE = 2;
const FLOAT64_DEGREE = 2;

/** Degree of the filter on Ritz vectors, which are free of such errors. */
const RITZ_DEGREE = 4;

/** The block must have so many times the wanted columns; {@link withGuard} is what it gets. */
const MIN_GUARD = 1.1;

/** Looks at the residuals before the method gives up. */
const MAX_ROUNDS = 8;

/**
 * The leading eigenpairs of a positive semi-definite matrix by Chebyshev-filtered subspace iteration.
 *
 * A random block of somewhat more columns than wanted is filtered until it spans the leading eigenvectors, first in
 * float32, which is fast and gets within 1e-5 of them, then in float64. Then the small eigenproblem within the span
 * (Rayleigh-Ritz) separates them. Everything is matrix products but that small problem, so for 943 of 4 096 it takes
 * a tenth of the dense solver's time. The guard columns make the filter steep: the wanted eigenvalues lie well
 * above the last one of the block.
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
  const { wanted, pause } = settings;
  const total = trace(a);
  return scope.step(async (step) => {
    const start = await startBlock(step, a, total, settings);
    if (start === undefined) return undefined;
    let { block } = start;
    for (let left = degreesFor(FLOAT64_GAIN, start.growth); left > 0; left -= FLOAT64_DEGREE) {
      block = await filtered(step, a, block, Math.min(left, FLOAT64_DEGREE), start.edge, pause);
    }
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const ritz = await rayleighRitz(step, a, block, pause);
      const count = countWanted(wanted, ritz.values, total);
      if (count >= ritz.values.length) return undefined;
      if (largest(ritz.residuals.subarray(0, count)) <= settings.tol * ritz.values[0]!) {
        return {
          values: ritz.values.slice(0, count),
          vectors: scope.adopt(leadingColumns(step, ritz.vectors, count), step),
        };
      }
      block = await filtered(step, a, ritz.vectors, RITZ_DEGREE, edgeOf(ritz.values), pause);
    }
    return undefined;
  });
}

interface Start {
  /** Independent columns, float64. */
  readonly block: Tensor;
  /** Where the filter begins to lift. */
  readonly edge: number;
  /** How much a degree of the filter lifts the last wanted eigenvector over the edge. */
  readonly growth: number;
}

/** The float32 part: finds out how many columns the block needs, and filters it. */
async function startBlock(
  scope: Scope,
  a: SymmetricMatrix,
  total: number,
  settings: FilterSettings,
): Promise<Start | undefined> {
  const { wanted, pause } = settings;
  return scope.step(async (step) => {
    const single = castSymmetric(step, a, DType.float32);
    const first = 'count' in wanted ? withGuard(wanted.count) : Math.ceil(0.3 * a.size);
    const sketch = await sketched(step, single, undefined, first, total, settings);
    if (sketch === undefined) return undefined;
    const { count, values } = sketch;
    const size = Math.min(withGuard(count), values.length);
    const edge = edgeOf(values.subarray(0, size));
    const growth = filterGrowth(values[count - 1]!, edge);
    let block = leadingColumns(step, sketch.basis, size);
    for (let left = degreesFor(FLOAT32_GAIN, growth); left > 0; left -= FLOAT32_DEGREE) {
      const next = await filtered(step, single, block, Math.min(left, FLOAT32_DEGREE), edge, pause);
      step.free(block);
      block = next;
    }
    return { block: cast(scope, block, DType.float64), edge, growth };
  });
}

interface Sketch {
  /** Orthonormal columns, float32. */
  readonly basis: Tensor;
  /** Eigenvalues within its span, a little below those of the matrix. */
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
    block = await filtered(step, a, basis, FLOAT32_DEGREE, Math.min(...lengths), pause);
    const small = matMul(step, block, await multiply(step, a, block, pause), { transposeA: true });
    const values = Float64Array.from(toFloat32(selfAdjointEigenvalues(step, small))).reverse();
    return { basis: scope.adopt(block, step), values, count: countWanted(wanted, values, total) };
  });
  if (size >= MIN_GUARD * sketch.count) return sketch;
  const more = sketch.count > size ? 1.5 * size : withGuard(sketch.count);
  return sketched(scope, a, sketch.basis, Math.ceil(more), total, settings);
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
  return fromFloat32(scope, Float32Array.from(random.standardNormalArray(nRows * nColumns)), [
    nRows,
    nColumns,
  ]);
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
  /** Length of a v - lambda v of each pair. */
  readonly residuals: Float64Array;
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
    const small = denseEigenpairs(step, matMul(step, block, image, { transposeA: true }));
    await pause();
    const vectors = matMul(step, block, small.vectors);
    await pause();
    const scaled = times(step, vectors, fromFloat64(step, small.values, [1, small.values.length]));
    const residual = subtract(step, matMul(step, image, small.vectors), scaled);
    const residuals = toFloat64(reduceSum(step, square(step, residual), 0)).map(Math.sqrt);
    return { values: small.values, vectors: scope.adopt(vectors, step), residuals };
  });
}

function largest(values: Float64Array): number {
  return values.reduce((max, value) => Math.max(max, value), 0);
}
