import { ArgumentError } from '../errors.js';
import type { ValueCount } from '../metrics/value-counts.js';
import { checkOneOf, checkOptions } from '../options.js';
import { type Chart, makeChart, palette } from './chart.js';

/** Options of {@link countsBar}. */
export interface CountsBarOptions {
  /** @defaultValue 'How often each value occurs' */
  readonly title?: string;
  /** What the values are. @defaultValue 'value' */
  readonly valueTitle?: string;
  /** What is counted. @defaultValue 'number of images' */
  readonly countTitle?: string;
  /** 'log' keeps bars of 1 visible beside bars of thousands. @defaultValue 'linear' */
  readonly scale?: 'linear' | 'log';
}

/**
 * Bar chart of counts, one bar a value in the order given, each with its number on top. O(bars).
 *
 * @param counts - At least one, e.g. from `valueCounts`; counts are not negative.
 * @throws {@link ArgumentError} if there are no counts, one is negative or not finite, or a logarithmic scale is asked for a 0.
 * @example
 * await show(countsBar([{ value: '一', count: 20 }, { value: '二', count: 20 }], { valueTitle: 'character' }));
 */
export function countsBar(counts: readonly ValueCount[], options: CountsBarOptions = {}): Chart {
  const fn = 'countsBar';
  checkOptions(fn, options, ['title', 'valueTitle', 'countTitle', 'scale']);
  const {
    title = 'How often each value occurs',
    valueTitle = 'value',
    countTitle = 'number of images',
  } = options;
  const scale = checkOneOf(fn, 'scale', options.scale ?? 'linear', ['linear', 'log']);
  if (!Array.isArray(counts) || counts.length === 0)
    throw new ArgumentError(fn, 'counts', 'at least one { value, count }', counts);
  const least = scale === 'log' ? 1 : 0;
  counts.forEach(({ count }: ValueCount, i) => {
    if (!(Number.isFinite(count) && count >= least)) {
      throw new ArgumentError(
        fn,
        `counts[${i}].count`,
        `a finite number of at least ${least}${scale === 'log' ? ' on a logarithmic scale' : ''}`,
        count,
      );
    }
  });
  const values = counts.map(({ value, count }: ValueCount) => ({ value: String(value), count }));
  const alt = `Bar chart. ${title}: ${values.map(({ value, count }) => `${value} ${count}`).join(', ')}.`;
  const top = 1.3 * Math.max(...values.map(({ count }) => count), 1);
  const y = {
    field: 'count',
    type: 'quantitative',
    title: countTitle,
    ...(scale === 'log' ? logAxis(top) : { scale: { domain: [0, top], nice: false } }),
  };
  const bar = scale === 'log' ? { y, y2: { datum: LOG_FOOT } } : { y };
  const x = {
    field: 'value',
    type: 'nominal',
    sort: null,
    title: valueTitle,
    axis: { labelAngle: 0, labelOverlap: false },
  };
  const tooltip = [
    { field: 'value', title: valueTitle },
    { field: 'count', title: countTitle },
  ];
  return makeChart(fn, title, alt, {
    width: { step: 36 },
    height: 220,
    data: { values },
    encoding: { x },
    layer: [
      { mark: { type: 'bar', color: palette[0] }, encoding: { ...bar, tooltip } },
      { mark: { type: 'text', dy: -7 }, encoding: { y, text: { field: 'count' } } },
    ],
  });
}

/** A bar on a logarithmic scale has no natural foot; this one leaves a visible bar for a count of 1. */
const LOG_FOOT = 0.5;

function logAxis(top: number): object {
  const decades = Array.from({ length: Math.floor(Math.log10(top)) + 1 }, (_, i) => 10 ** i);
  return {
    scale: { type: 'log', domain: [LOG_FOOT, top], nice: false },
    axis: { values: decades, format: ',d' },
  };
}
