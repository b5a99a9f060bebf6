import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { applyNetwork } from '../../lib/src/deep/apply-network.js';
import { autoencoder, type AutoencoderResult } from '../../lib/src/deep/autoencoder.js';
import {
  deepEmbeddedClustering,
  type DeepEmbeddedClusteringResult,
} from '../../lib/src/deep/deep-embedded-clustering.js';
import { scaleOutputs } from '../../lib/src/deep/scale-outputs.js';
import { softAssignments } from '../../lib/src/deep/soft-assignments.js';
import { TrainingError } from '../../lib/src/deep/training-error.js';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { tinyPictures } from '../support/tiny-pictures.js';

forbidMathRandom();

const pictures = tinyPictures(48);
const options = { nClusters: 4, nEpochs: 8, batchSize: 16 };
/** A run that shows how it starts. */
const frozen = { ...options, nEpochs: 1, learningRate: 1e-12 };
let model: AutoencoderResult;
let result: DeepEmbeddedClusteringResult;

before(async () => {
  model = await autoencoder(pictures, { nComponents: 4, nEpochs: 40, batchSize: 16 });
  result = await deepEmbeddedClustering(model, pictures, { ...options, tol: 0 });
});

describe('deepEmbeddedClustering', () => {
  test('finds the kinds of pictures', () => {
    assert.equal(clusteringAccuracy(pictures.kinds, result.labels), 1);
    assert.deepEqual([...result.counts], [12, 12, 12, 12]);
    assert.deepEqual(result.warnings, []);
  });

  test('codes, assignments and labels are those of its encoder and centers', async () => {
    const codes = await applyNetwork(result.encoder, pictures);
    assertClose(result.codes.data, codes.data, { rtol: 1e-5, atol: 1e-5 });
    const q = softAssignments(result.codes, result.centers);
    assertClose(result.softAssignments.data, q.data);
    result.labels.forEach((label, i) => {
      const row = q.data.subarray(4 * i, 4 * i + 4);
      assert.equal(row[label], Math.max(...row));
    });
  });

  test('makes unsure assignments surer', async () => {
    const blurred = await autoencoder(pictures, { nComponents: 4, nEpochs: 2, batchSize: 16 });
    const sureness = async (given: object): Promise<number> => {
      const run = await deepEmbeddedClustering(blurred, pictures, {
        ...frozen,
        batchSize: 4,
        tol: 0,
        ...given,
      });
      return run.softAssignments.data.reduce((sum, q) => sum + q ** 2, 0) / 48;
    };
    const before = await sureness({});
    assert.ok(before < 0.85);
    assert.ok((await sureness({ nEpochs: 8, learningRate: 1e-3 })) > before + 0.005);
  });

  test('starts from codes that vary by 1 in each component inside their clusters, whatever their unit', async () => {
    const { codes, centers, labels } = await deepEmbeddedClustering(model, pictures, frozen);
    const squares = codes.data.map((code, at) => {
      const label = labels[Math.floor(at / 4)]!;
      return (code - centers.data[4 * label + (at % 4)]!) ** 2;
    });
    assertClose(squares.reduce((sum, value) => sum + value, 0) / squares.length, 1, { rtol: 1e-3 });
    const encoder = scaleOutputs('test', model.encoder, 10);
    const other = await deepEmbeddedClustering({ encoder }, pictures, frozen);
    assertClose(other.centers.data, centers.data, { rtol: 1e-3, atol: 1e-3 });
  });

  test('ends when the labels stay', async () => {
    assert.equal(result.converged, true);
    assert.equal(result.history.at(-1)!.shareChanged, 0);
    assert.ok(result.history.length < options.nEpochs);
    const restless = await deepEmbeddedClustering(model, pictures, {
      ...options,
      nEpochs: 3,
      updateInterval: 2,
    });
    assert.deepEqual(
      restless.history.map(({ shareChanged }) => shareChanged),
      [undefined, 0],
    );
  });

  test('same seed, same labels; the model that was given stays as it is', async () => {
    const weights = model.encoder.weights.map((values) => values.slice());
    const again = await deepEmbeddedClustering(model, pictures, { ...options, tol: 0 });
    assert.deepEqual(again.labels, result.labels);
    assertClose(again.centers.data, result.centers.data, { rtol: 1e-3, atol: 1e-3 });
    assert.deepEqual(model.encoder.weights, weights);
  });

  test('more clusters than distinct pictures: the warning of k-means, and which clusters are empty', async () => {
    const twice = { data: pictures.data.slice(0, 128), nRows: 4, nColumns: 64 };
    twice.data = new Uint8Array(256);
    twice.data.set(pictures.data.subarray(0, 128));
    twice.data.set(pictures.data.subarray(0, 128), 128);
    const { warnings, counts } = await deepEmbeddedClustering(model, twice, { nClusters: 3, nEpochs: 1 });
    assert.equal(counts.filter((count) => count === 0).length, 1);
    assert.match(warnings.at(-1)!, /^1 of 3 clusters ended empty: \d$/);
    assert.equal(warnings.length, 2);
  });

  test('one picture, black pictures, white ones: one cluster, and finite', async () => {
    for (const data of [new Uint8Array(64), new Uint8Array(5 * 64), new Uint8Array(5 * 64).fill(255)]) {
      const images = { data, nRows: data.length / 64, nColumns: 64 };
      const { labels, centers, codes } = await deepEmbeddedClustering(model, images, {
        nClusters: 1,
        nEpochs: 2,
      });
      assert.ok(labels.every((label) => label === 0));
      assert.ok([...centers.data, ...codes.data].every(Number.isFinite));
    }
  });

  test('stopped in mid-epoch, it leaves nothing behind', async () => {
    const counts = (): readonly number[] => [liveTensors(), native().tf.memory().numTensors];
    const before = counts();
    const stopped = deepEmbeddedClustering(model, tinyPictures(600), {
      nClusters: 4,
      batchSize: 5,
      onProgress: ({ stage, done, total }) => {
        if (stage.startsWith('epoch') && done < total) throw new Error('enough');
      },
    });
    await assert.rejects(stopped, { message: 'enough' });
    assert.deepEqual(counts(), before);
  });

  test('a loss that is no number names the epoch and keeps the last good weights', async () => {
    const run = deepEmbeddedClustering(model, pictures, { ...options, learningRate: 1e30 });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof TrainingError);
      assert.match(error.message, /^deepEmbeddedClustering: .* in epoch \d/);
      assert.ok(error.network.weights.every((values) => values.every(Number.isFinite)));
      return true;
    });
  });

  test('refuses what cannot be', async () => {
    await assert.rejects(deepEmbeddedClustering(model, pictures, { nClusters: 49 }), {
      name: 'ArgumentError',
      message:
        'deepEmbeddedClustering: expected options.nClusters to be an integer in [1, 48] (pictures), received 49 (number).',
    });
    await assert.rejects(
      deepEmbeddedClustering(model, new Array(4).fill(new Uint8Array(81)), { nClusters: 2 }),
      {
        name: 'ArgumentError',
        message:
          /^deepEmbeddedClustering: expected images to be pictures of 8 x 8 x 1, as the network was trained on/,
      },
    );
  });
});
