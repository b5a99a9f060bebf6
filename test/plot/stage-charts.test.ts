import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { linkage } from '../../lib/src/cluster/linkage.js';
import { biplot } from '../../lib/src/plot/biplot.js';
import { chartPng } from '../../lib/src/plot/chart-png.js';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import type { Chart } from '../../lib/src/plot/chart.js';
import { dendrogram } from '../../lib/src/plot/dendrogram.js';
import { embeddingScatter } from '../../lib/src/plot/embedding-scatter.js';
import { pcScatter } from '../../lib/src/plot/pc-scatter.js';
import { screeCurve } from '../../lib/src/plot/scree-curve.js';
import { silhouetteBands } from '../../lib/src/plot/silhouette-bands.js';
import { pca } from '../../lib/src/reduce/pca.js';
import { blobs } from '../support/golden.js';

const marks = (svg: string, name: string): number =>
  svg.match(new RegExp(`aria-roledescription="${name}"`, 'g'))?.length ?? 0;

/** Rows of one data set of a layered chart. */
function layerRows<Row>(chart: Chart, layer: number): readonly Row[] {
  return (chart.spec as unknown as { layer: { data: { values: Row[] } }[] }).layer[layer]!.data.values;
}

const plane = [
  [0, 0],
  [1, 2],
  [10, 3],
  [11, 4],
];
const images = {
  data: Uint8Array.from({ length: 16 }, (_, i) => i * 16),
  nRows: 4,
  nColumns: 4,
  width: 2,
  height: 2,
};
const ratios = {
  explainedVarianceRatio: Float64Array.of(0.5, 0.3),
  allVarianceRatios: Float64Array.of(0.5, 0.3, 0.15, 0.05),
  nComponents: 2,
};

test('scree curve: every component with its running total, the number kept marked', async () => {
  const chart = screeCurve(ratios, { title: '方差 variance' });
  const { values } = (
    chart.spec as unknown as { data: { values: { component: number; share: number; total: number }[] } }
  ).data;
  assert.deepEqual(
    values.map(({ component, share }) => [component, share]),
    [
      [1, 0.5],
      [2, 0.3],
      [3, 0.15],
      [4, 0.05],
    ],
  );
  assert.deepEqual(
    values.map(({ total }) => total.toFixed(2)),
    ['0.50', '0.80', '0.95', '1.00'],
  );
  const svg = await chartSvg(chart);
  assert.equal(marks(svg, 'line mark'), 2);
  assert.match(svg, />2 kept: 80\.0 %</);
  assert.match(svg, />方差 variance</);
  assert.equal(chart.alt, 'Line chart. 方差 variance: 4 components, 2 kept: 80.0 % of the variance.');
  // Without the whole spectrum, what was kept is all there is.
  assert.match(
    screeCurve({ ...ratios, allVarianceRatios: undefined }).alt,
    /: 2 components, 2 kept: 80\.0 %/,
  );
  assert.throws(
    () => screeCurve({ ...ratios, nComponents: 5 }),
    /screeCurve: expected result.nComponents to be an integer in \[1, 4\]/,
  );
});

test('embedding scatter: points by label, pictures pinned where their rows lie', async () => {
  const chart = await embeddingScatter(plane, { labels: ['一', '一', '二', '二'], images, pinned: [1, 2] });
  assert.equal(
    chart.alt,
    'Scatter plot. Map of the pictures: 4 points in 2 groups, 2 pictures pinned on it.',
  );
  const svg = await chartSvg(chart);
  assert.equal(marks(svg, 'image mark'), 2);
  for (const label of ['一', '二']) assert.ok(svg.includes(`>${label}<`));
  const pins = layerRows<{ row: number; x: number; y: number; image: string }>(chart, 1);
  assert.equal(
    JSON.stringify(chart.spec).split(pins[0]!.image).length,
    2,
    'the chart carries a picture once',
  );
  assert.deepEqual(
    pins.map(({ row, x, y }) => [row, x, y]),
    [
      [1, 1, 2],
      [2, 10, 3],
    ],
  );
  const [, base64 = ''] = pins[0]!.image.split('data:image/png;base64,');
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [2, 2]);
  // 32 grey levels are kept: half a step off at most.
  data.forEach((value, i) => assert.ok(Math.abs(value - (4 + i) * 16) <= 8, `${value}`));
});

test('embedding scatter: thumbnails, thinning, and limits that say how to go on', async () => {
  const values = (chart: Chart): readonly { row: number; image?: string }[] =>
    (chart.spec as unknown as { data: { values: { row: number; image?: string }[] } }).data.values;
  assert.ok(
    values(await embeddingScatter(plane, { images, thumbnails: true })).every(({ image }) =>
      image?.startsWith('data:image/png'),
    ),
  );
  const many = Array.from({ length: 9000 }, (_, i) => [i, -i]);
  const thinned = await embeddingScatter(many, { maxPoints: 3 });
  assert.deepEqual(
    values(thinned).map(({ row }) => row),
    [0, 3000, 6000],
  );
  assert.match(thinned.alt, /3 of 9000 points/);
  await assert.rejects(embeddingScatter(many), /at most 5,000 rows of inline data; take every n-th row/);
  await assert.rejects(
    embeddingScatter(plane, { pinned: [0] }),
    /options.images to be the 4 pictures of the rows/,
  );
  await assert.rejects(
    embeddingScatter(plane, { images, pinned: [4] }),
    /options.pinned\[0\] to be an integer in \[0, 3\]/,
  );
  await assert.rejects(
    embeddingScatter(plane, { labels: [1] }),
    /options.labels to be one label for each of the 4 rows/,
  );
  await assert.rejects(embeddingScatter([[1, 2, 3]]), /embedding to be points of the plane/);
  const pictures = { data: new Uint8Array(2001), nRows: 2001, nColumns: 1, width: 1, height: 1 };
  await assert.rejects(
    embeddingScatter(many.slice(0, 2001), { images: pictures, thumbnails: true }),
    /options.maxPoints to be at most 2000 with thumbnails/,
  );
});

test('embedding scatter: marked rows are never left out, lie on top, and wear a ring', async () => {
  const many = Array.from({ length: 9000 }, (_, i) => [i, -i]);
  const captions = many.map((_, i) => `picture ${i}`);
  const chart = await embeddingScatter(many, { marked: [8000, 7], maxPoints: 4, captions });
  const { data } = chart.spec as unknown as { data: { values: Record<string, unknown>[] } };
  assert.deepEqual(
    data.values.map(({ row, marked, caption }) => [row, marked, caption]),
    [
      [0, undefined, 'picture 0'],
      [4500, undefined, 'picture 4500'],
      [7, true, 'picture 7'],
      [8000, true, 'picture 8000'],
    ],
  );
  assert.match(chart.alt, /4 of 9000 points, 2 of them ringed\./);
  const svg = await chartSvg(chart);
  assert.equal(svg.match(/stroke="black" stroke-width="1.5"/g)?.length, 2);
  assert.ok(!(await chartSvg(await embeddingScatter(plane))).includes('stroke="black"'));

  await assert.rejects(
    embeddingScatter(plane, { marked: [4] }),
    /options.marked\[0\] to be an integer in \[0, 3\]/,
  );
  await assert.rejects(
    embeddingScatter(plane, { marked: [0, 1, 2], maxPoints: 2 }),
    /options.marked to be at most maxPoints = 2 different rows, received 3/,
  );
  await assert.rejects(
    embeddingScatter(plane, { captions: ['one'] }),
    /options.captions to be one text for each of the 4 rows/,
  );
});

test('silhouette bands: sorted within each cluster, as high as the cluster is large', async () => {
  const chart = silhouetteBands([0.1, 0.9, -0.3, 0.5], [7, 7, 7, 2]);
  const rows = layerRows<{ label: string; top: number; bottom: number; silhouette: number }>(chart, 0);
  assert.deepEqual(
    rows.map(({ label, silhouette }) => [label, silhouette]),
    [
      ['2', 0.5],
      ['7', 0.9],
      ['7', 0.1],
      ['7', -0.3],
    ],
  );
  assert.deepEqual(
    rows.map(({ top, bottom }) => bottom - top),
    [90, 90, 90, 90],
  );
  const svg = await chartSvg(chart);
  assert.equal(marks(svg, 'rect mark'), 4);
  for (const text of ['2 (1): 0.500', '7 (3): 0.233', 'mean 0.300'])
    assert.ok(svg.includes(`>${text}<`), text);
  // 15 000 rows are drawn in about a thousand slices, a cluster of one row in one.
  const labels = Int32Array.from({ length: 15_000 }, (_, i) => (i === 0 ? 1 : 0));
  const many = layerRows<{ label: string }>(silhouetteBands(new Float64Array(15_000), labels), 0);
  assert.deepEqual([many.length, many.filter(({ label }) => label === '1').length], [1001, 1]);
  assert.throws(() => silhouetteBands([0.1], [1, 2]), /labels to be one label for each of the 1 silhouettes/);
  assert.throws(
    () => silhouetteBands([0.1, 2], [1, 2]),
    /silhouettes\[1\] to be a number in \[-1, 1\], received 2/,
  );
});

test('dendrogram: three lines a merge, clusters coloured below the cut, the foot cut off at p branches', async () => {
  // 0 and 1 join at 1, 5 and 7 at 2, all at 4; with 20 far above at 13.
  const tree = await linkage([[0], [1], [5], [7], [20]], { method: 'single' });
  const chart = dendrogram(tree, { nClusters: 3 });
  const lines = layerRows<{ x: number; x2: number; y: number; y2: number; height: number; color: string }>(
    chart,
    0,
  );
  assert.equal(lines.length, 12);
  assert.deepEqual(
    [...new Set(lines.map(({ height }) => height))].sort((a, b) => a - b),
    [1, 2, 4, 13],
  );
  // scipy: leaf 4 left of the rest; the cut at 3 leaves {4}, {0, 1}, {2, 3}.
  assert.deepEqual(
    layerRows<{ text: string }>(chart, 1).map(({ text }) => text),
    ['4', '0', '1', '2', '3'],
  );
  const colors = (height: number): string[] =>
    lines.filter((line) => line.height === height).map(({ color }) => color);
  assert.equal(new Set(colors(1)).size, 1);
  assert.notEqual(colors(1)[0], colors(2)[0]);
  assert.equal(colors(4).at(-1), colors(13).at(-1), 'above the cut');
  assert.match(await chartSvg(chart), />cut at 3: 3 clusters</);
  assert.match(chart.alt, /the top 4 merges, cut at 3: 3 clusters\.$/);

  const top = dendrogram(tree, { p: 3, height: 5 });
  assert.deepEqual(
    layerRows<{ text: string }>(top, 1).map(({ text }) => text),
    ['4', '(2)', '(2)'],
  );
  assert.match(top.alt, /the top 2 merges, cut at 5: 2 clusters/);
  assert.doesNotMatch(dendrogram(tree).alt, /cut/);
  assert.throws(() => dendrogram(tree, { nClusters: 6 }), /options.nClusters to be an integer in \[2, 5\]/);
  assert.throws(
    () => dendrogram(tree, { nClusters: 2, height: 3 }),
    /options.height to be absent where nClusters is given/,
  );
  assert.throws(() => dendrogram(tree, { p: 1 }), /options.p to be an integer in \[2, 500\]/);
});

test('component scatter and biplot: the chosen components, the strongest columns as arrows', async () => {
  const result = {
    scores: { data: Float64Array.of(1, 2, 3, -4, 5, 6), nRows: 2, nColumns: 3 },
    explainedVarianceRatio: Float64Array.of(0.6, 0.3, 0.1),
    components: {
      data: Float64Array.of(0.1, 0.9, 0.2, 0, 0.3, 0, 0.8, 0.1, 0.5, 0.5, 0.5, 0.5),
      nRows: 3,
      nColumns: 4,
    },
  };
  const scatter = pcScatter(result, { components: [1, 3], labels: ['a', 'b'] });
  const { values } = (scatter.spec as unknown as { data: { values: { x: number; y: number }[] } }).data;
  assert.deepEqual(
    values.map(({ x, y }) => [x, y]),
    [
      [1, 3],
      [-4, 6],
    ],
  );
  const svg = await chartSvg(scatter);
  assert.match(svg, />PC 1 \(60\.0 % of the variance\)</);
  assert.match(svg, />PC 3 \(10\.0 % of the variance\)</);

  const chart = biplot(result, { nFeatures: 2, featureNames: ['长', 'wide', 'high', 'deep'] });
  const arrows = layerRows<{ name: string; x2: number; y2: number; text: string }>(chart, 1);
  assert.deepEqual(
    arrows.map(({ text }) => text),
    ['wide (0.90, 0.00)', 'high (0.20, 0.80)'],
  );
  // One factor for both axes: 0.8 of the way to the farthest point, here 4 and 5 away.
  assert.deepEqual(
    arrows.map(({ x2, y2 }) => [x2 / 0.9 || 0, y2 / 0.8 || 0].map((factor) => factor.toFixed(3))),
    [
      ['3.556', '0.000'],
      [((3.5555 * 0.2) / 0.9).toFixed(3), '3.556'],
    ],
  );
  assert.equal(marks(await chartSvg(chart), 'rule mark'), 2);
  assert.throws(
    () => pcScatter(result, { components: [1, 4] }),
    /options.components\[1\] to be an integer in \[1, 3\]/,
  );
  assert.throws(() => biplot(result, { nFeatures: 5 }), /options.nFeatures to be an integer in \[1, 4\]/);
  assert.throws(
    () => biplot(result, { featureNames: ['a'] }),
    /options.featureNames to be one text for each of the 4 columns/,
  );
});

test('all of them are pictures too', async () => {
  const x = blobs(1, 60, 4, 3);
  const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
  const fitted = await pca(x, { nComponents: 2 });
  const charts = [
    screeCurve(fitted),
    await embeddingScatter(fitted.scores, { labels }),
    silhouetteBands(new Float64Array(60), labels),
    dendrogram(await linkage(x)),
    pcScatter(fitted, { labels }),
    biplot(fitted),
  ];
  for (const chart of charts) {
    const { png, alt } = await chartPng(chart, { scale: 1 });
    const { width = 0, height = 0 } = await sharp(png).metadata();
    assert.ok(width > 300 && height > 200, alt);
  }
});
