/**
 * Runs the notebooks headless: `node --import tsx tools/notebooks/main.ts [WORD ...] [options]`.
 *
 *   WORD                 only notebooks whose name contains one of the words
 *   --data sample|real   which images; without it the real ones if they have been imported, else the sample
 *   --limit SECONDS      longest time for one cell (default 600)
 *   --no-html            leave out the HTML pages
 *   --update             also write the outputs into notebooks/ (always on the sample, which makes them repeatable)
 *
 * Executed copies and HTML pages go to out/notebooks. Exit code 1 if a notebook fails.
 */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exportHtml } from './export-html.js';
import { type DisplayOutput, type Notebook, textOf, writeNotebook } from './notebook-file.js';
import { runNotebook } from './run-notebook.js';

const root = path.resolve(__dirname, '..', '..');

/** Where the images of each kind lie, under data/. */
const FOLDERS = { sample: 'sample', real: 'chinese-mnist' } as const;

async function main(): Promise<boolean> {
  const { words, data, cellLimitSeconds, html, update } = readArguments();
  const notebooks = readdirSync(path.join(root, 'notebooks'))
    .filter(
      (name) => name.endsWith('.ipynb') && (words.length === 0 || words.some((word) => name.includes(word))),
    )
    .sort();
  if (notebooks.length === 0) throw new Error(`no notebook matches ${words.join(' ')}`);
  const out = path.join(root, 'out', 'notebooks');
  await mkdir(out, { recursive: true });
  console.log(
    `Running ${notebooks.length} notebook${notebooks.length === 1 ? '' : 's'} on the ${data} images`,
  );

  const folder = path.join(root, 'data', FOLDERS[data]);
  const done: { readonly name: string; readonly notebook: Notebook }[] = [];
  for (const name of notebooks) {
    const source = path.join(root, 'notebooks', name);
    const { notebook, failure, seconds } = await runNotebook(source, {
      cellLimitSeconds,
      env: { CLUSTERLAB_DATA: folder },
    });
    await writeNotebook(path.join(out, name), notebook);
    console.log(`${failure === undefined ? '✓' : '✗'} ${name}  ${seconds.toFixed(1)} s`);
    if (failure !== undefined)
      console.error(`  ${name}, code cell ${failure.cell}: ${failure.message.replace(/\n/g, '\n  ')}`);
    else {
      done.push({ name, notebook });
      if (update) await writeNotebook(source, notebook);
    }
  }
  const pages = html && done.length > 0 ? await writePages(done.map(({ name }) => path.join(out, name))) : [];
  for (const { name, notebook } of done) printResults(name, notebook);
  console.log(`\nExecuted notebooks: ${path.relative(process.cwd(), out)}`);
  if (pages === undefined) return false;
  for (const page of pages) console.log(`  ${path.relative(process.cwd(), page)}`);
  return done.length === notebooks.length;
}

/** The HTML pages; undefined if they could not be written, which does not take the results away. */
async function writePages(notebooks: readonly string[]): Promise<readonly string[] | undefined> {
  const since = performance.now();
  try {
    await exportHtml(notebooks);
  } catch (error) {
    console.error(`✗ HTML pages: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  console.log(`✓ HTML pages  ${((performance.now() - since) / 1000).toFixed(1)} s`);
  return notebooks.map((file) => file.replace(/\.ipynb$/, '.html'));
}

function readArguments(): {
  words: string[];
  data: keyof typeof FOLDERS;
  cellLimitSeconds: number;
  html: boolean;
  update: boolean;
} {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      limit: { type: 'string', default: '600' },
      'no-html': { type: 'boolean' },
      update: { type: 'boolean', default: false },
    },
  });
  const imported = existsSync(path.join(root, 'data', FOLDERS.real, 'chinese_mnist.csv'));
  const data = values.data ?? (imported && !values.update ? 'real' : 'sample');
  if (data !== 'sample' && data !== 'real') throw new Error(`--data takes sample or real, not ${data}`);
  if (data === 'real' && !imported)
    throw new Error('the real images have not been imported: npm run data -- PATH');
  if (data === 'real' && values.update)
    throw new Error('--update works on the sample only: committed outputs must be repeatable');
  const cellLimitSeconds = Number(values.limit);
  if (!(cellLimitSeconds > 0)) throw new Error(`--limit takes a number of seconds, not ${values.limit}`);
  return {
    words: positionals,
    data,
    cellLimitSeconds,
    html: values['no-html'] !== true,
    update: values.update,
  };
}

/** Prints what the cells with the tag `result` showed, as their text form. */
function printResults(name: string, { cells }: Notebook): void {
  const shown = cells
    .filter(({ metadata }) => Array.isArray(metadata['tags']) && metadata['tags'].includes('result'))
    .flatMap(({ outputs = [] }) => outputs)
    .map((output) =>
      output.output_type === 'stream' ? output.text : (output as DisplayOutput).data['text/plain'],
    )
    .filter((text) => text !== undefined)
    .map((text) => textOf(text).trimEnd());
  if (shown.length > 0) console.log(`\n${name.replace(/\.ipynb$/, '')}\n\n${shown.join('\n\n')}`);
}

main().then(
  (ok) => {
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
