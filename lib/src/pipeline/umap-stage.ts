import { asPartOf } from '../errors.js';
import type { Matrix } from '../matrix/matrix.js';
import { withoutUndefined } from '../options.js';
import type { LongRunningOptions } from '../progress.js';
import { umap, type UmapResult } from '../reduce/umap.js';
import type { ResolvedClusterSettings } from './clustering.js';
import { namesWithin } from './stage-names.js';

/** A UMAP of the features: a `'space'` to find clusters in, tight and with room to lie apart, or a `'map'` to look at. */
export function umapOf(
  fn: string,
  features: Matrix,
  purpose: 'space' | 'map',
  {
    umap: settings,
    metric,
    maxMemoryBytes,
  }: Pick<ResolvedClusterSettings, 'umap' | 'metric' | 'maxMemoryBytes'>,
  randomState: number,
  longRunning: LongRunningOptions,
): Promise<UmapResult> {
  const { nRows } = features;
  // A spectral start has fewer columns than rows.
  const nComponents = Math.min(10, nRows - 2);
  const shape =
    purpose === 'space'
      ? { nComponents, minDist: 0, ...withoutUndefined(settings) }
      : { ...withoutUndefined(settings), nComponents: 2, minDist: 0.1 };
  const options = { ...shape, metric, maxMemoryBytes, randomState, ...longRunning };
  return asPartOf(fn, namesWithin('umap'), () => umap(features, options));
}
