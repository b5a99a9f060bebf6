import { assertNever } from '../options.js';
import { incompleteBeta, logGamma, lowerGamma, normalCdf } from './special-functions.js';

/** Families that the distribution of distances is chosen from. */
export type DistributionName = 'norm' | 'expon' | 'uniform' | 'gamma' | 't';

export const distributionNames: readonly DistributionName[] = ['norm', 'expon', 'uniform', 'gamma', 't'];

/** One member of a family, in scipy's parameters: x is (value - loc) / scale in the standard form of the family. */
export interface Distribution {
  /** Which family. */
  readonly name: DistributionName;
  /** Shape of `gamma`, degrees of freedom of `t`; NaN for the others. */
  readonly shape: number;
  /** Location, as in SciPy's parametrization. */
  readonly loc: number;
  /** Above 0. */
  readonly scale: number;
}

/** Natural logarithm of the density, as a function of the value; -Infinity outside the support. */
export function logDensity({ name, shape, loc, scale }: Distribution): (value: number) => number {
  const logScale = Math.log(scale);
  switch (name) {
    case 'norm': {
      const constant = -0.5 * Math.log(2 * Math.PI) - logScale;
      return (value) => constant - 0.5 * ((value - loc) / scale) ** 2;
    }
    case 'expon':
      return (value) => (value < loc ? -Infinity : (loc - value) / scale - logScale);
    case 'uniform':
      return (value) => (value < loc || value > loc + scale ? -Infinity : -logScale);
    case 'gamma': {
      const constant = -logGamma(shape) - logScale;
      return (value) => {
        const x = (value - loc) / scale;
        return x < 0 || (x === 0 && shape > 1)
          ? -Infinity
          : constant + (shape === 1 ? 0 : (shape - 1) * Math.log(x)) - x;
      };
    }
    case 't': {
      const constant =
        logGamma((shape + 1) / 2) - logGamma(shape / 2) - 0.5 * Math.log(shape * Math.PI) - logScale;
      return (value) => constant - ((shape + 1) / 2) * Math.log1p(((value - loc) / scale) ** 2 / shape);
    }
    default:
      return assertNever(name);
  }
}

/** Probability of a value of at most `value`. */
export function cumulative({ name, shape, loc, scale }: Distribution, value: number): number {
  const x = (value - loc) / scale;
  switch (name) {
    case 'norm':
      return normalCdf(x);
    case 'expon':
      return x <= 0 ? 0 : -Math.expm1(-x);
    case 'uniform':
      return Math.min(1, Math.max(0, x));
    case 'gamma':
      return lowerGamma(shape, x);
    case 't': {
      const tail = incompleteBeta(shape / 2, 0.5, shape / (shape + x * x)) / 2;
      return x < 0 ? tail : 1 - tail;
    }
    default:
      return assertNever(name);
  }
}
