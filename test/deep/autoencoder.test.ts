import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { kMeans } from '../../lib/src/cluster/k-means.js';
import { applyNetwork } from '../../lib/src/deep/apply-network.js';
import { autoencoder, type AutoencoderResult } from '../../lib/src/deep/autoencoder.js';
import { decodeImages } from '../../lib/src/deep/decode-images.js';
import { loadNetwork } from '../../lib/src/deep/load-network.js';
import { reconstructionLoss } from '../../lib/src/deep/reconstruction-loss.js';
import { saveNetwork } from '../../lib/src/deep/save-network.js';
import { TrainingError } from '../../lib/src/deep/training-error.js';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { native } from '../../lib/src/tensorflow/native.js';
import { fromFloat32, liveTensors, toFloat32, withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { forbidMathRandom } from '../support/forbid-math-random.js';
import { scratchFolder } from '../support/scratch.js';
import { tinyPictures } from '../support/tiny-pictures.js';

forbidMathRandom();

const pictures = tinyPictures(48);
const options = { nComponents: 4, nEpochs: 30, batchSize: 16, learningRate: 5e-3, randomState: 3 };

describe('the loss of a reconstruction', () => {
  test('by hand: mean square over the pixels of the picture; what is drawn outside is free', () => {
    withScope((scope) => {
      // A picture of one row and two columns, drawn on 2 x 3 pixels.
      const outputs = fromFloat32(scope, Float32Array.of(1, 4, 9, 9, 9, 9), [1, 2, 3, 1]);
      const { loss, gradient } = reconstructionLoss(Float32Array.of(0, 2), [1, 2, 1])(scope, outputs);
      assertClose(toFloat32(loss)[0]!, (1 + 4) / 2);
      assertClose(toFloat32(gradient), Float32Array.of(1, 2, 0, 0, 0, 0));
      assert.deepEqual(gradient.shape, [1, 2, 3, 1]);
    });
  });
});

describe('autoencoder', () => {
  let model: AutoencoderResult;
  before(async () => {
    model = await autoencoder(pictures, options);
  });

  test('its codes are those of the encoder, and tell the kinds of pictures apart', async () => {
    assert.equal(model.codes.nRows, 48);
    assert.equal(model.codes.nColumns, 4);
    const again = await applyNetwork(model.encoder, pictures);
    assertClose(model.codes.data, again.data, { rtol: 1e-5, atol: 1e-5 });
    const { labels } = await kMeans(model.codes, { nClusters: 4 });
    assert.equal(clusteringAccuracy(pictures.kinds, labels), 1);
  });

  test('pictures drawn from codes have the error that was reported, less than the mean picture has', async () => {
    const drawn = await decodeImages(model, model.codes);
    assert.deepEqual([drawn.nRows, drawn.width, drawn.height, drawn.channels], [48, 8, 8, 1]);
    const pixels = Float64Array.from(pictures.data, (value) => value / 255);
    const error = (guess: (at: number) => number): number =>
      pixels.reduce((sum, value, at) => sum + (value - guess(at)) ** 2, 0) / pixels.length;
    const means = Float64Array.from({ length: 64 }, (_, pixel) =>
      pixels.reduce((sum, value, at) => sum + (at % 64 === pixel ? value / 48 : 0), 0),
    );
    const reached = error((at) => drawn.data[at]!);
    assert.ok(reached < 0.2 * error((at) => means[at % 64]!), `error ${reached}`);
    // The last epoch was measured while it was learned, at a step size near 0.
    assertClose(model.history.at(-1)!.loss, reached, { rtol: 0.05 });
  });

  test('saved and loaded, both halves do the same', async () => {
    const folder = scratchFolder('autoencoder');
    const paths = { encoder: join(folder, 'encoder'), decoder: join(folder, 'decoder') };
    await saveNetwork(model.encoder, paths.encoder);
    await saveNetwork(model.decoder, paths.decoder);
    const encoder = await loadNetwork(paths.encoder);
    const decoder = await loadNetwork(paths.decoder);
    const codes = await applyNetwork(encoder, pictures);
    assert.deepEqual(
      (await decodeImages({ encoder, decoder }, codes)).data,
      (await decodeImages(model, codes)).data,
    );
  });

  test('history has one entry an epoch; the loss falls', () => {
    assert.equal(model.history.length, options.nEpochs);
    assert.ok(model.history.every(({ seconds }) => seconds > 0));
    assert.ok(model.history.at(-1)!.loss < 0.3 * model.history[0]!.loss);
  });

  test('same seed, same codes; another seed, other codes', async () => {
    const short = { ...options, nEpochs: 3 };
    const first = await autoencoder(pictures, short);
    const second = await autoencoder(pictures, short);
    assertClose(first.codes.data, second.codes.data, { rtol: 1e-3, atol: 1e-3 });
    const other = await autoencoder(pictures, { ...short, randomState: 4 });
    assert.ok(other.codes.data.some((code, at) => Math.abs(code - first.codes.data[at]!) > 1e-2));
  });

  test('pictures of any shape: sides that are no multiples of 8, several channels', async () => {
    const [height, width, channels] = [9, 5, 3];
    const data = randomState(0).randomSampleArray(6 * height * width * channels);
    const images = { data, nRows: 6, nColumns: height * width * channels };
    const colored = await autoencoder(images, { shape: [height, width], channels, nEpochs: 1 });
    const drawn = await decodeImages(colored, colored.codes);
    assert.deepEqual(
      [drawn.nRows, drawn.nColumns, drawn.height, drawn.width, drawn.channels],
      [6, 135, 9, 5, 3],
    );
  });

  test('one picture, black pictures, the same picture many times', async () => {
    for (const data of [new Uint8Array(64), new Uint8Array(5 * 64), new Uint8Array(5 * 64).fill(255)]) {
      const { codes } = await autoencoder({ data, nRows: data.length / 64, nColumns: 64 }, { nEpochs: 2 });
      assert.ok(codes.data.every(Number.isFinite));
      // Equal pictures have equal codes.
      for (let i = 0; i < codes.data.length; i++)
        assertClose(codes.data[i]!, codes.data[i % 10]!, { rtol: 1e-5 });
    }
  });

  test('stopped in mid-epoch, it leaves nothing behind', async () => {
    const counts = (): readonly number[] => [liveTensors(), native().tf.memory().numTensors];
    const before = counts();
    const controller = new AbortController();
    const stages: string[] = [];
    const stopped = autoencoder(tinyPictures(600), {
      nEpochs: 100,
      batchSize: 10,
      signal: controller.signal,
      onProgress: ({ stage, done, total, note }) => {
        stages.push(`${stage} ${note}`);
        // Before the first step is over there is no loss to report.
        if (done > 0 && done < total) controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(stopped, { message: 'enough' });
    assert.match(stages.at(-1)!, /^epoch \d+ of 100 loss \d\.\d{4}/);
    assert.deepEqual(counts(), before);
  });

  test('a loss that is no number names the epoch and keeps the last good weights', async () => {
    const run = autoencoder(pictures, { nEpochs: 4, batchSize: 16, learningRate: 1e18 });
    await assert.rejects(run, (error) => {
      assert.ok(error instanceof TrainingError);
      assert.match(error.message, /^autoencoder: .* in epoch \d/);
      assert.ok(error.network.weights.every((values) => values.every(Number.isFinite)));
      return true;
    });
  });

  test('refuses what cannot be', async () => {
    const refused = (given: object, message: string): Promise<void> =>
      assert.rejects(autoencoder(pictures, given), { name: 'ArgumentError', message });
    await refused(
      { nComponents: 0 },
      'autoencoder: expected options.nComponents to be an integer in [1, 4096], received 0 (number).',
    );
    await refused(
      { nEpochs: 1.5 },
      'autoencoder: expected options.nEpochs to be an integer of at least 1, received 1.5 (number).',
    );
    await refused(
      { learningRate: 0 },
      'autoencoder: expected options.learningRate to be a finite number above 0, received 0 (number).',
    );
    await assert.rejects(decodeImages(model, [[1, 2]]), {
      name: 'ArgumentError',
      message:
        'decodeImages: expected codes.nColumns to be 4, the components of the model, received 2 (number).',
    });
  });
});
