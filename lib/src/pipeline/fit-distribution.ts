import type { Pacer } from '../progress.js';
import { distributionNames, logDensity, type Distribution, type DistributionName } from './distributions.js';
import { nelderMead } from './nelder-mead.js';

/** Different values, and how often each was seen. */
export interface WeightedValues {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Bins of the histogram that the fits are compared with. */
const N_BINS = 50;

/** Beyond this many degrees of freedom a t distribution is a normal one to six digits. */
const MAX_SHAPE = 1e6;

/** A fit of one family. */
export interface DistributionFit {
  /** The family with its parameters. */
  readonly distribution: Distribution;
  /** Sum of squared differences between the histogram, as a density, and the density at the middle of each bin. */
  readonly rss: number;
}

/**
 * Fits each family by maximum likelihood, and orders the fits by how close they come to a histogram of 50 bins: the
 * rule of distfit, by which Clustimage judges distances. O(number of values) a step of the search for gamma and t.
 *
 * @param sample - At least two different values.
 */
export async function fitDistributions(
  sample: WeightedValues,
  pacer: Pacer,
): Promise<readonly DistributionFit[]> {
  const histogram = densityHistogram(sample);
  const fits: DistributionFit[] = [];
  for (const name of distributionNames) {
    const distribution = await maximumLikelihood(name, sample, pacer);
    const density = logDensity(distribution);
    const rss = histogram.density.reduce(
      (sum, height, bin) => sum + (height - Math.exp(density(histogram.middles[bin]!))) ** 2,
      0,
    );
    fits.push({ distribution, rss });
  }
  return fits.sort((a, b) => a.rss - b.rss);
}

async function maximumLikelihood(
  name: DistributionName,
  sample: WeightedValues,
  pacer: Pacer,
): Promise<Distribution> {
  const { min, max, mean, variance, skewness } = moments(sample);
  const std = Math.sqrt(variance);
  switch (name) {
    case 'norm':
      return { name, shape: NaN, loc: mean, scale: std };
    case 'expon':
      return { name, shape: NaN, loc: min, scale: mean - min };
    case 'uniform':
      return { name, shape: NaN, loc: min, scale: max - min };
    case 't':
      return search({ name, shape: 10, loc: mean, scale: std * Math.sqrt(0.8) }, std, sample, pacer);
    case 'gamma': {
      // The shape that has this skewness, unless its support would then cut values off.
      const shape = 4 / (1e-8 + skewness * skewness);
      const scale = std / Math.sqrt(shape);
      const loc = mean - shape * scale;
      const start =
        skewness > 0 && loc < min
          ? { shape, loc, scale }
          : { shape: 4, loc: min - 0.1 * (max - min), scale: (mean - min + 0.1 * (max - min)) / 4 };
      return search({ name, ...start }, std, sample, pacer);
    }
  }
}

/** Looks for the likeliest member near `start`. Shape and scale are positive, so their logarithms are searched. */
async function search(
  start: Distribution,
  step: number,
  { values, weights }: WeightedValues,
  pacer: Pacer,
): Promise<Distribution> {
  const member = ([logShape, loc, logScale]: readonly number[]): Distribution => ({
    name: start.name,
    shape: Math.min(MAX_SHAPE, Math.exp(logShape!)),
    loc: loc!,
    scale: Math.exp(logScale!),
  });
  let evaluations = 0;
  const cost = async (x: readonly number[]): Promise<number> => {
    const density = logDensity(member(x));
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum -= weights[i]! * density(values[i]!);
    await pacer.step(
      `fitting ${start.name}`,
      Math.min(evaluations++, EXPECTED_EVALUATIONS - 1),
      EXPECTED_EVALUATIONS,
    );
    return Number.isNaN(sum) ? Infinity : sum;
  };
  return member(
    await nelderMead(cost, [Math.log(start.shape), start.loc, Math.log(start.scale)], [0.2, 0.1 * step, 0.1]),
  );
}

/** For the progress bar only. */
const EXPECTED_EVALUATIONS = 300;

function moments({ values, weights }: WeightedValues): {
  min: number;
  max: number;
  mean: number;
  variance: number;
  skewness: number;
} {
  let total = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  values.forEach((value, i) => {
    total += weights[i]!;
    sum += weights[i]! * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  });
  const mean = sum / total;
  let second = 0;
  let third = 0;
  values.forEach((value, i) => {
    second += weights[i]! * (value - mean) ** 2;
    third += weights[i]! * (value - mean) ** 3;
  });
  const variance = second / total;
  return { min, max, mean, variance, skewness: third / total / variance ** 1.5 };
}

function densityHistogram(sample: WeightedValues): {
  readonly density: Float64Array;
  readonly middles: Float64Array;
} {
  const { values, weights } = sample;
  const { min, max } = moments(sample);
  const width = (max - min) / N_BINS;
  const density = new Float64Array(N_BINS);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  values.forEach((value, i) => {
    const bin = Math.min(N_BINS - 1, Math.floor((value - min) / width));
    density[bin]! += weights[i]! / (total * width);
  });
  return { density, middles: Float64Array.from({ length: N_BINS }, (_, bin) => min + (bin + 0.5) * width) };
}
