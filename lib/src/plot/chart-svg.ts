import type { Config, TopLevelSpec } from 'vega-lite';
import { ArgumentError } from '../errors.js';
import { type Chart, checkChartRows } from './chart.js';
import { FONT_FAMILY, textWidth } from './fonts.js';
import { drawable } from './drawn-text.js';

/**
 * Draws a chart as SVG text, without a browser. O(marks of the chart).
 *
 * @param chart - From any of the chart functions.
 * @returns A complete SVG document. Its letters are text that asks for the bundled font; {@link chartPng} gives a picture
 * that looks the same everywhere.
 * @throws {@link ArgumentError} if the chart carries more than 5 000 rows or does not compile without a warning.
 * @example
 * const svg = await chartSvg(countsBar([{ value: 'a', count: 2 }]));
 * // svg: <svg xmlns="http://www.w3.org/2000/svg"...
 */
export async function chartSvg(chart: Chart): Promise<string> {
  return renderSvg('chartSvg', chart);
}

// Vega cuts labels early; a chart for a notebook or a paper shows them whole, unless they are so long that nothing else fits.
const LIMIT = 1000;
const RENDER_CONFIG: Config = {
  font: FONT_FAMILY,
  axis: { labelLimit: LIMIT, titleLimit: LIMIT },
  legend: { labelLimit: LIMIT, titleLimit: LIMIT },
  header: { labelLimit: LIMIT, titleLimit: LIMIT },
  text: { limit: LIMIT },
  title: { limit: LIMIT, subtitleLimit: LIMIT } as Config['title'] & object,
};

/** What Vega says of every chart that can be dragged when there is no browser: nothing about the chart. */
const NO_WINDOW = 'Can not resolve event source: window';

/** {@link chartSvg} for a caller who signs its own errors. */
export async function renderSvg(fn: string, chart: Chart): Promise<string> {
  if (typeof chart !== 'object' || chart === null || typeof chart.spec !== 'object' || chart.spec === null) {
    throw new ArgumentError(fn, 'chart', 'a chart { title, alt, spec }', chart);
  }
  checkChartRows(fn, chart.spec);
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const { textMetrics, resetSVGDefIds } = vega as unknown as VegaText;
  // Without a canvas Vega guesses 0.8 em a letter: too little for Chinese (labels are cut off), too much for Latin.
  textMetrics.width = (item, text) =>
    textWidth(`${text ?? ''}`, item.fontSize ?? 11, isBold(item.fontWeight));
  resetSVGDefIds();

  const problems: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, input) => {
    const problem = Array.from(input).join(' ');
    if (problem !== NO_WINDOW) problems.push(problem);
  });
  let svg = '';
  try {
    const runtime = vega.parse(compile(chart.spec as TopLevelSpec, { config: RENDER_CONFIG, logger }).spec);
    const view = new vega.View(runtime, { renderer: 'none', logger, logLevel: vega.Warn });
    svg = await view.toSVG().finally(() => view.finalize());
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  // Refused, because front ends show nothing at all, not even a message, for a specification that they cannot draw.
  if (problems.length > 0) {
    const expected = `a Vega-Lite 5 specification that draws without a warning (${problems.join('; ')})`;
    // Its title and not the specification: an error in a cell prints what it holds, data and all.
    throw new ArgumentError(fn, 'chart.spec', expected, chart.title);
  }
  return drawable(svg);
}

/** Parts of Vega that its type declarations leave out. */
interface VegaText {
  readonly textMetrics: { width: (item: TextItem, text: string | number | null | undefined) => number };
  readonly resetSVGDefIds: () => void;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}
