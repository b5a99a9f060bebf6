import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer } from '../../lib/src/progress.js';
import { fuzzyUnion, memberships, neighborWidths } from '../../lib/src/reduce/fuzzy-graph.js';
import { fitUmapCurve } from '../../lib/src/reduce/umap-curve.js';
import { attractionTable, force, repulsionTable } from '../../lib/src/reduce/umap-forces.js';
import { jittered, stretchedStart } from '../../lib/src/reduce/umap-start.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';

interface Fuzzy {
  readonly nNeighbors: number;
  readonly localConnectivity: number;
  readonly setOpMixRatio: number;
  readonly indices: number[][];
  readonly distances: number[][];
  readonly widths: number[];
  readonly offsets: number[];
  readonly graph: { readonly offsets: number[]; readonly columns: number[]; readonly values: number[] };
}

const golden = readReference<{
  curves: { spread: number; minDist: number; a: number; b: number }[];
  fuzzy: Fuzzy[];
}>('umap');

test("the curve is SciPy's least squares fit", () => {
  for (const { spread, minDist, a, b } of golden.curves) {
    const curve = fitUmapCurve(spread, minDist);
    assertClose([curve.a, curve.b], [a, b], { rtol: 1e-5 });
  }
});

for (const expected of golden.fuzzy) {
  const { nNeighbors, localConnectivity, setOpMixRatio } = expected;
  test(`the fuzzy graph is umap-learn's: ${nNeighbors} neighbours, connectivity ${localConnectivity}, mix ${setOpMixRatio}`, async () => {
    const neighbors = {
      indices: Int32Array.from(expected.indices.flat()),
      distances: Float64Array.from(expected.distances.flat()),
      nRows: expected.indices.length,
      nNeighbors: nNeighbors - 1,
      metric: 'euclidean',
    } as const;
    const pacer = createPacer('test', {});
    const settings = { nNeighbors, localConnectivity, selfFirst: true };
    const widths = await neighborWidths(neighbors, settings, pacer);
    assertClose(widths.offsets, expected.offsets, { rtol: 1e-6, atol: 1e-12 });
    // umap-learn's sums are of float32 terms: its bisection may end a step earlier or later.
    assertClose(widths.widths, expected.widths, { rtol: 1e-4 });
    const values = memberships(neighbors, nNeighbors - 1, widths);
    const graph = fuzzyUnion(neighbors, nNeighbors - 1, values, setOpMixRatio);
    assert.deepEqual([...graph.offsets], expected.graph.offsets);
    assert.deepEqual([...graph.columns], expected.graph.columns);
    assertClose(graph.values, expected.graph.values, { rtol: 1e-3, atol: 1e-5 });
  });
}

test('the tables give the derivatives of the curve', () => {
  const a = 1.5;
  const b = 0.9;
  const [attraction, repulsion] = [attractionTable({ a, b }), repulsionTable({ a, b }, 2)];
  for (let s = 1e-9; s < 1e9; s *= 1.37) {
    const single = Math.fround(s);
    const pull = (-2 * a * b * single ** (b - 1)) / (1 + a * single ** b);
    const push = (4 * b) / ((0.001 + single) * (1 + a * single ** b));
    assertClose([force(attraction, s), force(repulsion, s)], [pull, push], { rtol: 5e-5 });
  }
  // Beyond the table the value at its end, and no hole.
  assert.ok(Number.isFinite(force(attraction, 1e-30)) && Math.abs(force(attraction, 1e30)) < 1e-11);
});

test('a start is stretched to [0, 10] column by column; noise parts equal points', () => {
  assert.deepEqual(stretchedStart(Float64Array.of(1, 5, 3, 5, 2, 5), 2), Float64Array.of(0, 0, 10, 0, 5, 0));
  const noisy = jittered(Float64Array.of(2, 2, -4), 1);
  assert.notEqual(noisy[0], noisy[1]);
  assertClose(noisy, [5, 5, -10], { atol: 1e-3 });
});
