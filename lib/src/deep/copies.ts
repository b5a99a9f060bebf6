import { distinctRows, type DistinctRows } from '../matrix/distinct-rows.js';
import type { NetworkPictures } from './network-pictures.js';

/** Which pictures are copies of others. */
export function copiesAmong({ data, nRows }: Pick<NetworkPictures, 'data' | 'nRows'>): DistinctRows {
  return distinctRows({ data, nRows, nColumns: data.length / nRows });
}

/** Gives every copy what a network says of the first of its kind: products round rows differently. In place. */
export function saySameOfCopies<T extends Float32Array | Float64Array>(
  said: T,
  { rows, kinds }: DistinctRows,
): T {
  const width = said.length / kinds.length;
  kinds.forEach((kind, row) => {
    const first = rows[kind]!;
    if (first !== row) said.set(said.subarray(first * width, (first + 1) * width), row * width);
  });
  return said;
}

/** Gives all copies of a picture the column that most of them have, of equally many the lowest; -1, no column, if none has one. */
export function commonColumns(
  columns: Int32Array,
  nColumns: number,
  { rows, kinds }: DistinctRows,
): Int32Array {
  if (rows.length === kinds.length) return columns;
  const votes = new Map<number, Int32Array>();
  kinds.forEach((kind, row) => {
    const counts = votes.get(kind) ?? new Int32Array(nColumns);
    if (columns[row]! >= 0) counts[columns[row]!]!++;
    votes.set(kind, counts);
  });
  return kinds.map((kind) => {
    const counts = votes.get(kind)!;
    const most = counts.reduce((best, count, column) => (count > counts[best]! ? column : best), 0);
    return counts[most]! > 0 ? most : -1;
  });
}
