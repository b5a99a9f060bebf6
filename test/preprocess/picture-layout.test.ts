/** Width, height, channels and file names go through every function that makes images of images; none guesses them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { augmentImages } from '../../lib/src/deep/augment-images.js';
import { autoencoder } from '../../lib/src/deep/autoencoder.js';
import { decodeImages } from '../../lib/src/deep/decode-images.js';
import type { NumericMatrix } from '../../lib/src/matrix/matrix.js';
import { clusterImages } from '../../lib/src/pipeline/cluster-images.js';
import { meanImages } from '../../lib/src/pipeline/mean-images.js';
import { recluster } from '../../lib/src/pipeline/recluster.js';
import { imageSheet } from '../../lib/src/plot/image-sheet.js';
import { cleanImages } from '../../lib/src/preprocess/clean-images.js';
import { hog } from '../../lib/src/preprocess/hog.js';
import { hogWindows } from '../../lib/src/preprocess/hog-windows.js';
import { normalizeImages } from '../../lib/src/preprocess/normalize-images.js';
import { rescaleImages } from '../../lib/src/preprocess/rescale-images.js';
import { standardize } from '../../lib/src/preprocess/standardize.js';
import { randomState } from '../../lib/src/random/random-state.js';

interface Set extends NumericMatrix {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly files: readonly string[];
}

const random = randomState(3);
const imageSet = (width: number, height: number, channels: 1 | 3): Set => {
  const nColumns = width * height * channels;
  const data = Uint8Array.from({ length: 12 * nColumns }, () => random.randint(0, 256));
  return {
    data,
    nRows: 12,
    nColumns,
    width,
    height,
    channels,
    files: Array.from({ length: 12 }, (_, i) => `${i}.png`),
  };
};

for (const images of [imageSet(8, 6, 3), imageSet(64, 16, 1), imageSet(16, 64, 1), imageSet(12, 12, 3)]) {
  const { width, height, channels, files } = images;
  const layout = { width, height, channels };
  const assertLayout = (made: object, names: readonly string[] = files): void =>
    assert.deepEqual(
      Object.fromEntries(Object.entries(made).filter(([name]) => name in layout || name === 'files')),
      { ...layout, files: names },
    );

  test(`${width} x ${height} x ${channels} through every function`, async () => {
    const rescaled = await rescaleImages(images);
    assertLayout(rescaled);
    assertLayout(await rescaleImages(rescaled));
    assertLayout(await standardize(images));
    assertLayout(await cleanImages(rescaled));
    assertLayout(await cleanImages(await cleanImages(images), { maxValue: 1 }));
    const normalized = await normalizeImages(rescaled, { size: 16 });
    assert.deepEqual([normalized.width, normalized.height, normalized.channels], [16, 16, channels]);
    assert.deepEqual(normalized.files, files);
    if (Math.min(width, height) >= 8) assertLayout(await augmentImages(rescaled));
    await imageSheet(rescaled);

    // The features of a stretched set are those of the same numbers whose shape is given.
    const cells = { pixelsPerCell: [2, 2], cellsPerBlock: [1, 1] } as const;
    const { data, nRows, nColumns } = rescaled;
    const given = { shape: [height, width] as const, channels };
    assert.deepEqual(
      await hog(rescaled, cells),
      await hog({ data, nRows, nColumns }, { ...cells, ...given }),
    );
    assert.equal((await hog(rescaled, cells)).nColumns, (width / 2) * (height / 2) * 9);
    const windows = { pixelsPerWindow: [4, 4], stride: [2, 2] } as const;
    assert.deepEqual(
      await hogWindows(rescaled, windows),
      await hogWindows({ data, nRows, nColumns }, { ...windows, ...given }),
    );

    const clustering = await clusterImages(images, { embedding: 'none', features: 'raw', maxClust: 4 });
    assertLayout(clustering.images);
    assertLayout((await recluster(clustering, { minClust: 2 })).images);
    assertLayout(await meanImages(clustering), []);
    clustering.representatives.rows.forEach((row, i) =>
      assert.equal(clustering.representatives.files[i], files[row]),
    );
  });

  test(`a bare matrix of ${width} x ${height} x ${channels}: the shape is asked for, not guessed`, async () => {
    const { data, nRows, nColumns } = images;
    const bare = { data, nRows, nColumns };
    for (const [fn, run] of [
      ['hog', hog],
      ['hogWindows', hogWindows],
      ['cleanImages', cleanImages],
      ['normalizeImages', normalizeImages],
      ['augmentImages', augmentImages],
    ] as const) {
      const message = new RegExp(`^${fn}: expected options.shape to be given, since`);
      await assert.rejects(run(bare, { channels: 3 }), { name: 'ArgumentError', message });
      if (!Number.isInteger(Math.sqrt(nColumns)))
        await assert.rejects(run(bare, {}), { name: 'ArgumentError', message });
    }
  });
}

test('what an autoencoder draws has the shape of what it was trained on', async () => {
  const images = imageSet(16, 8, 3);
  const model = await autoencoder(images, { nComponents: 2, nEpochs: 1 });
  const { width, height, channels, nColumns } = await decodeImages(model, model.codes);
  assert.deepEqual([width, height, channels, nColumns], [16, 8, 3, 384]);
});

test('channels follow from width and height; half a layout is none', async () => {
  const { data, nRows, nColumns, width, height } = imageSet(8, 6, 3);
  const sized = { data, nRows, nColumns, width, height };
  assert.equal((await cleanImages(sized)).channels, 3);
  const half = { data, nRows, nColumns, width };
  await assert.rejects(cleanImages(half), /options.shape to be given/);
  const wrong = { ...sized, width: 7 };
  await assert.rejects(cleanImages(wrong), /height \* width \* 1 = 144/);
  const square = await cleanImages({ data: data.slice(0, 48), nRows: 3, nColumns: 16 });
  assert.deepEqual([square.width, square.height, square.channels], [4, 4, 1]);
});
