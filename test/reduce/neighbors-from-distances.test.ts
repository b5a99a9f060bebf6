import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pdist } from '../../lib/src/matrix/pdist.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { nearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { neighborsFromDistances } from '../../lib/src/reduce/neighbors-from-distances.js';
import { tSne } from '../../lib/src/reduce/t-sne.js';
import { assertClose } from '../support/assert-close.js';

const pacer = createPacer('test', {});

test('by hand', async () => {
  // Distances of the points 0, 1, 3, 7 of a line.
  const distances = Float64Array.of(1, 3, 7, 2, 6, 4);
  const { indices, distances: found } = await neighborsFromDistances(distances, 4, 2, 'euclidean', pacer);
  assert.deepEqual([...indices], [1, 2, 0, 2, 1, 0, 2, 1]);
  assert.deepEqual([...found], [1, 3, 1, 2, 2, 3, 4, 6]);
});

test('the neighbours that the search finds, in its order, ties and duplicates included', async () => {
  const random = randomState(0);
  const rows = Array.from({ length: 200 }, () => [random.randint(0, 6), random.randint(0, 6)]);
  const searched = await nearestNeighbors(rows, { nNeighbors: 12 });
  const read = await neighborsFromDistances(await pdist(rows), 200, 12, 'euclidean', pacer);
  assert.deepEqual(read.indices, searched.indices);
  assertClose(read.distances, searched.distances, { rtol: 1e-14 });
});

test('tSne takes distances in place of the search', async () => {
  const random = randomState(1);
  const rows = Array.from({ length: 150 }, (_, i) => [random.normal(i % 3, 0.2), random.normal(0, 0.2)]);
  const options = { perplexity: 10, maxIter: 250 };
  const distances = await pdist(rows);
  const { embedding } = await tSne(rows, { ...options, distances });
  assert.deepEqual(embedding, (await tSne(rows, options)).embedding);
  await assert.rejects(
    tSne(rows, { ...options, distances: distances.subarray(1) }),
    /tSne: expected options\.distances to be a Float64Array of the 11175 distances/,
  );
});
