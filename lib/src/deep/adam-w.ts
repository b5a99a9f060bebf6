/** Settings of {@link createAdamW}. */
export interface AdamWSettings {
  /** Share that every step takes from every value, times the learning rate: decay apart from the gradient. */
  readonly weightDecay: number;
}

/** Changes values in place, step by step. */
export interface AdamW {
  /** @param gradients - One array per array of values. */
  step(gradients: readonly Float32Array[], learningRate: number): void;
}

/** How fast the means of gradients and of their squares forget. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam with decoupled weight decay, as PyTorch's `AdamW`. The moments lie in typed arrays beside the values: one loop
 * over all of them costs less than handing twelve operations to libtensorflow.
 *
 * @param values - Changed in place by {@link AdamW.step}.
 * @see Loshchilov & Hutter, Decoupled weight decay regularization (2019), algorithm 2.
 */
export function createAdamW(values: readonly Float32Array[], { weightDecay }: AdamWSettings): AdamW {
  const means = values.map((array) => new Float32Array(array.length));
  const squares = values.map((array) => new Float32Array(array.length));
  let nSteps = 0;
  return {
    step(gradients, learningRate) {
      nSteps++;
      // Both means start at 0 and are too small by these factors at first.
      const rate = learningRate / (1 - BETA_1 ** nSteps);
      const toVariance = 1 / (1 - BETA_2 ** nSteps);
      const kept = 1 - learningRate * weightDecay;
      values.forEach((value, a) => {
        const [gradient, mean, square] = [gradients[a]!, means[a]!, squares[a]!];
        for (let i = 0; i < value.length; i++) {
          const g = gradient[i]!;
          const m = BETA_1 * mean[i]! + (1 - BETA_1) * g;
          const v = BETA_2 * square[i]! + (1 - BETA_2) * g * g;
          mean[i] = m;
          square[i] = v;
          value[i] = kept * value[i]! - (rate * m) / (Math.sqrt(v * toVariance) + EPSILON);
        }
      });
    },
  };
}

/** Share of a run in which the learning rate rises: 50 of 600 steps. */
const WARM_UP = 1 / 12;

/**
 * The learning rate's factor at a point of the run: a straight rise over its first twelfth, times half a cosine that
 * falls from 1 to 0.
 *
 * @param done - Share of the run that is over at the end of this step, in (0, 1].
 */
export function learningRateFactor(done: number): number {
  return Math.min(1, done / WARM_UP) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
}
