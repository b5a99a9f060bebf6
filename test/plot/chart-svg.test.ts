import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartSvg } from '../../lib/src/plot/chart-svg.js';
import { type Chart, MAX_CHART_ROWS, makeChart } from '../../lib/src/plot/chart.js';

const points = (n: number): { x: number }[] => Array.from({ length: n }, (_, x) => ({ x }));
const dots = (n: number): object => ({
  data: { values: points(n) },
  mark: 'point',
  encoding: { x: { field: 'x', type: 'quantitative' } },
});
const chart = (body: object): Chart => makeChart('test', 'Ein Titel 标题', 'three points', body);

test('a chart becomes SVG with its title and one mark a row', async () => {
  const svg = await chartSvg(chart(dots(3)));
  assert.match(svg, /^<svg xmlns/);
  assert.match(svg, />Ein Titel 标题</);
  assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 3);
  assert.match(svg, /font-family="Noto Sans SC"/);
});

test('the same chart is the same SVG, also after another one', async () => {
  const first = await chartSvg(chart(dots(3)));
  await chartSvg(chart(dots(5)));
  assert.equal(await chartSvg(chart(dots(3))), first);
});

test('long labels are not cut, and a legend of Chinese labels has its room', async () => {
  const names = [
    '一二三四五六七八九十百千万亿零',
    'a label that is far longer than the limit of one hundred and eighty pixels',
  ];
  const values = names.map((name, x) => ({ name, x }));
  const encoding = { x: { field: 'x', type: 'quantitative' }, color: { field: 'name', type: 'nominal' } };
  const svg = await chartSvg(chart({ width: 100, data: { values }, mark: 'point', encoding }));
  for (const name of names) assert.ok(svg.includes(`>${name}<`), name);
  // The second label takes about 380 pixels at 10 px letters: plot, axis and legend need more than that together.
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
  assert.ok(width > 100 + 300, `${width}`);
});

test('more rows than a notebook can carry are refused, wherever they hide', async () => {
  assert.doesNotThrow(() => chart(dots(MAX_CHART_ROWS)));
  const message =
    /: test: expected the chart to be at most 5,000 rows of inline data; take every n-th row, .*, received 5001 \(number\)\.$/;
  assert.throws(() => chart(dots(MAX_CHART_ROWS + 1)), message);
  assert.throws(() => chart({ layer: [dots(3000), { hconcat: [dots(2001)] }] }), message);
  assert.throws(() => chart({ ...dots(1), datasets: { a: points(5000) } }), message);
  // The ticks of an axis and the values of a scale are no rows.
  const axis = { values: points(20).map(({ x }) => x) };
  const x = { field: 'x', type: 'quantitative', axis };
  assert.doesNotThrow(() => chart({ ...dots(MAX_CHART_ROWS), encoding: { x } }));
  const spec = { data: { values: points(5001) }, mark: 'point', encoding: {} } as Chart['spec'];
  await assert.rejects(
    chartSvg({ title: '', alt: '', spec }),
    /chartSvg: expected the chart to be at most 5,000 rows/,
  );
});

test('control characters, which XML does not know, are drawn as spaces', async () => {
  const { spec } = chart(dots(1));
  const svg = await chartSvg({
    title: '',
    alt: '',
    spec: { ...spec, title: 'a\u0001b\u001bc' } as Chart['spec'],
  });
  assert.match(svg, />a b c</);
  assert.doesNotMatch(svg, /\p{Cc}/u);
});

test('a specification that front ends would show as nothing is refused with the reason', async () => {
  await assert.rejects(
    chartSvg(chart({ ...dots(1), mark: 'pointt' })),
    /chartSvg: expected chart.spec to be a Vega-Lite 5 specification that draws without a warning \(.+\), received "/,
  );
  await assert.rejects(
    chartSvg(
      chart({
        ...dots(1),
        encoding: {
          x: { field: 'x', type: 'quantitative' },
          longitude2: { field: 'x' },
          size: { value: 3, condition: 1 },
          y: { aggregate: 'nothing' },
        },
      }),
    ),
    /draws without a warning/,
  );
  await assert.rejects(
    chartSvg(undefined as unknown as Chart),
    /expected chart to be a chart \{ title, alt, spec \}, received undefined/,
  );
});
