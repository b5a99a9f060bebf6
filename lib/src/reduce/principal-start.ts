import { ArgumentError } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import { randomizedPca } from './pca-fit.js';

/** What {@link principalStart} asks of the data. */
interface PrincipalStart {
  readonly nComponents: number;
  readonly randomState: number;
  /** What else `options.init` may be, for messages; undefined where the caller did not ask for this start. */
  readonly others: string | undefined;
}

/**
 * Scores along the leading principal components, by the randomized solver: where layouts with `init: 'pca'` start.
 * Where the caller did not ask for it, there may be fewer columns than components.
 *
 * @throws {@link ArgumentError} if the caller asked for it, and the data do not vary in so many directions.
 */
export async function principalStart(
  fn: string,
  x: Matrix,
  { nComponents, randomState, others }: PrincipalStart,
  pacer: Pacer,
): Promise<Matrix> {
  const refuse = (why: string): ArgumentError =>
    new ArgumentError(fn, 'options.init', `${others ?? ''}, since ${why}`, 'pca');
  const most = Math.min(x.nRows, x.nColumns);
  if (nComponents > most && others !== undefined)
    throw refuse(`${x.nRows} x ${x.nColumns} data have no ${nComponents} principal components`);
  const task = {
    fn,
    x,
    signFlip: 'scores',
    tol: 1e-10,
    everyValue: false,
    seed: randomState,
    pacer,
  } as const;
  const route = x.nRows < x.nColumns ? 'gram' : 'covariance';
  const { scores } = await randomizedPca(task, Math.min(nComponents, most), route);
  if (scores.nColumns < nComponents && others !== undefined)
    throw refuse(`the data vary in fewer than ${nComponents} directions`);
  return scores;
}
