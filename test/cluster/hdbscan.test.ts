import assert from 'node:assert/strict';
import { test } from 'node:test';

import { densityClusters } from '../../lib/src/cluster/density-clusters.js';
import { hdbscan, type HdbscanOptions } from '../../lib/src/cluster/hdbscan.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Fit {
  readonly data: readonly [seed: number, nRows: number, nColumns: number, nCenters: number, spread: number];
  readonly options: Readonly<Record<string, unknown>>;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly persistence: number[];
  readonly outlier_scores: number[];
}

const { fits } = readReference<{ readonly fits: readonly Fit[] }>('hdbscan');

/** Python's names to ours: min_samples, minSamples. */
function inCamelCase(options: Fit['options']): HdbscanOptions {
  const rename = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [rename(name), value]));
}

for (const fit of fits) {
  test(`equals scikit-learn and the hdbscan package: ${JSON.stringify(fit.data)} ${JSON.stringify(fit.options)}`, async () => {
    const result = await hdbscan(blobs(...fit.data), inCamelCase(fit.options));
    assert.deepEqual([...result.labels], fit.labels);
    assertClose(result.probabilities, fit.probabilities);
    // The package sums the stability of parts in single precision.
    assertClose(result.persistence, fit.persistence, { rtol: 1e-7 });
    assertClose(result.outlierScores, fit.outlier_scores, { rtol: 1e-10, atol: 1e-12 });
    assert.equal(result.nNoise, fit.labels.filter((label) => label === -1).length);
    assert.deepEqual(
      [...result.counts],
      Array.from(result.counts, (_, k) => fit.labels.filter((label) => label === k).length),
    );
  });
}

test('two groups and a stray, by hand', async () => {
  const { labels, nNoise, probabilities } = await hdbscan([[0], [1], [2], [20], [21], [22], [90]], {
    minClusterSize: 3,
    minSamples: 2,
  });
  assert.deepEqual([...labels], [0, 0, 0, 1, 1, 1, -1]);
  assert.equal(nNoise, 1);
  assertClose(probabilities, [1, 1, 1, 1, 1, 1, 0]);
});

test('duplicates: infinitely dense groups are clusters', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => (i < 10 ? [0, 0] : [5, 5]));
  const { labels, probabilities } = await hdbscan(rows, { minClusterSize: 5 });
  assert.deepEqual(
    [...labels],
    rows.map(([x]) => labels[x === 0 ? 0 : 19]!),
  );
  assert.notEqual(labels[0], labels[19]);
  assertClose(probabilities, new Float64Array(20).fill(1));
});

test('beside duplicates a point is an outlier, not NaN', async () => {
  const rows = [...Array.from({ length: 8 }, () => [0, 0]), [1, 0], [0, 1], [50, 50], [51, 50], [50, 51]];
  const { labels, outlierScores, probabilities } = await hdbscan(rows, { minClusterSize: 3, minSamples: 2 });
  assert.deepEqual([...labels], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
  // The densest points have density infinity: next to it any other is nothing.
  assert.deepEqual([...outlierScores], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0]);
  assert.deepEqual([...probabilities], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1]);
});

test('clusters within clusters, thousands deep', () => {
  // At density i + 1, cluster i falls into a pair of points, which parts a moment later, and cluster i + 1.
  const depth = 30_000;
  const n = 2 * depth + 2;
  const rows = Array.from({ length: depth }, (_, i) => {
    const [parent, pair, rest] = [n + 2 * i, n + 2 * i + 1, n + 2 * i + 2];
    return [
      [parent, pair, i + 1, 2],
      [parent, rest, i + 1, n - 2 * i - 2],
      [pair, 2 * i, i + 1.1, 1],
      [pair, 2 * i + 1, i + 1.1, 1],
    ];
  }).flat();
  rows.push([n + 2 * depth, n - 2, depth + 1, 1], [n + 2 * depth, n - 1, depth + 1, 1]);
  const tree = {
    parent: Int32Array.from(rows, (row) => row[0]!),
    child: Int32Array.from(rows, (row) => row[1]!),
    lambda: Float64Array.from(rows, (row) => row[2]!),
    size: Int32Array.from(rows, (row) => row[3]!),
  };
  const all = { allowSingleCluster: false, maxClusterSize: Infinity };
  const firstPairAlone = [0, 0, ...new Array<number>(n - 2).fill(1)];
  const stable = { ...all, clusterSelectionMethod: 'eom', clusterSelectionEpsilon: 0 } as const;
  assert.deepEqual([...densityClusters(tree, stable).labels], firstPairAlone);
  const coarse = { ...all, clusterSelectionMethod: 'leaf', clusterSelectionEpsilon: 2 } as const;
  assert.deepEqual([...densityClusters(tree, coarse).labels], firstPairAlone);
});

test('no cluster: every row is noise, with a warning', async () => {
  const { labels, warnings } = await hdbscan([[0], [1], [2], [3]], { minClusterSize: 4 });
  assert.deepEqual([...labels], [-1, -1, -1, -1]);
  assert.deepEqual(warnings, ['hdbscan: no cluster stands out, every row is noise']);
});

test('refuses what it cannot do, stops on a signal, keeps no tensor', async () => {
  const before = liveTensors();
  const rows = [[0], [1], [2]];
  await assert.rejects(hdbscan([[1]]), /hdbscan: expected data to be at least 2 rows, received 1/);
  await assert.rejects(
    hdbscan(rows),
    /options.minClusterSize to be an integer in \[2, 3\] \(rows of data\), received 5/,
  );
  await assert.rejects(
    hdbscan(rows, { minClusterSize: 2, minSamples: 4 }),
    /options.minSamples to be an integer in \[1, 3\]/,
  );
  await assert.rejects(hdbscan(rows, { minClusterSize: 2, alpha: 0 }), /options.alpha/);
  await assert.rejects(
    hdbscan(rows, { minClusterSize: 2, clusterSelectionEpsilon: -1 }),
    /options.clusterSelectionEpsilon/,
  );
  await assert.rejects(
    hdbscan(rows, { minClusterSize: 2, clusterSelectionMethod: 'best' as 'eom' }),
    /one of 'eom', 'leaf'/,
  );
  await assert.rejects(
    hdbscan(rows, { minClusterSize: 2, metric: 'cosine' } as HdbscanOptions),
    /options.metric to be one of the known options/,
  );
  await assert.rejects(
    hdbscan([[0], [1e200], [2e200], [1]], { minClusterSize: 2 }),
    /hdbscan: row \d, column 0 of data holds 1e\+200; values beyond 1e\+140 overflow when squared/,
  );
  await assert.rejects(hdbscan([[0], [NaN], [1]], { minClusterSize: 2 }), /row 1, column 0 of data is NaN/);
  await assert.rejects(hdbscan(rows, { minClusterSize: 2, signal: AbortSignal.abort() }), {
    name: 'AbortError',
  });
  assert.equal(liveTensors(), before);
});
