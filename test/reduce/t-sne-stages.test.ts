import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { nearestNeighbors } from '../../lib/src/reduce/nearest-neighbors.js';
import { pca } from '../../lib/src/reduce/pca.js';
import { jointProbabilities, type Affinities } from '../../lib/src/reduce/t-sne-affinities.js';
import { klDivergence } from '../../lib/src/reduce/t-sne-attraction.js';
import { attractionHere, attractionOnThread } from '../../lib/src/reduce/t-sne-attraction-thread.js';
import { splineSlopes, splineWeights } from '../../lib/src/reduce/b-spline.js';
import { degreesOfFreedom, tSneGradient } from '../../lib/src/reduce/t-sne-gradient.js';
import { gridRepulsion } from '../../lib/src/reduce/t-sne-grid-repulsion.js';
import { exactRepulsion } from '../../lib/src/reduce/t-sne-repulsion.js';
import { pcaStart, randomStart } from '../../lib/src/reduce/t-sne-start.js';
import { withScope } from '../../lib/src/tensorflow/tensor.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference, uniform } from '../support/golden.js';

interface Entries {
  readonly rows: number[];
  readonly columns: number[];
  readonly values: number[];
}

interface Stages {
  readonly affinities: Entries;
  readonly cosine: Entries;
  readonly gradients: Readonly<Record<string, { readonly kl: number; readonly gradient: number[] }>>;
  readonly randomStart: number[][];
  readonly pcaStart: number[][];
}

const { stages } = readReference<{ stages: Stages }>('tsne');
const x = blobs(3, 60, 5, 4);
const pacer = createPacer('test', {});
const pause = async (): Promise<void> => {};

async function affinities(metric: 'euclidean' | 'cosine' = 'euclidean'): Promise<Affinities> {
  return jointProbabilities(await nearestNeighbors(x, { nNeighbors: 25, metric }), 25, 8, pacer);
}

for (const metric of ['euclidean', 'cosine'] as const) {
  test(`affinities equal scikit-learn's (${metric})`, async () => {
    const p = await affinities(metric);
    const expected = metric === 'euclidean' ? stages.affinities : stages.cosine;
    const rows = Array.from(p.columns, (_, at) => p.offsets.findIndex((offset) => offset > at) - 1);
    assert.deepEqual(rows, expected.rows);
    assert.deepEqual([...p.columns], expected.columns);
    // scikit-learn's squared distances come from float32 roundings of an expanded square.
    assertClose(p.values, expected.values, { rtol: 1e-6 });
    assertClose(2 * p.values.reduce((sum, value) => sum + value, 0), 1);
    assert.equal(p.nUnreached, 0);
  });
}

test('counts the rows that cannot reach the perplexity', async () => {
  // Six equal rows: each has five neighbours at distance 0, whose entropy is ln 5 whatever the width.
  const graph = await nearestNeighbors(
    Array.from({ length: 6 }, () => [1, 2]),
    { nNeighbors: 5 },
  );
  assert.equal((await jointProbabilities(graph, 5, 2, pacer)).nUnreached, 6);
  assert.equal((await jointProbabilities(graph, 5, 5, pacer)).nUnreached, 0);
});

test("both starts equal scikit-learn's", async () => {
  assertClose(randomStart(60, 2, 4), stages.randomStart.flat(), { rtol: 1e-7 });
  const { scores } = await pca(x, { nComponents: 2, svdSolver: 'randomized', randomState: 4 });
  assertClose(pcaStart(scores, 2, 4), stages.pcaStart.flat(), { rtol: 1e-9, atol: 1e-15 });
});

for (const nComponents of [1, 2, 3]) {
  test(`gradient and divergence equal scikit-learn's exact ones in ${nComponents} components`, async () => {
    const p = await affinities();
    const y = uniform(5, 60, nComponents).data.map((value) => value * 6);
    const { gradient, z } = await exactGradient(p, y, nComponents);
    const expected = stages.gradients[nComponents]!;
    // scikit-learn raises every p and q to at least 2e-16. In three components its gradient is not the slope of its
    // divergence (the kernel there has the exponent of q); the next test shows ours is.
    if (nComponents < 3) assertClose(gradient, expected.gradient, { rtol: 1e-6, atol: 1e-10 });
    assertClose(klDivergence(p, y, nComponents, degreesOfFreedom(nComponents), z), expected.kl, {
      rtol: 1e-6,
    });
  });

  test(`gradient is the slope of the divergence in ${nComponents} components`, async () => {
    const p = await affinities();
    const y = uniform(6, 60, nComponents).data.map((value) => value * 3);
    const { gradient } = await exactGradient(p, y, nComponents);
    const divergence = async (layout: Float64Array): Promise<number> => {
      const { z } = await exactGradient(p, layout, nComponents);
      return klDivergence(p, layout, nComponents, degreesOfFreedom(nComponents), z);
    };
    for (const at of [0, 7, 31, 59]) {
      const step = 1e-5;
      const up = await divergence(y.map((value, i) => (i === at ? value + step : value)));
      const down = await divergence(y.map((value, i) => (i === at ? value - step : value)));
      assertClose((up - down) / (2 * step), gradient[at]!, { rtol: 1e-6, atol: 1e-10 });
    }
  });
}

test('repulsion over the grid is that of all pairs, to half a percent or so, and better where points are close', async () => {
  const n = 500;
  const normals = randomState(1).standardNormalArray(2 * n);
  // Root mean square error of the forces, and error of the normalization, both relative.
  const cases = [
    { spread: 1e-4, force: 1e-5, z: 1e-12 },
    { spread: 0.1, force: 1e-5, z: 1e-8 },
    { spread: 3, force: 2e-3, z: 1e-4 },
    { spread: 8, force: 1e-2, z: 5e-4 },
  ];
  for (const { spread, force, z } of cases) {
    const y = normals.map((value) => value * spread);
    const exact = new Float64Array(2 * n);
    const grid = new Float64Array(2 * n);
    const zExact = await exactRepulsion(n, 2, 1).compute(y, exact, pause);
    const zGrid = await withScope((scope) => gridRepulsion(scope, 'test').compute(y, grid, pause));
    const error = Math.sqrt(squares(exact.map((value, at) => value - grid[at]!)) / squares(exact));
    assert.ok(error < force, `spread ${spread}: forces off by ${error}`);
    assertClose(zGrid, zExact, { rtol: z });
  }
});

test('splines share a charge among six nodes, keep its centre, and slope as their differences say', () => {
  const at = (t: number): Float64Array => {
    const weights = new Float64Array(6);
    splineWeights(t, weights);
    return weights;
  };
  // At a node: 1, 26, 66, 26, 1 of 120 parts.
  assertClose(
    at(0),
    [1, 26, 66, 26, 1, 0].map((part) => part / 120),
  );
  for (const t of [0, 0.1, 0.5, 0.97]) {
    const weights = at(t);
    assertClose(
      weights.reduce((sum, weight) => sum + weight),
      1,
    );
    assertClose(
      weights.reduce((sum, weight, node) => sum + weight * (node - 2), 0),
      t,
      { atol: 1e-15 },
    );
    const slopes = new Float64Array(6);
    splineSlopes(t, slopes);
    const step = 1e-6;
    const [up, down] = [at(t + step), at(t - step)];
    assertClose(
      slopes,
      up.map((value, node) => (value - down[node]!) / (2 * step)),
      { rtol: 1e-6, atol: 1e-9 },
    );
  }
});

for (const nComponents of [2, 3]) {
  test(`attraction is the same on a thread of its own, in ${nComponents} components`, async () => {
    const p = await affinities();
    const here = attractionHere(p, nComponents, degreesOfFreedom(nComponents));
    const thread = attractionOnThread(p, nComponents, degreesOfFreedom(nComponents));
    for (const factor of [4, 48]) {
      const y = uniform(factor, 60, nComponents).data;
      const gradients = [here, thread].map(async (attraction) => {
        const gradient = new Float64Array(y.length).fill(0.5);
        attraction.begin(y, factor);
        await attraction.addTo(gradient, pause);
        return gradient;
      });
      const [expected, found] = await Promise.all(gradients);
      assert.ok(expected!.some((value) => value !== 0.5));
      assert.deepEqual(found, expected);
    }
    await thread.close();
  });
}

test('a thread that fails is heard of where its forces are fetched', async () => {
  const p = { ...(await affinities()), offsets: undefined as unknown as Int32Array };
  const thread = attractionOnThread(p, 2, 1);
  thread.begin(new Float64Array(120), 4);
  await assert.rejects(thread.addTo(new Float64Array(120), pause), /Cannot read properties of undefined/);
  await thread.close();
});

async function exactGradient(
  p: Affinities,
  y: Float64Array,
  nComponents: number,
): Promise<{ gradient: Float64Array; z: number }> {
  const gradient = new Float64Array(y.length);
  const repulsion = exactRepulsion(p.n, nComponents, degreesOfFreedom(nComponents));
  const attraction = attractionHere(p, nComponents, degreesOfFreedom(nComponents));
  const z = await tSneGradient(attraction, y, nComponents, repulsion, 1, gradient, pause);
  return { gradient, z };
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
