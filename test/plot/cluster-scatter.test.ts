import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import { clusterScatter } from '../../lib/src/plot/cluster-scatter.js';

const points = [
  [0, 0],
  [1, 2],
  [10, 3],
  [11, 4],
];

test('one point a row, coloured and shaped by label, and a cross a centre', async () => {
  const chart = clusterScatter(points, {
    labels: [10, 10, 2, 2],
    centers: [
      [0.5, 1],
      [10.5, 3.5],
    ],
    title: 'Toy',
    xTitle: 'width (cm)',
  });
  assert.equal(chart.alt, 'Scatter plot. Toy: 4 points in 2 groups, 2 centres.');
  const svg = await chartSvg(chart);
  assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 6);
  assert.ok(svg.indexOf('>2</text>') < svg.indexOf('>10</text>'), 'the legend counts upwards');
  for (const color of ['#0072B2', '#D55E00']) assert.ok(svg.includes(`fill="${color}"`), color);
  assert.match(svg, />width \(cm\)</);
});

test('without labels all points look alike, and there is no legend', async () => {
  const svg = await chartSvg(clusterScatter(points));
  assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 4);
  assert.doesNotMatch(svg, /role-legend-entry/);
});

test('bad input is refused', () => {
  assert.throws(
    () => clusterScatter([[1, 2, 3]]),
    /clusterScatter: expected points to be points of the plane, \[n, 2\], received "1 x 3"/,
  );
  assert.throws(
    () => clusterScatter(points, { labels: [1] }),
    /expected options.labels to be one label for each of the 4 rows/,
  );
  assert.throws(
    () => clusterScatter(points, { centers: [[1]] }),
    /expected options.centers to be points of the plane/,
  );
  assert.throws(
    () => clusterScatter(Array.from({ length: 5001 }, () => [0, 0])),
    /at most 5,000 rows of inline data/,
  );
});
