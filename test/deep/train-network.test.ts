import assert from 'node:assert/strict';
import { test } from 'node:test';

import { crossEntropy } from '../../lib/src/deep/cross-entropy.js';
import { networkParameters } from '../../lib/src/deep/layer-shapes.js';
import { sizeOf, type Layer, type Network } from '../../lib/src/deep/network.js';
import { trainNetwork, type Loss, type TrainNetworkSettings } from '../../lib/src/deep/train-network.js';
import { TrainingError } from '../../lib/src/deep/training-error.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { multiply, reduceSum, reshape, scale } from '../../lib/src/tensorflow/operations.js';
import { liveTensors, toFloat32, type Scope, type Tensor } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { readReference, uniform } from '../support/golden.js';

interface Run {
  readonly losses: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

interface Reference {
  readonly nInputs: number;
  readonly nSteps: number;
  readonly nEpochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  readonly classifier: Run;
  readonly decoder: Run;
}

const reference = readReference<Reference>('training');
const { nInputs, nSteps, nEpochs, learningRate, weightDecay, labelSmoothing } = reference;

/** What `numbers` of generate_training.py makes. */
function numbers(seed: number, size: number): Float32Array {
  return Float32Array.from(uniform(seed, 1, size).data, (value) => value - 0.5);
}

/** A network whose kernels and biases come from these seeds, in order; batch normalization starts as always. */
function networkOf(
  layers: readonly Layer[],
  inputShape: readonly number[],
  seeds: readonly number[],
): Network {
  const rest = [...seeds];
  const weights = networkParameters(layers, inputShape).map(({ shape, initial }) =>
    typeof initial === 'number'
      ? new Float32Array(sizeOf(shape)).fill(initial)
      : numbers(rest.shift()!, sizeOf(shape)),
  );
  return { inputShape, layers, weights, classes: new Int32Array(0) };
}

const classifier = networkOf(
  [
    { type: 'conv', filters: 4, kernelSize: 5, stride: 2, bias: false },
    { type: 'batch-norm' },
    { type: 'max-pool' },
    { type: 'relu' },
    { type: 'flatten' },
    { type: 'dense', units: 3, bias: true },
  ],
  [8, 8, 2],
  [1, 2, 3],
);

const decoder = networkOf(
  [
    { type: 'dense', units: 16, bias: true },
    { type: 'reshape', shape: [4, 4, 1] },
    { type: 'conv-transpose', filters: 2, kernelSize: 3, stride: 2, bias: true },
    { type: 'sigmoid' },
  ],
  [5],
  [4, 5, 6, 7],
);

const targets = Int32Array.from({ length: nInputs }, (_, i) => i % 3);
const classifierLoss = (scope: Scope, scores: Tensor): Loss =>
  crossEntropy(scope, scores, targets, labelSmoothing);

/** Half the mean squared length of the outputs: its gradient is the outputs over their number. */
function squaredOutputs(scope: Scope, outputs: Tensor): Loss {
  const flat = reshape(scope, outputs, [sizeOf(outputs.shape)]);
  return {
    loss: scale(scope, reduceSum(scope, multiply(scope, flat, flat), 0), 0.5 / nInputs),
    gradient: scale(scope, outputs, 1 / nInputs),
  };
}

/** Trains on inputs of one seed a step; returns every batch's loss and the final weights. */
async function run(
  network: Network,
  firstSeed: number,
  loss: (scope: Scope, outputs: Tensor) => Loss,
  settings: Partial<TrainNetworkSettings> = {},
): Promise<Run & { readonly network: Network }> {
  const losses: number[] = [];
  const inputSize = sizeOf(network.inputShape);
  const trained = await trainNetwork(network, {
    fn: 'test',
    nEpochs,
    learningRate,
    weightDecay,
    random: randomState(0),
    pacer: createPacer('test', {}),
    batches: (epoch) =>
      Array.from({ length: nSteps }, (_, step) => () => ({
        inputs: numbers(firstSeed + epoch * nSteps + step, nInputs * inputSize),
        nInputs,
        loss: (scope, outputs) => {
          const found = loss(scope, outputs);
          losses.push(toFloat32(found.loss)[0]!);
          return found;
        },
      })),
    ...settings,
  });
  return { losses, weights: trained.weights.map((values) => [...values]), network: trained };
}

/** Single precision here, doubles in PyTorch; four steps of AdamW enlarge the difference. */
const tolerance = { rtol: 1e-3, atol: 2e-5 };

test('convolution, batch normalization, pooling, ReLU, dense: four steps end where PyTorch ends', async () => {
  const { losses, weights } = await run(classifier, 10, classifierLoss);
  assertClose(losses, reference.classifier.losses, tolerance);
  reference.classifier.weights.forEach((expected, i) =>
    assertClose(weights[i]!, expected, { ...tolerance, message: `weights ${i}` }),
  );
});

test('dense, reshape, transposed convolution, sigmoid: the same', async () => {
  const { losses, weights } = await run(decoder, 20, squaredOutputs);
  assertClose(losses, reference.decoder.losses, tolerance);
  reference.decoder.weights.forEach((expected, i) =>
    assertClose(weights[i]!, expected, { ...tolerance, message: `weights ${i}` }),
  );
});

test('the given network stays as it is, and nothing is left in libtensorflow', async () => {
  const before = liveTensors();
  const copy = classifier.weights.map((values) => values.slice());
  await run(classifier, 10, classifierLoss);
  assert.deepEqual(classifier.weights, copy);
  assert.equal(liveTensors(), before);
});

test('it pauses between the layers, on the way there and back; stopped there, nothing is left in libtensorflow', async () => {
  const before = liveTensors();
  const pauses: number[] = [];
  let last = Infinity;
  const pacer = {
    step: (_stage: string, done: number): Promise<void> => {
      if (liveTensors() > before) pauses.push(done);
      return pauses.length > last ? Promise.reject(new Error('stopped')) : Promise.resolve();
    },
  };
  await run(classifier, 10, classifierLoss, { pacer });
  for (let step = 0; step < nSteps; step++)
    assert.ok(pauses.filter((done) => done === step).length >= 2 * classifier.layers.length * nEpochs);
  last = pauses.length + classifier.layers.length + 3;
  await assert.rejects(run(classifier, 10, classifierLoss, { pacer }), { message: 'stopped' });
  assert.equal(liveTensors(), before);
});

test('dropout draws from the seed: same bytes for the same one, others for another', async () => {
  const layers: readonly Layer[] = [
    { type: 'dropout', rate: 0.5 },
    { type: 'dense', units: 3, bias: true },
  ];
  const network = networkOf(layers, [5], [1, 2]);
  const weights = async (seed: number): Promise<unknown> =>
    (await run(network, 20, classifierLoss, { random: randomState(seed) })).weights;
  assert.deepEqual(await weights(1), await weights(1));
  assert.notDeepEqual(await weights(1), await weights(2));
});

test('dropout keeps a share of 1 - rate and the mean', async () => {
  const network = networkOf([{ type: 'dropout', rate: 0.3 }], [20000], []);
  let kept: Float32Array = new Float32Array(0);
  await trainNetwork(network, {
    fn: 'test',
    nEpochs: 1,
    learningRate: 0,
    weightDecay: 0,
    random: randomState(3),
    pacer: createPacer('test', {}),
    batches: () => [
      () => ({
        inputs: new Float32Array(20000).fill(1),
        nInputs: 1,
        loss: (scope, outputs) => {
          kept = toFloat32(outputs);
          return squaredOutputs(scope, outputs);
        },
      }),
    ],
  });
  const nKept = kept.filter((value) => value !== 0).length;
  // 5 standard deviations of a binomial count.
  assertClose(nKept, 14000, { rtol: 0, atol: 5 * Math.sqrt(20000 * 0.3 * 0.7) });
  assertClose([...new Set(kept.filter((value) => value !== 0))], [1 / 0.7], { rtol: 1e-6 });
});

test('a loss that is no number names the epoch and hands back the last good network', async () => {
  const before = liveTensors();
  let good: Network | undefined;
  const failing = run(
    classifier,
    10,
    (scope, scores) => {
      const { loss, gradient } = classifierLoss(scope, scores);
      return { loss: good === undefined ? loss : scale(scope, loss, NaN), gradient };
    },
    {
      afterEpoch: (_, network) => {
        good = { ...network, weights: network.weights.map((values) => values.slice()) };
      },
    },
  );
  await assert.rejects(failing, (error) => {
    assert.ok(error instanceof TrainingError);
    assert.match(
      error.message,
      /^test: the loss became NaN in epoch 1 \(counted from 0\); a lower learningRate/,
    );
    assert.equal(error.code, 'ERR_TRAINING');
    assert.equal(error.epoch, 1);
    assert.deepEqual(error.network, good);
    return true;
  });
  assert.equal(liveTensors(), before);
});

test('weights that leave the range of single precision are found at the end of the epoch', async () => {
  const failing = run(classifier, 10, classifierLoss, {
    nEpochs: 1,
    learningRate: 1e39,
    batches: () => [() => ({ inputs: numbers(10, nInputs * 128), nInputs, loss: classifierLoss })],
  });
  await assert.rejects(failing, {
    name: 'TrainingError',
    message: /a weight stopped being a finite number in epoch 0/,
  });
});
