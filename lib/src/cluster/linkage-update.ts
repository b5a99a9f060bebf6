import { assertNever } from '../options.js';
import type { LinkageMethod } from './linkage-tree.js';

/**
 * Lance-Williams update: the distance from the union of clusters x and y to a third cluster i, from the distances
 * d(x, i), d(y, i), d(x, y) and the three sizes.
 */
export type DistanceUpdate = (
  dxi: number,
  dyi: number,
  dxy: number,
  nx: number,
  ny: number,
  ni: number,
) => number;

/** The update of a method. The order of the operations is scipy's, so that rounding, and with it every tie, is too. */
export function distanceUpdate(method: Exclude<LinkageMethod, 'single'>): DistanceUpdate {
  switch (method) {
    case 'ward':
      return ward;
    case 'complete':
      return complete;
    case 'average':
      return average;
    case 'weighted':
      return weighted;
    case 'centroid':
      return centroid;
    case 'median':
      return median;
    default:
      return assertNever(method);
  }
}

const ward: DistanceUpdate = (dxi, dyi, dxy, nx, ny, ni) => {
  const t = 1 / (nx + ny + ni);
  return Math.sqrt((ni + nx) * t * dxi * dxi + (ni + ny) * t * dyi * dyi - ni * t * dxy * dxy);
};

const complete: DistanceUpdate = (dxi, dyi) => (dxi > dyi ? dxi : dyi);

const average: DistanceUpdate = (dxi, dyi, _dxy, nx, ny) => (nx * dxi + ny * dyi) / (nx + ny);

const weighted: DistanceUpdate = (dxi, dyi) => 0.5 * (dxi + dyi);

const centroid: DistanceUpdate = (dxi, dyi, dxy, nx, ny) =>
  Math.sqrt((nx * dxi * dxi + ny * dyi * dyi - (nx * ny * dxy * dxy) / (nx + ny)) / (nx + ny));

const median: DistanceUpdate = (dxi, dyi, dxy) => Math.sqrt(0.5 * (dxi * dxi + dyi * dyi) - 0.25 * dxy * dxy);
