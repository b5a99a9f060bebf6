import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import { contrastive, type ContrastiveResult } from '../../lib/src/deep/contrastive.js';
import { contrastiveFeatures } from '../../lib/src/deep/contrastive-features.js';
import { TrainingError } from '../../lib/src/deep/training-error.js';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { tinyPictures } from '../support/tiny-pictures.js';

forbidMathRandom();

const pictures = tinyPictures(64);
const options = { nEpochs: 12, batchSize: 32, nComponents: 16 };
let result: ContrastiveResult;

before(async () => {
  result = await contrastive(pictures, options);
});

describe('contrastive', () => {
  test('features have length 1', () => {
    const { data, nRows, nColumns } = result.features;
    assert.deepEqual([nRows, nColumns], [64, 16]);
    for (let i = 0; i < nRows; i++) {
      const row = data.subarray(16 * i, 16 * i + 16);
      assertClose(
        row.reduce((sum, value) => sum + value ** 2, 0),
        1,
        { rtol: 1e-5 },
      );
    }
  });

  test('pictures of a kind lie together, though nobody said that there are kinds', async () => {
    const { labels } = await kMeans(result.features, { nClusters: 4 });
    assert.equal(clusteringAccuracy(pictures.kinds, labels), 1);
  });

  test('the loss falls below that of features that know nothing', () => {
    assert.equal(result.history.length, 12);
    // 63 others, all alike.
    assert.ok(result.history.at(-1)!.loss < Math.log(63) - 0.5);
    assert.ok(result.history.every(({ seconds }) => seconds > 0));
  });

  test('the network gives the same features, and such of new pictures', async () => {
    const again = await contrastiveFeatures(result.network, pictures);
    assertClose(again.data, result.features.data, { rtol: 1e-5, atol: 1e-6 });
    const others = tinyPictures(20, 9);
    const { data, nColumns } = await contrastiveFeatures(result.network, others);
    const nearest = Array.from({ length: 20 }, (_, i) => {
      const likeness = Array.from({ length: 64 }, (_, j) =>
        data
          .subarray(i * nColumns, (i + 1) * nColumns)
          .reduce((sum, value, t) => sum + value * result.features.data[j * nColumns + t]!, 0),
      );
      return pictures.kinds[likeness.indexOf(Math.max(...likeness))];
    });
    assert.deepEqual(nearest, [...others.kinds]);
  });

  test('same seed, same features; another seed, other features', async () => {
    const short = { ...options, nEpochs: 2 };
    const first = await contrastive(pictures, short);
    const second = await contrastive(pictures, short);
    assertClose(first.features.data, second.features.data, { atol: 1e-2 });
    const other = await contrastive(pictures, { ...short, randomState: 1 });
    assert.ok(other.features.data.some((value, at) => Math.abs(value - first.features.data[at]!) > 0.1));
  });

  test('temperature and augmentation count', async () => {
    const short = { ...options, nEpochs: 1 };
    const [plain, cold, still] = await Promise.all([
      contrastive(pictures, short),
      contrastive(pictures, { ...short, temperature: 0.05 }),
      contrastive(pictures, { ...short, augmentation: { elastic: 0, rotation: 0, shear: 0, shift: 0 } }),
    ]);
    assert.notEqual(plain.history[0]!.loss, cold.history[0]!.loss);
    assert.ok(still.history[0]!.loss < plain.history[0]!.loss);
  });

  test('black pictures and copies of one: finite, and all alike', async () => {
    for (const data of [new Uint8Array(4 * 64), new Uint8Array(4 * 64).fill(255)]) {
      const { features } = await contrastive({ data, nRows: 4, nColumns: 64 }, { nEpochs: 1 });
      assert.ok(features.data.every(Number.isFinite));
      features.data.forEach((value, at) => assertClose(value, features.data[at % 64]!, { atol: 1e-5 }));
    }
  });

  test('stopped in mid-epoch, it leaves nothing behind', async () => {
    const counts = (): readonly number[] => [liveTensors(), native().tf.memory().numTensors];
    const before = counts();
    const controller = new AbortController();
    const stopped = contrastive(tinyPictures(400), {
      batchSize: 10,
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        if (done < total) controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(stopped, { message: 'enough' });
    assert.deepEqual(counts(), before);
  });

  test('a loss that is no number names the epoch and keeps the last good weights', async () => {
    const run = contrastive(pictures, { ...options, learningRate: 1e38 });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof TrainingError);
      assert.match(error.message, /^contrastive: .* in epoch \d/);
      assert.ok(error.network.weights.every((values) => values.every(Number.isFinite)));
      return true;
    });
  });

  test('refuses what cannot be', async () => {
    const refused = (
      images: Parameters<typeof contrastive>[0],
      given: object,
      message: string,
    ): Promise<void> => assert.rejects(contrastive(images, given), { name: 'ArgumentError', message });
    await refused(
      [new Uint8Array(64)],
      {},
      'contrastive: expected images to be at least two pictures, to tell them apart, received "1 picture" (string).',
    );
    await refused(
      [new Uint8Array(49), new Uint8Array(49)],
      {},
      'contrastive: expected images to be pictures of at least 8 x 8 pixels, received "7 x 7" (string).',
    );
    await refused(
      pictures,
      { temperature: 0 },
      'contrastive: expected options.temperature to be a finite number above 0, received 0 (number).',
    );
    await refused(
      pictures,
      { augmentation: { elastic: 2 } },
      'contrastive: expected options.augmentation.elastic to be a number in [0, 1], received 2 (number).',
    );
  });
});
