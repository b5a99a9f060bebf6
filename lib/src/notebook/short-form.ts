import { inspect } from 'node:util';
import type { NumericArray } from '../matrix/matrix.js';
import { isChart, isFrame, isImages, isObject, isPicture, isRows } from './kinds.js';
import { formatNumber, oneLine, renderTable, type TableLike } from './table.js';

/** A value that Node prints in so few lines, and whole, is left to Node. */
const FEW_LINES = 12;
const TABLE = { maxRows: 10, digits: 6 } as const;
/** Fields of an object; more than any result has, less than a dictionary of file names. */
const MAX_FIELDS = 40;
/** Characters of the first values of an array. */
const BEGINNING = 72;

/**
 * What the last expression of a cell shows: results with fifteen thousand rows in a few readable lines.
 *
 * Tables are laid out, charts and pictures say what they are, other objects get one line a field: how large it is and
 * how it begins. Whatever Node prints whole in a few lines stays as Node prints it.
 */
export function shortForm(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isChart(value)) return `${value.alt}\nTo draw it: await show(...)`;
  if (isPicture(value)) return `${describePicture(value)}: ${value.alt}\nTo see it: await show(...)`;
  if (isFrame(value)) return renderTable(value as TableLike, TABLE).text;
  const whole = inspect(value);
  if (whole.split('\n').length <= FEW_LINES && !/\bmore items?\b|\[(Object|Array)\]/.test(whole))
    return whole;
  if (isRows(value) && value.every(isPlain)) return renderTable(value, TABLE).text;
  if (Array.isArray(value) || isTypedArray(value)) return shortField(value);
  return isPlain(value) ? fieldLines(value) : whole;
}

function fieldLines(value: object): string {
  const all = Object.entries(value);
  const fields = all.slice(0, MAX_FIELDS);
  const width = Math.max(...fields.map(([name]) => name.length));
  const lines = fields.map(([name, field]) => `${name.padEnd(width)}  ${shortField(field)}`);
  return [...lines, ...(all.length > MAX_FIELDS ? [`... (${all.length} fields)`] : [])].join('\n');
}

/** One field on one line. */
function shortField(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value, TABLE.digits);
  if (isChart(value)) return oneLine(value.alt);
  if (isPicture(value)) return describePicture(value);
  if (isImages(value) && value.width !== undefined)
    return `${value.nRows} pictures of ${value.width} x ${value.height}`;
  if (isMatrix(value)) return `matrix ${value.nRows} x ${value.nColumns} (${value.data.constructor.name})`;
  if (isTypedArray(value)) return `${value.constructor.name}(${value.length}) ${beginning(value)}`;
  if (isRows(value)) return oneLine(`${value.length} x ${keysOf(value[0]!)}`);
  if (Array.isArray(value)) return `Array(${value.length}) ${beginning(value)}`.trimEnd();
  if (isPlain(value)) return oneLine(`{ ${innerFields(value)} }`);
  return oneLine(inspect(value, { depth: 0, breakLength: Infinity }));
}

function innerFields(value: object): string {
  return Object.entries(value)
    .map(
      ([name, field]) =>
        `${name}: ${isTypedArray(field) ? `${field.constructor.name}(${field.length})` : shortField(field)}`,
    )
    .join(', ');
}

/** The first values that fit on the line, and whether there are more. */
function beginning(values: ArrayLike<unknown>): string {
  let text = '';
  for (let i = 0; i < values.length; i++) {
    const next = typeof values[i] === 'string' ? oneLine(values[i] as string) : shortField(values[i]);
    if (text.length + next.length > BEGINNING) return `${text}...`;
    text += `${next} `;
  }
  return text.trimEnd();
}

function keysOf(row: object): string {
  return `{ ${Object.keys(row).join(', ')} }`;
}

function describePicture({ width, height }: { readonly width: number; readonly height: number }): string {
  return `picture of ${width} x ${height}`;
}

function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isTypedArray(value: unknown): value is NumericArray & { readonly length: number } {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isMatrix(
  value: unknown,
): value is { readonly data: object; readonly nRows: number; readonly nColumns: number } {
  return (
    isObject(value) && 'data' in value && isTypedArray(value.data) && 'nRows' in value && 'nColumns' in value
  );
}
