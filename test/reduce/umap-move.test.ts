import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomState } from '../../lib/src/random/random-state.js';
import { attractionTable, force, repulsionTable } from '../../lib/src/reduce/umap-forces.js';
import { compileMove } from '../../lib/src/reduce/umap-move.js';
import { assertClose } from '../support/assert-close.js';

const curve = { a: 1.5, b: 0.9 };
const [attraction, repulsion] = [attractionTable(curve), repulsionTable(curve, 1)];

test('a row moves along its difference to another, by the rate times the force', () => {
  // Difference (3, 4), squared distance 25.
  const rows = Float32Array.of(0, 0, 3, 4);
  compileMove(2, 'first')(rows, 2, rows, 0, repulsion, 0.5);
  const f = 0.5 * force(repulsion, 25);
  assertClose(rows, [0, 0, 3 + 3 * f, 4 + 4 * f], { rtol: 1e-6 });
});

test('both rows move, in opposite directions', () => {
  const rows = Float32Array.of(0, 0, 3, 4);
  compileMove(2, 'both')(rows, 2, rows, 0, attraction, 0.5);
  const f = 0.5 * force(attraction, 25);
  assert.ok(f < 0, 'towards each other');
  assertClose(rows, [-3 * f, -4 * f, 3 + 3 * f, 4 + 4 * f], { rtol: 1e-6 });
});

test('no coordinate of a force is longer than 4; equal rows stay', () => {
  // So close that the push is thousands of times the difference, upwards and downwards.
  const rows = Float32Array.of(0, 0, 0.01, -0.01, 7, 7, 7, 7);
  const push = compileMove(2, 'first');
  assert.ok(force(repulsion, 2e-4) * 0.01 > 4);
  push(rows, 2, rows, 0, repulsion, 0.5);
  push(rows, 4, rows, 6, repulsion, 0.5);
  assertClose(rows, [0, 0, 2.01, -2.01, 7, 7, 7, 7], { rtol: 1e-6 });
});

test('any number of columns: as a loop over them', () => {
  for (const nColumns of [1, 2, 3, 10, 100]) {
    const random = randomState(nColumns);
    const rows = Float32Array.from(random.standardNormalArray(3 * nColumns));
    const anchors = Float32Array.from(random.standardNormalArray(2 * nColumns));
    const [i, j, rate] = [2 * nColumns, nColumns, 0.25];
    const differences = Array.from({ length: nColumns }, (_, c) => rows[i + c]! - anchors[j + c]!);
    const f = force(
      repulsion,
      differences.reduce((sum, d) => sum + d * d, 0),
    );
    const expected = rows.slice();
    differences.forEach((d, c) => (expected[i + c]! += rate * Math.max(-4, Math.min(4, f * d))));
    const before = anchors.slice();
    compileMove(nColumns, 'first')(rows, i, anchors, j, repulsion, rate);
    assertClose(rows, expected, { rtol: 1e-5 });
    assert.deepEqual(anchors, before);
  }
});
