import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { trustworthiness } from '../../lib/src/metrics/trustworthiness.js';
import type { Progress } from '../../lib/src/progress.js';
import { nearestNeighbors, type NearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { projectUmap } from '../../lib/src/reduce/project-umap.js';
import { umap, umapSteps, type UmapResult } from '../../lib/src/reduce/umap.js';
import type { UmapOptions } from '../../lib/src/reduce/umap-options.js';
import { liveTensors } from '../../lib/src/tensorflow/tensor.js';
import { blobs, readReference } from '../support/golden.js';

const golden = readReference<{
  digits: { pixels: string[]; labels: number[] };
  layouts: {
    nComponents: number;
    minDist: number;
    seed: number;
    trustworthiness: number;
    knnAccuracy: number;
  }[];
  heldOut: { nHeldOut: number; accuracy: number };
}>('umap');

const { pixels, labels } = golden.digits;
const digits: Matrix = {
  data: Float64Array.from(pixels.join(''), (letter) => letter.charCodeAt(0) - 97),
  nRows: pixels.length,
  nColumns: 64,
};
const small = blobs(1, 120, 6, 4, 0.5);
const fast: UmapOptions = { nEpochs: 60 };

/** Share of rows whose k nearest others vote for their label, of equal votes the smallest label; as in generate_umap.py. */
async function knnAccuracy(points: Matrix, truth: readonly number[], k: number = 5): Promise<number> {
  const { indices } = await nearestNeighbors(points, { nNeighbors: k });
  let right = 0;
  for (let i = 0; i < points.nRows; i++) {
    const votes = new Array<number>(10).fill(0);
    for (const j of indices.subarray(i * k, (i + 1) * k)) votes[truth[j]!]!++;
    if (votes.indexOf(Math.max(...votes)) === truth[i]) right++;
  }
  return right / points.nRows;
}

const rowsOf = ({ data, nColumns }: Matrix, from: number, to: number): Matrix => ({
  data: data.slice(from * nColumns, to * nColumns),
  nRows: to - from,
  nColumns,
});

const median = (values: readonly number[]): number =>
  values.slice().sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe("digits: within 1 % of umap-learn's trustworthiness and k-nearest-neighbour accuracy", () => {
  for (const nComponents of [2, 10]) {
    test(`${nComponents} components, median of three seeds`, async () => {
      const theirs = golden.layouts.filter((layout) => layout.nComponents === nComponents);
      const trust: number[] = [];
      const accuracy: number[] = [];
      for (const { minDist, seed } of theirs) {
        const { embedding, warnings } = await umap(digits, { nComponents, minDist, randomState: seed });
        assert.deepEqual(warnings, []);
        trust.push(await trustworthiness(digits, embedding, { nNeighbors: 10 }));
        accuracy.push(await knnAccuracy(embedding, labels));
      }
      const [t, a] = [median(trust), median(accuracy)];
      const [theirT, theirA] = [
        median(theirs.map((layout) => layout.trustworthiness)),
        median(theirs.map((layout) => layout.knnAccuracy)),
      ];
      assert.ok(t > 0.99 * theirT, `trustworthiness ${trust}, umap-learn ${theirT}`);
      assert.ok(a > 0.99 * theirA, `accuracy ${accuracy}, umap-learn ${theirA}`);
    });
  }
});

test('held-out digits come to lie among their own kind; the model stays as it is', async () => {
  const { nHeldOut, accuracy } = golden.heldOut;
  const nTrain = digits.nRows - nHeldOut;
  const model = await umap(rowsOf(digits, 0, nTrain));
  const layout = model.embedding.data.slice();
  const held = rowsOf(digits, nTrain, digits.nRows);
  const placed = await projectUmap(model, held);
  assert.deepEqual([placed.nRows, placed.nColumns], [nHeldOut, 2]);
  const { indices } = await nearestNeighbors(model.embedding, { nNeighbors: 1, queries: placed });
  const right = indices.filter((j, i) => labels[j] === labels[nTrain + i]).length / nHeldOut;
  assert.ok(right > accuracy - 0.02, `${right}, umap-learn ${accuracy}`);
  assert.deepEqual(model.embedding.data, layout);
  const neighbors = await nearestNeighbors(rowsOf(digits, 0, nTrain), { nNeighbors: 15, queries: held });
  assert.deepEqual(await projectUmap(model, neighbors), placed);
});

test('without epochs, a known row is placed where it is, and any other at the mean of its neighbours', async () => {
  const model = await umap(small, { ...fast, nNeighbors: 3 });
  const { data } = await projectUmap(model, rowsOf(small, 5, 7), { nEpochs: 0 });
  assert.deepEqual(data, model.embedding.data.slice(10, 14));
  const query = { data: rowsOf(small, 5, 6).data.map((value) => value + 0.01), nRows: 1, nColumns: 6 };
  const placed = await projectUmap(model, query, { nEpochs: 0 });
  const { indices } = await nearestNeighbors(small, { nNeighbors: 3, queries: query });
  for (const c of [0, 1]) {
    const around = Array.from(indices, (j) => model.embedding.data[2 * j + c]!);
    assert.ok(placed.data[c]! > Math.min(...around) && placed.data[c]! < Math.max(...around));
  }
});

test('same seed, same bytes; another seed, another layout; input untouched; no tensor left', async () => {
  const before = liveTensors();
  const copy = small.data.slice();
  for (const init of ['spectral', 'random', 'pca'] as const) {
    const first = await umap(small, { ...fast, init, randomState: 3 });
    assert.deepEqual(await umap(small, { ...fast, init, randomState: 3 }), first);
    assert.notDeepEqual((await umap(small, { ...fast, init, randomState: 4 })).embedding, first.embedding);
    assert.ok(
      (await knnAccuracy(
        first.embedding,
        Array.from({ length: 120 }, (_, i) => i % 4),
      )) > 0.95,
      init,
    );
  }
  assert.deepEqual(small.data, copy);
  assert.equal(liveTensors(), before);
});

test('step by step is the whole run', async () => {
  const steps = umapSteps(small, fast);
  const epochs: number[] = [];
  let result: UmapResult | undefined;
  for (let next = await steps.next(); ; next = await steps.next()) {
    if (next.done === true) {
      result = next.value;
      break;
    }
    assert.equal(next.value.nEpochs, 60);
    assert.ok(next.value.embedding.data.every(Number.isFinite));
    epochs.push(next.value.epoch);
  }
  assert.deepEqual(epochs, [10, 20, 30, 40, 50]);
  assert.deepEqual(result, await umap(small, fast));
});

test('given neighbours do as well as the data', async () => {
  const graph = await nearestNeighbors(small, { nNeighbors: 14 });
  const { data, ...fromData } = await umap(small, fast);
  const { data: none, ...fromGraph } = await umap(graph, fast);
  assert.deepEqual(fromGraph, fromData);
  assert.equal(data?.data, small.data);
  assert.equal(none, undefined);
});

test('1, 3 and 100 components, a start of its own, no epochs', async () => {
  for (const nComponents of [1, 3, 100]) {
    const { embedding } = await umap(small, { ...fast, nComponents });
    assert.deepEqual([embedding.nRows, embedding.nColumns], [120, nComponents]);
    assert.ok((await trustworthiness(small, embedding)) > 0.85);
  }
  const init = [[0], [4], [1]];
  const { embedding } = await umap([[0], [1], [2]], { nNeighbors: 2, nComponents: 1, init, nEpochs: 0 });
  assert.deepEqual(embedding.data, Float64Array.of(0, 10, 2.5));
});

test('a graph in two parts: each is laid out, they stay apart, and the result says so', async () => {
  const group = blobs(41, 40, 3, 1, 0.5);
  const two = { data: new Float64Array(240), nRows: 80, nColumns: 3 };
  group.data.forEach((value, at) => {
    two.data[at] = value;
    two.data[120 + at] = value + 1e6;
  });
  const { embedding, warnings } = await umap(two, fast);
  assert.deepEqual(warnings, [
    'the neighbor graph falls into 2 parts without a connection: where they lie to one another in the embedding means nothing.',
  ]);
  const nearest = await nearestNeighbors(embedding, { nNeighbors: 3 });
  assert.equal(nearest.indices.filter((j, at) => j < 40 !== Math.floor(at / 3) < 40).length, 0);
});

test('more parts than there are places: a random start, and the result says so', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [1000 * Math.floor(i / 5) + (i % 5) ** 1.1]);
  const { embedding, warnings } = await umap(rows, { ...fast, nNeighbors: 4 });
  assert.deepEqual(warnings, [
    'the neighbor graph falls into 6 parts without a connection, too many to place apart in 2 dimensions: the start is random instead of spectral.',
  ]);
  const { indices } = await nearestNeighbors(embedding, { nNeighbors: 1 });
  const strays = indices.filter((j, i) => Math.floor(j / 5) !== Math.floor(i / 5)).length;
  assert.ok(strays <= 3, `${strays}`);
});

test('equal rows are laid out once: copies share a place, and change nothing for the others', async () => {
  const plain = await umap(small, fast);
  // Row 7 sixty times more, and row 3 once, in front.
  const order = [3, ...Array.from({ length: 120 }, (_, i) => i), ...new Array<number>(60).fill(7)];
  const rows = order.map((row) => rowsOf(small, row, row + 1).data);
  const { embedding, graph, laidOutRows } = await umap(rows, fast);
  assert.equal(graph.nRows, 120);
  assert.deepEqual(laidOutRows.slice(0, 6), Int32Array.of(0, 1, 2, 3, 5, 6));
  for (const row of [3, 7]) {
    const places = order.flatMap((known, i) => (known === row ? [rowsOf(embedding, i, i + 1).data] : []));
    places.forEach((place) => assert.deepEqual(place, places[0]));
  }
  const last = [...rows.slice(1, 121), ...rows.slice(121)];
  const end = await umap(last, fast);
  assert.deepEqual(rowsOf(end.embedding, 0, 120), plain.embedding);
  for await (const step of umapSteps(last, fast)) {
    assert.equal(step.embedding.nRows, 180);
    assert.deepEqual(rowsOf(step.embedding, 179, 180), rowsOf(step.embedding, 7, 8));
  }
  const start = {
    ...fast,
    nEpochs: 0,
    init: { data: new Float64Array(360).map((_, at) => at), nRows: 180, nColumns: 2 },
  };
  assert.deepEqual(
    (await umap(last, start)).embedding.data.slice(-2),
    (await umap(last, start)).embedding.data.slice(14, 16),
  );
});

test('given neighbours at distance 0 share a place', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => [i < 30 ? i ** 1.1 : 5, -1]);
  const graph = await nearestNeighbors(rows, { nNeighbors: 6 });
  const { embedding } = await umap(graph, { ...fast, nNeighbors: 5 });
  for (let row = 31; row < 40; row++)
    assert.deepEqual(rowsOf(embedding, row, row + 1), rowsOf(embedding, 30, 31));
});

test('little data: the defaults take what there is, and the result says so', async () => {
  const ten = await umap(rowsOf(small, 0, 10));
  assert.deepEqual(ten.warnings, ['nNeighbors is 10 instead of 15: there are 10 rows.']);
  assert.equal(ten.nNeighbors, 10);
  const two = await umap([[0], [1]]);
  assert.deepEqual(two.warnings, [
    'nNeighbors is 2 instead of 15: there are 2 rows.',
    'the start is random instead of spectral: 2 components of 2 rows.',
  ]);
  const copies = await umap([[0], [1], [5], ...Array.from({ length: 30 }, () => [0])], { nNeighbors: 20 });
  assert.deepEqual(copies.warnings, ['nNeighbors is 3 instead of 20: there are 3 distinct rows among 33.']);
  const graph = await nearestNeighbors(small, { nNeighbors: 10 });
  const known = await umap(graph, fast);
  assert.deepEqual(known.warnings, ['nNeighbors is 11 instead of 15: there are 10 neighbors a row.']);
  assert.deepEqual(known.embedding, (await umap(small, { ...fast, nNeighbors: 11 })).embedding);
  assert.ok((await umap(small, { ...fast, spread: 0.05 })).embedding.data.every(Number.isFinite));
});

test('rows of the fit keep their place, whatever they are projected with', async () => {
  const rows = [
    ...Array.from({ length: 30 }, () => small.data.slice(0, 6)),
    ...Array.from({ length: 120 }, (_, i) => rowsOf(small, i, i + 1).data),
  ];
  const model = await umap(rows, fast);
  const strange = small.data.slice(0, 6).map((value) => value + 0.3);
  const placed = await projectUmap(model, [...rows.slice(25), strange]);
  assert.deepEqual(rowsOf(placed, 0, 125), rowsOf(model.embedding, 25, 150));
  assert.ok(placed.data.every(Number.isFinite));
  assert.deepEqual(await projectUmap(model, rows), model.embedding);
  // A new row's neighbours are distinct rows: thirty copies of one count as one.
  const without = await umap(rows.slice(30), fast);
  assert.deepEqual(rowsOf(await projectUmap(without, [strange]), 0, 1).data, placed.data.slice(-2));
  const graph = await nearestNeighbors(small, { nNeighbors: 15, queries: small });
  assert.deepEqual(await projectUmap(without, graph), without.embedding);
});

test('options act: repulsion spreads, minDist packs, mixing 0 intersects', async () => {
  const meanGap = async (options: UmapOptions): Promise<number> => {
    const { embedding } = await umap(small, { nEpochs: 200, ...options });
    const { distances } = await nearestNeighbors(embedding, { nNeighbors: 1 });
    return distances.reduce((sum, distance) => sum + distance / 120, 0);
  };
  const plain = await meanGap({});
  assert.ok((await meanGap({ minDist: 0 })) < 0.9 * plain);
  assert.ok((await meanGap({ minDist: 0.8 })) > 1.5 * plain);
  assert.ok((await meanGap({ repulsionStrength: 5 })) > 1.1 * plain);
  assert.ok((await meanGap({ negativeSampleRate: 0 })) < 0.5 * plain);
  assert.ok((await meanGap({ spread: 3 })) > 1.2 * plain);
  assert.notEqual(await meanGap({ learningRate: 0.5 }), plain);
  const [union, intersection] = [await umap(small, fast), await umap(small, { ...fast, setOpMixRatio: 0 })];
  assert.ok(intersection.graph.values.length < union.graph.values.length);
});

test('is cancelled in the descent, and frees its tensors', async () => {
  const before = liveTensors();
  const controller = new AbortController();
  const stages = new Set<string>();
  const options = {
    nEpochs: 5000,
    signal: controller.signal,
    onProgress: ({ stage }: Progress): void => {
      stages.add(stage);
      if (stage === 'UMAP') controller.abort(new Error('enough'));
    },
  };
  await assert.rejects(umap(digits, options), /enough/);
  assert.deepEqual([...stages], ['nearest neighbors', 'fuzzy graph', 'spectral start', 'UMAP']);
  assert.equal(liveTensors(), before);
});

test('refuses what it cannot do', async () => {
  const refuses = (
    options: object,
    message: RegExp,
    data: Matrix | NearestNeighbors | number[][] = small,
  ): Promise<void> => assert.rejects(umap(data, options), message);
  const fourteen = rowsOf(small, 0, 14);
  await refuses(
    { nNeighbors: 15 },
    /umap: expected options.nNeighbors to be an integer in \[2, 14\] \(rows of data\), received 15/,
    fourteen,
  );
  await refuses({}, /umap: all 3 rows are equal, so there is nothing to lay out/, [
    [1, 0],
    [1, -0],
    [1, 0],
  ]);
  await refuses({}, /umap: expected data to be at least 2 rows, received 1/, [[1]]);
  await refuses({ nNeighbors: 1 }, /options.nNeighbors to be an integer in \[2, 120\]/);
  await refuses({ n_neighbors: 5 }, /options.n_neighbors to be one of the known options/);
  await refuses({ nComponents: 101 }, /options.nComponents to be an integer in \[1, 100\]/);
  await refuses({ minDist: 2 }, /options.minDist to be a number in \[0, 1\], received 2/);
  await refuses({ spread: 0 }, /options.spread to be a number in \[0.001, 1000\]/);
  await refuses({ metric: 'hamming' }, /options.metric to be one of/);
  await refuses({ nEpochs: -1 }, /options.nEpochs to be an integer in \[0, 20000\]/);
  await refuses({ learningRate: 0 }, /options.learningRate to be a number in \(0, 1000\)/);
  await refuses({ negativeSampleRate: -1 }, /options.negativeSampleRate/);
  await refuses({ repulsionStrength: NaN }, /options.repulsionStrength/);
  await refuses({ setOpMixRatio: 1.5 }, /options.setOpMixRatio to be a number in \[0, 1\]/);
  await refuses({ localConnectivity: 15 }, /options.localConnectivity to be a number in \[0, 14\]/);
  await refuses({ init: 'best' }, /options.init to be 'spectral', 'random', 'pca' or a matrix/);
  await refuses({ init: [[1, 2]] }, /options.init to be a matrix of 120 x 2, received "1 x 2"/);
  await refuses(
    { init: 'pca', nComponents: 7 },
    /options.init to be 'spectral', 'random' or a matrix, since 120 x 6 data have no 7 principal components/,
  );
  await refuses(
    { nNeighbors: 5, init: 'pca' },
    /options.init to be 'spectral', 'random' or a matrix, since the data vary in fewer than 2 directions/,
    Array.from({ length: 40 }, (_, i) => [i ** 1.1, 5, 7]),
  );
  await refuses(
    { maxMemoryBytes: 100 },
    /umap: expected options.maxMemoryBytes to be at least \d+ for 120 rows/,
  );
  await refuses(
    { nNeighbors: 5, nComponents: 14, init: 'spectral' },
    /options.init to be 'random' or a matrix for 14 components of 14 rows/,
    fourteen,
  );
  await refuses({ randomState: -1 }, /options.randomState/);
  await refuses({}, /row 1, column 0 of data is NaN/, [[1], [NaN]]);
  const graph = await nearestNeighbors(small, { nNeighbors: 10 });
  await refuses(
    { nNeighbors: 15 },
    /data.nNeighbors to be at least 14 for nNeighbors = 15, which counts the row itself/,
    graph,
  );
  const eleven = { nNeighbors: 11 };
  await refuses({ ...eleven, init: 'pca' }, /options.init to be 'spectral', 'random' or a matrix/, graph);
  await refuses(
    { ...eleven, metric: 'cosine' },
    /options.metric to be absent where neighbours are given/,
    graph,
  );
  await refuses(eleven, /neighbor 0 of row 0 is row 0, not another one of the 120 rows/, {
    ...graph,
    indices: new Int32Array(1200),
  });
  const model = await umap(graph, { ...eleven, ...fast });
  await assert.rejects(
    projectUmap(model, small),
    /projectUmap: expected data to be the nearest rows of each new row, since the model was made from neighbours/,
  );
  await assert.rejects(
    projectUmap(model, graph),
    /data.nNeighbors to be at least 11 for the model's nNeighbors = 11/,
  );
  await assert.rejects(
    projectUmap(await umap(small, fast), [[1, 2]]),
    /projectUmap: expected data to be a matrix of 6 columns, as the model has, received 2/,
  );
});
