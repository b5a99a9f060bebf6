import type { EncodedLabels } from './labels.js';

/** A grouping of the samples into cells 0 .. nCells-1. */
export interface Partition {
  readonly cells: Int32Array;
  readonly nCells: number;
}

/** How the clusters of one labeling are put together from the cells of a partition. */
export interface Composition {
  readonly partition: number;
  /** Cluster of each cell. */
  readonly clusters: Int32Array;
}

/**
 * Finds few cells that every labeling is a union of. Cuts of one tree are nested, so their common refinement is the
 * finest of them: sums over its cells give the sums over all coarser clusters. A labeling that crosses the others
 * too often (the refinement would have more cells than both) gets a partition of its own.
 */
export function commonPartitions(labelings: readonly EncodedLabels[]): {
  partitions: Partition[];
  compositions: Composition[];
} {
  const groups: { partition: Partition; members: number[] }[] = [];
  labelings.forEach(({ codes, classes }, l) => {
    for (const group of groups) {
      const refined = refine(group.partition, codes);
      if (refined.nCells > group.partition.nCells + classes.length) continue;
      group.partition = refined;
      group.members.push(l);
      return;
    }
    groups.push({ partition: { cells: codes, nCells: classes.length }, members: [l] });
  });
  const compositions = labelings.map(({ codes }, l) => {
    const partition = groups.findIndex(({ members }) => members.includes(l));
    const { cells, nCells } = groups[partition]!.partition;
    const clusters = new Int32Array(nCells);
    cells.forEach((cell, i) => (clusters[cell] = codes[i]!));
    return { partition, clusters };
  });
  return { partitions: groups.map(({ partition }) => partition), compositions };
}

/** The cells of `partition`, split where `codes` differ; numbered by first appearance. */
function refine({ cells, nCells }: Partition, codes: Int32Array): Partition {
  const numbers = new Map<number, number>();
  const refined = cells.map((cell, i) => {
    const key = codes[i]! * nCells + cell;
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = numbers.size));
    return number;
  });
  return { cells: refined, nCells: numbers.size };
}
