import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartPng } from '../../lib/src/plot/chart-png.js';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import type { Chart } from '../../lib/src/plot/chart.js';
import { clusterExplorer } from '../../lib/src/plot/cluster-explorer.js';
import type { SweepResult } from '../../lib/src/select/sweep-result.js';

const embedding = [
  [0, 0],
  [1, 2],
  [10, 3],
  [11, 4],
];
const row = (nClusters: number, score: number, labels: number[]): SweepResult['rows'][number] => ({
  nClusters,
  score,
  labels: Int32Array.from(labels),
  counts: new Int32Array(nClusters),
});
const rows = [row(2, 0.7, [0, 0, 1, 1]), row(3, 0.4, [0, 0, 1, 2]), row(1, NaN, [0, 0, 0, 0])];
const sweep: SweepResult = { method: 'ward', criterion: 'silhouette', rows, best: rows[0]!, warnings: [] };
const images = { data: new Uint8Array(16), nRows: 4, nColumns: 4, width: 2, height: 2 };

const pointsOf = ({ spec }: Chart): readonly Record<string, unknown>[] =>
  (spec as unknown as { data: { values: Record<string, unknown>[] } }).data.values;

test('every point carries its label at each k, and its picture', async () => {
  const chart = await clusterExplorer({ embedding, sweep }, { images });
  assert.deepEqual(
    pointsOf(chart).map(({ cuts }) => cuts),
    ['00', '00', '11', '12'],
  );
  for (const { image } of pointsOf(chart)) assert.match(String(image), /^data:image\/png;base64,/);
  assert.equal(
    chart.alt,
    'Three linked charts. The clusters, from every side: silhouette for 2, 3 clusters, best 2 with 0.700; map of 4 points; sizes of the clusters.',
  );
});

test('the static form draws the best k: two points of the curve, four of the map, two bars in two layers', async () => {
  const svg = await chartSvg(await clusterExplorer({ embedding, sweep }));
  assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 2 + 4);
  assert.equal(svg.match(/aria-roledescription="bar"/g)?.length, 2 * 2);
  for (const title of ['number of clusters k', 'silhouette', 'cluster', 'points'])
    assert.ok(svg.includes(`>${title}<`), title);
  const { width } = await chartPng(await clusterExplorer({ embedding, sweep: { ...sweep, best: rows[1]! } }));
  assert.ok(width > 700);
});

test('noise and labels of two digits keep their width', async () => {
  const many = row(2, 0.5, [-1, 0, 10, 3]);
  const chart = await clusterExplorer({ embedding, sweep: { ...sweep, rows: [many], best: many } });
  assert.deepEqual(
    pointsOf(chart).map(({ cuts }) => cuts),
    ['-1', ' 0', '10', ' 3'],
  );
  assert.match(await chartSvg(chart), />-1</);
});

test('bad input is refused', async () => {
  const refuse = (message: RegExp, input: object, options: object = {}): Promise<void> =>
    assert.rejects(clusterExplorer({ embedding, sweep, ...input }, options), message);
  await refuse(/clusterExplorer: expected embedding to be points of the plane/, { embedding: [[1], [2]] });
  await refuse(/expected sweep to be labels of the 3 rows of the embedding/, {
    embedding: embedding.slice(1),
  });
  await refuse(/expected sweep to be a sweep whose best row has a score/, {
    sweep: { ...sweep, best: rows[2]! },
  });
  await refuse(
    /expected options.images to be the 4 pictures of the rows/,
    {},
    { images: { ...images, nRows: 3 } },
  );
  await refuse(/options.thumbnailPx to be an integer in \[8, 64\]/, {}, { thumbnailPx: 4 });
  await refuse(/options.maxPoint to be one of the known options/, {}, { maxPoint: 3 });
  const large = Array.from({ length: 3000 }, () => [0, 0]);
  const flat = row(
    2,
    0.5,
    large.map((_, i) => i % 2),
  );
  await refuse(
    /options.maxPoints to be at most 2000 with pictures/,
    { embedding: large, sweep: { ...sweep, rows: [flat], best: flat } },
    { maxPoints: 3000, images: { ...images, data: new Uint8Array(12000), nRows: 3000 } },
  );
});
