/** Not exported itself: an exported constant is looked up in a table each time, also in the inner loops. */
const order = 6;

/** Order of the splines: degree 5, six nodes an axis. Even, so that nodes lie at the knots. */
export const ORDER: number = order;

/**
 * Values of the B-splines at the ORDER nodes around a point that lies `fraction` in [0, 1) beyond the node in the
 * middle, lowest node first; with `slopes`, also their derivatives by the position. By the recursion of Essmann et al.
 * (1995), which raises the order by one a step.
 */
export function splineWeights(fraction: number, weights: Float64Array, slopes?: Float64Array): void {
  weights[0] = 1 - fraction;
  weights[1] = fraction;
  for (let m = 3; m <= order; m++) {
    if (m === order && slopes !== undefined) {
      slopes[0] = -weights[0];
      for (let k = 1; k < order - 1; k++) slopes[k] = weights[k - 1]! - weights[k]!;
      slopes[order - 1] = weights[order - 2]!;
    }
    const scale = 1 / (m - 1);
    weights[m - 1] = scale * fraction * weights[m - 2]!;
    for (let k = m - 2; k > 0; k--) {
      weights[k] = scale * ((fraction + m - 1 - k) * weights[k - 1]! + (k + 1 - fraction) * weights[k]!);
    }
    weights[0] *= scale * (1 - fraction);
  }
}

/** What sampling the spline at the nodes does to a wave of `angle` radians a node. */
export function splineResponse(angle: number): number {
  const weights = new Float64Array(order);
  splineWeights(0, weights);
  const middle = order / 2 - 1;
  return weights.reduce((sum, weight, k) => sum + weight * Math.cos(angle * (k - middle)), 0);
}
