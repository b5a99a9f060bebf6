import type { Matrix } from '../matrix/matrix.js';
import { checkOneOf, checkOptions } from '../options.js';
import type { Margins } from './contingency-table.js';

/** Options of {@link normalizedMutualInfoScore} and {@link adjustedMutualInfoScore}. */
export interface MutualInfoOptions {
  /** Which mean of the two entropies the information is compared with. @defaultValue 'arithmetic' */
  readonly averageMethod?: 'min' | 'geometric' | 'arithmetic' | 'max';
}

export function averageMethodOf(
  fn: string,
  options: MutualInfoOptions,
): NonNullable<MutualInfoOptions['averageMethod']> {
  checkOptions(fn, options, ['averageMethod']);
  const { averageMethod = 'arithmetic' } = options;
  return checkOneOf(fn, 'averageMethod', averageMethod, ['min', 'geometric', 'arithmetic', 'max']);
}

/** Mean of two entropies. */
export function averageEntropy(
  { rows, columns, total }: Margins,
  method: NonNullable<MutualInfoOptions['averageMethod']>,
): number {
  const a = entropy(rows, total);
  const b = entropy(columns, total);
  switch (method) {
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'geometric':
      return Math.sqrt(a * b);
    case 'arithmetic':
      return (a + b) / 2;
  }
}

function entropy(counts: Float64Array, total: number): number {
  if (counts.length === 1) return 0;
  return -counts.reduce((sum, count) => sum + (count / total) * (Math.log(count) - Math.log(total)), 0);
}

/** Information that the two labelings share, in nats; at least 0. */
export function mutualInformation({ data, nColumns }: Matrix, { rows, columns, total }: Margins): number {
  let information = 0;
  data.forEach((count, at) => {
    if (count === 0) return;
    const row = rows[Math.floor(at / nColumns)]!;
    const column = columns[at % nColumns]!;
    const share = count / total;
    const term =
      share * (Math.log(count) - Math.log(total)) +
      share * (2 * Math.log(total) - Math.log(row) - Math.log(column));
    // What is rounding noise of an exact 0 is 0, as in scikit-learn.
    if (Math.abs(term) >= Number.EPSILON) information += term;
  });
  return Math.max(0, information);
}
