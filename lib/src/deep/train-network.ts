import type { Pacer } from '../progress.js';
import type { RandomState } from '../random/random-state.js';
import { fromFloat32, toFloat32, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { createAdamW, learningRateFactor } from './adam-w.js';
import { loadWeights, type LoadedLayer } from './evaluate-network.js';
import { networkParameters } from './layer-shapes.js';
import type { Network } from './network.js';
import { trainLayer, type LayerTraining } from './train-layer.js';
import { TrainingError } from './training-error.js';

/** A loss and how it changes with the outputs of the network. */
export interface Loss {
  /** A scalar, float32. */
  readonly loss: Tensor;
  /** In the shape of the outputs. */
  readonly gradient: Tensor;
}

/** What a step of training learns from. */
export interface TrainingBatch {
  /** [nInputs, ...inputShape]. Must stay as it is until the next batch is asked for. */
  readonly inputs: Float32Array;
  readonly nInputs: number;
  readonly loss: (scope: Scope, outputs: Tensor) => Loss;
}

/** How {@link trainNetwork} trains. */
export interface TrainNetworkSettings {
  /** Name of the public function, for messages. */
  readonly fn: string;
  readonly nEpochs: number;
  /** The largest; it rises to this over the first twelfth of the run and falls to 0 by a cosine. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Draws what dropout drops. */
  readonly random: RandomState;
  readonly pacer: Pacer;
  /** The batches of an epoch, each made when its turn comes. None ends the training. */
  readonly batches: (epoch: number) => readonly (() => TrainingBatch)[];
  /**
   * Called after every epoch with the network as it is now (its weights change in later epochs) and the mean loss of
   * the epoch's batches. Training ends early where it answers 'stop'.
   */
  readonly afterEpoch?: (
    epoch: number,
    network: Network,
    loss: number,
  ) => Promise<'stop' | void> | 'stop' | void;
}

/**
 * Share of the latest batch in the running averages of batch normalization. The first ten batches count alike: averages
 * that still remember where they started would make a network useless after its first few steps.
 */
const AVERAGE_SHARE = 0.1;

/**
 * Trains a copy of a network by AdamW and returns it. It pauses also within a step, between the layers; what a step has
 * in libtensorflow belongs to a scope of its own, so that stopping anywhere, by an error or a signal, leaves nothing behind.
 *
 * @throws {@link TrainingError} if loss or weights stop being finite; it carries the last good network.
 */
export async function trainNetwork(start: Network, settings: TrainNetworkSettings): Promise<Network> {
  const { fn, nEpochs, random, pacer } = settings;
  const network = copyNetwork(start);
  const isTrained = networkParameters(network.layers, network.inputShape).map(({ trained }) => trained);
  const averages = network.weights.filter((_, i) => !isTrained[i]);
  const optimizer = createAdamW(
    network.weights.filter((_, i) => isTrained[i]),
    settings,
  );
  let nSteps = 0;
  for (let epoch = 0, lastGood = start; epoch < nEpochs; epoch++) {
    const batches = settings.batches(epoch);
    if (batches.length === 0) break;
    let sum = 0;
    for (let step = 0; step < batches.length; step++) {
      const report = (nDone: number): Promise<void> => {
        const note = nDone === 0 ? undefined : `loss ${(sum / nDone).toFixed(4)}`;
        return pacer.step(`epoch ${epoch + 1} of ${nEpochs}`, nDone, batches.length, note);
      };
      const batch = batches[step]!();
      await report(step);
      const training = {
        random,
        averageShare: Math.max(AVERAGE_SHARE, 1 / ++nSteps),
        pause: () => report(step),
      };
      const found = await withScope((scope) => backpropagate(scope, network, batch, training));
      if (!Number.isFinite(found.loss))
        throw new TrainingError(fn, `the loss became ${found.loss}`, epoch, lastGood);
      const done = (epoch + (step + 0.5) / batches.length) / nEpochs;
      optimizer.step(found.gradients, settings.learningRate * learningRateFactor(done));
      found.averages.forEach((values, i) => averages[i]!.set(values));
      sum += found.loss;
      await report(step + 1);
    }
    if (!network.weights.every(isFiniteArray))
      throw new TrainingError(fn, 'a weight stopped being a finite number', epoch, lastGood);
    if ((await settings.afterEpoch?.(epoch, network, sum / batches.length)) === 'stop') break;
    lastGood = copyNetwork(network);
  }
  return network;
}

function copyNetwork(network: Network): Network {
  return { ...network, weights: network.weights.map((values) => values.slice()) };
}

function isFiniteArray(values: Float32Array): boolean {
  let sum = 0;
  // 0 times a finite number is 0, and NaN otherwise.
  for (let i = 0; i < values.length; i++) sum += 0 * values[i]!;
  return sum === 0;
}

/** What one batch says. */
interface Found {
  readonly loss: number;
  /** Of the trained weights, in their order. */
  readonly gradients: readonly Float32Array[];
  /** New values of the other weights, in their order. */
  readonly averages: readonly Float32Array[];
}

async function backpropagate(
  scope: Scope,
  network: Network,
  batch: TrainingBatch,
  training: LayerTraining & { readonly pause: () => Promise<void> },
): Promise<Found> {
  const { pause } = training;
  const layers = loadWeights(scope, network);
  const passes = [];
  let x = fromFloat32(scope, batch.inputs, [batch.nInputs, ...network.inputShape]);
  for (const { layer, weights } of layers) {
    const pass = trainLayer(scope, layer, x, weights, training);
    passes.push(pass);
    x = pass.y;
    await pause();
  }
  const { loss, gradient } = batch.loss(scope, x);
  await pause();
  const gradients: Tensor[][] = [];
  let dy = gradient;
  for (let i = passes.length - 1; i >= 0; i--) {
    const found = passes[i]!.gradients(dy);
    gradients.unshift([...found.weights]);
    await pause();
    if (i > firstTrained(layers)) dy = found.input();
    await pause();
  }
  return {
    loss: toFloat32(loss)[0]!,
    gradients: gradients.flat().map(toFloat32),
    averages: passes.flatMap((pass) => pass.averages).map(toFloat32),
  };
}

/** Before this layer there is nothing to train. */
function firstTrained(layers: readonly LoadedLayer[]): number {
  return layers.findIndex(({ weights }) => weights.length > 0);
}
