import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusteringAccuracy } from '../../lib/src/metrics/clustering-accuracy.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { runRecipes, type RecipeRun } from '../../tools/reproduce/features-study.js';
import { drawnShapes, SHAPES, shapesOf } from '../support/drawn-shapes.js';

const N = 240;

async function runsOf(images: ReturnType<typeof drawnShapes>): Promise<RecipeRun[]> {
  const runs: RecipeRun[] = [];
  for await (const run of runRecipes(images, SHAPES, [0])) runs.push(run);
  return runs;
}

test('the recipes find the shapes, and names that tell the truth or lie make no difference', async () => {
  const images = drawnShapes(N, 0);
  const truth = shapesOf(N);
  const shuffled = Array.from(randomState(1).permutation(N), (row) => truth[row]!);
  const told = await runsOf({ ...images, files: truth.map((shape, row) => `input_${row}_${shape}.jpg`) });
  const lied = await runsOf({ ...images, files: shuffled.map((shape, row) => `input_${row}_${shape}.jpg`) });
  told.forEach(({ recipe, labels }, i) => {
    assert.equal(clusteringAccuracy(truth, labels), 1, recipe);
    assert.deepEqual(lied[i]!.labels, labels, recipe);
  });
  assert.equal(told.length, 3);
});
