/** Every notebook as its reader meets it: opened in JupyterLab, all cells run on the sample images. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before } from 'node:test';
import { readNotebook, type DisplayOutput } from '../../tools/notebooks/notebook-file.js';
import { browserTest, hasBrowser, openPage, outFolder, root, screenshot } from './support/chromium.js';
import { type Lab, startLab } from './support/lab.js';
import { growToFit, openNotebook, stderrTexts, waitUntil } from './support/notebook-page.js';

const names = readdirSync(path.join(root, 'notebooks'))
  .filter((name) => name.endsWith('.ipynb'))
  .sort();
const copies = path.join(outFolder, 'notebooks');
/**
 * Notebooks that take minutes carry this tag in their first cell: they are opened, with the outputs that they have, and
 * run only if CLUSTERLAB_BROWSER=all. (All of them are run headless by other tests.)
 */
const SLOW = 'slow';
const runSlow = process.env['CLUSTERLAB_BROWSER'] === 'all';

let lab: Lab;
before(async () => {
  if (!hasBrowser) return;
  // Copies, because JupyterLab saves what it has open. Cells write to ../out.
  await mkdir(path.join(outFolder, 'out'), { recursive: true });
  for (const name of names) await cp(path.join(root, 'notebooks', name), path.join(copies, name));
  lab = await startLab();
});
afterEach(() => lab?.stopKernels());
after(() => lab?.stop());

for (const name of names) {
  browserTest(`${name}: runs in JupyterLab, and everything it shows is drawn`, 400_000, async (t) => {
    const { cells } = await readNotebook(path.join(root, 'notebooks', name));
    const code = cells.filter((cell) => cell.cell_type === 'code');
    const shown = code.flatMap(({ outputs = [] }) =>
      outputs.filter((output): output is DisplayOutput => output.output_type === 'display_data'),
    );
    const count = (mime: string, without?: string): number =>
      shown.filter(({ data }) => mime in data && (without === undefined || !(without in data))).length;
    const slow = [cells[0]?.metadata['tags']].flat().includes(SLOW) && !runSlow;

    const { page, trouble } = await openPage(t);
    const notebook = await openNotebook(page, lab.urlOf(`out/browser/notebooks/${name}`));
    if (slow) t.diagnostic(`${name} is tagged ${SLOW}: opened with its outputs, not run`);
    else {
      await notebook.runAll(code.length, 350_000);
      assert.deepEqual(
        notebook.replies,
        code.map(() => 'ok'),
        (await stderrTexts(notebook)).join('\n'),
      );
      const prompts = await notebook.panel.locator('.jp-CodeCell .jp-InputPrompt').allInnerTexts();
      assert.deepEqual(
        prompts,
        code.map((_, i) => `[${i + 1}]:`),
      );
    }
    const charts = notebook.panel.locator('.jp-RenderedVegaCommon5 canvas.marks');
    const pictures = notebook.panel.locator('.jp-RenderedImage img');
    const vega = 'application/vnd.vegalite.v5+json';
    await waitUntil(async () => (await charts.count()) >= count(vega), 20_000, 'the charts to be drawn');
    await growToFit(notebook);
    await page.waitForTimeout(500);
    await screenshot(page, name.replace('.ipynb', '.lab'));

    assert.equal(await charts.count(), count(vega), 'charts');
    assert.equal(await pictures.count(), count('image/png', vega), 'pictures');
    for (const chart of await charts.all())
      assert.ok(((await chart.boundingBox())?.width ?? 0) > 100, 'a chart has no size');
    const broken = await pictures.evaluateAll(
      (all) => all.filter((image) => (image as HTMLImageElement).naturalWidth === 0).length,
    );
    assert.equal(broken, 0, 'pictures that did not load');
    assert.equal(
      await notebook.panel.locator('table.dataframe').count(),
      shown.filter(({ data }) => String(data['text/html']).includes('<table')).length,
      'tables',
    );
    assert.deepEqual(await stderrTexts(notebook), []);
    assert.deepEqual([...trouble.outside], [], 'nothing is asked of the network');
    assert.deepEqual(trouble.errors, []);
  });
}
