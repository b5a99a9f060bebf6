/** One published figure beside ours. */
export interface Figure {
  readonly what: string;
  readonly published: string;
  readonly ours: string;
  /** Undefined where there is nothing to agree with. */
  readonly agrees: boolean | undefined;
}

/** Longer texts, lists of sizes above all, run beyond their column and are not repeated. */
const LONG = 32;

/** A number that has to agree to a relative tolerance (absolute below 1). */
export function close(what: string, published: number, ours: number, tolerance: number = 1e-9): Figure {
  const difference = Math.abs(ours - published) / Math.max(1, Math.abs(published));
  return {
    what,
    published: digits(published),
    ours: `${digits(ours)} (${difference.toExponential(1)} off)`,
    agrees: difference <= tolerance,
  };
}

/** A number that must not be below a bound. */
export function atLeast(what: string, bound: number, ours: number): Figure {
  return { what, published: `at least ${bound}`, ours: ours.toFixed(4), agrees: ours >= bound };
}

/** Something that has to be the same to the last character. */
export function same(what: string, published: unknown, ours: unknown): Figure {
  const [left, right] = [text(published), text(ours)];
  const agrees = left === right;
  return { what, published: left, ours: agrees && left.length > LONG ? 'the same' : right, agrees };
}

/** A published figure that cannot be reproduced, with the reason beside it. */
export function told(what: string, published: string, ours: string): Figure {
  return { what, published, ours, agrees: undefined };
}

/** Prints a titled table, and returns whether every figure agrees. */
export function report(title: string, figures: readonly Figure[]): boolean {
  const what = Math.max(...figures.map((figure) => figure.what.length));
  const short = figures.map((figure) => figure.published.length).filter((length) => length <= LONG);
  const published = Math.max(0, ...short);
  console.log(`\n${title}`);
  for (const figure of figures) {
    console.log(
      `  ${mark(figure)} ${figure.what.padEnd(what)}  ${figure.published.padEnd(published)}  ${figure.ours}`,
    );
  }
  const wrong = figures.filter((figure) => figure.agrees === false).length;
  const compared = figures.filter((figure) => figure.agrees !== undefined).length;
  console.log(`  ${compared - wrong} of ${compared} agree`);
  return wrong === 0;
}

function mark({ agrees }: Figure): string {
  if (agrees === undefined) return '·';
  return agrees ? '✓' : '✗';
}

function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(10);
}

function text(value: unknown): string {
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array).join(' ');
  return Array.isArray(value) ? value.join(' ') : String(value);
}
