import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { countsBar } from '../../lib/src/plot/counts-bar.js';
import { exportHtml } from '../../tools/notebooks/export-html.js';
import { formatNotebook, type Notebook, type Output } from '../../tools/notebooks/notebook-file.js';
import { toyNotebook, writeToys } from '../support/toy-notebook.js';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

function withOutputs(notebook: Notebook, outputs: readonly Output[]): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.cell_type === 'code' ? { ...cell, outputs } : cell)),
  };
}

test(
  'a page carries charts, pictures and their descriptions, and asks nothing of the network',
  { timeout: 300_000 },
  async (t) => {
    const { page } = await writeToys(t, { page: [] });
    const chart = countsBar([{ value: '<九>', count: 2 }], { title: 'A "title"' });
    const outputs: Output[] = [
      {
        output_type: 'display_data',
        data: { 'application/vnd.vegalite.v5+json': chart.spec, 'image/png': PIXEL, 'text/plain': chart.alt },
        metadata: { 'image/png': { width: 7, height: 7 } },
      },
      {
        output_type: 'display_data',
        data: { 'image/png': PIXEL, 'text/plain': 'one <picture>' },
        metadata: { 'image/png': { width: 5 } },
      },
      {
        output_type: 'display_data',
        data: { 'text/html': '<table class="dataframe"></table>', 'text/plain': 'a table' },
        metadata: {},
      },
    ];
    await writeFile(
      page,
      formatNotebook(withOutputs(toyNotebook(['# A page\n\n[next](02-next.ipynb)', '1']), outputs)),
    );
    await exportHtml([page]);
    const html = await readFile(page.replace(/\.ipynb$/, '.html'), 'utf8');

    assert.doesNotMatch(html, /<(script|link|img|iframe)[^>]+(src|href)=["']?(https?:)?\/\//i);
    assert.doesNotMatch(html, /@import|url\(["']?https?:/i);
    const [, spec = ''] = /<script type="application\/json">(.*?)<\/script>/s.exec(html) ?? [];
    assert.deepEqual(JSON.parse(spec), chart.spec);
    const tagWith = (text: string): string => html.match(/<[^>]+>/g)?.find((tag) => tag.includes(text)) ?? '';
    assert.match(
      tagWith('class="jp-OutputArea-output chart"'),
      /aria-label='Bar chart\. A "title": &lt;九&gt; 2\.'.* role="img"/,
    );
    assert.match(html, /<noscript><img alt='Bar chart\. A "title": &lt;九&gt; 2\.'[^>]* width="7"/);
    assert.match(
      tagWith('alt="one &lt;picture&gt;"'),
      /^<img .*src="data:image\/png;base64,[^"]+" width="5"/,
    );
    assert.match(html, /<table class="dataframe">/);
    for (const library of ['vega', 'vegaLite', 'vegaTooltip'])
      assert.ok(html.includes(`.${library}=`) || html.includes(`var ${library}=`), library);
  },
);

test(
  'a notebook that cannot be converted is an error with the end of what nbconvert said',
  { timeout: 300_000 },
  async (t) => {
    const { broken } = await writeToys(t, { broken: [] });
    await writeFile(broken, '{');
    await assert.rejects(exportHtml([broken]), /nbconvert ended with exit code 1:\n[^]*(JSON|Notebook)/);
  },
);
