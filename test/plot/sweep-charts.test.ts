import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import type { Chart } from '../../lib/src/plot/chart.js';
import { elbowCurve } from '../../lib/src/plot/elbow-curve.js';
import { scoreCurve } from '../../lib/src/plot/score-curve.js';

/** The published sweep (Assignment-4), shortened. */
const rows = [
  { nClusters: 11, score: 0.36, inertia: 51925320.2 },
  { nClusters: 12, score: 0.565, inertia: 51735137.5 },
  { nClusters: 13, score: 0.474, inertia: 51487013.4 },
].map((row) => ({ ...row, labels: new Int32Array(), counts: new Int32Array() }));
const sweep = { method: 'k-means', criterion: 'silhouette', rows, best: rows[1]!, warnings: [] } as const;

const valuesOf = (chart: Chart): unknown => (chart.spec as { data: { values: unknown } }).data.values;

test('scoreCurve carries one point a k and names the best one', async () => {
  const chart = scoreCurve(sweep);
  assert.deepEqual(
    valuesOf(chart),
    rows.map(({ nClusters, score }) => ({ nClusters, value: score })),
  );
  assert.equal(
    chart.alt,
    'Line chart. Silhouette of k-means, for 11 to 13 clusters. Marked: best: k = 12, 0.565.',
  );
  const svg = await chartSvg(chart);
  assert.match(svg, />best: k = 12, 0.565</);
  assert.match(svg, />number of clusters k</);
  assert.match(svg, />mean silhouette \(-1 to 1, higher is better\)</);
});

test('scoreCurve names every criterion, and leaves out rows without a score', async () => {
  for (const criterion of ['silhouette', 'davies-bouldin', 'dbindex', 'derivative'] as const) {
    const chart = scoreCurve(
      { ...sweep, criterion, rows: [...rows, { ...rows[0]!, nClusters: 1, score: NaN }] },
      { title: criterion },
    );
    assert.equal((valuesOf(chart) as unknown[]).length, 3);
    assert.match(await chartSvg(chart), new RegExp(`>${criterion}<`));
  }
  const nothing = { ...rows[0]!, score: NaN };
  assert.throws(
    () => scoreCurve({ ...sweep, rows: [nothing], best: nothing }),
    /scoreCurve: expected sweep.rows to be at least one row/,
  );
  assert.throws(
    () => scoreCurve(sweep, { titel: 'x' } as never),
    /expected options.titel to be one of the known options \(title\)/,
  );
});

test('elbowCurve shows the sums of squares and the k that the score picked', async () => {
  const chart = elbowCurve(sweep);
  assert.deepEqual(
    valuesOf(chart),
    rows.map(({ nClusters, inertia }) => ({ nClusters, value: inertia })),
  );
  const svg = await chartSvg(chart);
  assert.match(svg, />best silhouette: k = 12</);
  assert.match(svg, />51\.7M</);
});

test('a long sweep keeps its axis readable', async () => {
  const long = Array.from({ length: 99 }, (_, i) => ({ ...rows[0]!, nClusters: i + 2, score: i / 100 }));
  const svg = await chartSvg(scoreCurve({ ...sweep, rows: long, best: long[98]! }));
  for (const [text, shown] of [
    ['50', true],
    ['100', true],
    ['51', false],
  ] as const)
    assert.equal(svg.includes(`>${text}</text>`), shown, text);
});
