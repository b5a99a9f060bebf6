import { type Cell, type Notebook, type Output, textOf } from './notebook-file.js';

const DIGITS = 6;

/** Tag of cells that say how long something took, or what a network learned: only the kinds of their outputs must agree. */
const VARIES = 'varies';

/**
 * Where two runs of a notebook differ in what they show: empty if they agree.
 *
 * Texts and charts must agree, their numbers to 6 significant digits: the last bits depend on the processor. Pictures
 * must have the same size; their bytes depend on the versions of the libraries that draw and compress them. Cells with the
 * tag `varies` need only show the same kinds of things: their content depends on the clock, or on how the machine rounds.
 */
export function compareOutputs(expected: Notebook, actual: Notebook): readonly string[] {
  const [a, b] = [codeCells(expected), codeCells(actual)];
  if (a.length !== b.length) return [`${a.length} code cells, then ${b.length}`];
  return a.flatMap((cell, i) => compareCells(`cell ${i + 1}`, cell, b[i]!));
}

function codeCells({ cells }: Notebook): readonly Cell[] {
  return cells.filter((cell) => cell.cell_type === 'code');
}

function compareCells(where: string, a: Cell, b: Cell): readonly string[] {
  const [outputsA, outputsB] = [a.outputs ?? [], b.outputs ?? []];
  if (outputsA.length !== outputsB.length)
    return [`${where}: ${outputsA.length} outputs, then ${outputsB.length}`];
  return outputsA.flatMap((output, i) => {
    const [x, y] = [formsOf(output), formsOf(outputsB[i]!)];
    const [kindsX, kindsY] = [Object.keys(x).sort().join(' '), Object.keys(y).sort().join(' ')];
    if (kindsX !== kindsY) return [`${where}: ${kindsX}, then ${kindsY}`];
    if (varies(a)) return [];
    return Object.keys(x).flatMap((kind) => compareForm(`${where}, ${kind}`, kind, x[kind], y[kind]));
  });
}

function varies({ metadata: { tags } }: Cell): boolean {
  return Array.isArray(tags) && tags.includes(VARIES);
}

function formsOf(output: Output): Readonly<Record<string, unknown>> {
  return output.output_type === 'stream' ? { [output.name]: output.text } : output.data;
}

function compareForm(where: string, kind: string, a: unknown, b: unknown): readonly string[] {
  if (kind === 'image/png') {
    const [x, y] = [pngSize(textOf(a)), pngSize(textOf(b))];
    return x === y ? [] : [`${where}: ${x} pixels, then ${y}`];
  }
  if (kind.endsWith('json')) return compareJson(where, a, b);
  return compareText(where, textOf(a), textOf(b));
}

/** Width and height stand in the first chunk of every PNG. */
function pngSize(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  return `${bytes.readUInt32BE(16)} x ${bytes.readUInt32BE(20)}`;
}

function compareJson(where: string, a: unknown, b: unknown): readonly string[] {
  if (typeof a === 'number' && typeof b === 'number')
    return sameNumber(a, b) ? [] : [`${where}: ${a}, then ${b}`];
  if (typeof a === 'string' && typeof b === 'string') return compareText(where, a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? [] : [`${where}: ${JSON.stringify(a)}, then ${JSON.stringify(b)}`];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) =>
    compareJson(`${where}.${key}`, (a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;

function compareText(where: string, a: string, b: string): readonly string[] {
  const [numbersA, numbersB] = [a.match(NUMBER) ?? [], b.match(NUMBER) ?? []];
  const sameWords = a.replace(NUMBER, '#') === b.replace(NUMBER, '#');
  if (sameWords && numbersA.every((number, i) => sameNumber(Number(number), Number(numbersB[i])))) return [];
  const [linesA, linesB] = [a.split('\n'), b.split('\n')];
  const i = linesA.findIndex((line, n) => line !== linesB[n]);
  return [`${where}, line ${i + 1}: ${JSON.stringify(linesA[i])}, then ${JSON.stringify(linesB[i])}`];
}

/** At most one unit apart in the sixth significant digit. */
function sameNumber(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const unit = 10 ** (Math.floor(Math.log10(Math.max(Math.abs(a), Math.abs(b)))) - (DIGITS - 1));
  return Math.abs(a - b) <= 1.001 * unit;
}
