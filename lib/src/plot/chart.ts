import { ArgumentError } from '../errors.js';
import { drawable, shortened } from './drawn-text.js';

/** A chart as plain data: nothing is drawn until it is shown or rendered, so it can be changed, saved and tested. */
export interface Chart {
  /** What stands above it. */
  readonly title: string;
  /** What a reader who cannot see the chart should be told; also the description inside the specification. */
  readonly alt: string;
  /** Vega-Lite 5 specification with its data inline. Vega-Lite's own type, `TopLevelSpec`, would need a browser's declarations. */
  readonly spec: object;
}

/** Most rows of data that a chart may carry: they are copied into the notebook's file, and a browser draws each of them. */
export const MAX_CHART_ROWS = 5000;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** Colours that stay apart for colour-blind readers (Okabe and Ito, 2008). */
export const palette: readonly string[] = [
  '#0072B2',
  '#D55E00',
  '#009E73',
  '#CC79A7',
  '#E69F00',
  '#56B4E9',
  '#F0E442',
  '#000000',
];

/** Pixels of the longest label: Vega's own limit of 180 cuts many a file name, and none at all leaves no room for the chart. */
const LABEL_LIMIT = 420;

const CONFIG = {
  view: { stroke: null },
  axis: { gridColor: '#e6e6e6', titlePadding: 8, labelLimit: LABEL_LIMIT, titleLimit: LABEL_LIMIT },
  legend: { labelLimit: LABEL_LIMIT, titleLimit: LABEL_LIMIT },
  text: { limit: LABEL_LIMIT },
  title: { anchor: 'start', offset: 12, limit: 640 },
} as const;

/** Puts title, description, schema and the common look around the body of a specification. */
export function makeChart(fn: string, title: string, alt: string, body: object): Chart {
  checkChartRows(fn, body);
  const texts = { title: drawable(shortened(title)), alt: drawable(shortened(alt, MAX_ALT)) };
  const spec = {
    $schema: SCHEMA,
    title: texts.title,
    description: texts.alt,
    background: 'white',
    config: CONFIG,
    ...(withDrawableTexts(body) as object),
  };
  return { ...texts, spec };
}

/** Characters of a description: more is read by nobody, and a screen reader reads it all. */
const MAX_ALT = 4000;

/** The same specification, with all text from data as it can be drawn, wherever it is. */
function withDrawableTexts(node: unknown): unknown {
  if (typeof node === 'string') return node.startsWith('data:image/') ? node : drawable(node);
  if (Array.isArray(node)) return node.map(withDrawableTexts);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withDrawableTexts(value)]));
}

/**
 * Refuses a specification that carries more than {@link MAX_CHART_ROWS} rows of data.
 *
 * @throws {@link ArgumentError} with the count and the ways to thin the data.
 */
export function checkChartRows(fn: string, spec: object): void {
  const count = countRows(spec);
  if (count <= MAX_CHART_ROWS) return;
  const limit = MAX_CHART_ROWS.toLocaleString('en-US');
  const expected = `at most ${limit} rows of inline data; take every n-th row, draw a random sample, or draw counts instead of points`;
  throw new ArgumentError(fn, 'the chart', expected, count);
}

/** Rows under every `data.values` and in every named data set, at any depth of layers and concatenations. */
function countRows(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, child) => sum + countRows(child), 0);
  if (typeof node !== 'object' || node === null) return 0;
  let count = 0;
  for (const [key, child] of Object.entries<unknown>(node as Record<string, unknown>)) {
    if (key === 'data') count += lengthOf((child as { readonly values?: unknown } | null)?.values);
    else if (key === 'datasets' && typeof child === 'object' && child !== null)
      for (const rows of Object.values<unknown>(child as Record<string, unknown>)) count += lengthOf(rows);
    else count += countRows(child);
  }
  return count;
}

function lengthOf(rows: unknown): number {
  return Array.isArray(rows) ? rows.length : 0;
}
