/** The HTML pages of the notebooks, opened from the disk with the network off. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { palette } from '../../lib/src/plot/chart.js';
import { exportHtml } from '../../tools/notebooks/export-html.js';
import { type DisplayOutput, readNotebook } from '../../tools/notebooks/notebook-file.js';
import { browserTest, hasBrowser, openPage, outFolder, root, screenshot } from './support/chromium.js';

const names = readdirSync(path.join(root, 'notebooks'))
  .filter((name) => name.endsWith('.ipynb'))
  .sort();
const folder = path.join(outFolder, 'pages');
const VEGA = 'application/vnd.vegalite.v5+json';

before(async () => {
  if (!hasBrowser) return;
  await mkdir(folder, { recursive: true });
  for (const name of names) await cp(path.join(root, 'notebooks', name), path.join(folder, name));
  await exportHtml(names.map((name) => path.join(folder, name)));
});

/** What axe-core finds wrong; its text stands in the page as `axe`. */
interface Axe {
  run(options: object): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}

for (const name of names) {
  browserTest(
    `${name} as a page: charts, tables and pictures without a network, readable for everyone`,
    300_000,
    async (t) => {
      const { cells } = await readNotebook(path.join(root, 'notebooks', name));
      const shown = cells.flatMap(({ outputs = [] }) =>
        outputs.filter((output): output is DisplayOutput => output.output_type === 'display_data'),
      );
      const charts = shown.filter(({ data }) => VEGA in data);
      const { page, trouble } = await openPage(t, { offline: true });
      await page.goto(pathToFileURL(path.join(folder, name.replace('.ipynb', '.html'))).href);

      const drawn = page.locator('.chart svg.marks');
      await page.waitForFunction(
        (count) => document.querySelectorAll('.chart svg.marks').length >= count,
        charts.length,
        { timeout: 30_000 },
      );
      assert.equal(await drawn.count(), charts.length);
      for (const [i, chart] of charts.entries()) {
        const spec = chart.data[VEGA] as { readonly title: string };
        const text = await drawn.nth(i).evaluate((svg) => svg.textContent ?? '');
        assert.ok(text.includes(spec.title), `chart ${i + 1} shows its title "${spec.title}"`);
      }
      const images = page.locator('.jp-RenderedImage img');
      assert.equal(
        await images.count(),
        shown.filter(({ data }) => 'image/png' in data && !(VEGA in data)).length,
      );
      for (const image of await images.all()) {
        assert.ok((await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)) > 0);
        assert.match((await image.getAttribute('alt')) ?? '', /\w/, 'every picture has a description');
      }
      assert.equal(
        await page.locator('table.dataframe').count(),
        shown.filter(({ data }) => String(data['text/html']).includes('<table')).length,
      );

      await page.addScriptTag({ content: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8') });
      const { violations } = await page.evaluate(async () =>
        (window as unknown as { axe: Axe }).axe.run({
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
        }),
      );
      const problems = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
      );
      await screenshot(page, name.replace('.ipynb', '.page'));
      assert.deepEqual(problems, []);
      assert.deepEqual([[...trouble.outside], trouble.errors], [[], []]);
    },
  );
}

browserTest('a chart on a page answers the pointer as in JupyterLab', 300_000, async (t) => {
  const { page } = await openPage(t, { offline: true });
  await page.goto(pathToFileURL(path.join(folder, '02-k-means-and-silhouette.html')).href);
  const chart = page.locator('.chart', { hasText: 'k-means on three heaps' });
  const [blue] = palette;
  const points = chart.locator(`path[aria-roledescription="point"][fill="${blue}"]`);
  await points.first().hover({ force: true });
  await page.locator('#vg-tooltip-element.visible').waitFor({ timeout: 10_000 });
  const faded = (): Promise<number> =>
    chart
      .locator('path[aria-roledescription="point"]')
      .evaluateAll((all) => all.filter((point) => Number(point.getAttribute('opacity')) < 0.1).length);
  assert.equal(await faded(), 0);
  await chart.locator('.role-legend-entry text', { hasText: /^0$/ }).click({ force: true });
  await page.waitForTimeout(300);
  assert.equal(await faded(), 80, 'two of three heaps of 40 points');
  await screenshot(page, 'page-legend');
});

browserTest('without scripts a page shows the charts as pictures', 300_000, async (t) => {
  const { page } = await openPage(t, { offline: true, javaScriptEnabled: false });
  await page.goto(pathToFileURL(path.join(folder, '01-look-at-the-data.html')).href);
  const picture = page.locator('.chart img').first();
  assert.ok(((await picture.boundingBox())?.width ?? 0) > 200);
  assert.match((await picture.getAttribute('alt')) ?? '', /^Bar chart\./);
});
