import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import kernelSpec from '../../.jupyter/kernels/tslab/kernel.json';
import { type Cell, type Notebook, readNotebook } from './notebook-file.js';

export interface RunOptions {
  /** Longest time for one cell. */
  readonly cellLimitSeconds: number;
  /** Added to the environment of the notebook's process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where and why a notebook failed. */
export interface Failure {
  /** Number of the code cell as Jupyter counts them; 0 is before the first. */
  readonly cell: number;
  readonly message: string;
}

export interface RunResult {
  /** The notebook with its new outputs; of a failed one, up to the failing cell. */
  readonly notebook: Notebook;
  readonly failure?: Failure;
  readonly seconds: number;
}

/** What `kernel-child.cjs` writes. */
interface ChildResult {
  /** The code cells, with outputs as far as they ran. */
  readonly cells: readonly Cell[];
  readonly failure?: Failure;
  readonly language: Readonly<Record<string, unknown>>;
}

/** Longest time for the kernel to start: seconds, even on a busy machine. */
const START_LIMIT_SECONDS = 120;

/** Runs a notebook headless, in a process of its own. The file itself is not changed. */
export async function runNotebook(
  file: string,
  { cellLimitSeconds, env = {} }: RunOptions,
): Promise<RunResult> {
  const since = performance.now();
  const source = await readNotebook(file);
  const folder = await mkdtemp(path.join(tmpdir(), 'clusterlab-notebook-'));
  try {
    const resultFile = path.join(folder, 'result.json');
    const died = await runChild([path.resolve(file), resultFile], cellLimitSeconds, env);
    const result = await readFile(resultFile, 'utf8').then(
      (text) => JSON.parse(text) as ChildResult,
      () => undefined,
    );
    const failure = result === undefined ? died : result.failure;
    const notebook = result === undefined ? source : withOutputs(source, result);
    return {
      notebook,
      seconds: (performance.now() - since) / 1000,
      ...(failure === undefined ? {} : { failure }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits for the end of the process; the returned failure counts only if it left no result behind. */
function runChild(
  args: readonly string[],
  cellLimitSeconds: number,
  env: Readonly<Record<string, string>>,
): Promise<Failure> {
  const child = spawn(process.execPath, [path.join(__dirname, 'kernel-child.cjs'), ...args], {
    env: { ...notebookEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const words = lastWords(child);
  let cell = 0;
  let failure: string | undefined;
  let timer = startTimer(START_LIMIT_SECONDS);
  function startTimer(seconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      failure = `${cell === 0 ? 'the kernel' : 'the cell'} was stopped after ${seconds} seconds, the limit`;
      child.kill('SIGKILL');
    }, 1000 * seconds);
  }
  child.on('message', (message: { readonly cell: number }) => {
    cell = message.cell;
    clearTimeout(timer);
    timer = startTimer(cellLimitSeconds);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const ending = `the notebook's process ended ${code === null ? `by ${signal}` : `with exit code ${code}`}, before the notebook did`;
      resolve({ cell, message: failure ?? [ending, words()].filter(Boolean).join('\n') });
    });
  });
}

/** The same settings as under Jupyter, and nothing of the caller's that changes what a cell prints. */
function notebookEnv(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _color, NODE_TEST_CONTEXT: _test, NODE_OPTIONS: _options, ...env } = process.env;
  return { ...env, ...kernelSpec.env, NO_COLOR: '1', TZ: 'UTC', LC_ALL: 'C.UTF-8' };
}

/** Keeps the end of what the process writes past the notebook: native libraries and crashes do. */
function lastWords(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-2000);
    });
  }
  return () => text.trim();
}

function withOutputs(source: Notebook, { cells, language }: ChildResult): Notebook {
  let next = 0;
  return {
    ...source,
    metadata: {
      kernelspec: { display_name: kernelSpec.display_name, language: kernelSpec.language, name: 'tslab' },
      language_info: language,
    },
    cells: source.cells.map((cell) => {
      if (cell.cell_type !== 'code') return cell;
      const { execution_count = null, outputs = [] } = cells[next++]!;
      return { ...cell, execution_count, outputs };
    }),
  };
}
