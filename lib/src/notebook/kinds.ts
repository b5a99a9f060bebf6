import type { Chart } from '../plot/chart.js';
import type { Picture } from '../plot/picture.js';
import type { SheetImages } from '../plot/sheet-images.js';
import type { TableLike } from './table.js';

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isChart(value: unknown): value is Chart {
  return isObject(value) && 'spec' in value && isObject(value.spec);
}

export function isPicture(value: unknown): value is Picture {
  return isObject(value) && 'png' in value && value.png instanceof Uint8Array;
}

/** Loaded pictures: rows of pixels with a known width and height. */
export function isImages(value: unknown): value is SheetImages {
  return (
    isObject(value) &&
    'data' in value &&
    ArrayBuffer.isView(value.data) &&
    'nRows' in value &&
    'width' in value &&
    'height' in value
  );
}

/** A danfojs frame, or anything that looks like one. */
export function isFrame(value: unknown): boolean {
  return isObject(value) && !Array.isArray(value) && 'columns' in value && 'values' in value;
}

/** At least one row, each a plain object. */
export function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => isObject(row) && !Array.isArray(row) && !ArrayBuffer.isView(row))
  );
}

export function isTable(value: unknown): value is TableLike {
  return isRows(value) || isFrame(value);
}
