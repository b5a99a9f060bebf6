import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutTree } from '../../lib/src/cluster/cut-tree.js';
import { sortMerges, type LinkageTree } from '../../lib/src/cluster/linkage-tree.js';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { mergeByWalk } from '../../lib/src/cluster/ward-walk.js';
import { distinctRows } from '../../lib/src/matrix/distinct-rows.js';
import type { Matrix } from '../../lib/src/matrix/matrix.js';
import { createPacer } from '../../lib/src/progress.js';
import { randomState } from '../../lib/src/random/random-state.js';
import { assertClose } from '../support/assert-close.js';
import { readReference } from '../support/golden.js';

const pacer = createPacer('test', {});

interface Reference {
  readonly rows: readonly (readonly number[])[];
  readonly picks: readonly number[];
  readonly children: readonly number[];
  readonly heights: readonly number[];
  readonly counts: readonly number[];
}

const { trees } = readReference<{ readonly trees: readonly Reference[] }>('ward-duplicates');

for (const [i, { rows, picks, ...expected }] of trees.entries()) {
  test(`equal rows join in scipy's order: ${picks.length} rows, ${rows.length} different ones (${i})`, async () => {
    const nColumns = rows[0]!.length;
    const data = Float64Array.from(picks.flatMap((pick) => rows[pick]!));
    // 0 and -0 are equal.
    for (let at = 0; at < data.length; at += 3) if (data[at] === 0) data[at] = -0;
    const x = { data, nRows: picks.length, nColumns };
    for (const isStrict of [true, false]) {
      const walked = await mergeByWalk(x, distinctRows(x), isStrict, pacer);
      assert.equal(walked!.nTies, 0);
      const tree = sortMerges(walked!.merges, x.nRows);
      assert.deepEqual([...tree.children], expected.children);
      assert.deepEqual([...tree.counts], expected.counts);
      assertClose(tree.heights, expected.heights, { rtol: 1e-11 });
    }
  });
}

test('ties between unequal rows: left to the table where it fits, else decided and said', async () => {
  const random = randomState(1);
  const grid: Matrix = {
    data: Float64Array.from({ length: 6000 }, () => random.randint(0, 12)),
    nRows: 2000,
    nColumns: 3,
  };
  const byTable = await linkage(grid);
  assert.deepEqual(byTable.warnings, []);
  const byWalk = await linkage(grid, { maxMemoryBytes: 1e6 });
  assert.match(byWalk.warnings!.join(), /equally near \d+ times/);
  // Equal rows and nearest pairs are no matter of the order.
  const nEqual = byTable.heights.filter((height) => height === 0).length;
  assert.deepEqual(byWalk.heights.subarray(0, nEqual), byTable.heights.subarray(0, nEqual));
  assert.ok(byWalk.heights[nEqual]! > 0);
  assertSound(byWalk);
  const labels = cutTree(byWalk, { height: 0 });
  const { kinds, rows: firstRows } = distinctRows(grid);
  assert.equal(new Set(labels).size, firstRows.length);
  assert.ok(labels.every((label, row) => label === labels[firstRows[kinds[row]!]!]));
});

/** Every cluster is part of one other, heights ascend, and sizes add up. */
function assertSound({ children, counts, heights, nLeaves }: LinkageTree): void {
  assert.deepEqual(
    [...children].sort((a, b) => a - b),
    Array.from(children.keys()),
  );
  assert.ok(heights.every((height, i) => i === 0 || height >= heights[i - 1]!));
  const size = (node: number): number => (node < nLeaves ? 1 : counts[node - nLeaves]!);
  assert.ok(counts.every((count, i) => count === size(children[2 * i]!) + size(children[2 * i + 1]!)));
}

test('many equal rows, and nothing but equal rows', async () => {
  const tree = await linkage(
    { data: new Float64Array(9000).fill(7), nRows: 3000, nColumns: 3 },
    { maxMemoryBytes: 1e6 },
  );
  assert.ok(tree.heights.every((height) => height === 0));
  assert.deepEqual([...tree.children.subarray(0, 6)], [0, 1, 2, 3000, 3, 3001]);
  assertSound(tree);
});
