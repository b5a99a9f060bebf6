import { readFile, rename, writeFile } from 'node:fs/promises';

/** A notebook of format 4.5, as far as this project uses it. */
export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly id: string;
  readonly cell_type: 'code' | 'markdown' | 'raw';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: string | readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export type Output = StreamOutput | DisplayOutput;

export interface StreamOutput {
  readonly output_type: 'stream';
  readonly name: 'stdout' | 'stderr';
  readonly text: string | readonly string[];
}

export interface DisplayOutput {
  readonly output_type: 'display_data';
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A text that the format keeps whole or as a list of lines. */
export function textOf(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text);
}

/** @throws if the file is not a notebook of format 4. */
export async function readNotebook(file: string): Promise<Notebook> {
  const notebook = JSON.parse(await readFile(file, 'utf8')) as Partial<Notebook>;
  if (notebook.nbformat !== 4 || !Array.isArray(notebook.cells))
    throw new Error(`${file} is not a notebook of format 4`);
  return notebook as Notebook;
}

/** Writes through a temporary name, so that a reader never meets half a notebook. */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  await writeFile(temporary, formatNotebook(notebook));
  await rename(temporary, file);
}

/** The bytes that Jupyter itself would write: sorted keys, one space of indentation, texts as lists of lines. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitLines(textOf(cell.source)),
    ...(cell.outputs === undefined ? {} : { outputs: cell.outputs.map(splitOutput) }),
  }));
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

function splitOutput(output: Output): Output {
  if (output.output_type === 'stream') return { ...output, text: splitLines(textOf(output.text)) };
  const entries = Object.entries(output.data).map(([mime, value]) => [
    mime,
    mime.startsWith('text/') ? splitLines(textOf(value)) : value,
  ]);
  return { ...output, data: Object.fromEntries(entries) as Record<string, unknown> };
}

function splitLines(text: string): readonly string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child)]));
}
