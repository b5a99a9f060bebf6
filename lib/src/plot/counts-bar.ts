import { ArgumentError } from '../errors.js';
import type { ValueCount } from '../metrics/value-counts.js';
import { checkOneOf, checkOptions } from '../options.js';
import { checkModel } from '../check-model.js';
import { type Chart, makeChart, palette } from './chart.js';
import { drawnOptions, distinctTexts, listed, titled } from './drawn-text.js';
import { textWidth } from './fonts.js';

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
 * Bar chart of counts, one bar a value in the order given, each with its number on top where there is room. O(bars).
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
  } = drawnOptions(fn, options, ['title', 'valueTitle', 'countTitle']);
  const scale = checkOneOf(fn, 'scale', options.scale ?? 'linear', ['linear', 'log']);
  if (!Array.isArray(counts) || counts.length === 0)
    throw new ArgumentError(fn, 'counts', 'at least one { value, count }', counts);
  const least = scale === 'log' ? 1 : 0;
  counts.forEach((counted: ValueCount, i) => {
    checkModel(fn, `counts[${i}]`, counted, 'a { value, count }, as valueCounts makes them', {
      count: 'number',
    });
    const { value, count } = counted;
    if (typeof value !== 'number' && typeof value !== 'string')
      throw new ArgumentError(fn, `counts[${i}].value`, 'a number or a text', value);
    if (!(Number.isFinite(count) && count >= least)) {
      throw new ArgumentError(
        fn,
        `counts[${i}].count`,
        `a finite number of at least ${least}${scale === 'log' ? ' on a logarithmic scale' : ''}`,
        count,
      );
    }
  });
  const names = distinctTexts(counts.map(({ value }: ValueCount) => value));
  const values = counts.map(({ count }: ValueCount, i) => ({ value: names[i]!, count }));
  const alt = `Bar chart. ${title}: ${listed(values.map(({ value, count }) => `${value} ${count}`))}.`;
  const top = 1.3 * values.reduce((most, { count }) => Math.max(most, count), 1);
  const y = {
    field: 'count',
    type: 'quantitative',
    ...titled(countTitle, 'axis', scale === 'log' ? logTicks(top) : {}),
    scale: {
      domain: [scale === 'log' ? LOG_FOOT : 0, top],
      nice: false,
      ...(scale === 'log' ? { type: 'log' } : {}),
    },
  };
  const bar = scale === 'log' ? { y, y2: { datum: LOG_FOOT } } : { y };
  const step = names.length <= MANY ? STEP : Math.max(1, Math.floor((MANY * STEP) / names.length));
  const fits = (text: string): boolean => textWidth(text, LABEL_PX) <= step;
  const x = {
    field: 'value',
    type: 'nominal',
    sort: null,
    // Names that are wider than their bars stand upright.
    ...titled(valueTitle, 'axis', {
      labelAngle: names.every(fits) ? 0 : -90,
      labelOverlap: names.length > MANY,
      labelLimit: 200,
    }),
  };
  const tooltip = [
    { field: 'value', ...titled(valueTitle) },
    { field: 'count', ...titled(countTitle) },
  ];
  return makeChart(fn, title, alt, {
    width: { step },
    height: 220,
    data: { values },
    encoding: { x },
    layer: [
      { mark: { type: 'bar', color: palette[0] }, encoding: { ...bar, tooltip } },
      ...(values.every(({ count }) => fits(String(count)))
        ? [{ mark: { type: 'text', dy: -7 }, encoding: { y, text: { field: 'count' } } }]
        : []),
    ],
  });
}

/** Pixels from bar to bar while there are not many, and of the letters below them. */
const STEP = 36;
const MANY = 60;
const LABEL_PX = 10;

/** A bar on a logarithmic scale has no natural foot; this one leaves a visible bar for a count of 1. */
const LOG_FOOT = 0.5;

function logTicks(top: number): object {
  const decades = Array.from({ length: Math.floor(Math.log10(top)) + 1 }, (_, i) => 10 ** i);
  return { values: decades, format: ',d' };
}
