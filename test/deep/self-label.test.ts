import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { applySelfLabel } from '../../lib/src/deep/apply-self-label.js';
import { selfLabel } from '../../lib/src/deep/self-label.js';
import type { SelfLabelOptions } from '../../lib/src/deep/self-label-options.js';
import { TrainingError } from '../../lib/src/deep/training-error.js';
import { nearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { tinyPictures } from '../support/tiny-pictures.js';

forbidMathRandom();

const pictures = tinyPictures(120);
const { kinds } = pictures;

/** Every tenth label is wrong. */
const given = kinds.map((kind, i) => (i % 10 === 3 ? (kind + 1) % 4 : kind));

/** Little turning: a bar at the edge of 8 pixels leaves the picture otherwise. */
const quick: SelfLabelOptions = {
  nEpochs: 8,
  batchSize: 20,
  learningRate: 5e-3,
  augmentation: { shift: 0.02, shear: 0.05, logScale: 0.05 },
};

function share(labels: Int32Array, expected: Int32Array): number {
  return labels.filter((label, i) => label === expected[i]).length / labels.length;
}

describe('learning', () => {
  test('wrong labels are corrected', async () => {
    const result = await selfLabel(pictures, given, quick);
    assert.equal(share(given, kinds), 0.9);
    assert.ok(share(result.labels, kinds) >= 0.99, `${share(result.labels, kinds)} right`);
    assert.deepEqual([...result.classes], [0, 1, 2, 3]);
    assert.deepEqual(result.warnings, []);
    assert.equal(result.randomState, 0);
  });

  test('probabilities are a distribution, labels and confidences their largest', async () => {
    const { labels, confidences, probabilities } = await selfLabel(pictures, given, { ...quick, nEpochs: 2 });
    assert.equal(probabilities.nRows, 120);
    assert.equal(probabilities.nColumns, 4);
    for (let i = 0; i < 120; i++) {
      const row = probabilities.data.subarray(4 * i, 4 * i + 4);
      const sum = row.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5);
      assert.equal(confidences[i], Math.max(...row));
      assert.equal(confidences[i], row[labels[i]!]);
    }
  });

  test('the history says what happened in each epoch', async () => {
    const { history } = await selfLabel(pictures, given, quick);
    assert.equal(history.length, 8);
    assert.ok(history.at(-1)!.loss < history[0]!.loss / 2, `${history[0]!.loss} to ${history.at(-1)!.loss}`);
    // The neighbours confirm no wrong label.
    assert.ok(history[0]!.shareTrained <= 0.9 && history[0]!.shareTrained > 0.5);
    const changed = history.reduce((sum, { shareChanged }) => sum + shareChanged, 0);
    assert.ok(changed >= 0.09, `${changed} of the labels changed`);
  });

  test('same seed, same bytes on this machine; another seed, another network', async () => {
    const options = { ...quick, nEpochs: 2 };
    const first = await selfLabel(pictures, given, options);
    const second = await selfLabel(pictures, given, options);
    assert.deepEqual(second.probabilities, first.probabilities);
    assert.deepEqual(second.network, first.network);
    const other = await selfLabel(pictures, given, { ...options, randomState: 1 });
    assert.notDeepEqual(other.network.weights, first.network.weights);
  });

  test('new pictures are labelled by the network', async () => {
    const { network } = await selfLabel(pictures, given, quick);
    const others = tinyPictures(40, 5);
    const { labels, confidences, probabilities } = await applySelfLabel(network, others);
    assert.ok(share(labels, others.kinds) >= 0.95, `${share(labels, others.kinds)} right`);
    assert.equal(confidences[0], Math.max(...probabilities.data.subarray(0, 4)));
  });

  test('bytes count as 0 to 1, and the input stays as it is', async () => {
    const copy = pictures.data.slice();
    const floats = { ...pictures, data: Float32Array.from(pictures.data, (byte) => byte / 255) };
    const fromBytes = await selfLabel(pictures, given, { ...quick, nEpochs: 1 });
    const fromFloats = await selfLabel(floats, given, { ...quick, nEpochs: 1 });
    assert.deepEqual(fromBytes.probabilities, fromFloats.probabilities);
    assert.deepEqual(pictures.data, copy);
  });
});

describe('labels of all sorts', () => {
  test('noise is left out at first and gets an answer', async () => {
    const noisy = given.map((label, i) => (i % 6 === 0 ? -1 : label));
    const { labels, history, classes } = await selfLabel(pictures, noisy, quick);
    assert.deepEqual([...classes], [0, 1, 2, 3]);
    assert.ok(history[0]!.shareTrained <= 5 / 6);
    assert.ok(share(labels, kinds) >= 0.97, `${share(labels, kinds)} right`);
  });

  test('labels need not be 0..k-1: they come back as they are, and missing ones are named', async () => {
    const renamed = given.map((label) => [2, 3, 7, 40][label]!);
    const result = await selfLabel(pictures, renamed, quick);
    assert.deepEqual([...result.classes], [2, 3, 7, 40]);
    assert.equal(result.probabilities.nColumns, 4);
    const plain = await selfLabel(pictures, given, quick);
    assert.deepEqual(
      result.labels,
      plain.labels.map((label) => [2, 3, 7, 40][label]!),
    );
    assert.deepEqual(result.warnings, [
      'no picture has label 0 and 36 more up to 40: the network has no output for it',
    ]);
    const { labels } = await applySelfLabel(result.network, pictures);
    assert.ok(labels.every((label) => [2, 3, 7, 40].includes(label)));
  });

  test('an empty cluster is named', async () => {
    const { warnings, classes } = await selfLabel(
      pictures,
      given.map((label) => (label === 2 ? 4 : label)),
      { ...quick, nEpochs: 1 },
    );
    assert.deepEqual([...classes], [0, 1, 3, 4]);
    assert.deepEqual(warnings, ['no picture has label 2: the network has no output for it']);
  });

  test('a cluster that no neighbours confirm begins with all of its pictures', async () => {
    const scattered = kinds.map((kind, i) => (i % 20 === 7 ? 4 : kind));
    const { warnings, history } = await selfLabel(pictures, scattered, {
      ...quick,
      nEpochs: 1,
      features: Array.from(kinds, (kind) => [kind]),
    });
    assert.equal(
      warnings[0],
      'neighbours confirm no picture of label 4: training began with all of its pictures',
    );
    // The others are confirmed: two of their ten neighbours at most are of label 4.
    assert.equal(history[0]!.shareTrained, 1);
  });

  test('training ends where no picture is sure enough', async () => {
    const { history, warnings, labels } = await selfLabel(pictures, given, { ...quick, confidence: 1 });
    assert.equal(history.length, 1);
    assert.deepEqual(warnings, ['after 1 of 8 epochs no picture was surer than 1: training ended']);
    assert.deepEqual(labels, given);
  });

  test('neighbours can be given, or features to find them in', async () => {
    const options = { ...quick, nEpochs: 1 };
    const features = Array.from(kinds, (kind, i) => [kind, i / 1e4]);
    const neighbors = await nearestNeighbors(features, { nNeighbors: 10 });
    const byFeatures = await selfLabel(pictures, given, { ...options, features });
    const byNeighbors = await selfLabel(pictures, given, { ...options, neighbors });
    assert.deepEqual(byNeighbors.probabilities, byFeatures.probabilities);
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      'too few labels',
      () => selfLabel(pictures, [0, 1]),
      /labels to be one label for each of the 120 pictures/,
    ],
    [
      'a label below -1',
      () =>
        selfLabel(
          pictures,
          kinds.map(() => -2),
        ),
      /labels\[0\] to be an integer from 0, or -1 for noise/,
    ],
    [
      'one cluster',
      () =>
        selfLabel(
          pictures,
          kinds.map(() => 5),
        ),
      /at least 2 clusters, received "1 clusters"/,
    ],
    [
      'noise only',
      () =>
        selfLabel(
          pictures,
          kinds.map(() => -1),
        ),
      /at least 2 clusters, received "0 clusters"/,
    ],
    ['a single picture', () => selfLabel(tinyPictures(1), [0]), /labels of at least 2 clusters/],
    [
      'tiny pictures',
      () =>
        selfLabel(
          [
            [1, 2, 3, 4],
            [4, 3, 2, 1],
          ],
          [0, 1],
        ),
      /pictures of at least 8 x 8 pixels/,
    ],
    [
      'features of other pictures',
      () => selfLabel(pictures, given, { features: [[1]] }),
      /one row for each of the 120 pictures/,
    ],
    [
      'neighbours of other pictures',
      () => selfLabel(pictures, given, { neighbors: { indices: Int32Array.of(0), nRows: 1, nNeighbors: 1 } }),
      /neighbours of the 120 pictures/,
    ],
    [
      'a batch of one',
      () => selfLabel(pictures, given, { batchSize: 1 }),
      /options.batchSize to be an integer of at least 2/,
    ],
    [
      'full smoothing',
      () => selfLabel(pictures, given, { labelSmoothing: 1 }),
      /options.labelSmoothing to be below 1/,
    ],
    [
      'no learning',
      () => selfLabel(pictures, given, { learningRate: 0 }),
      /options.learningRate to be a finite number above 0/,
    ],
    [
      'no options object',
      () => selfLabel(pictures, given, null as unknown as SelfLabelOptions),
      /options to be an object/,
    ],
    [
      'an unknown option',
      () => selfLabel(pictures, given, { epochs: 1 } as SelfLabelOptions),
      /known options/,
    ],
  ];
  for (const [name, call, message] of cases) {
    test(name, () => assert.rejects(call, { name: 'ArgumentError', message }));
  }

  test('a network without labels, or of other pictures, labels nothing', async () => {
    const { network } = await selfLabel(pictures, given, { ...quick, nEpochs: 1 });
    await assert.rejects(
      applySelfLabel({ ...network, classes: new Int32Array(0) }, pictures),
      /labels of a self-labelled network/,
    );
    const large = {
      ...pictures,
      data: new Uint8Array(2 * 100),
      nRows: 2,
      nColumns: 100,
      height: 10,
      width: 10,
    };
    await assert.rejects(
      applySelfLabel(network, large),
      /pictures of 8 x 8 x 1, as the network was trained on, received "10 x 10 x 1"/,
    );
  });

  test('duplicates only, all black or all white: an answer, not a crash', async () => {
    for (const grey of [0, 9, 255]) {
      const same = { ...pictures, data: new Uint8Array(120 * 64).fill(grey) };
      const { labels, probabilities } = await selfLabel(same, given, { ...quick, nEpochs: 1 });
      assert.equal(labels.length, 120);
      assert.ok(probabilities.data.every(Number.isFinite));
    }
  });

  test('two pictures, and batches of which one is left over', async () => {
    const two = { ...pictures, data: pictures.data.slice(0, 128), nRows: 2 };
    assert.deepEqual([...(await selfLabel(two, [3, 5], { nEpochs: 1 })).labels], [3, 5]);
    const three = { ...pictures, data: pictures.data.slice(0, 192), nRows: 3 };
    const { probabilities } = await selfLabel(three, [0, 1, 1], { nEpochs: 2, batchSize: 2 });
    assert.ok(probabilities.data.every(Number.isFinite));
  });
});

describe('ends before its time', () => {
  const counts = (): readonly number[] => [liveTensors(), native().tf.memory().numTensors];

  test('a loss that is no number: which epoch, and the last good network', async () => {
    const before = counts();
    await assert.rejects(selfLabel(pictures, given, { ...quick, learningRate: 1e37 }), (error) => {
      assert.ok(error instanceof TrainingError);
      assert.match(
        error.message,
        /^selfLabel: .* in epoch \d+ \(counted from 0\); a lower learningRate may help/,
      );
      assert.equal(
        error.network.weights.every((values) => values.every(Number.isFinite)),
        true,
      );
      return true;
    });
    assert.deepEqual(counts(), before);
  });

  test('a cancel in mid-epoch frees everything', async () => {
    const before = counts();
    const controller = new AbortController();
    const stages: string[] = [];
    const run = selfLabel(pictures, given, {
      ...quick,
      batchSize: 2,
      nEpochs: 50,
      signal: controller.signal,
      onProgress: ({ stage, done, total }) => {
        stages.push(stage);
        if (stage === 'epoch 2 of 50' && done < total) controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(run, { message: 'enough' });
    assert.equal(stages.at(-1), 'epoch 2 of 50');
    assert.deepEqual(counts(), before);
  });
});
