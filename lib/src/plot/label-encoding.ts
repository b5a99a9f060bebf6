import { palette } from './chart.js';

const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];

/** The different labels as text: numbers in ascending order, names in the order of their first row. */
export function labelNames(labels: ArrayLike<string | number>): readonly string[] {
  const different = [...new Set(Array.from(labels))];
  if (different.every((label) => typeof label === 'number')) different.sort((a, b) => Number(a) - Number(b));
  return different.map(String);
}

/** Colour of the i-th label. Eight that colour-blind readers can tell apart, then again. */
export function labelColor(i: number): string {
  return palette[i % palette.length]!;
}

/** Colour and shape channels for the field `label`: 64 combinations before one comes twice. */
export function labelEncoding(
  names: readonly string[],
  title: string,
): { readonly color: object; readonly shape: object } {
  const channel = (range: readonly string[]): object => ({
    field: 'label',
    type: 'nominal',
    title,
    scale: { domain: names, range },
  });
  return {
    color: channel(names.map((_, i) => labelColor(i))),
    shape: channel(names.map((_, i) => SHAPES[Math.floor(i / palette.length) % SHAPES.length]!)),
  };
}
