/** Nodes around a point at which the splines are not 0, three on either side. */
export const SPLINE_NODES = 6;

/**
 * Values of the B-splines of degree 5 at the six nodes around a point that lies `t` in [0, 1) beyond the third of them,
 * lowest node first. They sum to 1.
 *
 * @see Essmann et al. (1995), whose recursion gives these polynomials.
 */
export function splineWeights(t: number, weights: Float64Array): void {
  const s = 1 - t;
  weights[0] = (s * s * s * s * s) / 120;
  weights[1] = (26 + t * (-50 + t * (20 + t * (20 + t * (-20 + t * 5))))) / 120;
  weights[2] = (66 + t * t * (-60 + t * t * (30 - t * 10))) / 120;
  weights[3] = (26 + t * (50 + t * (20 + t * (-20 + t * (-20 + t * 10))))) / 120;
  weights[4] = (1 + t * (5 + t * (10 + t * (10 + t * (5 - t * 5))))) / 120;
  weights[5] = (t * t * t * t * t) / 120;
}

/** Derivatives of {@link splineWeights} by `t`. */
export function splineSlopes(t: number, slopes: Float64Array): void {
  const s = 1 - t;
  slopes[0] = (s * s * s * s) / -24;
  slopes[1] = (-10 + t * (8 + t * (12 + t * (-16 + t * 5)))) / 24;
  slopes[2] = (t * (-24 + t * t * (24 - t * 10))) / 24;
  slopes[3] = (10 + t * (8 + t * (-12 + t * (-16 + t * 10)))) / 24;
  slopes[4] = (1 + t * (4 + t * (6 + t * (4 - t * 5)))) / 24;
  slopes[5] = (t * t * t * t) / 24;
}

/** What sampling the spline at the nodes does to a wave of `angle` radians a node. */
export function splineResponse(angle: number): number {
  const weights = new Float64Array(SPLINE_NODES);
  splineWeights(0, weights);
  return weights.reduce((sum, weight, k) => sum + weight * Math.cos(angle * (k - 2)), 0);
}
