/** Coefficients of Lanczos' approximation with g = 7 and 9 terms: fifteen digits for arguments of at least 0.5. */
const LANCZOS: readonly number[] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

const MAX_TERMS = 100_000;
const PRECISION = 1e-15;
/** Stands in for 0 in the denominators of continued fractions (Lentz's method). */
const TINY = 1e-300;

/** Natural logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const series = LANCZOS.reduce(
    (sum, coefficient, i) => (i === 0 ? coefficient : sum + coefficient / (z + i)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Regularized lower incomplete gamma function P(a, x), for a > 0: a series below a + 1, a continued fraction above.
 *
 * @see Press et al., Numerical Recipes, 6.2.
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < MAX_TERMS && term > PRECISION * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.min(1, scale * sum);
  }
  const b0 = x + 1 - a;
  const fraction = continuedFraction(
    b0,
    (n) => -n * (n - a),
    (n) => b0 + 2 * n,
  );
  return Math.max(0, 1 - scale / fraction);
}

/** Regularized incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1]. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on one side of the mean; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const scale =
    Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const term = (n: number): number => {
    const m = n >> 1;
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
      : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
  };
  return scale / continuedFraction(1, term, () => 1);
}

/** Standard normal distribution function. */
export function normalCdf(z: number): number {
  const half = lowerGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}

/** b0 + a(1) / (b(1) + a(2) / (b(2) + ...)), by the modified Lentz method. */
function continuedFraction(b0: number, a: (n: number) => number, b: (n: number) => number): number {
  let value = b0 === 0 ? TINY : b0;
  let c = value;
  let d = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    d = b(n) + a(n) * d;
    c = b(n) + a(n) / c;
    if (d === 0) d = TINY;
    if (c === 0) c = TINY;
    d = 1 / d;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}
