import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  spectralClustering,
  type SpectralClusteringOptions,
} from '../../lib/src/cluster/spectral-clustering.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { adjustedRandScore } from '../../lib/src/metrics/adjusted-rand-score.js';
import { nearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference, uniform } from '../support/golden.js';

interface Fit {
  readonly name: 'moons' | 'rings' | 'blobs';
  readonly data: number[];
  readonly options: {
    readonly n_clusters: number;
    readonly n_neighbors?: number;
    readonly n_components?: number;
  };
  readonly labels: number[];
  readonly eigenvalues: number[];
  readonly n_connected_components: number;
}

const { fits } = readReference<{ readonly fits: readonly Fit[] }>('spectral');

/** The shapes of generate_spectral.py. */
const shapes = {
  moons(nRows: number, spread: number): Matrix {
    const noise = uniform(41, nRows, 3).data;
    return plane(nRows, (i) => {
      const angle = Math.PI * noise[3 * i]!;
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      const [dx, dy] = [spread * (noise[3 * i + 1]! - 0.5), spread * (noise[3 * i + 2]! - 0.5)];
      return i % 2 === 0 ? [x + dx, y + dy] : [1 - x + dx, 0.5 - y + dy];
    });
  },
  rings(nRows: number): Matrix {
    const noise = uniform(42, nRows, 2).data;
    return plane(nRows, (i) => {
      const angle = 2 * Math.PI * noise[2 * i]!;
      const radius = 1 + (i % 3) + 0.2 * (noise[2 * i + 1]! - 0.5);
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  },
  blobs,
};

function plane(nRows: number, point: (row: number) => readonly [number, number]): Matrix {
  return {
    data: Float64Array.from(Array.from({ length: nRows }, (_, i) => point(i)).flat()),
    nRows,
    nColumns: 2,
  };
}

function dataOf({ name, data }: Fit): Matrix {
  return (shapes[name] as (...parameters: number[]) => Matrix)(...data);
}

for (const fit of fits) {
  const { n_clusters: nClusters, n_neighbors: nNeighbors, n_components: nEigenvectors } = fit.options;
  test(`the partition of scikit-learn: ${fit.name} ${JSON.stringify(fit.data)} ${JSON.stringify(fit.options)}`, async () => {
    const options: SpectralClusteringOptions = {
      nClusters,
      ...(nNeighbors === undefined ? {} : { nNeighbors }),
      ...(nEigenvectors === undefined ? {} : { nEigenvectors }),
    };
    const result = await spectralClustering(dataOf(fit), options);
    assert.equal(adjustedRandScore(fit.labels, result.labels), 1);
    assertClose(result.eigenvalues, fit.eigenvalues, { rtol: 1e-8, atol: 1e-10 });
    assert.equal(result.nConnectedComponents, fit.n_connected_components);
    assert.equal(result.embedding.nColumns, nEigenvectors ?? nClusters);
    assert.equal(result.warnings.length, fit.n_connected_components > 1 ? 1 : 0);
  });
}

test('three rings in three pieces: one cluster each', async () => {
  const { labels, counts, warnings, eigenvalues } = await spectralClustering(shapes.rings(900), {
    nClusters: 3,
  });
  assert.equal(
    adjustedRandScore(
      labels,
      Array.from(labels, (_, i) => i % 3),
    ),
    1,
  );
  assert.deepEqual([...counts], [300, 300, 300]);
  assert.deepEqual([...eigenvalues], [0, 0, 0]);
  assert.deepEqual(warnings, ['the graph of neighbours falls into 3 pieces of 300, 300, 300 rows']);
});

test('more pieces than eigenvectors: the smallest come out as one, with a warning', async () => {
  const rows = [0, 1, 2, 3, 4, 50, 51, 52, 53, 100, 101, 102, 200, 201].map((x) => [x]);
  const { labels, warnings, nConnectedComponents } = await spectralClustering(rows, {
    nClusters: 3,
    nNeighbors: 2,
    nEigenvectors: 2,
  });
  assert.equal(nConnectedComponents, 4);
  assert.equal(adjustedRandScore(labels, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]), 1);
  assert.deepEqual(warnings, [
    'the graph of neighbours falls into 4 pieces of 5, 4, 3, 2 rows; nEigenvectors = 2 cannot tell the last 2 apart',
  ]);
});

test('from a graph of neighbours, with or without the rows themselves, as from the rows', async () => {
  const x = blobs(51, 240, 2, 4, 0.5);
  const expected = await spectralClustering(x, { nClusters: 4 });
  const others = await nearestNeighbors(x, { nNeighbors: 9 });
  assert.deepEqual(await spectralClustering(others, { nClusters: 4 }), expected);
  const all = await nearestNeighbors(x, { nNeighbors: 10, includeSelf: true });
  assert.deepEqual(await spectralClustering(all, { nClusters: 4 }), expected);
});

test('duplicates only, with more clusters than distinct rows too, and two rows', async () => {
  const equal = await spectralClustering(new Array<number[]>(12).fill([1, 2]), { nClusters: 1 });
  assert.deepEqual([...equal.labels], new Array(12).fill(0));
  const three = await spectralClustering(new Array<number[]>(12).fill([1, 2]), { nClusters: 3 });
  assert.deepEqual([...three.labels], new Array(12).fill(0));
  assert.deepEqual([...three.counts], [12, 0, 0]);
  assert.deepEqual(three.warnings, ['only 1 of 12 rows are distinct: 1 clusters instead of 3']);
  const two = await spectralClustering([[0], [5]], { nClusters: 2 });
  assert.notEqual(two.labels[0], two.labels[1]);
});

test('copies of a row share its label, and leave the other labels as they are', async () => {
  const x = blobs(51, 240, 2, 4, 0.5);
  const { labels, embedding } = await spectralClustering(x, { nClusters: 4 });
  const rows = Array.from({ length: 240 }, (_, i) => x.data.slice(2 * i, 2 * i + 2));
  const copies = [...rows, ...new Array<Float64Array>(100).fill(rows[5]!)];
  const found = await spectralClustering(copies, { nClusters: 4 });
  assert.deepEqual(found.labels, Int32Array.of(...labels, ...new Array<number>(100).fill(labels[5]!)));
  assert.deepEqual(found.embedding.data.slice(0, embedding.data.length), embedding.data);
  assert.equal(
    found.counts.reduce((sum, count) => sum + count),
    340,
  );
  const graph = await nearestNeighbors(copies, { nNeighbors: 9 });
  const given = await spectralClustering(graph, { nClusters: 4 });
  assert.equal(new Set([given.labels[5], ...given.labels.subarray(240)]).size, 1);
});

test('refuses what it cannot do, stops on a signal, keeps no tensor, is the same again', async () => {
  const x = blobs(54, 700, 3, 5, 0.7);
  const before = liveTensors();
  const again = await spectralClustering(x, { nClusters: 5, randomState: 3 });
  assert.deepEqual(await spectralClustering(x, { nClusters: 5, randomState: 3 }), again);
  const rows = [[0], [1], [3]];
  await assert.rejects(spectralClustering(rows, { nClusters: 4 }), /nClusters to be an integer in \[1, 3\]/);
  await assert.rejects(
    spectralClustering(rows, { nClusters: 1, nNeighbors: 1 }),
    /nNeighbors to be an integer in \[2, 3\]/,
  );
  await assert.rejects(spectralClustering(rows, { nClusters: 1, nEigenvectors: 4 }), /options.nEigenvectors/);
  await assert.rejects(spectralClustering(rows, { nClusters: 1, nInit: 0 }), /options.nInit/);
  await assert.rejects(spectralClustering([[0]], { nClusters: 1 }), /data to be at least 2 rows/);
  const graph = await nearestNeighbors(rows, { nNeighbors: 1 });
  await assert.rejects(
    spectralClustering(graph, { nClusters: 1, nNeighbors: 2 }),
    /options.nNeighbors to be absent where a graph is given/,
  );
  const foreign = await nearestNeighbors(rows, { nNeighbors: 1, queries: [[3.1]] });
  await assert.rejects(
    spectralClustering(foreign, { nClusters: 1 }),
    /data to be at least 2 rows, received 1/,
  );
  const beyond = await nearestNeighbors(rows, { nNeighbors: 1, queries: [[3.1], [0]] });
  await assert.rejects(
    spectralClustering(beyond, { nClusters: 1 }),
    /neighbor 0 of row 0 is row 2, not one of the 2 rows/,
  );
  await assert.rejects(
    spectralClustering({ ...graph, indices: graph.indices.slice(1) }, { nClusters: 1 }),
    /data.indices to be of nRows \* nNeighbors = 3 entries/,
  );
  await assert.rejects(
    spectralClustering([[1e200], [0], [1]], { nClusters: 1 }),
    /^DataError: spectralClustering: row \d, column 0 of data holds 1e\+200; values beyond/,
  );
  const controller = new AbortController();
  const onProgress = ({ stage }: { readonly stage: string }): void => {
    if (stage === 'eigenvectors') controller.abort(new Error('enough'));
  };
  await assert.rejects(
    spectralClustering(x, { nClusters: 5, onProgress, signal: controller.signal }),
    /enough/,
  );
  assert.equal(liveTensors(), before);
});
