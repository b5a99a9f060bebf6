/** JupyterLab as `npm run lab` opens it, and what cells show in it. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { palette } from '../../lib/src/plot/chart.js';
import { browserTest, hasBrowser, openPage, screenshot } from './support/chromium.js';
import { type Lab, startLab } from './support/lab.js';
import {
  growToFit,
  type NotebookPage,
  openNotebook,
  stderrTexts,
  waitUntil,
} from './support/notebook-page.js';
import { findColor, type Spot } from './support/pixels.js';
import { scratchNotebook } from './support/scratch-notebook.js';

let lab: Lab;
let startedAt = 0;
before(async () => {
  if (!hasBrowser) return;
  startedAt = performance.now();
  lab = await startLab();
});
afterEach(() => lab?.stopKernels());
after(() => lab?.stop());

/** Three heaps of points with a made-up picture each. */
const toys = `
const random = clusterlab.randomState(0);
const heaps = [[0, 0], [10, 0], [5, 8]];
const points = Array.from({ length: 150 }, (_, i) => heaps[i % 3]!.map((at) => at + random.normal(0, 1)));
const data = Uint8Array.from({ length: 150 * 64 }, (_, i) => (i * 37) % 256);
const images = { data: data, nRows: 150, nColumns: 64, width: 8, height: 8 };
const sweep = await clusterlab.kMeansSweep(points, { nClusters: [2, 3, 4] });`;

const importAll = `import * as clusterlab from 'clusterlab';`;
const [blue, orange, green] = palette as [string, string, string];

browserTest('npm run lab opens the first notebook with a kernel, and asks nothing', 300_000, async (t) => {
  const { page, trouble } = await openPage(t);
  const notebook = await openNotebook(page, lab.url);
  t.diagnostic(
    `usable kernel after ${((performance.now() - startedAt) / 1000).toFixed(1)} s, browser start included`,
  );
  const tab = page.locator('.lm-DockPanel-tabBar .lm-mod-current .lm-TabBar-tabLabel').first();
  assert.match(await tab.innerText(), /^01-.*\.ipynb$/);
  assert.match(await page.locator('.jp-KernelName').innerText(), /TypeScript/);
  assert.equal((await notebook.panel.locator('.jp-CodeCell').count()) > 5, true);
  await page.waitForTimeout(1500);
  await screenshot(page, 'lab-first-notebook');
  assert.equal(await page.locator('.Toastify__toast').count(), 0, 'no news pop-up');
  assert.equal(await page.locator('.jp-Dialog').count(), 0, 'no question');
  assert.deepEqual([...trouble.outside], []);
});

browserTest(
  'a second copy beside a running one takes another port; the token guards both',
  300_000,
  async () => {
    const second = await startLab();
    try {
      const [a, b] = [new URL(lab.url), new URL(second.url)];
      assert.notEqual(a.port, b.port);
      assert.notEqual(a.searchParams.get('token'), b.searchParams.get('token'));
      for (const { origin, searchParams } of [a, b]) {
        const status = async (token: string | null): Promise<number> =>
          (await fetch(`${origin}/api/status?token=${token}`)).status;
        assert.deepEqual([await status(searchParams.get('token')), await status('guess')], [200, 403]);
      }
    } finally {
      await second.stop();
    }
  },
);

type Spots = readonly (Spot | undefined)[];

/** Pixels that the place farthest off has moved; infinite if one is missing. */
function apart(a: Spots, b: Spots): number {
  return Math.max(
    ...a.map((spot, i) => {
      const other = b[i];
      return spot === undefined || other === undefined
        ? Infinity
        : Math.hypot(spot.x - other.x, spot.y - other.y);
    }),
  );
}

browserTest('a chart answers: picture in the tooltip, legend, zoom and move', 300_000, async (t) => {
  const { page, trouble } = await openPage(t);
  const file = await scratchNotebook('charts', [
    importAll,
    toys,
    `const labels = sweep.best.labels;
await clusterlab.show(await clusterlab.embeddingScatter(points, { labels: labels, images: images, thumbnails: true }));`,
  ]);
  const notebook = await openNotebook(page, lab.urlOf(file));
  for (const n of [0, 1, 2]) await notebook.run(n);
  const canvas = notebook.cell(2).locator('canvas.marks');
  await canvas.waitFor();
  await canvas.scrollIntoViewIfNeeded();
  const plot = { right: 0.85 };
  const legend = { left: 0.85 };
  /** Where the first point of each colour begins. */
  const places = (): Promise<Spots> =>
    Promise.all(
      [blue, orange, green].map(async (color) => (await findColor(canvas, color, 0.7, plot)).first),
    );

  const { spot } = await findColor(canvas, blue, 0.7, plot);
  assert.ok(spot !== undefined, 'a blue point');
  await canvas.hover({ position: spot });
  const thumbnail = page.locator('#vg-tooltip-element img');
  await thumbnail.waitFor({ timeout: 5000 });
  assert.ok((await thumbnail.evaluate((image) => (image as HTMLImageElement).naturalWidth)) > 0);
  assert.match(await page.locator('#vg-tooltip-element').innerText(), /row[^]*cluster/);
  await screenshot(page, 'lab-tooltip');

  const before = await places();
  const all = await findColor(canvas, orange, 0.7, plot);
  const entry = await findColor(canvas, blue, 0.7, legend);
  await canvas.click({ position: entry.spot! });
  await page.waitForTimeout(300);
  assert.ok(all.count > 100);
  assert.equal((await findColor(canvas, orange, 0.7, plot)).count, 0, 'other labels fade');
  assert.ok((await findColor(canvas, blue, 0.7, plot)).count > 100, 'the label that was clicked stays');
  await screenshot(page, 'lab-legend');
  await canvas.dblclick({ position: { x: 20, y: 60 } });
  await page.mouse.move(5, 5);
  await waitUntil(
    async () => apart(await places(), before) < 2,
    10_000,
    'a double click to bring back all labels',
  );

  const box = (await canvas.boundingBox())!;
  const [x, y] = [box.x + 0.4 * box.width, box.y + 0.5 * box.height];
  await page.mouse.move(x, y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -300);
  await page.keyboard.up('Control');
  await waitUntil(async () => apart(await places(), before) > 5, 10_000, 'Ctrl + wheel to zoom');
  const zoomed = await places();
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 30, { steps: 4 });
  await page.mouse.up();
  await waitUntil(async () => apart(await places(), zoomed) > 20, 10_000, 'a drag to move the chart');
  await screenshot(page, 'lab-zoom');
  await page.mouse.dblclick(x, y);
  await page.mouse.move(5, 5);
  await waitUntil(
    async () => apart(await places(), before) < 2,
    10_000,
    'a double click to show everything again',
  );
  assert.deepEqual([...trouble.outside, ...trouble.errors], []);
});

browserTest('views of a clustering are linked: score curve, map and sizes', 300_000, async (t) => {
  const { page, trouble } = await openPage(t);
  const file = await scratchNotebook('explorer', [
    importAll,
    toys,
    'await clusterlab.show(await clusterlab.clusterExplorer({ embedding: points, sweep: sweep }, { images: images }));',
  ]);
  const notebook = await openNotebook(page, lab.urlOf(file));
  for (const n of [0, 1, 2]) await notebook.run(n);
  const canvas = notebook.cell(2).locator('canvas.marks');
  await canvas.waitFor();
  await growToFit(notebook);
  const box = (await canvas.boundingBox())!;
  const map = { right: 0.5 };
  const curve = { left: 0.55, bottom: 0.5 };
  const sizes = { left: 0.55, top: 0.55 };
  const grey = async (): Promise<number> => (await findColor(canvas, '#d0d0d0', 1, sizes)).count;
  const points = async (color: string): Promise<number> => (await findColor(canvas, color, 0.75, map)).count;
  assert.ok((await points(green)) > 100, 'the best k is 3');
  const greyBefore = await grey();

  // A rectangle around everything in the left half of the map.
  await page.mouse.move(box.x + 12, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.26 * box.width, box.y + 0.95 * box.height, { steps: 5 });
  await page.mouse.up();
  await waitUntil(
    async () => (await grey()) > greyBefore + 1000,
    10_000,
    'the rectangle to colour its share of the sizes',
  );
  await screenshot(page, 'lab-linked-rectangle');
  await page.mouse.dblclick(box.x + 0.4 * box.width, box.y + 0.15 * box.height);
  await waitUntil(
    async () => (await grey()) <= greyBefore + 20,
    10_000,
    'a double click to take the rectangle away',
  );

  const bar = (await findColor(canvas, orange, 1, sizes)).spot!;
  await canvas.click({ position: { x: bar.x + 4, y: bar.y + 20 } });
  await waitUntil(
    async () => (await points(blue)) === 0,
    10_000,
    'a click on a bar to single out its cluster',
  );
  assert.ok((await points(orange)) > 100);
  await screenshot(page, 'lab-linked-bar');
  await page.mouse.dblclick(box.x + 0.4 * box.width, box.y + 0.15 * box.height);
  await waitUntil(async () => (await points(blue)) > 100, 10_000, 'a double click to bring back the others');

  // The leftmost point of the curve is k = 2.
  const dots = await findColor(canvas, blue, 1, { ...curve, right: 0.75 });
  await canvas.click({ position: dots.spot! });
  await waitUntil(
    async () => (await points(green)) === 0,
    10_000,
    'a click on the curve to cut into two clusters',
  );
  await screenshot(page, 'lab-linked-curve');
  assert.equal(
    trouble.errors.length + trouble.outside.size,
    0,
    [...trouble.errors, ...trouble.outside].join(' '),
  );
});

browserTest('tables, sheets of pictures and results show themselves', 300_000, async (t) => {
  const { page } = await openPage(t);
  const file = await scratchNotebook('shows', [
    importAll,
    toys,
    `const rows = Array.from({ length: 100 }, (_, i) => ({ name: '<b>' + i, value: i / 7 }));
await clusterlab.show(rows, { maxRows: 6 });
await clusterlab.show({ ...images, nRows: 3, data: data.subarray(0, 192) }, { captions: ['零', '一', '二'], columns: 2 });`,
    `const many = Array.from({ length: 15000 }, () => [random.normal(0, 1), random.normal(0, 1)]);
await clusterlab.kMeans(many, { nClusters: 3, nInit: 1 })`,
  ]);
  const notebook = await openNotebook(page, lab.urlOf(file));
  for (const n of [0, 1, 2, 3]) await notebook.run(n);
  await screenshot(page, 'lab-shows');
  const shows = notebook.cell(2);
  assert.deepEqual(await shows.locator('th').allInnerTexts(), ['name', 'value']);
  assert.equal(await shows.locator('tbody tr').count(), 7);
  assert.match(await shows.locator('.jp-RenderedHTML').innerText(), /<b>0[^]*<b>99[^]*100 rows x 2 columns/);
  const align = await shows
    .locator('tbody td')
    .nth(1)
    .evaluate((cell) => getComputedStyle(cell).textAlign);
  assert.equal(align, 'right');
  assert.ok((await shows.locator('img').boundingBox())!.width > 10);
  const result = await notebook.cell(3).locator('.jp-OutputArea-output').innerText();
  assert.match(result, /^labels\s+Int32Array\(15000\) [\d ]+\.\.\.$/m);
  assert.match(result, /^inertia\s+[\d.]+$/m);
  assert.ok(result.split('\n').length <= 15, result);
});

browserTest('a progress bar moves in its place', 300_000, async (t) => {
  const { page } = await openPage(t);
  const file = await scratchNotebook('bar', [
    importAll,
    `const report = clusterlab.progress('work');
for (let done = 0; done <= 40; done++) {
  report({ stage: 'steps', done: done, total: 40 });
  await new Promise((resolve) => setTimeout(resolve, 100));
}`,
  ]);
  const notebook = await openNotebook(page, lab.urlOf(file));
  await notebook.run(0);
  await notebook.start(1);
  const bar = notebook.cell(1).locator('progress');
  const seen = new Set<number>();
  const texts = new Set<string>();
  await waitUntil(
    async () => {
      if ((await bar.count()) === 0) return false;
      assert.equal(await bar.count(), 1, 'one bar');
      seen.add(await bar.evaluate((element) => (element as HTMLProgressElement).value));
      texts.add(await notebook.cell(1).locator('.jp-OutputArea-output').innerText());
      return seen.has(40);
    },
    30_000,
    'the bar to reach its end',
  );
  assert.ok(seen.size >= 5, [...seen].join(' '));
  const some = [...texts].find((text) => /a second/.test(text)) ?? '';
  assert.match(some, /work: steps \d+\/40, [\d.]+ a second, \d+ s left/);
  await notebook.answered(2, 10_000);
});

/** Tensors alive, and megabytes of arrays outside the heap, after a garbage collection. */
const memory = `const used = (): number[] => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { liveTensors } = require('../../../lib/dist/tensorflow/tensor.js');
  return [liveTensors(), Math.round(process.memoryUsage().arrayBuffers / 1e6)];
};`;

browserTest(
  'an interrupt stops a sweep and t-SNE, and the kernel is free again with its memory',
  300_000,
  async (t) => {
    const { page } = await openPage(t);
    const file = await scratchNotebook('interrupt', [
      `${importAll}\nimport { setFlagsFromString } from 'node:v8';\nimport { runInNewContext } from 'node:vm';`,
      `${memory}
const source = clusterlab.randomState(0);
const wide = { data: Float64Array.from({ length: 12000 * 60 }, () => source.normal(0, 1)), nRows: 12000, nColumns: 60 };
const before = used();
console.log(before.join(' '));`,
      `await clusterlab.kMeansSweep(wide, {
  nClusters: Array.from({ length: 30 }, (_, i) => i + 10),
  onProgress: clusterlab.progress('sweep'),
});`,
      `await clusterlab.tSne(wide, { onProgress: clusterlab.progress('t-SNE') });`,
      `let now = used(); // what was stopped lets go at its next pause
for (let look = 0; look < 20 && now[1]! > before[1]! + 20; look++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  now = used();
}
console.log(now.join(' '));`,
    ]);
    const notebook = await openNotebook(page, lab.urlOf(file));
    for (const n of [0, 1]) await notebook.run(n);
    const textOf = (n: number): Promise<string> =>
      notebook.cell(n).locator('.jp-OutputArea-output').first().innerText();
    const [, megabytes = NaN] = (await textOf(1)).trim().split(' ').map(Number);
    for (const [n, name] of [
      [2, 'sweep'],
      [3, 't-SNE'],
    ] as const)
      await interrupted(notebook, n, name);
    await notebook.run(4, 15_000);
    const [tensors, afterwards = NaN] = (await textOf(4)).trim().split(' ').map(Number);
    assert.equal(tensors, 0, 'no tensor is left');
    assert.ok(afterwards <= megabytes + 20, `${megabytes} MB of arrays before, ${afterwards} MB after`);

    async function interrupted(notebook: NotebookPage, n: number, name: string): Promise<void> {
      await notebook.start(n);
      const bar = notebook.cell(n).locator('progress');
      await bar.waitFor({ timeout: 60_000 });
      await page.waitForTimeout(2500);
      assert.equal(notebook.replies.length, n, `${name} still runs`);
      const seconds = await notebook.interrupt(10_000);
      assert.equal(notebook.replies.at(-1), 'error');
      t.diagnostic(`${name}: the cell ended ${seconds.toFixed(2)} s after the interrupt`);
      assert.ok(seconds < 3, `${seconds} s`);
      const value = (): Promise<number> => bar.evaluate((element) => (element as HTMLProgressElement).value);
      await page.waitForTimeout(1000);
      const stopped = await value();
      await page.waitForTimeout(1000);
      assert.equal(await value(), stopped, 'the work went on in the background');
      assert.match((await stderrTexts(notebook)).join(), /Interrupted/);
    }
  },
);

browserTest('completion offers the names of the library, inspection their types', 300_000, async (t) => {
  const { page } = await openPage(t);
  const file = await scratchNotebook('completion', [importAll, 'clusterlab.']);
  const notebook = await openNotebook(page, lab.urlOf(file));
  await notebook.run(0);
  await notebook.cell(1).locator('.cm-content').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  const items = page.locator('.jp-Completer-item');
  await items
    .first()
    .waitFor({ timeout: 60_000 })
    .finally(() => screenshot(page, 'lab-completion'));
  const offered = (await items.allInnerTexts()).map((text) => text.split('\n')[0]);
  for (const name of ['kMeans', 'pca', 'tSne', 'show', 'clusterImages'])
    assert.ok(offered.includes(name), name);
  await page.keyboard.press('Escape');
  await notebook.cell(1).locator('.cm-content').click();
  await page.keyboard.press('End');
  await page.keyboard.type('kMeans');
  await page.keyboard.press('Escape');
  await notebook.cell(1).locator('.cm-content').click();
  await page.keyboard.press('Shift+Tab');
  const tooltip = page.locator('.jp-Tooltip');
  await tooltip.waitFor({ timeout: 60_000 });
  await screenshot(page, 'lab-inspection');
  assert.match(await tooltip.innerText(), /options: KMeansOptions\): Promise<KMeansResult>/);
});
