import type { Attraction } from './t-sne-attraction-thread.js';
import type { Repulsion } from './t-sne-repulsion.js';

/**
 * The gradient of the KL divergence of a layout with affinities p times `exaggeration`:
 *
 *   c (exaggeration sum_j p_ij w_ij (y_i - y_j) - sum_j q_ij w_ij (y_i - y_j) / z),  c = 2 (dof + 1) / dof,
 *
 * where q is not normalized and z its sum (van der Maaten & Hinton 2008, equation 5).
 *
 * @param gradient - Filled with the gradient, [n, nComponents].
 * @param pause - Awaited every few milliseconds of work.
 * @returns z
 */
export async function tSneGradient(
  attraction: Attraction,
  y: Float64Array,
  nComponents: number,
  repulsion: Repulsion,
  exaggeration: number,
  gradient: Float64Array,
  pause: () => Promise<void>,
): Promise<number> {
  const dof = degreesOfFreedom(nComponents);
  const scale = (2 * (dof + 1)) / dof;
  attraction.begin(y, scale * exaggeration);
  const z = await repulsion.compute(y, gradient, pause);
  for (let at = 0; at < gradient.length; at++) gradient[at]! *= -scale / z;
  await attraction.addTo(gradient, pause);
  return z;
}

/** Degrees of freedom of the Student distribution between points of the layout: 1 in the plane, as scikit-learn. */
export function degreesOfFreedom(nComponents: number): number {
  return Math.max(nComponents - 1, 1);
}
