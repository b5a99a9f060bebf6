import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import { criteriaChart } from '../../lib/src/plot/criteria-chart.js';
import type { ChooseNClustersResult } from '../../lib/src/select/choose-n-clusters.js';

const row = (nClusters: number, silhouette: number, gap: number): ChooseNClustersResult['rows'][number] => ({
  nClusters,
  labels: new Int32Array(),
  counts: new Int32Array(),
  inertia: 1,
  scores: { silhouette, gap },
  standardErrors: { gap: 0.1 },
});
const choice: ChooseNClustersResult = {
  method: 'k-means',
  criteria: ['gap', 'silhouette'],
  rows: [row(1, NaN, 0.25), row(2, 0.5, 0.75), row(3, 0.4, 1.5)],
  picks: [
    { criterion: 'gap', nClusters: undefined, rule: 'none' },
    { criterion: 'silhouette', nClusters: 2, rule: 'highest mean silhouette' },
  ],
  randomState: 0,
  warnings: [],
};

test('a small chart for each criterion, its pick in the title and marked; scores that are NaN are left out', async () => {
  const chart = criteriaChart(choice);
  const gap = 'Gap statistic: picks none';
  const silhouette = 'Silhouette: k = 2';
  const { data } = chart.spec as unknown as { data: { values: unknown } };
  assert.deepEqual(data.values, [
    { criterion: gap, nClusters: 1, score: 0.25, low: 0.15, high: 0.35, picked: false },
    { criterion: gap, nClusters: 2, score: 0.75, low: 0.65, high: 0.85, picked: false },
    { criterion: gap, nClusters: 3, score: 1.5, low: 1.4, high: 1.6, picked: false },
    { criterion: silhouette, nClusters: 2, score: 0.5, low: 0.5, high: 0.5, picked: true },
    { criterion: silhouette, nClusters: 3, score: 0.4, low: 0.4, high: 0.4, picked: false },
  ]);
  assert.equal(
    chart.alt,
    `2 small line charts of scores for 1 to 3 clusters. How many clusters? What each criterion picks. ${gap}; ${silhouette}.`,
  );
  const svg = await chartSvg(chart);
  for (const text of [gap, silhouette, 'number of clusters k', '0.5', '1.5'])
    assert.ok(svg.includes(`>${text}<`), text);
  assert.ok(svg.indexOf(`>${gap}<`) < svg.indexOf(`>${silhouette}<`));
});

test('every criterion has a name of its own', () => {
  const names = (
    [
      'silhouette',
      'davies-bouldin',
      'calinski-harabasz',
      'gap',
      'prediction-strength',
      'stability',
      'bic',
    ] as const
  ).map((criterion) => {
    const rows = [{ ...row(2, 1, 1), scores: { [criterion]: 1 } }];
    const picks = [{ criterion, nClusters: 2, rule: '' }];
    return criteriaChart({ ...choice, criteria: [criterion], rows, picks }).alt;
  });
  assert.equal(new Set(names).size, 7);
});

test('refuses a criterion without any score, and unknown options', () => {
  const rows = [row(2, NaN, 1)];
  assert.throws(
    () => criteriaChart({ ...choice, rows }),
    /criteriaChart: expected choice.rows to be rows with a silhouette score/,
  );
  assert.throws(() => criteriaChart(choice, { titel: 'x' } as never), /options.titel to be one of the known/);
});
