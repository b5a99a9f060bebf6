/**
 * Runs one notebook through tslab's own converter and executor, in a process of its own.
 *
 *     node kernel-child.cjs NOTEBOOK RESULT       (with an IPC channel)
 *
 * Cells see what they see under Jupyter: the same compiler, the same display channel, the notebook's folder as the
 * current one. No TypeScript loader is active here, or an import that fails in Jupyter could work in this process.
 * The result file is written last of all: a process that ends without one has failed, whatever its exit code.
 */
const fs = require('node:fs');
const path = require('node:path');

// The corrections that our kernel makes to tslab apply here too; only the server is not started.
require('tslab/dist/main.js').startKernel = () => undefined;
require('../kernel.cjs');
const { createConverter } = require('tslab/dist/converter.js');
const { createExecutor } = require('tslab/dist/executor.js');
const { JupyterHandlerImpl } = require('tslab/dist/jupyter.js');

/** How long a notebook's last timers and promises may take, after its last cell, to settle. */
const SETTLE_MS = 2000;

const [notebookFile, resultFile] = process.argv.slice(2).map((file) => path.resolve(file));
const notebook = JSON.parse(fs.readFileSync(notebookFile, 'utf8'));
process.chdir(path.dirname(notebookFile));

// Whoever started this process is gone: nobody will read what further cells find.
process.once('disconnect', () => process.exit(1));
// Listening must not keep a notebook alive that has nothing left to do.
process.channel.unref();

let running = 0;
let failure;
const fail = (message) => {
  failure ??= { cell: running, message: withoutOurFrames(message) };
};
const notAwaited = (kind) => (error) => fail(`${kind}: ${error?.stack ?? error}`);
process.on('unhandledRejection', notAwaited('a promise was rejected and nobody awaited it'));
process.on('uncaughtException', notAwaited('an error was thrown outside the flow of the cell'));

async function main() {
  const converter = createConverter({ isJS: false, isBrowser: false });
  const converters = { node: converter, browser: converter, close: () => converter.close() };
  const executor = createExecutor(process.cwd(), converters, { log: console.log, error: console.error });
  const handler = new JupyterHandlerImpl(executor, false);
  const cells = notebook.cells.filter((cell) => cell.cell_type === 'code');
  const shown = new Map();
  for (const cell of cells) {
    running += 1;
    process.send({ type: 'start', cell: running });
    await runCell(handler, cell, shown);
    // Rejections that nobody handles are reported after the microtasks: give them their turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (failure !== undefined) break;
  }
  if (failure === undefined) await settled(() => handler.close());
  const language = handler.handleKernel().language_info;
  fs.writeFileSync(`${resultFile}.part`, JSON.stringify({ cells, failure, language }));
  fs.renameSync(`${resultFile}.part`, resultFile);
  process.exit(0);
}

async function runCell(handler, cell, shown) {
  cell.outputs = [];
  const onStream = (name, text) => {
    const last = cell.outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text += text;
    else cell.outputs.push({ output_type: 'stream', name, text });
  };
  const onDisplay = ({ data, metadata, transient }, update) => {
    const id = transient?.display_id;
    const known = update && id !== undefined ? shown.get(id) : undefined;
    if (known !== undefined) Object.assign(known, { data, metadata });
    else {
      const output = { output_type: 'display_data', data, metadata };
      if (id !== undefined) shown.set(id, output);
      cell.outputs.push(output);
    }
  };
  const code = [].concat(cell.source).join('');
  const reply = await handler.handleExecute({ code }, onStream, onDisplay);
  cell.execution_count = reply.execution_count ?? null;
  if (reply.status === 'ok') return;
  const errors = cell.outputs.filter((output) => output.name === 'stderr');
  fail(errors.at(-1)?.text.trim() || `the cell ended with status ${reply.status}`);
}

/** Resolves when nothing is left to happen, or after SETTLE_MS: a forgotten timer is no reason to wait for ever. */
function settled(close) {
  close();
  return new Promise((resolve) => {
    process.once('beforeExit', resolve);
    setTimeout(resolve, SETTLE_MS).unref();
  });
}

/** The way from here to the cell says nothing about the cell. */
function withoutOurFrames(message) {
  const ours = /^\s+at .*(node_modules.tslab.dist|kernel-child\.cjs|kernel\.cjs|\(node:|at node:)/;
  return message
    .split('\n')
    .filter((line) => !ours.test(line))
    .join('\n');
}

void main();
