/** The curve 1 / (1 + a x^(2 b)) by which UMAP turns distances of the layout into memberships. */
export interface UmapCurve {
  readonly a: number;
  readonly b: number;
}

/** Distances at which the curve is compared, from 0 to three times the spread; as umap-learn. */
const SAMPLES = 300;

/** Steps of the fit; it settles within 20. */
const MAX_STEPS = 200;

/**
 * The a and b whose curve comes closest, in least squares, to 1 up to `minDist` and exp(-(x - minDist) / spread) beyond.
 * Levenberg-Marquardt from a = b = 1, to the digits of umap-learn's `find_ab_params` (SciPy's `curve_fit`, 1e-7).
 */
export function fitUmapCurve(spread: number, minDist: number): UmapCurve {
  const x = Float64Array.from({ length: SAMPLES }, (_, i) => (3 * spread * i) / (SAMPLES - 1));
  const y = x.map((distance) => (distance < minDist ? 1 : Math.exp(-(distance - minDist) / spread)));
  let curve: UmapCurve = { a: 1, b: 1 };
  let damping = 1e-3;
  let { error, aa, ab, bb, ga, gb } = normalEquations(x, y, curve);
  for (let step = 0; step < MAX_STEPS && damping < 1e12; step++) {
    const [da, db] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = da * db - ab * ab;
    const next = {
      a: curve.a + (db * ga - ab * gb) / determinant,
      b: curve.b + (da * gb - ab * ga) / determinant,
    };
    const trial = next.a > 0 && next.b > 0 ? normalEquations(x, y, next) : undefined;
    if (trial === undefined || !(trial.error < error)) {
      damping *= 10;
      continue;
    }
    curve = next;
    damping /= 10;
    ({ error, aa, ab, bb, ga, gb } = trial);
  }
  return curve;
}

/** Sum of squared deviations, and J'J and J'(deviations) of the Gauss-Newton step. */
function normalEquations(
  x: Float64Array,
  y: Float64Array,
  { a, b }: UmapCurve,
): { error: number; aa: number; ab: number; bb: number; ga: number; gb: number } {
  const sums = { error: 0, aa: 0, ab: 0, bb: 0, ga: 0, gb: 0 };
  // The curve is 1 at distance 0 whatever a and b are.
  sums.error = (y[0]! - 1) ** 2;
  for (let i = 1; i < x.length; i++) {
    const power = x[i]! ** (2 * b);
    const value = 1 / (1 + a * power);
    const deviation = y[i]! - value;
    const byA = -power * value * value;
    const byB = 2 * a * Math.log(x[i]!) * byA;
    sums.error += deviation * deviation;
    sums.aa += byA * byA;
    sums.ab += byA * byB;
    sums.bb += byB * byB;
    sums.ga += byA * deviation;
    sums.gb += byB * deviation;
  }
  return sums;
}
