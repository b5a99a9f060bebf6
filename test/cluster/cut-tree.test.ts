import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { agglomerative } from '../../lib/src/cluster/agglomerative.js';
import { cutTree } from '../../lib/src/cluster/cut-tree.js';
import { dendrogramThreshold } from '../../lib/src/cluster/dendrogram-threshold.js';
import { linkage } from '../../lib/src/cluster/linkage.js';
import type { LinkageMethod, LinkageMetric, LinkageTree } from '../../lib/src/cluster/linkage-tree.js';
import { readReference } from '../support/golden.js';

type Labels = readonly number[];

interface GoldenTree {
  readonly data: string;
  readonly method: LinkageMethod;
  readonly metric: LinkageMetric;
  readonly children: number[];
  readonly heights: number[];
  readonly counts: number[];
  readonly maxclust: Readonly<Record<string, Labels>>;
  readonly distance: readonly (readonly [number, Labels])[];
  readonly hc_cut: Readonly<Record<string, Labels>>;
}

interface Golden {
  readonly data: Readonly<Record<string, number[][]>>;
  readonly trees: readonly GoldenTree[];
  readonly agglomerative: readonly {
    data: string;
    linkage: LinkageMethod;
    metric: LinkageMetric | 'manhattan';
    nClusters: number;
    labels: Labels;
  }[];
}

const golden = readReference<Golden>('linkage');
let small: LinkageTree;

before(async () => {
  small = await linkage([[0], [1], [5], [7]], { method: 'single' });
});

function treeOf({ children, heights, counts, method, metric }: GoldenTree): LinkageTree {
  return {
    children: Int32Array.from(children),
    heights: Float64Array.from(heights),
    counts: Int32Array.from(counts),
    nLeaves: heights.length + 1,
    method,
    metric,
  };
}

/** The same partition, whatever its numbers. */
function inOrderOfAppearance(labels: Iterable<number>): number[] {
  const seen = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!seen.has(label)) seen.set(label, seen.size);
    return seen.get(label)!;
  });
}

for (const expected of golden.trees) {
  test(`cuts of ${expected.method} of ${expected.data} by ${expected.metric} are fcluster's and _hc_cut's`, () => {
    const tree = treeOf(expected);
    for (const [k, labels] of Object.entries(expected.maxclust))
      assert.deepEqual([...cutTree(tree, { nClusters: +k })], labels, `maxclust ${k}`);
    for (const [height, labels] of expected.distance)
      assert.deepEqual([...cutTree(tree, { height })], labels, `distance ${height}`);
    for (const [k, labels] of Object.entries(expected.hc_cut)) {
      assert.deepEqual([...cutTree(tree, { nClusters: +k, numbering: 'sklearn' })], labels, `_hc_cut ${k}`);
    }
  });
}

test('cuts by hand', () => {
  assert.deepEqual([...cutTree(small, { nClusters: 1 })], [0, 0, 0, 0]);
  assert.deepEqual([...cutTree(small, { nClusters: 3 })], [0, 0, 1, 2]);
  assert.deepEqual([...cutTree(small, { height: 2 })], [0, 0, 1, 1]);
  assert.deepEqual([...cutTree(small, { height: 0 })], [0, 1, 2, 3]);
  // scikit-learn undoes merges at the threshold itself: heights 2 and 4 are.
  assert.equal(new Set(cutTree(small, { height: 2, numbering: 'sklearn' })).size, 3);
});

test('tied merges are cut together by scipy, one by one by scikit-learn', async () => {
  const tree = await linkage([[0], [1], [2], [3]], { method: 'single' });
  assert.deepEqual([...cutTree(tree, { nClusters: 3 })], [0, 0, 0, 0]);
  assert.equal(new Set(cutTree(tree, { nClusters: 3, numbering: 'sklearn' })).size, 3);
});

test('a tree as deep as it has rows is walked without recursion', async () => {
  const n = 20000;
  const children = Int32Array.from({ length: 2 * (n - 1) }, (_, i) =>
    i % 2 === 0 ? (i === 0 ? 0 : i / 2 + 1) : i === 1 ? 1 : n + (i - 3) / 2,
  );
  const tree: LinkageTree = {
    children,
    heights: Float64Array.from({ length: n - 1 }, (_, i) => i + 1),
    counts: Int32Array.from({ length: n - 1 }, (_, i) => i + 2),
    nLeaves: n,
    method: 'single',
    metric: 'euclidean',
  };
  for (const numbering of ['scipy', 'sklearn'] as const) {
    const labels = cutTree(tree, { nClusters: 2, numbering });
    assert.equal(
      labels.reduce((count, label) => (label === labels[n - 1] ? count + 1 : count), 0),
      1,
    );
  }
});

test('dendrogramThreshold lies between the last merge kept and the first undone', () => {
  assert.deepEqual(dendrogramThreshold(small, 2), { threshold: 3, lower: 2, upper: 4 });
  assert.deepEqual(dendrogramThreshold(small, 4), { threshold: 0.5, lower: 0, upper: 1 });
  for (const expected of golden.trees) {
    const tree = treeOf(expected);
    for (let k = 2; k <= Math.min(6, tree.nLeaves); k++) {
      const { threshold, lower, upper } = dendrogramThreshold(tree, k);
      assert.ok(lower <= threshold && threshold <= upper);
      // Heights may be equal, or neighbouring doubles.
      if (lower < threshold && threshold < upper)
        assert.equal(new Set(cutTree(tree, { height: threshold })).size, k);
    }
  }
});

for (const { data, linkage: method, metric, nClusters, labels } of golden.agglomerative) {
  test(`agglomerative: ${nClusters} clusters by ${method} and ${metric} as scikit-learn`, async () => {
    const result = await agglomerative(golden.data[data]!, {
      nClusters,
      linkage: method,
      metric: metric === 'manhattan' ? 'cityblock' : metric,
    });
    if (method === 'single')
      assert.deepEqual(inOrderOfAppearance(result.labels), inOrderOfAppearance(labels));
    else assert.deepEqual([...result.labels], labels);
    assert.equal(result.counts.length, nClusters);
    assert.equal(
      result.counts.reduce((sum, count) => sum + count),
      labels.length,
    );
  });
}

test('refuses impossible cuts', () => {
  assert.throws(() => cutTree(small, {}), /exactly one of nClusters and height/);
  assert.throws(() => cutTree(small, { nClusters: 2, height: 1 }), /exactly one of nClusters and height/);
  assert.throws(
    () => cutTree(small, { nClusters: 5 }),
    /options.nClusters to be an integer in \[1, 4\] \(rows of data\)/,
  );
  assert.throws(() => cutTree(small, { nClusters: 0 }), /\[1, 4\]/);
  assert.throws(() => cutTree(small, { height: -1 }), /at least 0/);
  assert.throws(() => cutTree(small, { nClusters: 2, numbering: 'r' as 'scipy' }), /'scipy', 'sklearn'/);
  assert.throws(() => dendrogramThreshold(small, 1), /\[2, 4\]/);
});

test('agglomerative refuses in its own name, and by the names of its own options', async () => {
  const refuses = (
    data: Parameters<typeof agglomerative>[0],
    options: object,
    message: RegExp,
  ): Promise<void> => assert.rejects(agglomerative(data, { nClusters: 1, ...options }), message);
  const rows = [[1], [2]];
  await refuses(
    rows,
    { nClusters: 3 },
    /agglomerative: expected options.nClusters to be an integer in \[1, 2\]/,
  );
  await refuses(rows, { linkage: 'wards' }, /agglomerative: expected options.linkage to be one of 'ward'/);
  await refuses(rows, { metric: 'l1' }, /agglomerative: expected options.metric to be one of 'euclidean'/);
  await refuses(
    rows,
    { metric: 'cosine' },
    /agglomerative: expected .* with linkage 'ward', which is defined/,
  );
  await refuses(
    rows,
    { maxMemoryBytes: 8 },
    /agglomerative: expected options.maxMemoryBytes to be at least 48 for the distances of 2 rows/,
  );
  await refuses([[1]], {}, /agglomerative: expected data to be at least 2 rows/);
  await refuses(
    [[1e200], [2]],
    {},
    /agglomerative: row \d, column 0 of data holds 1e\+200; values beyond 1e\+140/,
  );
  await refuses(
    [
      [0, 0],
      [1, 2],
    ],
    { linkage: 'average', metric: 'cosine' },
    /agglomerative: row 0 of data is all zeros/,
  );
  await refuses(Float64Array.of(1, 2, 3), {}, /agglomerative: expected data to be a matrix, unless/);
  const given = { linkage: 'average', metric: 'precomputed' };
  await refuses(Float64Array.of(1, NaN, 3), given, /agglomerative: the distance of rows 0 and 2 is NaN/);
  await refuses(
    [
      [0, 1],
      [2, 0],
    ],
    given,
    /agglomerative: the distances are not symmetric/,
  );
});
