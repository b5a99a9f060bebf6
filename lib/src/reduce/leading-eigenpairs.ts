import { selfAdjointEigenvalues } from '../tensorflow/operations.js';
import { toFloat64, withScope, type Scope } from '../tensorflow/tensor.js';
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
export async function leadingEigenpairs(
  scope: Scope,
  a: SymmetricMatrix,
  settings: LeadingSettings,
): Promise<LeadingEigenpairs> {
  const total = trace(a);
  const pairs = a.size > DENSE_LIMIT ? await filteredEigenpairs(scope, a, settings) : undefined;
  if (pairs !== undefined) {
    await settings.pause();
    return { ...pairs, total, everyValue: settings.everyValue ? everyEigenvalue(a) : undefined };
  }
  const all = scope.step((step) => {
    const dense = denseEigenpairs(step, toTensor(step, a));
    scope.adopt(dense.vectors, step);
    return dense;
  });
  // The sum of the computed values can stay a rounding error below the trace: a share of 1 is then all of them.
  const count = Math.min(countWanted(settings.wanted, all.values, total), a.size);
  return {
    values: all.values.slice(0, count),
    vectors: leadingColumns(scope, all.vectors, count),
    total,
    everyValue: all.values,
  };
}

/** All eigenvalues, largest first, by the dense solver without vectors: eight seconds at 4 096, in one piece. */
function everyEigenvalue(a: SymmetricMatrix): Float64Array {
  return withScope((scope) => toFloat64(selfAdjointEigenvalues(scope, toTensor(scope, a))).reverse());
}
