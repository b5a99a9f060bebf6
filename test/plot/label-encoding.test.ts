import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArgumentError, DataError } from '../../lib/src/errors.js';
import { biplot } from '../../lib/src/plot/biplot.js';
import type { Chart } from '../../lib/src/plot/chart.js';
import { clusterScatter } from '../../lib/src/plot/cluster-scatter.js';
import { embeddingScatter } from '../../lib/src/plot/embedding-scatter.js';
import { labelEncoding, labelTexts } from '../../lib/src/plot/label-encoding.js';
import { pcScatter } from '../../lib/src/plot/pc-scatter.js';

const plane = [
  [0, 0],
  [1, 2],
  [10, 3],
  [11, 4],
];
const model = {
  scores: { data: Float64Array.from(plane.flat()), nRows: 4, nColumns: 2 },
  explainedVarianceRatio: Float64Array.of(0.6, 0.4),
  components: { data: Float64Array.of(1, 0, 0, 1), nRows: 2, nColumns: 2 },
};
/** Every chart of points, with these labels. */
const charts: readonly ((labels: never) => Promise<Chart> | Chart)[] = [
  (labels) => clusterScatter(plane, { labels }),
  (labels) => embeddingScatter(plane, { labels }),
  (labels) => pcScatter(model, { labels }),
  (labels) => biplot(model, { labels }),
];

interface Channel {
  readonly scale: { readonly domain: readonly string[]; readonly range: readonly string[] };
}

/** Look of every label. */
function looks(encoding: { readonly color: object; readonly shape: object }): readonly string[] {
  const [color, shape] = [encoding.color as Channel, encoding.shape as Channel];
  return color.scale.range.map((name, i) => `${name} ${shape.scale.range[i]}`);
}

test('eight labels differ in colour and in shape; no two of 64 look the same', () => {
  const all = looks(labelEncoding(Array.from({ length: 64 }, String), 'cluster'));
  for (const part of [0, 1])
    assert.equal(new Set(all.slice(0, 8).map((look) => look.split(' ')[part])).size, 8);
  assert.equal(new Set(all).size, 64);
});

test('all charts of points tell labels apart in the same way', async () => {
  const encodings = await Promise.all(
    charts.map(async (chart) => {
      const find = (node: unknown): unknown => {
        if (typeof node !== 'object' || node === null) return undefined;
        if ('shape' in node && 'color' in node) return { color: node.color, shape: node.shape };
        return Object.values(node).map(find).find(Boolean);
      };
      return find((await chart([3, 1, 1, 2] as never)).spec);
    }),
  );
  for (const encoding of encodings) assert.deepEqual(encoding, labelEncoding(['1', '2', '3'], 'cluster'));
});

test('numbers count upwards, names come as they first occur', () => {
  assert.deepEqual(labelTexts('f', Int32Array.of(10, 2, -1), 3), {
    names: ['-1', '2', '10'],
    texts: ['10', '2', '-1'],
  });
  assert.deepEqual(labelTexts('f', ['二', '一', '二'], 3).names, ['二', '一']);
});

test('labels that are missing, too few or no labels are refused by every chart', async () => {
  for (const chart of charts) {
    await assert.rejects(async () => chart([0, 0, 1, NaN] as never), DataError);
    await assert.rejects(async () => chart([0, 0, 1, undefined] as never), DataError);
    await assert.rejects(async () => chart(null as never), ArgumentError);
    await assert.rejects(
      async () => chart([1] as never),
      /options\.labels to be one label for each of the 4 rows, received an array of 1/,
    );
  }
});
