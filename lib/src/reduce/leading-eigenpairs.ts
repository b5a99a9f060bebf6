import { cast, concat, matMul, multiply as times, selfAdjointEigenvalues, slice, subtract, transpose } from '../tensorflow/operations.js';
import { DType, fromFloat64, toFloat32, type Scope, type Tensor } from '../tensorflow/tensor.js';
import type { Pause } from './covariance.js';
import { countWanted, denseEigenpairs, leadingColumns, type Eigenpairs } from './eigenpairs.js';
import { filteredEigenpairs, type FilterSettings } from './filtered-eigenpairs.js';
import { toTensor, trace, type SymmetricMatrix } from './symmetric-matrix.js';

/** Up to this size the dense solver takes two seconds at most. */
const DENSE_LIMIT = 1500;

/** Settings of {@link leadingEigenpairs}. */
export interface LeadingSettings extends FilterSettings {
  /** Whether the values beyond the wanted ones are needed too. */
  readonly everyValue: boolean;
}

/** Wanted eigenpairs, and what was asked for beyond them. */
export interface LeadingEigenpairs extends Eigenpairs {
  /** The sum of all eigenvalues. */
  readonly total: number;
  /** All eigenvalues, the largest first; undefined unless asked for or free. */
  readonly everyValue: Float64Array | undefined;
}

/**
 * The leading eigenpairs of a positive semi-definite matrix: by libtensorflow's dense solver where that is quick, else by
 * {@link filteredEigenpairs}; the dense solver again where that gives up.
 */
export async function leadingEigenpairs(scope: Scope, a: SymmetricMatrix, settings: LeadingSettings): Promise<LeadingEigenpairs> {
  const total = trace(a);
  const pairs = a.size > DENSE_LIMIT ? await filteredEigenpairs(scope, a, settings) : undefined;
  if (pairs !== undefined) {
    const everyValue = settings.everyValue ? await everyEigenvalue(scope, a, pairs, settings.pause) : undefined;
    return { ...pairs, total, everyValue };
  }
  const all = scope.step((step) => {
    const dense = denseEigenpairs(step, toTensor(step, a));
    scope.adopt(dense.vectors, step);
    return dense;
  });
  // The sum of the computed values can stay a rounding error below the trace: a share of 1 is then all of them.
  const count = Math.min(countWanted(settings.wanted, all.values, total), a.size);
  return { values: all.values.slice(0, count), vectors: leadingColumns(scope, all.vectors, count), total, everyValue: all.values };
}

/**
 * All eigenvalues, given the leading pairs. Those beyond the known ones are those of the matrix without the known pairs; without the large ones they are small,
 * and float32 finds them to within 1e-6 of the largest that is left.
 */
export async function everyEigenvalue(scope: Scope, a: SymmetricMatrix, { values, vectors }: Eigenpairs, pause: Pause): Promise<Float64Array> {
  return scope.step(async (step) => {
    const scaled = times(step, vectors, fromFloat64(step, values, [1, values.length]));
    const panels: Tensor[] = [];
    let first = 0;
    for (const panel of a.panels) {
      const rows = panel.shape[0]!;
      const remainder = step.step((inner) => {
        const known = matMul(inner, slice(inner, scaled, [first, 0], [rows, values.length]), vectors, { transposeB: true });
        return step.adopt(cast(inner, subtract(inner, panel, known), DType.float32), inner);
      });
      panels.push(remainder);
      first += rows;
      await pause();
    }
    const rest = toFloat32(selfAdjointEigenvalues(step, concat(step, panels, 0))).reverse();
    await pause();
    const all = new Float64Array(a.size);
    all.set(values);
    all.set(rest.subarray(0, a.size - values.length), values.length);
    return all.map((value) => Math.max(value, 0));
  });
}
