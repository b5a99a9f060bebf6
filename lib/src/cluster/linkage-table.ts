import type { DistanceUpdate } from './linkage-update.js';

/** New columns that are held back until they fill four cache lines of every row. */
const HELD_BACK = 32;

/** Rows that get them together, so that the columns of a block of rows stay in the nearest cache. */
const ROWS_AT_ONCE = 64;

/** Share of extra columns that the table is made with. */
const SPARE_COLUMNS = 0.1;

/**
 * Clusters that are still apart, and their distances.
 *
 * A cluster has a position, which is its column, and a memory row. Merging two clusters writes one new row in
 * place of an old one, which is cheap; but it also changes a column, and writing a value into each of n rows misses the
 * cache n times. So a new cluster takes the next free column instead of its part's, and columns are written 32
 * at a time: until then, row i lacks the newest columns, and {@link completeRow} fetches them from the newest rows.
 * When the columns run out, the live ones are packed together.
 */
export interface ClusterTable {
  /** Row r begins at `r * width`. What belongs to dead clusters, and a cluster's distance to itself, is leftovers. */
  readonly distances: Float64Array;
  width: number;
  /** Positions given out so far; the next cluster gets this one. */
  nPositions: number;
  /** Columns from here on are held back: only the rows of clusters from here on have them. */
  nWritten: number;
  /** Live positions, ascending: the first `nLive` entries. */
  readonly live: Int32Array;
  nLive: number;
  /** By position: memory row, number of leaves, and slot. */
  readonly rows: Int32Array;
  readonly sizes: Int32Array;
  readonly slots: Int32Array;
  /** By slot: position, or -1. A leaf starts in the slot of its number, a merged cluster keeps the higher slot: ties go by slot. */
  readonly positions: Int32Array;
  /** No lower slot is live. */
  lowestSlot: number;
}

/** Columns to make room for when n rows are clustered. */
export function tableWidth(n: number): number {
  return n + Math.ceil(n * SPARE_COLUMNS);
}

export function createClusterTable(distances: Float64Array, n: number): ClusterTable {
  const width = tableWidth(n);
  const numbers = Int32Array.from({ length: width }, (_, i) => i);
  return {
    distances,
    width,
    nPositions: n,
    nWritten: n,
    live: numbers.slice(0, n),
    nLive: n,
    rows: numbers.slice(),
    sizes: new Int32Array(width).fill(1),
    slots: numbers,
    positions: numbers.slice(0, n),
    lowestSlot: 0,
  };
}

/** Position of the live cluster in the lowest slot. */
export function lowestCluster(table: ClusterTable): number {
  while (table.positions[table.lowestSlot] === -1) table.lowestSlot++;
  return table.positions[table.lowestSlot]!;
}

/** Makes the row of a cluster whole, and returns where it begins. */
export function completeRow(
  { distances, width, nWritten, live, nLive, rows }: ClusterTable,
  position: number,
): number {
  const start = rows[position]! * width;
  if (position >= nWritten) return start;
  for (let k = nLive - 1; k >= 0 && live[k]! >= nWritten; k--)
    distances[start + live[k]!] = distances[rows[live[k]!]! * width + position]!;
  return start;
}

/** Replaces two clusters by their union. */
export function joinClusters(
  table: ClusterTable,
  a: number,
  b: number,
  height: number,
  update: DistanceUpdate,
): void {
  if (table.nPositions === table.width) throw new RangeError('the table of clusters is full');
  const { distances, width, live, rows, sizes, slots, positions } = table;
  const [x, y] = slots[a]! < slots[b]! ? [a, b] : [b, a];
  removeLive(table, x);
  removeLive(table, y);
  const nx = sizes[x]!;
  const ny = sizes[y]!;
  const rowX = completeRow(table, x);
  const rowY = completeRow(table, y);
  for (let k = 0; k < table.nLive; k++) {
    const i = live[k]!;
    distances[rowY + i] = update(distances[rowX + i]!, distances[rowY + i]!, height, nx, ny, sizes[i]!);
  }
  const union = table.nPositions++;
  for (let k = table.nLive - 1; k >= 0 && live[k]! >= table.nWritten; k--)
    distances[rows[live[k]!]! * width + union] = distances[rowY + live[k]!]!;
  live[table.nLive++] = union;
  rows[union] = rows[y]!;
  sizes[union] = nx + ny;
  slots[union] = slots[y]!;
  positions[slots[x]!] = -1;
  positions[slots[y]!] = union;
  if (union + 1 - table.nWritten >= HELD_BACK) writeColumns(table);
}

function removeLive(table: ClusterTable, position: number): void {
  const at = table.live.indexOf(position);
  table.live.copyWithin(at, at + 1, table.nLive--);
}

/** Writes the columns held back into all other rows. */
function writeColumns(table: ClusterTable): void {
  const { distances, width, live, nLive, nWritten, rows } = table;
  let nOld = nLive;
  while (nOld > 0 && live[nOld - 1]! >= nWritten) nOld--;
  for (let first = 0; first < nOld; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE, nOld);
    for (let c = nOld; c < nLive; c++) {
      const column = live[c]!;
      const from = rows[column]! * width;
      for (let k = first; k < last; k++)
        distances[rows[live[k]!]! * width + column] = distances[from + live[k]!]!;
    }
  }
  table.nWritten = table.nPositions;
}

/**
 * Packs the live rows and columns to the front, which makes room for new columns. In place: rows are taken in the order of
 * memory and their columns in order, so every value moves to a lower address, never onto one still to be moved.
 *
 * @returns The new position of each old one.
 */
export function packTable(table: ClusterTable): Int32Array {
  writeColumns(table);
  const { distances, width, live, nLive, rows, sizes, slots, positions } = table;
  const capacity = Math.floor(distances.length / nLive);
  const newWidth = Math.min(width, capacity, Math.ceil(1.5 * nLive));
  const moved = new Int32Array(width);
  for (let k = 0; k < nLive; k++) moved[live[k]!] = k;
  const byRow = live.slice(0, nLive).sort((a, b) => rows[a]! - rows[b]!);
  for (let r = 0; r < nLive; r++) {
    const from = rows[byRow[r]!]! * width;
    const to = r * newWidth;
    for (let k = 0; k < nLive; k++) distances[to + k] = distances[from + live[k]!]!;
    rows[byRow[r]!] = r;
  }
  for (let k = 0; k < nLive; k++) {
    const old = live[k]!;
    rows[k] = rows[old]!;
    sizes[k] = sizes[old]!;
    slots[k] = slots[old]!;
    positions[slots[old]!] = k;
    live[k] = k;
  }
  table.width = newWidth;
  table.nPositions = table.nWritten = nLive;
  return moved;
}
