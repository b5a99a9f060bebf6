/** Gap, prediction strength and stability against their definitions, written out in NumPy around scikit-learn's k-means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { clusterStability } from '../../lib/src/select/cluster-stability.js';
import { gapStatistic } from '../../lib/src/select/gap-statistic.js';
import { predictionStrength } from '../../lib/src/select/prediction-strength.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface GoldenGap {
  readonly gaps: number[];
  readonly errors: number[];
  readonly logInertia: number[];
  readonly best: number;
}

interface Golden {
  readonly cases: readonly {
    readonly blobs: [number, number, number, number, number];
    readonly nClusters: number[];
    readonly randomState: number;
    readonly ranges: GoldenGap;
    readonly principalAxes: GoldenGap;
    readonly predictionStrength: { strengths: number[][]; means: number[]; errors: number[] };
    readonly stability: { similarities: number[]; mean: number; error: number }[];
  }[];
}

for (const golden of readReference<Golden>('selection').cases) {
  const { nClusters, randomState } = golden;
  const x = blobs(...golden.blobs);
  describe(`blobs(${golden.blobs.join(', ')})`, () => {
    for (const [reference, expected] of [
      ['ranges', golden.ranges],
      ['principal-axes', golden.principalAxes],
    ] as const) {
      test(`gap statistic, reference ${reference}`, async () => {
        const { rows, best } = await gapStatistic(x, {
          nClusters,
          randomState,
          nRefs: 4,
          nInitRefs: 3,
          reference,
        });
        const column = (name: 'score' | 'standardError' | 'logInertia'): number[] =>
          rows.map((row) => row[name]);
        assertClose(column('logInertia'), expected.logInertia, { rtol: 1e-10 });
        assertClose(column('score'), expected.gaps, { rtol: 1e-8 });
        assertClose(column('standardError'), expected.errors, { rtol: 1e-8 });
        assert.equal(best.nClusters, expected.best);
      });
    }

    test('prediction strength', async () => {
      const { rows } = await predictionStrength(x, { nClusters, randomState, nRepeats: 4 });
      const expected = golden.predictionStrength;
      rows.forEach((row, i) => assertClose(row.strengths, expected.strengths[i]!));
      assertClose(
        rows.map((row) => row.score),
        expected.means,
      );
      assertClose(
        rows.map((row) => row.standardError),
        expected.errors,
        { rtol: 1e-9, atol: 1e-15 },
      );
    });

    test('stability', async () => {
      const ks = nClusters.filter((k) => k > 1);
      const options = { nClusters: ks, randomState, nSubsamples: 4, subsampleSize: 0.7 };
      const { rows } = await clusterStability(x, options);
      rows.forEach((row) => {
        const expected = golden.stability[nClusters.indexOf(row.nClusters)]!;
        assertClose(row.similarities, expected.similarities);
        assertClose(row.score, expected.mean);
        assertClose(row.standardError, expected.error, { rtol: 1e-9, atol: 1e-15 });
      });
    });
  });
}
