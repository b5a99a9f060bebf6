import { force, type ForceTable } from './umap-forces.js';

/** No coordinate of a pull or push is longer than this, before the step size; as umap-learn. */
const MAX_FORCE = 4;

/**
 * Moves row i of `a` along its difference to row j of `b`, by `rate` times what the table says for their squared distance.
 * i and j are where the rows begin.
 */
export type Move = (
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  table: ForceTable,
  rate: number,
) => void;

/**
 * The move in so many columns, of the first row or of both in opposite directions.
 *
 * Written out column by column and compiled, so that coordinates stay in registers between the distance and the
 * step: 0.7 of the time of loops over the columns, in the one place where a layout spends its time.
 */
export function compileMove(nColumns: number, moves: 'first' | 'both'): Move {
  const columns = Array.from({ length: nColumns }, (_, c) => c);
  // Squares are added two by two, which shortens the chain of additions.
  const pairs = columns.filter((c) => c % 2 === 0).map((c) => columns.slice(c, c + 2));
  const each = (line: (c: number) => string): string => columns.map(line).join('\n');
  const step = (c: number, by: string): string =>
    moves === 'both'
      ? `const s${c} = ${by}; a[i + ${c}] = a${c} + s${c}; b[j + ${c}] = b${c} - s${c};`
      : `a[i + ${c}] = a${c} + ${by};`;
  const source = `
    return function move(a, i, b, j, table, rate) {
      ${each((c) => `const a${c} = a[i + ${c}], b${c} = b[j + ${c}], d${c} = a${c} - b${c};`)}
      const squared = ${pairs.map((two) => `(${two.map((c) => `d${c} * d${c}`).join(' + ')})`).join(' + ')};
      if (squared === 0) return;
      const f = force(table, squared);
      if (f * f * squared > max * max) {
        ${each((c) => step(c, `rate * Math.min(max, Math.max(-max, f * d${c}))`))}
      } else {
        const g = rate * f;
        ${each((c) => step(c, `g * d${c}`))}
      }
    };`;
  // Nothing but numbers of columns enters the source; there is no other way to compile one.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const create = new Function('force', 'max', source) as (f: typeof force, max: number) => Move;
  return create(force, MAX_FORCE);
}
