import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adjustedMutualInfoScore } from '../../lib/src/metrics/adjusted-mutual-info-score.js';
import { adjustedRandScore } from '../../lib/src/metrics/adjusted-rand-score.js';
import { calinskiHarabaszScore } from '../../lib/src/metrics/calinski-harabasz-score.js';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { daviesBouldinScore } from '../../lib/src/metrics/davies-bouldin-score.js';
import type { LabelsLike } from '../../lib/src/metrics/labels.js';
import { normalizedMutualInfoScore } from '../../lib/src/metrics/normalized-mutual-info-score.js';
import { silhouetteScore } from '../../lib/src/metrics/silhouette-score.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';
import { blobs } from '../support/golden.js';

/** Scores that compare two labelings. */
const external: Record<string, (truth: LabelsLike, labels: LabelsLike) => number> = {
  adjustedRandScore,
  normalizedMutualInfoScore,
  adjustedMutualInfoScore,
  clusteringAccuracy,
};

/** Scores that judge a labeling by the data. */
const internal: Record<string, (data: number[][], labels: LabelsLike) => number | Promise<number>> = {
  silhouetteScore,
  daviesBouldinScore,
  calinskiHarabaszScore,
};

const random = randomState(77);
const a = random.randintArray(0, 4, 60);
const b = a.map((label) => (random.randomSample() < 0.7 ? label : random.randint(0, 4)));

const renamings: readonly (readonly [string, (label: number) => number | string])[] = [
  ['shifted, negative', (label) => label - 10],
  ['reversed', (label) => 3 - label],
  ['fractions', (label) => label / 3],
  ['strings', (label) => ['丁', 'z', 'a', 'Ω'][label]!],
];
const rename = (labels: Int32Array, name: (label: number) => number | string): LabelsLike =>
  Array.from(labels, name) as number[] | string[];

describe('every score of two labelings', () => {
  for (const [name, score] of Object.entries(external)) {
    test(`${name} is symmetric, at most 1, and 1 for equal groupings`, () => {
      assertClose(score(a, b), score(b, a), { rtol: 1e-13 });
      assert.ok(score(a, b) < 1);
      assertClose(score(a, a), 1);
      assertClose(
        score(
          a,
          rename(a, (label) => (label + 1) % 4),
        ),
        1,
      );
    });

    for (const [how, to] of renamings) {
      test(`${name} does not depend on names: ${how}`, () => {
        assertClose(score(rename(a, to), b), score(a, b), { rtol: 1e-12 });
        assertClose(score(a, rename(b, to)), score(a, b), { rtol: 1e-12 });
      });
    }

    test(`${name} takes typed and plain arrays, and does not depend on the order of samples`, () => {
      assert.equal(score([...a], Float64Array.from(b)), score(a, b));
      const order = randomState(1).permutation(60);
      assertClose(
        score(
          order.map((i) => a[i]!),
          order.map((i) => b[i]!),
        ),
        score(a, b),
        { rtol: 1e-12 },
      );
    });

    test(`${name} refuses what is no pair of labelings`, () => {
      assert.throws(
        () => score([1, 2], [1]),
        new RegExp(`^ArgumentError: ${name}: expected labels to be 2 labels, as many as truth`),
      );
      assert.throws(
        () => score([], []),
        new RegExp(`${name}: expected truth to be an array of at least one label`),
      );
      assert.throws(() => score([1, NaN], [1, 2]), /label 1 of truth is NaN/);
      assert.throws(() => score([1, 2], [1, Infinity]), /label 1 of labels is Infinity/);
      assert.throws(
        () => score([1, 2], [1, undefined] as unknown as number[]),
        /label 1 of labels is undefined/,
      );
      assert.throws(() => score('ab' as unknown as number[], [1, 2]), /expected truth to be an array/);
    });
  }
});

describe('every score of a labeling and its data', () => {
  const { data, nColumns } = blobs(5, 60, 3, 4, 0.9);
  const rows = Array.from({ length: 60 }, (_, i) => [...data.subarray(i * nColumns, (i + 1) * nColumns)]);

  for (const [name, score] of Object.entries(internal)) {
    test(`${name} is a finite number and leaves the data as it was`, async () => {
      const before = structuredClone(rows);
      assert.ok(Number.isFinite(await score(rows, a)));
      assert.deepEqual(rows, before);
    });

    for (const [how, to] of renamings) {
      test(`${name} does not depend on names: ${how}`, async () => {
        assertClose(await score(rows, rename(a, to)), await score(rows, a), { rtol: 1e-12 });
      });
    }

    test(`${name} does not depend on the order of rows, on position or on scale`, async () => {
      const order = [...randomState(2).permutation(60)];
      const expected = await score(rows, a);
      assertClose(
        await score(
          order.map((i) => rows[i]!),
          order.map((i) => a[i]!),
        ),
        expected,
        { rtol: 1e-11 },
      );
      assertClose(
        await score(
          rows.map((row) => row.map((value) => 3 * value - 7)),
          a,
        ),
        expected,
        { rtol: 1e-9 },
      );
    });

    test(`${name} refuses one cluster, one per row, other lengths and NaN`, async () => {
      const call = async (data: number[][], labels: LabelsLike): Promise<number> => score(data, labels);
      await assert.rejects(
        call(rows, new Int32Array(60)),
        new RegExp(`${name}: expected labels to be labels of 2 to 59 clusters`),
      );
      await assert.rejects(
        call(
          rows,
          Int32Array.from(rows, (_, i) => i),
        ),
        /labels of 2 to 59 clusters/,
      );
      await assert.rejects(call(rows, a.slice(1)), /one label for each of the 60 rows/);
      await assert.rejects(
        call([[1], [NaN], [2]], [0, 0, 1]),
        new RegExp(`${name}: row 1, column 0 of data is NaN`),
      );
      await assert.rejects(call([[1], [2, 3], [2]], [0, 0, 1]), /row 1 of data has 2 values, row 0 has 1/);
      await assert.rejects(call([], []), /at least one row/);
    });
  }
});
