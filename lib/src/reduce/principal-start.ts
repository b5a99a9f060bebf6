import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import type { LongRunningOptions } from '../progress.js';
import { pca } from './pca.js';

/** What {@link principalStart} asks of the data. */
interface PrincipalStart extends LongRunningOptions {
  readonly nComponents: number;
  readonly randomState: number;
  /** What else `options.init` may be, for messages. */
  readonly others: string;
}

/**
 * Scores along the leading principal components, by the randomized solver: where layouts with `init: 'pca'` start.
 *
 * @throws {@link ArgumentError} if the data do not vary in so many directions.
 */
export async function principalStart(
  fn: string,
  x: Matrix,
  { nComponents, randomState, others, onProgress, signal }: PrincipalStart,
): Promise<Matrix> {
  const refuse = (why: string): ArgumentError =>
    new ArgumentError(fn, 'options.init', `${others}, since ${why}`, 'pca');
  if (nComponents > Math.min(x.nRows, x.nColumns))
    throw refuse(`${x.nRows} x ${x.nColumns} data have no ${nComponents} principal components`);
  const { scores } = await pca(x, { nComponents, svdSolver: 'randomized', randomState, onProgress, signal });
  if (scores.nColumns < nComponents) throw refuse(`the data vary in fewer than ${nComponents} directions`);
  return scores;
}
