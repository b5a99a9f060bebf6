import { checkNumber, checkOptions } from '../options.js';
import { renderSvg } from './chart-svg.js';
import type { Chart } from './chart.js';
import { loadFonts } from './fonts.js';
import type { Picture } from './picture.js';

/** Options of {@link chartPng}. */
export interface ChartPngOptions {
  /** Picture pixels per CSS pixel, in [0.5, 8]; 2 looks sharp on screens and in print. @defaultValue 2 */
  readonly scale?: number;
}

/**
 * Draws a chart as a PNG, without a browser, with Latin and Chinese letters on any machine.
 * O(marks of the chart), and its pixels.
 *
 * @param chart - From any of the chart functions.
 * @throws {@link ArgumentError} if the chart carries more than 5 000 rows or does not compile without a warning.
 * @example
 * const picture = await chartPng(countsBar([{ value: 'a', count: 2 }]));
 * await writeFile('counts.png', picture.png);
 */
export async function chartPng(chart: Chart, options: ChartPngOptions = {}): Promise<Picture> {
  checkOptions('chartPng', options, ['scale']);
  const scale = checkNumber('chartPng', 'scale', options.scale ?? 2, 0.5, 8);
  return renderPng('chartPng', chart, scale);
}

/** {@link chartPng} on checked input, for a caller who signs its own errors. */
export async function renderPng(fn: string, chart: Chart, scale: number): Promise<Picture> {
  loadFonts();
  const svg = Buffer.from(await renderSvg(fn, chart));
  const { default: sharp } = await import('sharp');
  const image = sharp(svg, { density: 72 * scale }).flatten({ background: 'white' });
  const { data, info } = await image
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true });
  return {
    png: data,
    width: Math.round(info.width / scale),
    height: Math.round(info.height / scale),
    alt: chart.alt,
  };
}
