import { inspect } from 'node:util';
import type { DataFrameLike } from '../matrix/matrix.js';
import { escapeHtml } from './html.js';

/** Row objects, or a danfojs frame. */
export type TableLike = DataFrameLike | readonly Readonly<Record<string, unknown>>[];

/** How a table is laid out. */
export interface TableOptions {
  /** Rows shown at most; of a longer table the first and the last ones. */
  readonly maxRows: number;
  /** Significant digits of numbers that are not integers. */
  readonly digits: number;
}

/** A table as text cells. */
interface TextTable {
  readonly header: readonly string[];
  readonly isNumeric: readonly boolean[];
  /** `undefined` stands for the rows left out. */
  readonly rows: readonly (readonly string[] | undefined)[];
  /** '3000 rows x 5 columns', where rows are left out. */
  readonly size: string | undefined;
}

/** The table in HTML that needs no style sheet, and in aligned text. */
export function renderTable(
  table: TableLike,
  options: TableOptions,
): { readonly html: string; readonly text: string } {
  const cells = toText(table, options);
  return { html: toHtml(cells), text: toPlainText(cells) };
}

function toText(table: TableLike, { maxRows, digits }: TableOptions): TextTable {
  const { header, values } = read(table);
  const head = Math.ceil(maxRows / 2);
  const all = values.length <= maxRows;
  const shown = all ? values : [...values.slice(0, head), ...values.slice(values.length - (maxRows - head))];
  const isNumeric = header.map((_, j) => {
    const column = shown.map((row) => row[j]).filter((value) => value !== null && value !== undefined);
    return (
      column.length > 0 && column.every((value) => typeof value === 'number' || typeof value === 'bigint')
    );
  });
  const rows: (readonly string[] | undefined)[] = shown.map((row) =>
    header.map((_, j) => formatCell(row[j], digits)),
  );
  if (!all) rows.splice(head, 0, undefined);
  const nColumns = 'index' in table ? header.length - 1 : header.length;
  return { header, isNumeric, rows, size: all ? undefined : `${values.length} rows x ${nColumns} columns` };
}

/** A frame shows its index in front, as pandas does; row objects have none. */
function read(table: TableLike): {
  readonly header: readonly string[];
  readonly values: readonly (readonly unknown[])[];
} {
  if (Array.isArray(table)) {
    const rows = table as readonly Readonly<Record<string, unknown>>[];
    const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { header, values: rows.map((row) => header.map((key) => row[key])) };
  }
  const { columns, values, index } = table as DataFrameLike & { readonly index?: readonly unknown[] };
  const rows = (values as readonly unknown[]).map((row) =>
    Array.isArray(row) ? (row as readonly unknown[]) : [row],
  );
  if (index === undefined) return { header: columns, values: rows };
  return { header: ['', ...columns], values: rows.map((row, i) => [index[i], ...row]) };
}

/** An array inside a cell is shown whole up to so many items, a longer one by its beginning and its length. */
const MAX_ITEMS = 32;
const CUT_ITEMS = 6;

/** Characters of an object on one line. */
const LINE = 96;

/** A text on one line, a long one by its beginning. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= LINE ? line : `${line.slice(0, LINE - 3)}...`;
}

function formatCell(value: unknown, digits: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return formatNumber(value, digits);
  if (typeof value === 'string') return value;
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const items = value as ArrayLike<unknown>;
    const shown = items.length <= MAX_ITEMS ? items.length : CUT_ITEMS;
    const text = Array.from({ length: shown }, (_, i) => formatCell(items[i], digits)).join(' ');
    return shown === items.length ? text : `${text} ... (${items.length})`;
  }
  if (typeof value === 'bigint') return String(value);
  // Not JSON: a matrix would be written out whole, and an object that holds itself is an error there.
  return oneLine(inspect(value, { depth: 1, maxArrayLength: CUT_ITEMS, maxStringLength: LINE }));
}

/** Integers whole, other numbers with `digits` significant digits, but never a rounded digit before the point. */
export function formatNumber(value: number, digits: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(value))) + 1);
  return String(Number(value.toPrecision(Math.min(Math.max(digits, whole), 100))));
}

function toHtml({ header, isNumeric, rows, size }: TextTable): string {
  const align = (j: number): string => ` style="text-align: ${isNumeric[j]! ? 'right' : 'left'}"`;
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell, j) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}${align(j)}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) => line('td', row ?? header.map(() => '...')));
  const count = size === undefined ? '' : `\n<p>${size}</p>`;
  return `<table border="1" class="dataframe">\n<thead>\n${line('th', header)}\n</thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>${count}`;
}

function toPlainText({ header, isNumeric, rows, size }: TextTable): string {
  const lines = [header, ...rows.map((row) => row ?? header.map(() => '...'))];
  const widths = header.map((_, j) => Math.max(...lines.map((line) => columnsOf(line[j]!))));
  const pad = (cell: string, j: number): string => {
    const space = ' '.repeat(widths[j]! - columnsOf(cell));
    return isNumeric[j]! ? space + cell : cell + space;
  };
  const text = lines.map((line) => line.map(pad).join('  ').trimEnd());
  return [...text, ...(size === undefined ? [] : [size])].join('\n');
}

/** Columns that a text takes on a terminal: East Asian wide characters take two. */
function columnsOf(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return width;
}
