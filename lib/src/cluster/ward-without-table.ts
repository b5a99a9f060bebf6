import { distinctRows } from '../matrix/distinct-rows.js';
import type { Matrix } from '../matrix/matrix.js';
import type { Pacer } from '../progress.js';
import type { RawMerges } from './linkage-tree.js';
import { mergeByRounds } from './ward-rounds.js';
import { mergeByWalk } from './ward-walk.js';

/** Bytes that Ward's tree takes without a table: means in double and in single precision. */
export function wardBytes({ data }: Matrix): number {
  return 12 * data.length;
}

/**
 * Ward's tree from means: by rounds, or by scipy's walk where rows are equal or rounds cannot decide.
 *
 * @param tableFits - Whether a table of distances is an alternative: then ties are left to it, which decides them as scipy does.
 * @returns `undefined` where the table is to be used.
 */
export async function wardWithoutTable(
  x: Matrix,
  distances: Float64Array | undefined,
  tableFits: boolean,
  pacer: Pacer,
): Promise<{ readonly merges: RawMerges; readonly warnings: readonly string[] } | undefined> {
  const equal = distinctRows(x);
  const isDistinct = equal.rows.length === x.nRows;
  if (isDistinct) {
    const merges = await mergeByRounds(x, distances, pacer);
    if (merges !== undefined) return { merges, warnings: [] };
    if (tableFits) return undefined;
  }
  const found = await mergeByWalk(x, equal, tableFits, pacer);
  if (found === undefined) return undefined;
  return { merges: found.merges, warnings: found.nTies === 0 ? [] : [tieWarning(found.nTies)] };
}

function tieWarning(nTies: number): string {
  return (
    `several clusters were equally near ${nTies} times, and the table of distances that decides such ties as scipy does ` +
    'is beyond maxMemoryBytes: the previous cluster of the chain was taken, else the one in the lowest slot'
  );
}
