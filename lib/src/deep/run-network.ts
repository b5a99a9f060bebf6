import type { Pacer } from '../progress.js';
import { fromFloat32, toFloat32, withScope, type Scope, type Tensor } from '../tensorflow/tensor.js';
import { evaluateNetwork, loadWeights } from './evaluate-network.js';
import { shapesThrough } from './layer-shapes.js';
import { sizeOf, type Network } from './network.js';

/** Inputs handed to libtensorflow at a time, and pixels: some 20 ms of work. Large pictures come in smaller batches. */
const BATCH_SIZE = 250;
const BATCH_VALUES = BATCH_SIZE * 32 * 32;

/** What {@link runNetwork} should do. */
export interface RunNetworkSettings {
  readonly pacer: Pacer;
  readonly stage: string;
  /** Applied to every batch of outputs, e.g. softmax; must keep the shape. */
  readonly head?: (scope: Scope, outputs: Tensor) => Tensor;
}

/**
 * The outputs of a trained network for many inputs.
 *
 * @param inputs - [nInputs, ...inputShape]; not modified.
 * @returns [nInputs, values of an output].
 */
export async function runNetwork(
  network: Network,
  inputs: Float32Array,
  { pacer, stage, head = (_, outputs) => outputs }: RunNetworkSettings,
): Promise<Float32Array> {
  const inputSize = sizeOf(network.inputShape);
  const outputSize = sizeOf(shapesThrough(network.layers, network.inputShape).at(-1)!);
  const nInputs = inputs.length / inputSize;
  const outputs = new Float32Array(nInputs * outputSize);
  const fitting = Math.floor(BATCH_VALUES / Math.max(inputSize, outputSize));
  const batchSize = Math.max(1, Math.min(BATCH_SIZE, fitting));
  await withScope(async (scope) => {
    const layers = loadWeights(scope, network);
    for (let from = 0; from < nInputs; from += batchSize) {
      const to = Math.min(nInputs, from + batchSize);
      const values = scope.step((step) => {
        const part = inputs.slice(from * inputSize, to * inputSize);
        const batch = fromFloat32(step, part, [to - from, ...network.inputShape]);
        return toFloat32(head(step, evaluateNetwork(step, layers, batch)));
      });
      outputs.set(values, from * outputSize);
      await pacer.step(stage, to, nInputs);
    }
  });
  return outputs;
}
