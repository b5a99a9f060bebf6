import { ArgumentError } from '../errors.js';
import { labelValues, type LabelsLike } from '../metrics/labels.js';
import { textWidth } from './fonts.js';

/** Characters of a title, a caption or another text of a chart or sheet; what is longer is cut. */
const LONGEST = 200;

/** Items of a list in words, as in the description of a chart; the others are counted. */
const MOST_ITEMS = 60;

/**
 * A text as it can be drawn, on one line: XML, in which everything is drawn, has no place for control characters, halves of
 * characters, U+FFFE and U+FFFF, and marks that turn the direction of writing would reorder what stands beside them.
 */
export function drawable(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\p{Cs}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** The beginning of a text that is longer than `length`, with an ellipsis. */
export function shortened(text: string, length: number = LONGEST): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A text cut with an ellipsis to so many pixels of the bundled font. */
export function fitted(text: string, width: number, sizePx: number, bold: boolean = false): string {
  if (textWidth(text, sizePx, bold) <= width) return text;
  let [fits, wide] = [0, text.length];
  while (wide - fits > 1) {
    const middle = (fits + wide) >> 1;
    if (textWidth(`${text.slice(0, middle)}…`, sizePx, bold) <= width) fits = middle;
    else wide = middle;
  }
  return shortened(text, fits + 1);
}

/** Several texts in a sentence, many of them by the first ones and their number. */
export function listed(texts: readonly string[], separator: string = ', '): string {
  const shown = texts.slice(0, MOST_ITEMS).map((text) => shortened(text, 80));
  const more = texts.length - shown.length;
  return `${shown.join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * Options whose texts are ready to be drawn.
 *
 * @throws {@link ArgumentError} if one of them is neither a text nor undefined.
 */
export function drawnOptions<T extends object>(
  fn: string,
  options: T,
  names: readonly (keyof T & string)[],
): T {
  const texts = names.flatMap((name): [string, string][] => {
    const value: unknown = options[name];
    if (value === undefined) return [];
    if (typeof value !== 'string') throw new ArgumentError(fn, `options.${name}`, 'a text', value);
    return [[name, drawable(shortened(value))]];
  });
  return { ...options, ...Object.fromEntries(texts) };
}

/** One text for each of n things, ready to be drawn. */
export function drawnTexts(
  fn: string,
  argument: string,
  texts: LabelsLike,
  n: number,
  what: string,
): string[] {
  const values = labelValues(texts, fn, argument);
  if (values.length !== n)
    throw new ArgumentError(fn, argument, `one text for each of the ${n} ${what}`, texts);
  return Array.from(values, (value) => drawable(shortened(String(value))));
}

/** The different labels as texts that can be drawn, all of them different. */
export function distinctTexts(labels: readonly (number | string)[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const text = drawable(shortened(String(label), 80));
    let name = text;
    for (let i = 2; taken.has(name); i++) name = `${text} (${i})`;
    taken.add(name);
    return name;
  });
}

/**
 * The title of a field and of its axis or legend. Vega-Lite writes the field's own into expressions, for tooltips and
 * descriptions, and escapes quotes there but not backslashes; so that one is escaped, and what is drawn is not.
 */
export function titled(title: string, guide?: 'axis' | 'legend', more: object = {}): object {
  const inExpression = { title: title.replaceAll('\\', '\\\\') };
  return guide === undefined ? inExpression : { ...inExpression, [guide]: { ...more, title } };
}
