/** One of the fifteen characters of Chinese MNIST. */
export interface ChineseMnistCharacter {
  /** 1 .. 15, the last number of a file name. */
  readonly code: number;
  /** The number it stands for. */
  readonly value: number;
  /** The character itself. */
  readonly character: string;
}

/** The characters of Chinese MNIST in the order of their codes. */
export const chineseMnistCharacters: readonly ChineseMnistCharacter[] = [
  ...[...'零一二三四五六七八九十'].map((character, value) => ({ code: value + 1, value, character })),
  { code: 12, value: 100, character: '百' },
  { code: 13, value: 1000, character: '千' },
  { code: 14, value: 10_000, character: '万' },
  { code: 15, value: 100_000_000, character: '亿' },
];
